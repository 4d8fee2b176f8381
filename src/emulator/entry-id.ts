import { createHash } from 'node:crypto';
import { EmulatorError } from './emulator-error.ts';

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
  const name = Buffer.from(distinguishedName(entry.organizationId, entry.directoryId), 'latin1');
  const guid = guidOf(entry.directoryId);
  const parts = [Buffer.from([0, 0, name.length]), name, Buffer.from([entryLength]), guid, counter(entry.folder)];
  if (entry.item === undefined) return Buffer.concat([...parts, Buffer.from([0, 0])]).toString('base64');
  parts.push(Buffer.from([entryLength]), guid, counter(entry.item), Buffer.from([entry.attachments.length * 2]));
  for (const number of entry.attachments) parts.push(Buffer.from([number >> 8, number & 0xff]));
  if (entry.occurrence === undefined) parts.push(Buffer.from([0]));
  else {
    const start = Buffer.alloc(9);
    start.writeUInt8(8, 0);
    start.writeBigInt64BE(BigInt(entry.occurrence), 1);
    parts.push(start);
  }
  return Buffer.concat(parts).toString('base64');
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
    if (entry.length !== entryLength || !entry.subarray(0, 16).equals(guidOf(directoryId))) throw malformed();
    return entry.readUIntBE(16, 6);
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
  return {
    organizationId,
    directoryId,
    folder,
    item,
    attachments: Array.from({ length: attachments.length / 2 }, (_, index) => attachments.readUInt16BE(index * 2)),
    occurrence: occurrence.length === 0 ? undefined : Number(occurrence.readBigInt64BE()),
  };
};

/** A change key in Exchange's form: type and length words, then GUID and counter. It changes with every `version`. */
export const changeKey = (directoryId: string, version: number): string =>
  Buffer.concat([Buffer.from([9, 0, 0, 0, entryLength, 0, 0, 0]), guidOf(directoryId), counter(version)]).toString(
    'base64',
  );

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

const entryLength = 22;
const namePattern = /^\/O=(m-[0-9a-f]{32})\/OU=Amazon WorkMail\/CN=Recipients\/CN=([0-9a-f-]{36})$/;

const distinguishedName = (organizationId: string, directoryId: string): string =>
  `/O=${organizationId}/OU=Amazon WorkMail/CN=Recipients/CN=${directoryId}`;

const guidOf = (directoryId: string): Buffer => Buffer.from(directoryId.replaceAll('-', ''), 'hex');

const counter = (value: number): Buffer => {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
};
