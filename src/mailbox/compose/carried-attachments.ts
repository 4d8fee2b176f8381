import type { Attachment, NewAttachment } from '../../ews/properties/attachment.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import { cleanFileName } from '../file-name.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { copiedAttachment } from '../write/copied-attachment.ts';
import { copyContent, type CopiedContent } from '../write/copy-content.ts';
import { checkQuotas } from '../write/quotas.ts';

/** More pictures than a message may have files, each shown several times; a body of nothing but links would take its time. */
const mostLinks = 10_000;

const linksIn = (html: string): ReadonlySet<string> => {
  const found = new Set<string>();
  let count = 0;
  for (const [, link = ''] of html.matchAll(/cid:([^\s"'<>]{1,1000})/gi)) {
    count += 1;
    if (count > mostLinks) break;
    const id = link.replaceAll('&amp;', '&');
    // In a style sheet a bracket ends it.
    found.add(id).add(id.replace(/\).*$/, ''));
  }
  return found;
};

/**
 * Whether a body shows this file: by `cid:` and its Content-ID, which may be written as a URL. RFC 2392. The body is read once, however many files ask.
 */
export const isShownIn = (html: string): ((file: Attachment) => boolean) => {
  const links = linksIn(html);
  return ({ contentId }) =>
    contentId !== undefined &&
    [contentId, encodeURIComponent(contentId), encodeURI(contentId)].some((id) => links.has(id));
};

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
