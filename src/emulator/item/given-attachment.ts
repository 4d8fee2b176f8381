import { EmulatorError } from '../emulator-error.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { child, childText, isTrue, type XmlNode } from '../xml/xml.ts';

/**
 * An attachment as a request gives it: a t:FileAttachment with its content, or a t:ItemAttachment with its item, which `makeItem` completes.
 * Throws EmulatorError: ErrorAttachmentSizeLimitExceeded over 29 MB, ErrorMissingItemForCreateItemAttachment, ErrorInvalidArgument for base64 that is none.
 */
export const givenAttachment = (attachment: XmlNode, makeItem: (item: XmlNode) => SeedItem): SeedAttachment => {
  const name = childText(attachment, 't:Name') ?? 'attachment';
  if (attachment.name === 't:ItemAttachment') {
    const item = attachment.children.find(({ name: part }) => !attachmentParts.has(part));
    if (item === undefined) throw new EmulatorError('ErrorMissingItemForCreateItemAttachment');
    return { kind: 'item', name, item: makeItem(item) };
  }
  const content = contentOf(attachment);
  const contentId = childText(attachment, 't:ContentId');
  return {
    kind: 'file',
    name,
    contentType: childText(attachment, 't:ContentType') ?? 'application/octet-stream',
    ...(contentId === undefined ? {} : { contentId }),
    isInline: isTrue(childText(attachment, 't:IsInline')),
    ...(isTrue(childText(attachment, 't:IsContactPhoto')) ? { isContactPhoto: true } : {}),
    size: content.length,
    content: () => content,
  };
};

const contentOf = (attachment: XmlNode): Buffer => {
  const text = child(attachment, 't:Content')?.text ?? '';
  const base64 = /\s/.test(text) ? text.replaceAll(/\s+/g, '') : text;
  if (base64.length % 4 !== 0) throw new EmulatorError('ErrorInvalidArgument', 'The content is not base64.');
  const content = Buffer.from(base64, 'base64');
  if (content.length > mostBytes) throw new EmulatorError('ErrorAttachmentSizeLimitExceeded');
  return content;
};

/** Decoded bytes; in base64 they make the 40 MB that a message may have. https://docs.aws.amazon.com/workmail/latest/adminguide/workmail_limits.html */
const mostBytes = 29 * 1024 * 1024;

const attachmentParts = new Set(
  'AttachmentId Name ContentType ContentId ContentLocation Size LastModifiedTime IsInline'
    .split(' ')
    .map((part) => `t:${part}`),
);
