import { EmulatorError } from '../emulator-error.ts';
import type { SeedItem } from './model.ts';
import { child } from '../xml/xml.ts';

/**
 * Refuses what WorkMail does not take: more than 40 MB of MIME, 500 attachments or 500 recipients. Throws EmulatorError ErrorMessageSizeExceeded;
 * the contract has no code of its own for too many. https://docs.aws.amazon.com/workmail/latest/adminguide/workmail_limits.html
 */
export const checkSize = (item: SeedItem): void => {
  if (mimeLength(item) > mostMimeBytes) throw tooMuch('40 MB of content');
  if (item.attachments.length > mostAttachments) throw tooMuch(`${mostAttachments} attachments`);
  const recipients = lists.reduce((sum, list) => sum + (child(item.element, list)?.children.length ?? 0), 0);
  if (recipients > mostRecipients) throw tooMuch(`${mostRecipients} recipients`);
};

const mostMimeBytes = 40 * 1024 * 1024;
const mostAttachments = 500;
const mostRecipients = 500;
const lists = ['t:ToRecipients', 't:CcRecipients', 't:BccRecipients'];

const tooMuch = (limit: string): EmulatorError =>
  new EmulatorError('ErrorMessageSizeExceeded', `The message exceeds the maximum supported size: ${limit}.`);

/** Bytes of the message in base64, headers left out. It is computed: composing 40 MB to measure them would take longer than all else. */
const mimeLength = ({ element, attachments, mime }: SeedItem): number => {
  if (mime !== undefined) return mime().length;
  const body = base64Length(Buffer.byteLength(child(element, 't:Body')?.text ?? ''));
  return attachments.reduce(
    (sum, attachment) =>
      sum + (attachment.kind === 'file' ? base64Length(attachment.size) : mimeLength(attachment.item)),
    body,
  );
};

/** Lines of 76 characters, each with CR LF. */
const base64Length = (bytes: number): number => Math.ceil((Math.ceil(bytes / 3) * 4 * 78) / 76);
