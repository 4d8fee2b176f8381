import type { FolderId, ItemId } from '../../ews/properties/id.ts';
import type { ItemType } from '../../ews/properties/item-types.ts';
import type { KnownFolder } from '../folder-tree.ts';

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

/** An item is there, or is another. Of a calendar, masters are told, never occurrences: who changes an occurrence changes its master. */
export interface ItemChanged {
  readonly type: 'item';
  readonly what: 'created' | 'updated';
  /** What reads it; meeting mail is a Message. */
  readonly itemType: ItemType;
  readonly id: ItemId;
  /** The folder that it lies in. */
  readonly folderId: FolderId;
}

/** An item lies in another folder now, mostly under another id: what was known of `previousId` holds for `id`. */
export interface ItemMoved {
  readonly type: 'itemMoved';
  readonly itemType: ItemType;
  readonly id: ItemId;
  readonly folderId: FolderId;
  readonly previousId: ItemId;
}

/** An item was marked as read or unread, and nothing else. */
export interface ReadStateChanged {
  readonly type: 'readState';
  readonly id: ItemId;
  readonly folderId: FolderId;
  readonly isRead: boolean;
}

/** An item has left this folder, deleted or moved. Who has heard meanwhile that it lies in another folder under the same id keeps it. */
export interface ItemRemoved {
  readonly type: 'itemRemoved';
  readonly id: ItemId;
  readonly folderId: FolderId;
}

/** Something that has happened in a mailbox. */
export type MailboxChange = FolderChanged | FolderRemoved | ItemChanged | ItemMoved | ReadStateChanged | ItemRemoved;
