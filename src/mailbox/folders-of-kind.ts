import type { FolderId } from '../ews/properties/id.ts';
import type { FolderKind } from './folder-tree.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** The folders that hold this kind of item and have not been deleted, as they were at most a minute ago. Throws EwsError. */
export const foldersOfKind = async (
  { folders }: Pick<OpenedMailbox, 'folders'>,
  wanted: FolderKind,
): Promise<readonly { readonly id: FolderId }[]> =>
  (await folders.known())
    .filter(({ kind, below }) => kind === wanted && below !== 'DELETED_ITEMS')
    .map(({ id }) => ({ id }));
