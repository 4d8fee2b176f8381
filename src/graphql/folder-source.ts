import type { FolderId, FolderTarget } from '../ews/properties/id.ts';
import type { FolderRole, KnownFolder, MailboxFolder } from '../mailbox/folder-tree.ts';
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

/** Reads at most once. */
const once = <Value>(read: () => Promise<Value | undefined>): (() => Promise<Value>) => {
  let reading: Promise<Value> | undefined;
  const load = async (): Promise<Value> => {
    const value = await read();
    if (value === undefined) throw notFound('There is no such folder in this mailbox.');
    return value;
  };
  return () => (reading ??= load());
};

/** A folder of the tree. */
export const knownFolder = (mailbox: OpenedMailbox, folder: MailboxFolder): FolderSource => ({
  typeName: 'Folder',
  mailbox,
  target: { id: folder.id },
  id: () => Promise.resolve(folder.id),
  place: () => Promise.resolve(folder),
  load: () => Promise.resolve(folder),
});

/** A folder by its EWS id; read when a field asks what it is. */
export const folderById = (mailbox: OpenedMailbox, id: FolderId): FolderSource => ({
  typeName: 'Folder',
  mailbox,
  target: { id },
  id: () => Promise.resolve(id),
  place: once(() => mailbox.folders.place(id)),
  load: once(() => mailbox.folders.byId(id)),
});

/** A folder of which all but its role is known already; of that, what costs nothing. */
export const toldFolder = (mailbox: OpenedMailbox, folder: KnownFolder): FolderSource => ({
  ...folderById(mailbox, folder.id),
  place: () => Promise.resolve(folder),
  load: () => Promise.resolve({ ...folder, role: mailbox.folders.rolesIfKnown()?.get(folder.id) }),
});

/** A folder by its EWS id, if it is among those that the mailbox has; its counts are read when a field asks for them. */
export const placedFolder = async (mailbox: OpenedMailbox, id: FolderId): Promise<FolderSource | undefined> =>
  (await mailbox.folders.place(id)) === undefined ? undefined : folderById(mailbox, id);

/** A folder by role; what is in it can be read without reading the folder list. */
export const folderByRole = (mailbox: OpenedMailbox, role: FolderRole): FolderSource => {
  const id = once(async () => [...(await mailbox.folders.roles())].find(([, itsRole]) => itsRole === role)?.[0]);
  return {
    typeName: 'Folder',
    mailbox,
    target: mailbox.folders.targetOfRole(role),
    id,
    place: once(async () => mailbox.folders.place(await id())),
    load: once(() => mailbox.folders.byRole(role)),
  };
};

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
  return folderById(mailbox, folder.id);
};

/** What to list for these folders, each once: a folder may have been named by role and by id. */
export const distinctTargets = async (folders: readonly FolderSource[]): Promise<readonly FolderTarget[]> => {
  const isMixed = new Set(folders.map(({ target }) => 'id' in target)).size > 1;
  const targets = isMixed
    ? await Promise.all(folders.map(async ({ id }) => ({ id: await id() })))
    : folders.map(({ target }) => target);
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
};

/** Every folder that holds mail. */
export const mailFolders = async ({ folders }: OpenedMailbox): Promise<readonly FolderTarget[]> =>
  (await folders.known()).filter(({ kind }) => kind === 'MAIL').map(({ id }) => ({ id }));

const discardRoles = ['DELETED_ITEMS', 'JUNK_EMAIL'] as const;

/** The mail folders of "the whole mailbox": all but junk and deleted items, and what lies in those. */
export const searchedFolders = async ({
  folders,
}: OpenedMailbox): Promise<{ readonly folders: readonly FolderTarget[]; readonly except: readonly FolderTarget[] }> => {
  const mail = (await folders.known()).filter(({ kind, below }) => kind === 'MAIL' && below === undefined);
  const roles = folders.rolesIfKnown();
  // To ask which of them are the junk and the deleted items would be one more call; the list itself can tell.
  if (roles === undefined)
    return { folders: mail.map(({ id }) => ({ id })), except: discardRoles.map(folders.targetOfRole) };
  const isDiscarded = (id: FolderId): boolean => discardRoles.some((role) => role === roles.get(id));
  return { folders: mail.filter(({ id }) => !isDiscarded(id)).map(({ id }) => ({ id })), except: [] };
};
