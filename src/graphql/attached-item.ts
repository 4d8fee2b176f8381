import type { AnyProperty } from '../ews/properties/property.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import { itemSource, type AnyItemSource, type InAttachment } from './sources.ts';

/**
 * The item inside an item attachment, named by the attachment. Undefined: the attachment is a file, or holds nothing that EWS can show. Throws
 * EwsError.
 */
export const attachedItem = async (
  mailbox: OpenedMailbox,
  attachment: InAttachment,
  wanted: readonly AnyProperty[],
): Promise<AnyItemSource | undefined> => {
  const content = await mailbox.attachments.load(attachment.id, wanted);
  return content.kind === 'file' || content.item === undefined
    ? undefined
    : itemSource(mailbox, content.item, { attachment });
};
