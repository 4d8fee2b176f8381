import { accountOf } from './directory.ts';
import { EmulatorError } from './emulator-error.ts';
import { type EntryId, readEntryId } from './entry-id.ts';
import type { SeedAttachment } from './model.ts';
import { distinguishedFolder, type Mailbox, type Store, type StoredFolder, type StoredItem } from './store.ts';
import { child, childText, type XmlNode } from './xml.ts';

/** Where an id is looked up: an OperationContext is one. */
export interface LookupScope {
  readonly store: Store;
  readonly mailbox: Mailbox;
}

/**
 * The folder that a t:FolderId or t:DistinguishedFolderId means. Throws EmulatorError: ErrorFolderNotFound, ErrorInvalidIdMalformed,
 * ErrorCannotUseItemIdForFolderId, ErrorAccessDenied for another mailbox, ErrorNonExistentMailbox for an unknown one.
 */
export const lookUpFolder = (scope: LookupScope, folderId: XmlNode): StoredFolder => {
  const id = folderId.attributes['Id'] ?? '';
  if (folderId.name === 't:DistinguishedFolderId') {
    checkMailbox(scope, child(folderId, 't:Mailbox'));
    return distinguishedFolder(scope.mailbox, id) ?? fail('ErrorFolderNotFound');
  }
  const entry = readEntryIn(scope, id, 'ErrorFolderNotFound');
  if (entry.item !== undefined) throw new EmulatorError('ErrorCannotUseItemIdForFolderId');
  return scope.mailbox.folders.get(entry.folder) ?? fail('ErrorFolderNotFound');
};

/**
 * The item whose id this is; for the id of an occurrence, its recurring master. Throws EmulatorError: ErrorItemNotFound,
 * ErrorInvalidIdMalformed, ErrorCannotUseFolderIdForItemId, ErrorAccessDenied for another mailbox.
 */
export const lookUpItem = (scope: LookupScope, id: string): StoredItem => {
  const entry = readEntryIn(scope, id, 'ErrorItemNotFound');
  if (entry.attachments.length > 0) throw new EmulatorError('ErrorInvalidIdMalformed');
  return itemOf(scope.mailbox, entry);
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
  const entry = readAttachmentId(scope, id);
  const item = itemOf(scope.mailbox, entry);
  const attachment = entry.attachments.reduce<SeedAttachment | undefined>((found, number, depth) => {
    if (depth === 0) return item.source.attachments[number];
    return found?.kind === 'item' ? found.item.attachments[number] : undefined;
  }, undefined);
  return { attachment: attachment ?? fail('ErrorItemNotFound'), entry, item };
};

const itemOf = (mailbox: Mailbox, entry: EntryId): StoredItem => {
  if (entry.item === undefined) throw new EmulatorError('ErrorCannotUseFolderIdForItemId');
  const item = mailbox.items.get(entry.item);
  // An item that was moved has a new id; the old one, which names the old folder, is dead.
  return item?.folder.number === entry.folder ? item : fail('ErrorItemNotFound');
};

const readAttachmentId = (scope: LookupScope, id: string): EntryId => {
  try {
    const entry = readEntryIn(scope, id, 'ErrorItemNotFound');
    return entry.attachments.length > 0 ? entry : fail('ErrorInvalidAttachmentId');
  } catch (error) {
    const isUnreadable = error instanceof EmulatorError && error.responseCode.startsWith('ErrorInvalidId');
    throw isUnreadable ? new EmulatorError('ErrorInvalidAttachmentId') : error;
  }
};

const readEntryIn = ({ store, mailbox }: LookupScope, id: string, unknownCode: string): EntryId => {
  const entry = readEntryId(id);
  const isOwn = entry.directoryId === mailbox.directoryId && entry.organizationId === store.organizationId;
  if (isOwn) return entry;
  const owner = [...store.accounts.values()].find((other) => other.directoryId === entry.directoryId);
  throw new EmulatorError(
    owner === undefined || entry.organizationId !== store.organizationId ? unknownCode : 'ErrorAccessDenied',
  );
};

const checkMailbox = ({ store, mailbox }: LookupScope, named: XmlNode | undefined): void => {
  const address = childText(named, 't:EmailAddress')?.trim().toLowerCase();
  if (address === undefined || address === mailbox.address) return;
  accountOf(store, address);
  throw new EmulatorError('ErrorAccessDenied');
};

const fail = (responseCode: string): never => {
  throw new EmulatorError(responseCode);
};
