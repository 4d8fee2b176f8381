import type { FolderId, ItemId } from '../../ews/properties/id.ts';
import type { ItemType } from '../../ews/properties/item-types.ts';
import type { FolderKind, KnownFolder } from '../folder-tree.ts';

/** What became of a folder. `updated`: another name or kind; `moved`: another parent, and perhaps that too; `counted`: only its counts are others. */
export interface FolderChanged {
  readonly type: 'folder';
  readonly what: 'created' | 'updated' | 'moved' | 'counted';
  readonly folder: KnownFolder;
}

/** A folder is gone, with all that was in it when it went; what lay below it is told by itself. */
export interface FolderRemoved {
  readonly type: 'folderRemoved';
  readonly id: FolderId;
}

/** Where an item lies. */
interface InFolder {
  readonly folderId: FolderId;
  /** What the folder is for: decides with the item's own type who may be told. */
  readonly folderKind: FolderKind;
}

/** An item is there, or is another. Of a calendar, masters are told, never occurrences: who changes an occurrence changes its master. */
export interface ItemChanged extends InFolder {
  readonly type: 'item';
  readonly what: 'created' | 'updated';
  /** What reads it; meeting mail is a Message. */
  readonly itemType: ItemType;
  /** A list of people, which reads as a Message. */
  readonly isPeopleList: boolean;
  readonly id: ItemId;
}

/** An item lies in another folder now, mostly under another id: what was known of `previousId` holds for `id`. */
export interface ItemMoved extends InFolder {
  readonly type: 'itemMoved';
  readonly itemType: ItemType;
  readonly isPeopleList: boolean;
  readonly id: ItemId;
  readonly previousId: ItemId;
  readonly previousFolder: InFolder;
}

/** An item was marked as read or unread, and nothing else. */
export interface ReadStateChanged extends InFolder {
  readonly type: 'readState';
  readonly id: ItemId;
  readonly isRead: boolean;
}

/** An item has left this folder, deleted or moved. Who has heard meanwhile that it lies in another folder under the same id keeps it. */
export interface ItemRemoved extends InFolder {
  readonly type: 'itemRemoved';
  readonly id: ItemId;
}

/** A move as it looks from where the item lay. */
export const asRemoval = ({ previousId, previousFolder }: ItemMoved): ItemRemoved => ({
  ...previousFolder,
  type: 'itemRemoved',
  id: previousId,
});

/** Something that has happened in a mailbox. */
export type MailboxChange = FolderChanged | FolderRemoved | ItemChanged | ItemMoved | ReadStateChanged | ItemRemoved;
