import { createHash } from 'node:crypto';
import { EmulatorError } from '../emulator-error.ts';

/**
 * What an id of WorkMail says, taken apart: two zero bytes, a length byte and the legacyExchangeDN of the mailbox, then entries of 22 bytes
 * (store GUID and counter) for the folder and, in item ids, for the item; after that attachment numbers and the start of an occurrence.
 * Shape of a real folder id: ews-reference.md section 4.
 */
export interface EntryId {
  readonly organizationId: string;
  /** The user's GUID in the directory. */
  readonly directoryId: string;
  readonly folder: number;
  /** Absent in a folder's id. */
  readonly item?: number | undefined;
  /** Attachment number in the item, then in the attached item, and so on down; empty when the id means the item itself. */
  readonly attachments: readonly number[];
  /** Original start of one occurrence of the recurring item, milliseconds since 1970; absent for the master and everything else. */
  readonly occurrence?: number | undefined;
}

/** Writes an id as base64, stable for equal parts. */
export const writeEntryId = (entry: EntryId): string => {
  const { folder, item, attachments, occurrence } = entry;
  const head = headOf(entry);
  const itemLength = 1 + entryLength + 1 + 2 * attachments.length + (occurrence === undefined ? 1 : 9);
  const bytes = Buffer.alloc(head.length + counterLength + (item === undefined ? 2 : itemLength));
  let end = bytes.writeUIntBE(folder, head.copy(bytes), counterLength);
  if (item === undefined) return bytes.toString('base64');
  end += head.copy(bytes, end, head.length - 1 - guidLength);
  end = bytes.writeUIntBE(item, end, counterLength);
  end = bytes.writeUInt8(attachments.length * 2, end);
  for (const number of attachments) end = bytes.writeUInt16BE(number, end);
  if (occurrence !== undefined) bytes.writeBigInt64BE(BigInt(occurrence), bytes.writeUInt8(8, end));
  return bytes.toString('base64');
};

/** Takes an id apart. Throws EmulatorError ErrorInvalidIdEmpty or ErrorInvalidIdMalformed. */
export const readEntryId = (id: string): EntryId => {
  if (id === '') throw new EmulatorError('ErrorInvalidIdEmpty');
  const bytes = Buffer.from(id, 'base64');
  const malformed = (): EmulatorError => new EmulatorError('ErrorInvalidIdMalformed');
  if (bytes.toString('base64') !== id || bytes.length < 5 || bytes[0] !== 0 || bytes[1] !== 0) throw malformed();
  let position = 2;
  const take = (length: number): Buffer => {
    if (position + length > bytes.length) throw malformed();
    position += length;
    return bytes.subarray(position - length, position);
  };
  const takeCounted = (): Buffer => take(take(1).readUInt8());
  const [, organizationId, directoryId] = namePattern.exec(takeCounted().toString('latin1')) ?? [];
  if (organizationId === undefined || directoryId === undefined) throw malformed();
  const takeEntry = (): number | undefined => {
    const entry = takeCounted();
    if (entry.length === 0) return undefined;
    if (entry.length !== entryLength || !entry.subarray(0, guidLength).equals(guidOf(directoryId))) throw malformed();
    return entry.readUIntBE(guidLength, counterLength);
  };
  const folder = takeEntry();
  const item = takeEntry();
  const attachments = takeCounted();
  const occurrence = item === undefined ? Buffer.alloc(0) : takeCounted();
  const lengths = [
    attachments.length % 2,
    occurrence.length % 8,
    Number(occurrence.length > 8),
    bytes.length - position,
  ];
  if (folder === undefined || lengths.some((left) => left !== 0)) throw malformed();
  const start = occurrence.length === 0 ? undefined : Number(occurrence.readBigInt64BE());
  if (start !== undefined && Math.abs(start) > latestInstant) throw malformed();
  return {
    organizationId,
    directoryId,
    folder,
    item,
    attachments: Array.from({ length: attachments.length / 2 }, (_, index) => attachments.readUInt16BE(index * 2)),
    occurrence: start,
  };
};

/** A change key in Exchange's form: type and length words, then GUID and counter. It changes with every `version`. */
export const changeKey = (directoryId: string, version: number): string => {
  const bytes = Buffer.alloc(8 + entryLength);
  bytes.writeUInt8(9, 0);
  bytes.writeUInt8(entryLength, 4);
  bytes.writeUIntBE(version, 8 + guidOf(directoryId).copy(bytes, 8), counterLength);
  return bytes.toString('base64');
};

/** The version in a change key of that mailbox. Throws EmulatorError ErrorInvalidChangeKey for what is none. */
export const changeVersion = (directoryId: string, key: string): number => {
  const bytes = Buffer.from(key, 'base64');
  const version = bytes.length === 8 + entryLength ? bytes.readUIntBE(8 + guidLength, counterLength) : Number.NaN;
  if (Number.isNaN(version) || changeKey(directoryId, version) !== key)
    throw new EmulatorError('ErrorInvalidChangeKey');
  return version;
};

/** A GUID derived from any text, always the same for the same text: what identifies a user, a room or a role in the emulated directory. */
export const derivedGuid = (text: string): string => {
  const digits = createHash('sha256').update(text).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
};

/** Milliseconds since 1970 beyond which, and before whose negative, there is no Date. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const latestInstant = 8.64e15;
const guidLength = 16;
const counterLength = 6;
const entryLength = guidLength + counterLength;
const namePattern = /^\/O=(m-[0-9a-f]{32})\/OU=Amazon WorkMail\/CN=Recipients\/CN=([0-9a-f-]{36})$/;

/** What all ids of a mailbox begin with: its name, and its folder's entry up to the counter. */
const headOf = ({ organizationId, directoryId }: EntryId): Buffer => {
  const name = `/O=${organizationId}/OU=Amazon WorkMail/CN=Recipients/CN=${directoryId}`;
  const known = heads.get(name);
  if (known !== undefined) return known;
  const counted = Buffer.from([0, 0, name.length, ...Buffer.from(name, 'latin1'), entryLength]);
  const head = Buffer.concat([counted, guidOf(directoryId)]);
  heads.set(name, head);
  return head;
};

/** By the name in them. A mailbox that is opened writes thousands of ids. */
const heads = new Map<string, Buffer>();

/** The sixteen bytes of a GUID, in the order in which it is written. */
export const guidOf = (directoryId: string): Buffer => {
  const known = guids.get(directoryId);
  if (known !== undefined) return known;
  const guid = Buffer.from(directoryId.replaceAll('-', ''), 'hex');
  guids.set(directoryId, guid);
  return guid;
};

const guids = new Map<string, Buffer>();
