import type { Attachment, NewAttachment } from '../../ews/properties/attachment.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import { copiedAttachment } from '../copied-attachment.ts';
import { copyContent, type CopiedContent } from '../copy-content.ts';
import { cleanFileName } from '../file-name.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { checkQuotas } from '../quotas.ts';

/** Whether a body shows this file: by `cid:` and its Content-ID, which may be written as a URL. RFC 2392. */
export const isShownIn =
  (html: string) =>
  ({ contentId }: Attachment): boolean =>
    contentId !== undefined &&
    [contentId, encodeURIComponent(contentId), encodeURI(contentId)].some((id) => html.includes(`cid:${id}`));

/**
 * Attachments of a message as new ones, in one GetAttachment: files with their bytes, messages with their MIME, events and the like as files. Their
 * bytes are held until they are sent. More than one message may have, as the server tells their sizes, is not read at all, and what it does not tell
 * only so far. Throws WriteRefusal QUOTA and OVERLOADED, and EwsError.
 */
export const carriedAttachments = async (
  mailbox: Pick<OpenedMailbox, 'session' | 'holdMemory'>,
  attachments: readonly Attachment[],
): Promise<readonly NewAttachment[]> => {
  const told = attachments.reduce((sum, { size = 0 }) => sum + size, 0);
  checkQuotas({ attachments: attachments.length, contentBytes: told });
  const targets = attachments.map(({ id }) => ({ attachment: id }));
  const copied = await copyContent(mailbox, targets, (bytes) => checkQuotas({ contentBytes: bytes }));
  return copied.map(carried);
};

/** A whole message as an attachment of another one, with everything that hangs on it. Throws WriteRefusal QUOTA and OVERLOADED, and EwsError. */
export const wholeMessage = async (
  mailbox: Pick<OpenedMailbox, 'session' | 'holdMemory'>,
  item: ItemId,
): Promise<NewAttachment[]> => {
  const copied = await copyContent(mailbox, [{ item }], (bytes) => checkQuotas({ mimeBytes: bytes }));
  return copied.map(carried);
};

const carried = (copied: CopiedContent): NewAttachment => {
  const attachment = copiedAttachment(copied);
  return { ...attachment, name: cleanFileName(attachment.name) };
};
