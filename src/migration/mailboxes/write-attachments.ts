import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { createAttachment } from '../../ews/operations/create-attachment.ts';
import type { NewAttachment } from '../../ews/properties/attachment.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import { newItem } from '../../ews/properties/item-element.ts';
import type { ItemType } from '../../ews/properties/item-types.ts';
import type { PortableAttachedItem, PortableAttachment, PortableFile } from '../portable/portable-content.ts';

/**
 * Hangs attachments on an item, one request each, so that none is longer than what is attached. Answers what could not be kept as it was. Throws EwsError
 * for what fails as a whole, and when a file is refused.
 */
export const writeAttachments = async (
  session: EwsSession,
  parent: ItemId,
  attachments: readonly PortableAttachment[],
  photo?: PortableFile,
): Promise<readonly string[]> => {
  const losses: string[] = [];
  const hang = (attachment: NewAttachment): Promise<unknown> =>
    session.call(createAttachment, { parent: { id: parent }, attachments: [attachment] });
  for (const attachment of attachments) {
    if (attachment.kind === 'file') {
      await hang(newFile(attachment));
      continue;
    }
    try {
      await hang(attachedItem(attachment));
    } catch (error) {
      if (!(error instanceof EwsError) || error.kind !== 'response') throw error;
      // Some servers take only messages as attached items.
      await hang(asFile(attachment));
      losses.push('an attached item hangs on the copy as a file');
    }
  }
  if (photo !== undefined) await hang({ ...newFile(photo), isContactPhoto: true });
  return losses;
};

const newFile = ({ name, contentType, contentId, isInline, content }: PortableFile) => ({
  kind: 'file' as const,
  name,
  ...(contentType === undefined ? {} : { contentType }),
  ...(contentId === undefined ? {} : { contentId }),
  isInline,
  content,
});

const attachedItem = ({ name, itemType, content }: PortableAttachedItem): NewAttachment => ({
  kind: 'item',
  name,
  item: newItem(itemType, { mimeContent: content }),
});

const fileKinds: Readonly<Record<ItemType, { readonly contentType: string; readonly extension: string }>> = {
  Message: { contentType: 'message/rfc822', extension: 'eml' },
  CalendarItem: { contentType: 'text/calendar', extension: 'ics' },
  Contact: { contentType: 'text/vcard', extension: 'vcf' },
  Task: { contentType: 'text/calendar', extension: 'ics' },
};

const asFile = ({ name, itemType, content }: PortableAttachedItem): NewAttachment => {
  const { contentType, extension } = fileKinds[itemType];
  return { kind: 'file', name: `${name === '' ? 'item' : name}.${extension}`, contentType, isInline: false, content };
};
