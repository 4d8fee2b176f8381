import type { FolderTarget } from '../../ews/properties/id.ts';
import type { FolderRole } from '../../mailbox/folder-tree.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import type { Context } from '../context.ts';
import { readFolderRef, type FolderRefInput } from '../folder-source.ts';

/** Folders that every mailbox has and that are no place for a message. */
const closedRoles: ReadonlySet<FolderRole | undefined> = new Set([
  'ROOT',
  'CALENDAR',
  'CONTACTS',
  'TASKS',
  'NOTES',
  'RECOVERABLE_ITEMS',
]);

/**
 * The folder that messages are to go to. A role costs no look-up; an id or a path costs one, or none while the folders of the mailbox are remembered.
 * Throws WriteRefusal INVALID for a folder of another kind, for the top of the tree and for the recoverable items, BAD_USER_INPUT for a foreign id, and
 * NOT_FOUND.
 */
export const readMailFolder = async (
  context: Context,
  mailbox: OpenedMailbox,
  input: FolderRefInput,
  path: readonly string[],
): Promise<FolderTarget> => {
  const folder = await readFolderRef(context, mailbox, input);
  const { role } = input;
  const isMail = async (): Promise<boolean> => {
    if (role !== undefined && role !== null) return !closedRoles.has(role);
    const { kind, id } = await folder.place();
    // Folders outside the visible tree are found by their roles only, so these are known by then.
    return kind === 'MAIL' && !closedRoles.has(mailbox.folders.rolesIfKnown()?.get(id));
  };
  if (!(await isMail())) throw invalidField(path, 'is not a folder for messages.');
  return folder.target;
};
