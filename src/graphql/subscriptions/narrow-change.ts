import {
  asRemoval,
  type FolderChanged,
  type ItemRemoved,
  type MailboxChange,
} from '../../mailbox/feed/mailbox-change.ts';
import type { FolderId } from '../../ews/properties/id.ts';

/** A part of a mailbox. */
export interface Part {
  /** Whether a folder where items lie belongs to it. */
  readonly has: (place: Pick<ItemRemoved, 'folderId' | 'folderKind'>) => boolean;
  /** Whether what becomes of a folder itself is told. */
  readonly tellsFolder: (change: FolderChanged) => boolean;
  /** The same of a folder that is gone, of which only the id is known. */
  readonly tellsRemoved: (id: FolderId) => boolean;
}

/** A change as whoever looks at a part of the mailbox only sees it; undefined: not at all. What moves out of the part is removed from it. */
export const narrowChange = (change: MailboxChange, part: Part): MailboxChange | undefined => {
  switch (change.type) {
    case 'folder':
      return part.tellsFolder(change) ? change : undefined;
    case 'folderRemoved':
      return part.tellsRemoved(change.id) ? change : undefined;
    case 'itemMoved':
      if (part.has(change)) return change;
      return part.has(change.previousFolder) ? asRemoval(change) : undefined;
    case 'item':
    case 'readState':
    case 'itemRemoved':
      return part.has(change) ? change : undefined;
  }
};

/** These folders, whatever they hold. */
export const partOfFolders = (folders: ReadonlySet<FolderId>): Part => ({
  has: ({ folderId }) => folders.has(folderId),
  tellsFolder: ({ folder }) => folders.has(folder.id),
  tellsRemoved: (id) => folders.has(id),
});

/** All calendars; their counts tell nothing. What a folder has been that is gone nobody can tell, so that it may have been one. */
export const calendars: Part = {
  has: ({ folderKind }) => folderKind === 'CALENDAR',
  tellsFolder: ({ folder, what }) => folder.kind === 'CALENDAR' && what !== 'counted',
  tellsRemoved: () => true,
};
