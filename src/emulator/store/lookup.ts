import { accountOf } from './directory.ts';
import { EmulatorError } from '../emulator-error.ts';
import { type EntryId, readEntryId } from './entry-id.ts';
import type { SeedAttachment } from './model.ts';
import { distinguishedFolder, type Mailbox, type Store, type StoredFolder, type StoredItem } from './store.ts';
import { child, childText, type XmlNode } from '../xml/xml.ts';

/** Where an id is looked up: an OperationContext is one. */
export interface LookupScope {
  readonly store: Store;
  readonly mailbox: Mailbox;
}

/**
 * The folder that a t:FolderId or t:DistinguishedFolderId means, in the mailbox or shared with it. Throws EmulatorError: ErrorFolderNotFound,
 * ErrorInvalidIdMalformed, ErrorCannotUseItemIdForFolderId, ErrorAccessDenied for what others do not share, ErrorNonExistentMailbox for an unknown
 * mailbox.
 */
export const lookUpFolder = (scope: LookupScope, folderId: XmlNode): StoredFolder => {
  const id = folderId.attributes['Id'] ?? '';
  if (folderId.name === 't:DistinguishedFolderId') {
    const mailbox = namedMailbox(scope, child(folderId, 't:Mailbox'));
    return readable(scope, mailbox, distinguishedFolder(mailbox, id)) ?? fail('ErrorFolderNotFound');
  }
  const { mailbox, entry } = readEntryIn(scope, id, 'ErrorFolderNotFound');
  if (entry.item !== undefined) throw new EmulatorError('ErrorCannotUseItemIdForFolderId');
  return readable(scope, mailbox, mailbox.folders.get(entry.folder)) ?? fail('ErrorFolderNotFound');
};

/** Whether who acts for `reader` may read a folder: its own, or one that is shared with it. */
export const mayRead = (reader: Mailbox, { mailbox, sharedWith }: StoredFolder): boolean =>
  mailbox === reader || sharedWith.includes(reader.address);

/**
 * The item whose id this is; for the id of an occurrence, its recurring master. Throws EmulatorError: ErrorItemNotFound,
 * ErrorInvalidIdMalformed, ErrorCannotUseFolderIdForItemId, ErrorAccessDenied for what others do not share.
 */
export const lookUpItem = (scope: LookupScope, id: string): StoredItem => {
  const named = readEntryIn(scope, id, 'ErrorItemNotFound');
  if (named.entry.attachments.length > 0) throw new EmulatorError('ErrorInvalidIdMalformed');
  return itemOf(scope, named);
};

/** An attachment and where it hangs. */
export interface FoundAttachment {
  readonly attachment: SeedAttachment;
  readonly entry: EntryId;
  /** The item in a folder that holds it, directly or in an attached item. */
  readonly item: StoredItem;
}

/** The attachment whose id this is. Throws EmulatorError: ErrorInvalidAttachmentId, ErrorItemNotFound, ErrorAccessDenied. */
export const lookUpAttachment = (scope: LookupScope, id: string): FoundAttachment => {
  const named = readAttachmentId(scope, id);
  const { entry } = named;
  const item = itemOf(scope, named);
  const attachment = entry.attachments.reduce<SeedAttachment | undefined>((found, number, depth) => {
    const attachments = depth === 0 ? attachmentsOf(item, entry) : found?.kind === 'item' ? found.item.attachments : [];
    return attachments.find((candidate, index) => (candidate.number ?? index) === number);
  }, undefined);
  return { attachment: attachment ?? fail('ErrorItemNotFound'), entry, item };
};

/** What hangs on an item, or on the one occurrence of it that an id names. */
const attachmentsOf = ({ source }: StoredItem, { occurrence }: EntryId): readonly SeedAttachment[] =>
  source.exceptions?.find(({ originalStart }) => Date.parse(originalStart) === occurrence)?.attachments ??
  source.attachments;

/** An id taken apart, and the mailbox that it names. */
interface NamedEntry {
  readonly mailbox: Mailbox;
  readonly entry: EntryId;
}

/** The folder again; refuses what the other mailbox does not share, folders that it does not have included. */
const readable = (scope: LookupScope, mailbox: Mailbox, folder: StoredFolder | undefined): StoredFolder | undefined => {
  const isReadable = folder === undefined ? mailbox === scope.mailbox : mayRead(scope.mailbox, folder);
  return isReadable ? folder : fail('ErrorAccessDenied');
};

const itemOf = (scope: LookupScope, { mailbox, entry }: NamedEntry): StoredItem => {
  if (entry.item === undefined) throw new EmulatorError('ErrorCannotUseFolderIdForItemId');
  readable(scope, mailbox, mailbox.folders.get(entry.folder));
  const item = mailbox.items.get(entry.item);
  // An item that was moved has a new id; the old one, which names the old folder, is dead.
  return item?.folder.number === entry.folder ? item : fail('ErrorItemNotFound');
};

const readAttachmentId = (scope: LookupScope, id: string): NamedEntry => {
  try {
    const named = readEntryIn(scope, id, 'ErrorItemNotFound');
    return named.entry.attachments.length > 0 ? named : fail('ErrorInvalidAttachmentId');
  } catch (error) {
    const isUnreadable = error instanceof EmulatorError && error.responseCode.startsWith('ErrorInvalidId');
    throw isUnreadable ? new EmulatorError('ErrorInvalidAttachmentId') : error;
  }
};

const readEntryIn = ({ store, mailbox }: LookupScope, id: string, unknownCode: string): NamedEntry => {
  const entry = readEntryId(id);
  if (entry.organizationId !== store.organizationId) throw new EmulatorError(unknownCode);
  if (entry.directoryId === mailbox.directoryId) return { mailbox, entry };
  const owner = [...store.accounts.values()].find((other) => other.directoryId === entry.directoryId);
  return { mailbox: owner?.open() ?? fail(unknownCode), entry };
};

const namedMailbox = ({ store, mailbox }: LookupScope, named: XmlNode | undefined): Mailbox => {
  const address = childText(named, 't:EmailAddress')?.trim().toLowerCase();
  return address === undefined || address === mailbox.address ? mailbox : accountOf(store, address).open();
};

const fail = (responseCode: string): never => {
  throw new EmulatorError(responseCode);
};
