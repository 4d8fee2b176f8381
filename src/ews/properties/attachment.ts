import type { ByteSource } from '../byte-source.ts';
import { bytesElement, childText, element, required, requiredAttribute, type XmlElement } from '../xml.ts';
import { boolean, instant, integer, optional, optionalElement, optionalText, string, type Codec } from './codec.ts';
import { attachmentId, type AttachmentId } from './id.ts';

interface AttachmentFields {
  readonly id: AttachmentId;
  /** File name as the sender wrote it: untrusted, perhaps empty. */
  readonly name: string;
  /** MIME type as the sender wrote it: untrusted. */
  readonly contentType?: string;
  /** Without angle brackets, what `cid:` links name. */
  readonly contentId?: string;
  /** Bytes, as the server counts them: an estimate that includes properties on Exchange. */
  readonly size?: number;
  readonly isInline: boolean;
  readonly lastModifiedAt?: string;
}

/** A file that hangs on an item: what is known without its bytes. */
export interface FileAttachment extends AttachmentFields {
  readonly kind: 'file';
  /** It is the picture of the contact that it hangs on. Absent where the server does not say so. */
  readonly isContactPhoto?: boolean;
}

/** An item that hangs on an item (a forwarded message). */
export interface ItemAttachment extends AttachmentFields {
  readonly kind: 'item';
  /** Local name of the attached item's element (Message, CalendarItem ...), where the server tells it before the attachment is opened. */
  readonly element?: string;
}

/** A file to hang on an item. */
export interface NewFile {
  readonly kind: 'file';
  readonly name: string;
  readonly contentType?: string;
  /** Without angle brackets. */
  readonly contentId?: string;
  /** Shown where the body names it, by `cid:`, and not in the list of files. */
  readonly isInline?: boolean;
  /** The picture of the contact that it hangs on. */
  readonly isContactPhoto?: boolean;
  readonly content: ByteSource;
}

/** An item to hang on an item. */
export interface NewAttachedItem {
  readonly kind: 'item';
  readonly name: string;
  /** What `newItem` made. */
  readonly item: XmlElement;
}

/** Anything to hang on an item. */
export type NewAttachment = NewFile | NewAttachedItem;

/** Anything that hangs on an item; `kind` tells files from items. */
export type Attachment = FileAttachment | ItemAttachment;

const fields = new Set([
  'AttachmentId',
  'Name',
  'ContentType',
  'ContentId',
  'ContentLocation',
  'Size',
  'LastModifiedTime',
  'IsInline',
  'IsContactPhoto',
]);

/** The item inside `t:ItemAttachment`; undefined in a list of attachments, where servers leave it out. */
export const attachedElement = (node: XmlElement): XmlElement | undefined =>
  node.children.find((candidate) => !fields.has(candidate.name));

/** Reads `t:FileAttachment` or `t:ItemAttachment`, content aside. Throws EwsError `decode` when it has no id: it could never be opened. */
export const decodeAttachment = (node: XmlElement): Attachment => {
  const attachment: AttachmentFields = {
    id: attachmentId(requiredAttribute(required(node, 'AttachmentId'), 'Id')),
    name: childText(node, 'Name') ?? '',
    contentType: optionalText(node, 'ContentType'),
    contentId: optionalText(node, 'ContentId')?.replace(/^<(.*)>$/, '$1'),
    size: optional(node, 'Size', integer),
    isInline: optional(node, 'IsInline', boolean) ?? false,
    lastModifiedAt: optional(node, 'LastModifiedTime', instant),
  };
  if (node.name === 'ItemAttachment') return { kind: 'item', ...attachment, element: attachedElement(node)?.name };
  const isContactPhoto = optional(node, 'IsContactPhoto', boolean) === true;
  return { kind: 'file', ...attachment, ...(isContactPhoto ? { isContactPhoto } : {}) };
};

const encodeAttachment = (value: Attachment): XmlElement =>
  element(value.kind === 'item' ? 't:ItemAttachment' : 't:FileAttachment', [
    element('t:AttachmentId', { Id: value.id }),
    element('t:Name', value.name),
    optionalElement('t:ContentType', value.contentType, string),
    optionalElement('t:ContentId', value.contentId, string),
    optionalElement('t:Size', value.size, integer),
    optionalElement('t:LastModifiedTime', value.lastModifiedAt, instant),
    boolean.encode('t:IsInline', value.isInline),
    value.kind === 'file' ? optionalElement('t:IsContactPhoto', value.isContactPhoto, boolean) : undefined,
    value.kind === 'item' && value.element !== undefined ? element(`t:${value.element}`) : undefined,
  ]);

/** Writes `t:FileAttachment` or `t:ItemAttachment` with its content. */
export const newAttachment = (value: NewAttachment): XmlElement =>
  value.kind === 'item'
    ? element('t:ItemAttachment', [element('t:Name', value.name), value.item])
    : element('t:FileAttachment', [
        element('t:Name', value.name),
        optionalElement('t:ContentType', value.contentType, string),
        optionalElement('t:ContentId', value.contentId, string),
        optionalElement('t:IsInline', value.isInline, boolean),
        optionalElement('t:IsContactPhoto', value.isContactPhoto, boolean),
        bytesElement('t:Content', value.content),
      ]);

/** `t:Attachments`: files and items in the server's order. New ones may be written with the item that they hang on, when it is made. */
export const attachments: Codec<readonly Attachment[], readonly NewAttachment[]> = {
  decode: (node) =>
    node.children.filter(({ name }) => name === 'FileAttachment' || name === 'ItemAttachment').map(decodeAttachment),
  encode: (name, values: readonly (Attachment | NewAttachment)[]) =>
    element(
      name,
      values.map((value) => ('id' in value ? encodeAttachment(value) : newAttachment(value))),
    ),
};
