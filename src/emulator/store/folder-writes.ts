import { writeEntryId } from './entry-id.ts';
import { KeptItems } from './kept-items.ts';
import type { SeedFolder } from './model.ts';
import {
  folderCreated,
  folderDeleted,
  folderModified,
  folderMoved,
  tell,
} from '../subscriptions/notification-event.ts';
import type { Contents, FormerPlace, Mailbox, StoredFolder } from './store.ts';
import { insertItem, removeItem } from './store-writes.ts';
import { asWritable, nextNumber } from './writable.ts';

/** Adds a folder with all that it holds below another one; without a parent it becomes the root. */
export const addFolder = (mailbox: Contents, parent: StoredFolder | undefined, source: SeedFolder): StoredFolder => {
  const number = nextNumber(mailbox);
  const { organizationId, directoryId } = mailbox;
  const folder: StoredFolder = {
    id: writeEntryId({ organizationId, directoryId, folder: number, attachments: [] }),
    number,
    // The root is part of the mailbox as soon as it is made.
    mailbox: mailbox as Mailbox,
    parent,
    distinguishedId: source.distinguishedId,
    folderClass: source.folderClass,
    name: source.name,
    sharedWith: source.sharedWith ?? [],
    searchParameters: source.searchParameters,
    children: [],
    items: new KeptItems(),
    unreadCount: 0,
    removedItems: [],
    committedAt: undefined,
    modifiedAt: mailbox.now(),
    formerPlaces: [],
    createdAt: number,
    changedAt: number,
  };
  asWritable(mailbox).folders.set(number, folder);
  if (parent !== undefined) asWritable(parent).children.push(folder);
  tell(mailbox, () => folderCreated(folder));
  for (const item of source.items) insertItem(mailbox, folder, item);
  for (const below of source.children) addFolder(mailbox, folder, below);
  return folder;
};

/** Gives a folder another name or class, or other readers; SyncFolderHierarchy tells it. */
export const changeFolder = (
  folder: StoredFolder,
  changes: Partial<Pick<StoredFolder, 'name' | 'folderClass' | 'sharedWith'>>,
): void => {
  const modifiedAt = folder.mailbox.now();
  Object.assign(asWritable(folder), changes, { modifiedAt, changedAt: nextNumber(folder.mailbox) });
  tell(folder.mailbox, () => [folderModified(folder)]);
};

/** Puts a folder with all that it holds below another one of its mailbox. Its id and the ids in it stay; SyncFolderHierarchy tells it. */
export const moveFolder = (folder: StoredFolder, parent: StoredFolder): void => {
  const number = nextNumber(folder.mailbox);
  const { parent: formerParent } = folder;
  leavePlace(folder, number);
  const siblings = formerParent === undefined ? [] : asWritable(formerParent).children;
  siblings.splice(siblings.indexOf(folder), 1);
  asWritable(parent).children.push(folder);
  Object.assign(asWritable(folder), { parent, modifiedAt: folder.mailbox.now(), changedAt: number });
  tell(folder.mailbox, () => folderMoved(folder, formerParent));
};

/** Removes a folder with all that is in it and below it. */
export const removeFolder = (mailbox: Mailbox, folder: StoredFolder): void => {
  for (const below of folder.children.toReversed()) removeFolder(mailbox, below);
  for (const item of [...folder.items].toReversed()) removeItem(mailbox, item);
  const removedAt = nextNumber(mailbox);
  const { id, createdAt } = folder;
  const formerPlaces = [...folder.formerPlaces, placeLeft(folder, removedAt)];
  const siblings = folder.parent === undefined ? [] : asWritable(folder.parent).children;
  siblings.splice(siblings.indexOf(folder), 1);
  const changed = asWritable(mailbox);
  changed.folders.delete(folder.number);
  changed.removedFolders.push({ id, createdAt, removedAt, formerPlaces });
  tell(mailbox, () => folderDeleted(folder));
};

const leavePlace = (folder: StoredFolder, leftAt: number): void => {
  asWritable(folder).formerPlaces.push(placeLeft(folder, leftAt));
  for (const below of folder.children) leavePlace(below, leftAt);
};

const placeLeft = (folder: StoredFolder, leftAt: number): FormerPlace => ({ ancestors: numbersAbove(folder), leftAt });

const numbersAbove = ({ parent }: StoredFolder): readonly number[] =>
  parent === undefined ? [] : [parent.number, ...numbersAbove(parent)];
