import type { Folder } from '../ews/properties/folder.ts';
import type { AttachmentId, FolderId, ItemId } from '../ews/properties/id.ts';
import { mailboxNamedIn } from '../ews/properties/id-owner.ts';

/**
 * What is known of which folders are a mailbox's own. Whoever impersonates a mailbox reaches what others share with it too, and EWS does not say
 * which is which.
 */
export interface OwnFolders {
  /** All of them; undefined while the tree has not been read. */
  readonly ids: ReadonlySet<FolderId> | undefined;
  /** The mailbox as their ids name it; empty where ids tell nothing. */
  readonly names: ReadonlySet<string>;
}

/** What follows from folders that are certainly the mailbox's own; `isComplete` when there are no others. */
export const ownFolders = (ids: readonly FolderId[], { isComplete }: { readonly isComplete: boolean }): OwnFolders => ({
  ids: isComplete ? new Set(ids) : undefined,
  names: new Set(ids.flatMap((id) => mailboxNamedIn(id) ?? [])),
});

/** Whether an id is of this mailbox; undefined when it cannot be told without asking. */
export const isOwn = (own: OwnFolders | undefined, id: FolderId | ItemId | AttachmentId): boolean | undefined => {
  if (own === undefined || own.names.size === 0) return undefined;
  const name = mailboxNamedIn(id);
  return name === undefined ? undefined : own.names.has(name);
};

/** Whether a folder is of this mailbox: by its id or else by the list of folders; undefined when neither tells. */
export const isOwnFolder = (own: OwnFolders | undefined, id: FolderId): boolean | undefined =>
  own?.ids?.has(id) === true ? true : (isOwn(own, id) ?? own?.ids?.has(id));

/** Folders outside the answer that others hang on: the root alone, when nothing foreign is among them. */
export const topParents = (folders: readonly Folder[]): readonly FolderId[] => {
  const ids = new Set(folders.map(({ id }) => id));
  const parents = folders.flatMap(({ properties: { parentFolderId } }) => parentFolderId ?? []);
  return [...new Set(parents.filter((parent) => !ids.has(parent)))];
};

/**
 * The folders that belong below `root`: what hangs on it, directly or through others, or is named as it is. A folder of which the server tells no
 * parent hangs on it.
 */
export const foldersBelow = (root: FolderId | undefined, folders: readonly Folder[]): readonly Folder[] => {
  const own = ownFolders(root === undefined ? [] : [root], { isComplete: false });
  const known = new Map(folders.map((folder) => [folder.id, folder]));
  const hangs = new Set<FolderId>();
  const hangsOnRoot = (folder: Folder): boolean => {
    const path: Folder[] = [];
    for (let at: Folder | undefined = folder; at !== undefined && !path.includes(at);) {
      path.push(at);
      const { parentFolderId } = at.properties;
      if (parentFolderId === undefined || parentFolderId === root || hangs.has(parentFolderId)) {
        for (const { id } of path) hangs.add(id);
        return true;
      }
      at = known.get(parentFolderId);
    }
    return false;
  };
  return folders.filter((folder) => isOwn(own, folder.id) ?? hangsOnRoot(folder));
};
