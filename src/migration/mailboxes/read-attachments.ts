import { createHash } from 'node:crypto';
import type { ByteSource } from '../../ews/byte-source.ts';
import type { EwsSession } from '../../ews/operation.ts';
import type { Attachment } from '../../ews/properties/attachment.ts';
import type { AttachmentId } from '../../ews/properties/id.ts';
import { itemTypes, type ItemType } from '../../ews/properties/item-types.ts';
import { copyContent, type CopiedContent } from '../../mailbox/write/copy-content.ts';
import type { PortableAttachment } from '../portable/portable-content.ts';

/** Bytes of attachments that one GetAttachment asks for, as the server counts them; a larger one travels alone. */
const bytesAtOnce = 4 * 1024 * 1024;

/**
 * Reads what hangs on items, each with its bytes, which stay in memory until nobody has them. Answers by the attachments' ids. Throws EwsError when
 * one of them cannot be had.
 */
export const readAttachments = async (
  session: EwsSession,
  attachments: readonly Attachment[],
): Promise<ReadonlyMap<AttachmentId, PortableAttachment>> => {
  const unique = [...new Map(attachments.map((attachment) => [attachment.id, attachment])).values()];
  const found = new Map<AttachmentId, PortableAttachment>();
  for (const batch of batches(unique)) {
    const targets = batch.map(({ id }) => ({ attachment: id }));
    const contents = await copyContent({ session, holdMemory: () => () => undefined }, targets, () => undefined);
    for (const [position, content] of contents.entries()) {
      const attachment = batch[position];
      if (attachment !== undefined) found.set(attachment.id, await portable(content));
    }
  }
  return found;
};

const batches = (attachments: readonly Attachment[]): readonly (readonly Attachment[])[] => {
  const all: Attachment[][] = [];
  let bytes = 0;
  for (const attachment of attachments) {
    const last = all.at(-1);
    bytes += attachment.size ?? bytesAtOnce;
    if (last !== undefined && bytes <= bytesAtOnce && last.length < mostAtOnce) last.push(attachment);
    else {
      all.push([attachment]);
      bytes = attachment.size ?? bytesAtOnce;
    }
  }
  return all;
};

const mostAtOnce = 50;

const portable = async (copied: CopiedContent): Promise<PortableAttachment> => {
  const sha256 = await sha256Of(copied.content);
  if (copied.kind === 'file') {
    const { name, contentType, contentId, isInline, content } = copied;
    return { kind: 'file', name, contentType, contentId, isInline, content, sha256 };
  }
  const { name, content, item } = copied;
  return { kind: 'item', name, itemType: itemTypeOf(item.element), content, sha256 };
};

const itemTypeOf = (element: string): ItemType => (isItemType(element) ? element : 'Message');

const isItemType = (element: string): element is ItemType => Object.hasOwn(itemTypes, element);

const sha256Of = async (content: ByteSource): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of content.stream()) hash.update(piece);
  return hash.digest('hex');
};
