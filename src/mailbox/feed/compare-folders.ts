import type { KnownFolder } from '../folder-tree.ts';
import { countsOf, lookOf, placeOf } from './folder-fingerprint.ts';
import type { ListedFolder } from './list-folders.ts';
import type { FolderChanged, FolderRemoved } from './mailbox-change.ts';
import type { FeedPosition, FollowedFolder } from './sync-token.ts';

/** What has become of the folders since a position. */
export interface ComparedFolders {
  /** Created, updated and moved ones, parents before children, and then those that are gone. */
  readonly changes: readonly (FolderChanged | FolderRemoved)[];
  /** The folders as the reader knows them once it has been told. */
  readonly folders: readonly FollowedFolder[];
  /** There is more to tell than was to be told. */
  readonly isCut: boolean;
}

/** A folder whose contents nobody has read. */
const newlyFollowed = (folder: KnownFolder): FollowedFolder => ({
  id: folder.id,
  place: placeOf(folder),
  look: lookOf(folder),
  counts: countsOf(folder),
  contents: undefined,
  readAt: 0,
  isDue: true,
  syncState: undefined,
});

const whatChanged = (before: FollowedFolder | undefined, now: FollowedFolder): FolderChanged['what'] | undefined => {
  if (before === undefined) return 'created';
  if (before.place !== now.place) return 'moved';
  if (before.look !== now.look) return 'updated';
  return before.counts === now.counts ? undefined : 'counted';
};

/** Compares the folders of a position with those that there are. At most `limit` changes; the position keeps what is not told yet. */
export const compareFolders = (
  position: FeedPosition,
  listed: readonly ListedFolder[],
  limit: number,
): ComparedFolders => {
  const known = new Map(position.folders.map((folder) => [folder.id, folder]));
  const changes: (FolderChanged | FolderRemoved)[] = [];
  const folders: FollowedFolder[] = [];
  let isCut = false;
  for (const { folder } of listed) {
    const before = known.get(folder.id);
    known.delete(folder.id);
    const fresh = newlyFollowed(folder);
    const what = whatChanged(before, fresh);
    const now =
      before === undefined ? fresh : { ...before, place: fresh.place, look: fresh.look, counts: fresh.counts };
    if (what === undefined || changes.length < limit) {
      folders.push(now);
      if (what !== undefined) changes.push({ type: 'folder', what, folder });
    } else {
      isCut = true;
      if (before !== undefined) folders.push(before);
    }
  }
  for (const gone of known.values()) {
    if (changes.length < limit) changes.push({ type: 'folderRemoved', id: gone.id });
    else {
      isCut = true;
      folders.push(gone);
    }
  }
  return { changes, folders, isCut };
};
