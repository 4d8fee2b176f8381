import { mailboxAddress, type MailboxAddress } from './ews/properties/id.ts';
import { sealedOnce } from './remembered-seals.ts';
import type { Sealer } from './sealer.ts';

/**
 * What a global id can name; the position of a type is its tag inside the seal: append, never reorder, or ids that clients hold change their
 * meaning. Every item has the one type Item: a deletion in a change feed does not tell the kind, and its id must equal the one given before.
 * Attachments and the items inside them (named by their attachment's id) tell what they hang on: who may read them depends on it.
 */
export const globalIdTypes = [
  'Mailbox',
  'Folder',
  'Calendar',
  'Item',
  'Conversation',
  'MessageAttachment',
  'EventAttachment',
  'MixedAttachment',
  'MessageAttachedItem',
  'EventAttachedItem',
  'MixedAttachedItem',
  'InboxRule',
  'MailboxExportJob',
] as const;

/** One of them. */
export type GlobalIdType = (typeof globalIdTypes)[number];

/** The content of an id that clients hold: what kind of thing it is, whose, and its EWS id (the address once more for a mailbox). */
export interface GlobalId {
  readonly type: GlobalIdType;
  readonly mailbox: MailboxAddress;
  readonly id: string;
}

const purpose = 'global-id';

const packedFlag = 0x80;

/** EWS ids are base64 nearly always; unpacked to bytes they make the sealed id a quarter shorter. Undefined when the text is not the canonical base64 of its bytes. */
const packBase64 = (id: string): Buffer | undefined => {
  const bytes = Buffer.from(id, 'base64');
  return bytes.toString('base64') === id ? bytes : undefined;
};

/** The sealed, opaque text of an id. The same id always gives the same text; it reveals neither mailbox nor EWS id. */
export const encodeGlobalId = (sealer: Sealer, id: GlobalId): string =>
  sealedOnce(sealer, `${id.type}\0${id.mailbox}\0${id.id}`, () => seal(sealer, id));

const seal = (sealer: Sealer, { type, mailbox, id }: GlobalId): string => {
  const packed = packBase64(id);
  const tag = globalIdTypes.indexOf(type) | (packed === undefined ? 0 : packedFlag);
  const head = Buffer.from(`${mailbox}\0`, 'utf8');
  return sealer.sealBytes(purpose, Buffer.concat([Buffer.of(tag), head, packed ?? Buffer.from(id, 'utf8')]));
};

/** Reads what `encodeGlobalId` made with this sealer's present or previous secret; undefined for everything else, whatever was done to it. */
export const decodeGlobalId = (sealer: Sealer, text: string): GlobalId | undefined => {
  const opened = sealer.openBytes(purpose, text);
  if (opened === undefined) return undefined;
  const bytes = Buffer.from(opened.buffer, opened.byteOffset, opened.byteLength);
  const tag = bytes[0] ?? 0;
  const type = globalIdTypes[tag & ~packedFlag];
  const end = bytes.indexOf(0, 1);
  const mailbox = mailboxAddress(bytes.toString('utf8', 1, Math.max(end, 1)));
  if (type === undefined || mailbox === undefined) return undefined;
  return { type, mailbox, id: bytes.toString((tag & packedFlag) === 0 ? 'utf8' : 'base64', end + 1) };
};
