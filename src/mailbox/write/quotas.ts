import type { NewAttachment } from '../../ews/properties/attachment.ts';
import type { XmlElement } from '../../ews/xml.ts';
import type { MessageContent } from './message-content.ts';
import { WriteRefusal } from './write-refusal.ts';

const megabyte = 1024 * 1024;

/**
 * What one message may have: what Amazon WorkMail takes. Servers with lower limits say so themselves (ErrorMessageSizeExceeded).
 * https://docs.aws.amazon.com/workmail/latest/adminguide/workmail_limits.html
 */
export const quotas = {
  /** Bytes of the body and of all files, before encoding. */
  contentBytes: 29 * megabyte,
  /** Bytes of the message as it travels. */
  mimeBytes: 40 * megabyte,
  /** To, cc and bcc together. */
  recipients: 500,
  attachments: 500,
} as const;

/** A count for each quota that a write is known to come near; absent: not known, so not checked. */
export type Sizes = { readonly [Quota in keyof typeof quotas]?: number };

/** Throws WriteRefusal QUOTA for the first that is more than a message may have. */
export const checkQuotas = (sizes: Sizes): void => {
  for (const quota of ['attachments', 'recipients', 'contentBytes', 'mimeBytes'] as const) {
    const actual = sizes[quota];
    const limit = quotas[quota];
    if (actual !== undefined && actual > limit) throw new WriteRefusal({ reason: 'QUOTA', quota, limit, actual });
  }
};

/** Bytes of base64 in lines of 76 characters, each with CR LF. RFC 2045 section 6.8. */
const base64Bytes = (bytes: number): number => Math.ceil((Math.ceil(bytes / 3) * 4 * 78) / 76);

/** A generous guess at the header lines of one part: type, name (encoded), disposition, boundary. */
const partHeaderBytes = 512;
/** The same for the lines that every message has. */
const messageHeaderBytes = 4096;

const bytesOfElement = ({ text, bytes, children }: XmlElement): number =>
  children.reduce((sum, child) => sum + bytesOfElement(child), Buffer.byteLength(text) + (bytes?.size ?? 0));

/** Bytes of a file or an attached item before encoding. */
export const bytesOfAttachment = (attachment: NewAttachment): number =>
  attachment.kind === 'file' ? attachment.content.size : bytesOfElement(attachment.item);

/**
 * What a message will weigh, as far as can be told before the server composes it. The body counts once as content and twice as MIME: servers send a
 * text along with HTML.
 */
export const sizesOf = ({ properties, named, attachments }: MessageContent): Required<Sizes> => {
  const { toRecipients, ccRecipients, bccRecipients, replyTo, subject, bodyHtml, bodyText } = properties;
  const body = Buffer.byteLength(bodyHtml?.content ?? '') + Buffer.byteLength(bodyText?.content ?? '');
  const people = [toRecipients, ccRecipients, bccRecipients].flatMap((list) => list ?? []);
  const headers = [...people, ...(replyTo ?? [])].map(({ name = '', address = '' }) => `${name} <${address}>, `);
  const headerBytes = base64Bytes(
    Buffer.byteLength(headers.join('') + (subject ?? '')) +
      named.reduce((sum, { value }) => sum + (typeof value === 'string' ? Buffer.byteLength(value) : 0), 0),
  );
  const files = attachments.map(bytesOfAttachment);
  return {
    contentBytes: files.reduce((sum, bytes) => sum + bytes, body),
    mimeBytes: files.reduce(
      (sum, bytes) => sum + base64Bytes(bytes) + partHeaderBytes,
      messageHeaderBytes + headerBytes + 2 * base64Bytes(body),
    ),
    recipients: people.length,
    attachments: attachments.length,
  };
};
