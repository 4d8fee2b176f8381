import { type EntryId, writeEntryId } from '../store/entry-id.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * The whole element of an item in a folder: the seed's, with attachments and unique body, and with `ids`, its t:ItemId and t:ParentFolderId. `entry`
 * is the item's id taken apart.
 */
export const itemElement = (source: SeedItem, entry: EntryId, ids: readonly XmlNode[]): XmlNode =>
  withParts(source, entry, ids);

/** The whole element of an item that is attached to another one; it has no id of its own. `entry` is the attachment's id taken apart. */
export const attachedItemElement = (source: SeedItem, entry: EntryId): XmlNode => withParts(source, entry, []);

/** A t:FileAttachment or t:ItemAttachment without its content. `entry` is its own id taken apart, `modified` an xs:dateTime. */
export const attachmentElement = (
  source: SeedAttachment,
  entry: EntryId,
  modified: string | undefined,
  content?: XmlNode,
): XmlNode => {
  const id = node('t:AttachmentId', { Id: writeEntryId(entry) });
  const changed = modified === undefined ? undefined : node('t:LastModifiedTime', modified.replace(/\.\d+/, ''));
  const head = [id, node('t:Name', source.name)];
  return source.kind === 'file'
    ? node('t:FileAttachment', [
        ...head,
        node('t:ContentType', source.contentType),
        source.contentId === undefined ? undefined : node('t:ContentId', source.contentId),
        node('t:Size', String(source.size)),
        changed,
        node('t:IsInline', String(source.isInline)),
        source.isContactPhoto === true ? node('t:IsContactPhoto', 'true') : undefined,
        content,
      ])
    : node('t:ItemAttachment', [
        ...head,
        node('t:ContentType', 'message/rfc822'),
        node('t:Size', childText(source.item.element, 't:Size') ?? '0'),
        changed,
        node('t:IsInline', 'false'),
        content,
      ]);
};

const withParts = (source: SeedItem, entry: EntryId, ids: readonly XmlNode[]): XmlNode => {
  const { element, attachments } = source;
  const modified = childText(element, 't:LastModifiedTime') ?? childText(element, 't:DateTimeReceived');
  const body = child(element, 't:Body');
  const attached = attachments.map((attachment, index) =>
    attachmentElement(
      attachment,
      { ...entry, attachments: [...entry.attachments, attachment.number ?? index] },
      modified,
    ),
  );
  const hasPicture = attachments.some((attachment) => attachment.kind === 'file' && attachment.isContactPhoto === true);
  const hasAttachments = attachments.some((attachment) => attachment.kind === 'item' || !attachment.isInline);
  return {
    ...element,
    children: [
      ...ids,
      ...element.children.filter(({ name }) => name !== 't:HasPicture'),
      ...(attached.length === 0 ? [] : [node('t:Attachments', attached)]),
      hasAttachments ? withAttachments : withoutAttachments,
      ...(element.name === 't:Contact' ? [hasPicture ? withPicture : withoutPicture] : []),
      ...(body === undefined ? [] : [node('t:UniqueBody', body.attributes, source.uniqueBody ?? body.text)]),
    ],
  };
};

/** Elements never change, so all items have the same two. */
const withAttachments = node('t:HasAttachments', 'true');
const withoutAttachments = node('t:HasAttachments', 'false');
const withPicture = node('t:HasPicture', 'true');
const withoutPicture = node('t:HasPicture', 'false');
