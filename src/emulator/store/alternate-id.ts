import { EmulatorError } from '../emulator-error.ts';
import { type EntryId, guidOf, readEntryId, writeEntryId } from './entry-id.ts';
import type { Store } from './store.ts';

/** The ways to write an id that ConvertId knows. https://learn.microsoft.com/exchange/client-developer/web-service-reference/alternateid */
export type IdFormat = 'EwsLegacyId' | 'EwsId' | 'EntryId' | 'HexEntryId' | 'StoreId' | 'OwaId';

/**
 * Takes the id of a folder or an item apart, whatever it is written in. Throws EmulatorError: ErrorInvalidIdEmpty, ErrorInvalidIdMalformed,
 * ErrorNonExistentMailbox when it names none of this organisation.
 */
export const readAlternateId = (store: Store, format: IdFormat, id: string): EntryId => {
  if (id === '') throw new EmulatorError('ErrorInvalidIdEmpty');
  const entry = isOwn(format) ? readEntryId(id) : readMapiEntry(store, bytesOf(format, id));
  if (entry.attachments.length > 0) throw malformed();
  if (entry.organizationId !== store.organizationId) throw new EmulatorError('ErrorNonExistentMailbox');
  return entry;
};

/** Writes the id of a folder or an item. Of an occurrence, only EWS's own ids say which it is: the others become those of its series. */
export const writeAlternateId = (format: IdFormat, entry: EntryId): string => {
  if (isOwn(format)) return writeEntryId(entry);
  const bytes = mapiEntry(entry);
  switch (format) {
    case 'EntryId':
      return bytes.toString('base64');
    case 'HexEntryId':
      return bytes.toString('hex').toUpperCase();
    case 'StoreId':
      return storeId(entry, bytes);
    case 'OwaId':
      return encodeURIComponent(storeId(entry, bytes));
  }
};

/** There is one form of EWS's ids here, the older one included. */
const isOwn = (format: IdFormat): format is 'EwsLegacyId' | 'EwsId' => format === 'EwsId' || format === 'EwsLegacyId';

const malformed = (): EmulatorError => new EmulatorError('ErrorInvalidIdMalformed');

/** Length, MAPI id and the kind of object: what Exchange's own tools show, `LgAAAA…AB` of a folder and `RgAAAA…AJ` of a message. */
const storeId = ({ item }: EntryId, bytes: Buffer): string =>
  Buffer.concat([Buffer.from([bytes.length]), bytes, Buffer.from([item === undefined ? 1 : 9])]).toString('base64');

const bytesOf = (format: Exclude<IdFormat, 'EwsId' | 'EwsLegacyId'>, id: string): Buffer => {
  if (format === 'HexEntryId') return exactly(id.toUpperCase(), 'hex');
  if (format === 'EntryId') return exactly(id, 'base64');
  const bytes = exactly(format === 'OwaId' ? decoded(id) : id, 'base64');
  if (bytes[0] !== bytes.length - 2) throw malformed();
  return bytes.subarray(1, -1);
};

const decoded = (id: string): string => {
  try {
    return decodeURIComponent(id);
  } catch {
    throw malformed();
  }
};

const exactly = (id: string, encoding: 'hex' | 'base64'): Buffer => {
  const bytes = Buffer.from(id, encoding);
  const again = bytes.toString(encoding);
  if ((encoding === 'hex' ? again.toUpperCase() : again) !== id) throw malformed();
  return bytes;
};

/**
 * The id in MAPI's form: flags, the GUID of the store, the kind, then for the folder, and after that for the message, a GUID, a counter and two
 * zero bytes. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcdata/80260959-fdcf-4519-9a26-6b7830e59621
 */
const mapiEntry = ({ directoryId, folder, item }: EntryId): Buffer => {
  const guid = guidOf(directoryId);
  const bytes = Buffer.alloc(item === undefined ? folderLength : messageLength);
  guid.copy(bytes, 4);
  bytes.writeUInt16LE(item === undefined ? privateFolder : privateMessage, 20);
  [folder, ...(item === undefined ? [] : [item])].forEach((counter, index) => {
    const start = 22 + index * 24;
    guid.copy(bytes, start);
    bytes.writeUIntBE(counter, start + 16, 6);
  });
  return bytes;
};

const folderLength = 46;
const messageLength = 70;
const privateFolder = 1;
const privateMessage = 7;

const readMapiEntry = ({ organizationId, accounts }: Store, bytes: Buffer): EntryId => {
  if (bytes.length !== folderLength && bytes.length !== messageLength) throw malformed();
  const account = [...accounts.values()].find(({ directoryId }) => guidOf(directoryId).equals(bytes.subarray(4, 20)));
  if (account === undefined) throw new EmulatorError('ErrorNonExistentMailbox');
  const entry: EntryId = {
    organizationId,
    directoryId: account.directoryId,
    folder: bytes.readUIntBE(38, 6),
    item: bytes.length === messageLength ? bytes.readUIntBE(62, 6) : undefined,
    attachments: [],
  };
  if (!mapiEntry(entry).equals(bytes)) throw malformed();
  return entry;
};
