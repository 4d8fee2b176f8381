import { EwsError } from '../../ews/errors.ts';
import type { KnownFolder, MailboxFolder } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { WriteRefusal } from './write-refusal.ts';

/** Whether a folder has this name: Exchange keeps upper and lower case, and takes them for the same. */
export const isNamed = (folder: Pick<KnownFolder, 'name'>, name: string): boolean =>
  folder.name.toLowerCase() === name.toLowerCase();

/** There is a folder of that name in that place. */
export const nameIsTaken = (detail = 'There is a folder of this name already.'): WriteRefusal =>
  new WriteRefusal({ reason: 'CONFLICT', detail });

/** Whether that is what hindered a write. */
export const isNameTaken = (error: unknown): boolean =>
  error instanceof WriteRefusal && error.refusal.reason === 'CONFLICT';

/** The folder itself and everything below it, parents before children. */
export const withSubfolders = (tree: readonly MailboxFolder[], folder: MailboxFolder): readonly MailboxFolder[] => {
  const ids = new Set([folder.id]);
  const isWhole = folder.role === 'ROOT';
  const below = tree.filter(({ id, parentId }) => {
    const isBelow = parentId === undefined ? isWhole : ids.has(parentId);
    if (isBelow) ids.add(id);
    return isBelow;
  });
  return [folder, ...below];
};

/**
 * Does one write to folders; whatever becomes of it, what was read of the tree holds no longer. `taken` says what a name that is taken means. Throws
 * WriteRefusal CONFLICT, and EwsError.
 */
export const writeFolder = async <Done>(
  { folders }: OpenedMailbox,
  write: () => Promise<Done>,
  taken?: string,
): Promise<Done> => {
  try {
    return await write();
  } catch (error) {
    if (error instanceof EwsError && error.responseCode === 'ErrorFolderExists') throw nameIsTaken(taken);
    throw error;
  } finally {
    folders.forget();
  }
};
