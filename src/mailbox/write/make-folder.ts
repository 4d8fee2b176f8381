import { createFolder, type CreateFolderInput } from '../../ews/operations/create-folder.ts';
import type { FolderId, FolderTarget } from '../../ews/properties/id.ts';
import type { FolderKind } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isNamed, isNameTaken, nameIsTaken, writeFolder } from './write-folder.ts';

/** What folders can be made to hold. */
export type MadeFolderKind = Extract<FolderKind, 'MAIL' | 'CALENDAR' | 'CONTACTS' | 'TASKS'>;

/** A folder that is to be there. */
export interface NewFolder {
  /** Where it lies, and which that is; the id is asked for only when the name is taken. */
  readonly parent: { readonly target: FolderTarget; readonly id: () => Promise<FolderId> };
  readonly name: string;
  readonly kind: MadeFolderKind;
  /** What a folder of that name, upper and lower case alike, means: a conflict, or that there is nothing to do when it is of the same kind. */
  readonly ifExists: 'FAIL' | 'RETURN_EXISTING';
}

type Elements = Readonly<Record<MadeFolderKind, (name: string) => CreateFolderInput['folders'][number]>>;

/** The class follows from the element; a plain one gets its own said, without which some programs do not take it for mail. */
const elements: Elements = {
  MAIL: (displayName) => ({ element: 'Folder', properties: { displayName, folderClass: 'IPF.Note' } }),
  CALENDAR: (displayName) => ({ element: 'CalendarFolder', properties: { displayName } }),
  CONTACTS: (displayName) => ({ element: 'ContactsFolder', properties: { displayName } }),
  TASKS: (displayName) => ({ element: 'TasksFolder', properties: { displayName } }),
};

/** The one in that place, looked for afresh. */
const existing = async (
  { folders }: OpenedMailbox,
  { parent, name, kind }: NewFolder,
): Promise<FolderId | undefined> => {
  const tree = await folders.tree();
  // Remembered since the tree was read.
  const roles = await folders.roles();
  const parentId = await parent.id();
  const above = roles.get(parentId) === 'ROOT' ? undefined : parentId;
  const found = tree.find((folder) => folder.parentId === above && isNamed(folder, name));
  return found?.kind === kind ? found.id : undefined;
};

/**
 * Sees to it that there is such a folder. Looks only when the server says that the name is taken, so that two who make it at once make one. Throws
 * WriteRefusal CONFLICT, and EwsError.
 */
export const makeFolder = async (mailbox: OpenedMailbox, folder: NewFolder): Promise<FolderId> => {
  const { parent, name, kind, ifExists } = folder;
  try {
    const { id } = await writeFolder(mailbox, () =>
      mailbox.session.call(createFolder, { parent: parent.target, folders: [elements[kind](name)] }),
    );
    return id;
  } catch (error) {
    if (ifExists === 'FAIL' || !isNameTaken(error)) throw error;
    const id = await existing(mailbox, folder);
    if (id !== undefined) return id;
    throw nameIsTaken('There is a folder of this name and of another kind.');
  }
};
