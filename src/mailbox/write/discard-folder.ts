import { deleteFolder } from '../../ews/operations/delete-folder.ts';
import { emptyFolder } from '../../ews/operations/empty-folder.ts';
import { moveFolder } from '../../ews/operations/move-folder.ts';
import type { MailboxFolder } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { withSubfolders, writeFolder } from './write-folder.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** What is to go, and where. Everything in it was read afresh. */
export interface FolderDiscard {
  readonly folder: MailboxFolder;
  readonly tree: readonly MailboxFolder[];
  /** EWS's own words, as DeleteType has them. */
  readonly mode: 'MoveToDeletedItems' | 'SoftDelete' | 'HardDelete';
  readonly includeSubfolders: boolean;
}

const takenInDeletedItems =
  'Deleted Items holds a folder of this name already. Rename one of the two, or delete without a stop there.';

const invalidFolder = (message: string): WriteRefusal => invalidField(['input', 'folder'], message);

/**
 * Deletes a folder with all that is in it. It goes to Deleted Items by MoveFolder, which says where a name is taken, and keeps its id there. Throws
 * WriteRefusal: INVALID for folders that every mailbox has, CONFLICT where there are subfolders that nobody spoke of, where it lies in Deleted Items
 * already, and where its name is taken there; and EwsError.
 */
export const discardFolder = async (
  mailbox: OpenedMailbox,
  { folder, tree, mode, includeSubfolders }: FolderDiscard,
): Promise<void> => {
  if (folder.role !== undefined)
    throw invalidFolder('is one of the folders that every mailbox has: they cannot be deleted, only emptied.');
  if (!includeSubfolders && withSubfolders(tree, folder).length > 1)
    throw new WriteRefusal({
      reason: 'CONFLICT',
      detail: 'There are folders in it. Say includeSubfolders to delete them as well.',
    });
  if (mode !== 'MoveToDeletedItems') {
    await writeFolder(mailbox, () =>
      mailbox.session.call(deleteFolder, { folders: [{ id: folder.id }], deleteType: mode }),
    );
    return;
  }
  if (folder.below === 'DELETED_ITEMS')
    throw new WriteRefusal({ reason: 'CONFLICT', detail: 'It lies in Deleted Items already.' });
  const to = mailbox.folders.targetOfRole('DELETED_ITEMS');
  await writeFolder(
    mailbox,
    () => mailbox.session.call(moveFolder, { folders: [{ id: folder.id }], to }),
    takenInDeletedItems,
  );
};

/**
 * Deletes what is in a folder, and the folders in it when asked. Throws WriteRefusal INVALID for what cannot be emptied, or not in this way; and
 * EwsError.
 */
export const clearFolder = async (
  mailbox: OpenedMailbox,
  { folder, tree, mode, includeSubfolders }: FolderDiscard,
): Promise<void> => {
  if (folder.role === 'ROOT' || folder.role === 'RECOVERABLE_ITEMS')
    throw invalidFolder('is a folder that holds others only, or what can still be recovered: it cannot be emptied.');
  if (folder.kind === 'CALENDAR' || folder.kind === 'SEARCH')
    throw invalidFolder('is a calendar or a stored search: the mail server empties neither.');
  if (folder.role === 'DELETED_ITEMS' && mode === 'MoveToDeletedItems')
    throw invalidField(['input', 'mode'], 'would leave everything where it is: say SOFT_DELETE or HARD_DELETE.');
  const [, ...below] = withSubfolders(tree, folder);
  if (includeSubfolders && below.some(({ role }) => role !== undefined))
    throw invalidFolder('holds a folder that every mailbox has, which cannot be deleted.');
  await writeFolder(mailbox, () =>
    mailbox.session.call(emptyFolder, {
      folders: [{ id: folder.id }],
      deleteType: mode,
      withSubfolders: includeSubfolders,
    }),
  );
};
