import type { FolderId, FolderTarget } from '../ews/properties/id.ts';
import type { FolderRole, MailboxFolder } from '../mailbox/folders.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { Context } from './context.ts';
import { badUserInput, notFound } from './errors.ts';
import { ewsFolderId, readIdIn } from './ids.ts';
import type { FolderSource } from './sources.ts';

/** How a client names a folder: exactly one of the three. */
export interface FolderRefInput {
  readonly id?: string | null | undefined;
  readonly role?: FolderRole | null | undefined;
  readonly path?: string | null | undefined;
}

const source = (
  mailbox: OpenedMailbox,
  target: FolderTarget,
  find: () => Promise<MailboxFolder | undefined>,
): FolderSource => {
  let loading: Promise<MailboxFolder> | undefined;
  const load = async (): Promise<MailboxFolder> => {
    const folder = await find();
    if (folder === undefined) throw notFound('There is no such folder in this mailbox.');
    return folder;
  };
  return { typeName: 'Folder', mailbox, target, load: () => (loading ??= load()) };
};

/** A folder that has been read already. */
export const knownFolder = (mailbox: OpenedMailbox, folder: MailboxFolder): FolderSource =>
  source(mailbox, { id: folder.id }, () => Promise.resolve(folder));

/** A folder by its EWS id; read when a field asks what it is. */
export const folderById = (mailbox: OpenedMailbox, id: FolderId): FolderSource =>
  source(mailbox, { id }, () => mailbox.folders.byId(id));

/** A folder by role; what is in it can be read without reading the folder list. */
export const folderByRole = (mailbox: OpenedMailbox, role: FolderRole): FolderSource =>
  source(mailbox, mailbox.folders.targetOfRole(role), () => mailbox.folders.byRole(role));

/** The folder that a client named. Throws BAD_USER_INPUT for a foreign id and NOT_FOUND for a path that leads nowhere. */
export const readFolderRef = async (
  context: Context,
  mailbox: OpenedMailbox,
  { id, role, path }: FolderRefInput,
): Promise<FolderSource> => {
  if (typeof id === 'string')
    return folderById(mailbox, ewsFolderId(readIdIn(context, 'id', id, ['Folder', 'Calendar'], mailbox)));
  if (role !== undefined && role !== null) return folderByRole(mailbox, role);
  if (typeof path !== 'string') throw badUserInput('A folder is named by its id, its role or its path');
  const folder = await mailbox.folders.byPath(path);
  if (folder === undefined) throw notFound('There is no folder at this path in this mailbox.');
  return knownFolder(mailbox, folder);
};

/** Every folder that holds mail. */
export const mailFolders = async ({ folders }: OpenedMailbox): Promise<readonly MailboxFolder[]> =>
  (await folders.known()).filter(({ kind }) => kind === 'MAIL');

const unsearchedRoles: ReadonlySet<FolderRole | undefined> = new Set<FolderRole>(['DELETED_ITEMS', 'JUNK_EMAIL']);

/** The mail folders of "the whole mailbox": all but junk and deleted items, and what lies in those. */
export const searchedFolders = async (mailbox: OpenedMailbox): Promise<readonly MailboxFolder[]> => {
  const left = new Set<FolderId>();
  // Parents precede their children.
  for (const { id, role, parentId } of await mailbox.folders.known()) {
    if (unsearchedRoles.has(role) || (parentId !== undefined && left.has(parentId))) left.add(id);
  }
  return (await mailFolders(mailbox)).filter(({ id }) => !left.has(id));
};
