import { moveFolder } from '../../ews/operations/move-folder.ts';
import { updateFolder } from '../../ews/operations/update-folder.ts';
import type { FolderId } from '../../ews/properties/id.ts';
import type { MailboxFolder } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isNamed, nameIsTaken, withSubfolders, writeFolder } from './write-folder.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** What is to become of a folder. Everything in it was read afresh. */
export interface FolderChange {
  readonly folder: MailboxFolder;
  readonly tree: readonly MailboxFolder[];
  readonly name: string | undefined;
  readonly moveTo: MailboxFolder | undefined;
}

const parentOf = (destination: MailboxFolder): FolderId | undefined =>
  destination.role === 'ROOT' ? undefined : destination.id;

const refuse = ({ folder, tree, moveTo }: FolderChange): void => {
  if (folder.role !== undefined)
    throw invalidField(['input', 'id'], 'is one of the folders that every mailbox has: they stay as they are.');
  if (moveTo?.role === 'RECOVERABLE_ITEMS')
    throw invalidField(['input', 'moveTo'], 'is what can still be recovered: nothing can be put there.');
  if (moveTo?.kind === 'SEARCH')
    throw invalidField(['input', 'moveTo'], 'is a stored search, which holds nothing itself.');
  if (moveTo !== undefined && withSubfolders(tree, folder).some(({ id }) => id === moveTo.id))
    throw invalidField(['input', 'moveTo'], 'is the folder itself, or lies in it.');
};

/**
 * The writes that it takes, to be done one after the other: none when it is so already, two to rename and move. Of two, the one comes first after
 * which the name is free in either place, so that a failure in between leaves an ordinary folder. Throws WriteRefusal: INVALID for what cannot be,
 * CONFLICT where the name is taken.
 */
export const folderChange = (mailbox: OpenedMailbox, change: FolderChange): readonly (() => Promise<void>)[] => {
  refuse(change);
  const { folder, tree, moveTo } = change;
  const name = change.name ?? folder.name;
  const isTaken = (parentId: FolderId | undefined, wanted: string): boolean =>
    tree.some((other) => other.id !== folder.id && other.parentId === parentId && isNamed(other, wanted));

  const to = moveTo === undefined || parentOf(moveTo) === folder.parentId ? undefined : moveTo;
  const place = to === undefined ? folder.parentId : parentOf(to);
  if (isTaken(place, name)) throw nameIsTaken();

  const { session } = mailbox;
  const rename = async (): Promise<void> => {
    const element = folder.element === 'SearchFolder' ? 'Folder' : folder.element;
    await writeFolder(mailbox, () =>
      session.call(updateFolder, { changes: [{ id: folder.id, element, changes: { displayName: name } }] }),
    );
  };
  if (to === undefined) return name === folder.name ? [] : [rename];
  const move = async (): Promise<void> => {
    await writeFolder(mailbox, () => session.call(moveFolder, { folders: [{ id: folder.id }], to: { id: to.id } }));
  };
  if (name === folder.name) return [move];
  if (!isTaken(folder.parentId, name)) return [rename, move];
  if (!isTaken(place, folder.name)) return [move, rename];
  const detail =
    'The new name is taken where the folder lies, and the old one where it goes: rename it to a third first.';
  throw new WriteRefusal({ reason: 'CONFLICT', detail });
};
