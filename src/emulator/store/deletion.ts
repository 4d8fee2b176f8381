import { EmulatorError } from '../emulator-error.ts';
import { deleteOccurrence } from '../calendar/occurrence-change.ts';
import { type Occurrence, seriesElements } from '../calendar/recurrence.ts';
import { descendants, distinguishedFolder, type Mailbox, type StoredFolder, type StoredItem } from './store.ts';
import { moveFolder, removeFolder } from './folder-writes.ts';
import { moveItem, removeItem } from './store-writes.ts';
import { refuseTakenName } from './target-folder.ts';
import type { XmlNode } from '../xml/xml.ts';

/** How something is deleted. https://learn.microsoft.com/exchange/client-developer/exchange-web-services/deleting-items-by-using-ews-in-exchange */
export type DeleteType = 'HardDelete' | 'SoftDelete' | 'MoveToDeletedItems';

/** What the DeleteType attribute of a request says; request-check.ts has refused all other words. */
export const deleteType = (request: XmlNode): DeleteType => request.attributes['DeleteType'] as DeleteType;

/**
 * Deletes an item: for good, into Recoverable Items, or into Deleted Items, where it gets a new id that nobody is told. What lies in Recoverable
 * Items already is gone for good; what lies in Deleted Items already stays there as it is. Throws EmulatorError ErrorFolderNotFound in a mailbox
 * without Deleted Items.
 */
export const discardItem = (item: StoredItem, type: DeleteType): void => {
  const { folder } = item;
  const bin = binOf(folder.mailbox, type);
  if (bin === undefined || (bin === folder && type === 'SoftDelete')) removeItem(folder.mailbox, item);
  else if (bin !== folder) moveItem(item, bin);
};

/** Takes one occurrence out of its series. The last one takes the series with it. */
export const discardOccurrence = (master: StoredItem, occurrence: Pick<Occurrence, 'originalStart'>): void => {
  deleteOccurrence(master, occurrence);
  if (!seriesElements(master).some(({ name }) => name === 't:FirstOccurrence')) discardItem(master, 'HardDelete');
};

/** Deletes all items that lie in a folder, as discardItem does. */
export const discardItems = (folder: StoredFolder, type: DeleteType): void => {
  const items = [...folder.items];
  for (const item of items) discardItem(item, type);
};

/**
 * Deletes a folder with all that is in it and below it: for good, its items into Recoverable Items, or as it is into Deleted Items, where it keeps
 * its id. Throws EmulatorError: ErrorFolderExists when Deleted Items has a folder of that name (seen on grommunio, Exchange undocumented),
 * ErrorFolderNotFound in a mailbox without Deleted Items.
 */
export const discardFolder = (folder: StoredFolder, type: DeleteType): void => {
  const bin = type === 'MoveToDeletedItems' ? binOf(folder.mailbox, type) : undefined;
  if (bin === undefined) {
    for (const emptied of [folder, ...descendants(folder)]) discardItems(emptied, type);
    removeFolder(folder.mailbox, folder);
  } else if (bin !== folder.parent) {
    refuseTakenName(bin, folder.name);
    moveFolder(folder, bin);
  }
};

/** The folder that deleted things go to; undefined where they are gone for good. */
const binOf = (mailbox: Mailbox, type: DeleteType): StoredFolder | undefined => {
  if (type === 'HardDelete') return undefined;
  if (type === 'SoftDelete') return distinguishedFolder(mailbox, 'recoverableitemsdeletions');
  const deletedItems = distinguishedFolder(mailbox, 'deleteditems');
  if (deletedItems === undefined) throw new EmulatorError('ErrorFolderNotFound');
  return deletedItems;
};
