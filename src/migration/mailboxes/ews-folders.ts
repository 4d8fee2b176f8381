import { EwsError } from '../../ews/errors.ts';
import { getFolder } from '../../ews/operations/get-folder.ts';
import { folderProperties } from '../../ews/properties/folder.ts';
import type { FolderKind, MailboxFolder } from '../../mailbox/folder-tree.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { PortableFolder, PortableFolderKind } from '../portable/portable-folder.ts';
import type { LeftOutFolder, SourceFolders } from '../source.ts';

const kinds: Readonly<Record<FolderKind, PortableFolderKind | undefined>> = {
  MAIL: 'mail',
  CALENDAR: 'calendar',
  CONTACTS: 'contacts',
  TASKS: 'tasks',
  // Notes are messages of a class of their own.
  NOTES: 'mail',
  OTHER: undefined,
  SEARCH: undefined,
};

const usualClasses: Readonly<Record<PortableFolderKind, string>> = {
  mail: 'IPF.Note',
  calendar: 'IPF.Appointment',
  contacts: 'IPF.Contact',
  tasks: 'IPF.Task',
};

/** Folders whose class is asked for in one call. */
const foldersACall = 100;

/** The folders of a mailbox that are copied, and those that are not. What others share with its owner is not among them. Throws EwsError. */
export const readFolders = async (mailbox: Pick<OpenedMailbox, 'session' | 'folders'>): Promise<SourceFolders> => {
  const tree = await mailbox.folders.tree();
  const classes = await readClasses(mailbox, tree);
  const reasons = new Map(tree.map((folder) => [folder, reasonToLeaveOut(folder, classes.get(folder)?.isHidden)]));
  // A folder of an unknown kind is copied where others lie in it.
  const wanted = new Set<MailboxFolder>();
  const byId = new Map(tree.map((folder) => [folder.id, folder]));
  for (const folder of tree) {
    if (reasons.get(folder) !== undefined) continue;
    for (
      let at: MailboxFolder | undefined = folder;
      at !== undefined && !wanted.has(at);
      at = at.parentId === undefined ? undefined : byId.get(at.parentId)
    )
      wanted.add(at);
  }
  const paths = new Map<MailboxFolder, readonly string[]>();
  for (const folder of tree) {
    const parent = folder.parentId === undefined ? undefined : byId.get(folder.parentId);
    paths.set(folder, [...((parent && paths.get(parent)) ?? []), folder.name]);
  }
  const portable = (folder: MailboxFolder): PortableFolder => {
    const kind = kinds[folder.kind] ?? 'mail';
    return {
      id: folder.id,
      parentId: folder.parentId,
      name: folder.name,
      path: paths.get(folder) ?? [folder.name],
      kind,
      role: folder.role,
      folderClass: classes.get(folder)?.folderClass ?? usualClasses[kind],
      count: folder.totalCount,
    };
  };
  const leftOut = (folder: MailboxFolder): LeftOutFolder => ({
    path: paths.get(folder) ?? [folder.name],
    reason: reasons.get(folder) ?? '',
    count: folder.totalCount,
  });
  return {
    folders: tree.filter((folder) => wanted.has(folder)).map(portable),
    leftOut: tree.filter((folder) => !wanted.has(folder)).map(leftOut),
  };
};

const reasonToLeaveOut = ({ kind, role }: MailboxFolder, isHidden = false): string | undefined => {
  if (kind === 'SEARCH') return 'a saved search: what it finds lies in other folders';
  if (role === 'OUTBOX') return 'what waits in the outbox is about to be sent';
  if (isHidden) return 'hidden: what programs keep for themselves';
  return kind === 'OTHER' ? 'neither mail nor a calendar, contacts, tasks or notes' : undefined;
};

interface FolderClass {
  readonly folderClass: string | undefined;
  readonly isHidden: boolean | undefined;
}

const readClasses = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  tree: readonly MailboxFolder[],
): Promise<ReadonlyMap<MailboxFolder, FolderClass>> => {
  const classes = new Map<MailboxFolder, FolderClass>();
  for (let start = 0; start < tree.length; start += foldersACall) {
    const some = tree.slice(start, start + foldersACall);
    const answers = await session.callEach(getFolder, {
      folders: some.map(({ id }) => ({ id })),
      wanted: [folderProperties.folderClass, folderProperties.isHidden],
    });
    for (const [index, folder] of some.entries()) {
      const answer = answers[index];
      if (answer !== undefined && !(answer instanceof EwsError)) {
        const { folderClass, isHidden } = answer.properties;
        classes.set(folder, { folderClass, isHidden });
      }
    }
  }
  return classes;
};
