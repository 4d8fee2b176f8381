import { LRUCache } from 'lru-cache';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { findFolder } from '../ews/operations/find-folder.ts';
import { getFolder } from '../ews/operations/get-folder.ts';
import { folderProperties, type Folder } from '../ews/properties/folder.ts';
import type { DistinguishedFolderId, FolderId, FolderTarget, MailboxAddress } from '../ews/properties/id.ts';
import { calendarsIn, readCalendars } from './calendar-folders.ts';

/** Folders that every mailbox has, by what they are for. */
export type FolderRole =
  | 'ROOT'
  | 'INBOX'
  | 'DRAFTS'
  | 'SENT_ITEMS'
  | 'DELETED_ITEMS'
  | 'JUNK_EMAIL'
  | 'OUTBOX'
  | 'CALENDAR'
  | 'CONTACTS'
  | 'TASKS'
  | 'NOTES'
  | 'RECOVERABLE_ITEMS';

/** What a folder holds. */
export type FolderKind = 'MAIL' | 'CALENDAR' | 'CONTACTS' | 'TASKS' | 'NOTES' | 'SEARCH' | 'OTHER';

/** One folder with its place in the tree. */
export interface MailboxFolder {
  readonly id: FolderId;
  readonly changeKey: string | undefined;
  readonly name: string;
  /** Names from the top, `/Inbox/Clients`; a slash inside a name is written `%2F`. */
  readonly path: string;
  readonly role: FolderRole | undefined;
  readonly kind: FolderKind;
  /** Undefined for folders at the top of the tree. */
  readonly parentId: FolderId | undefined;
  readonly totalCount: number;
  /** 0 where EWS keeps no count (calendars, contacts). */
  readonly unreadCount: number;
  readonly canEdit: boolean;
}

/** The folders of one mailbox, as one request sees them. */
export interface MailboxFolders {
  /** The whole tree with fresh counts, parents before children, read once per request. */
  tree(): Promise<readonly MailboxFolder[]>;
  /** The tree as it was at most a minute ago: enough to know which folders there are and what they are called. */
  known(): Promise<readonly MailboxFolder[]>;
  /** By id; a folder that is younger than what is remembered is looked up afresh. */
  byId(id: FolderId): Promise<MailboxFolder | undefined>;
  byRole(role: FolderRole): Promise<MailboxFolder | undefined>;
  /** By path, names compared without regard to case. */
  byPath(path: string): Promise<MailboxFolder | undefined>;
  /** The calendars that are not deleted, as they were at most a minute ago; needs less than the tree. */
  calendars(): Promise<readonly FolderId[]>;
  /** What to write into a request for a role; costs nothing. */
  targetOfRole(role: FolderRole): FolderTarget;
}

const distinguishedIds: Readonly<Record<FolderRole, DistinguishedFolderId>> = {
  ROOT: 'msgfolderroot',
  INBOX: 'inbox',
  DRAFTS: 'drafts',
  SENT_ITEMS: 'sentitems',
  DELETED_ITEMS: 'deleteditems',
  JUNK_EMAIL: 'junkemail',
  OUTBOX: 'outbox',
  CALENDAR: 'calendar',
  CONTACTS: 'contacts',
  TASKS: 'tasks',
  NOTES: 'notes',
  RECOVERABLE_ITEMS: 'recoverableitemsroot',
};
const roles = Object.keys(distinguishedIds) as readonly FolderRole[];

const wantedOfTree = [
  folderProperties.displayName,
  folderProperties.folderClass,
  folderProperties.parentFolderId,
  folderProperties.totalCount,
  folderProperties.unreadCount,
  folderProperties.effectiveRights,
];

/** Exchange lowers more than this to its own limit without saying so. */
const foldersPerPage = 1000;

type Roles = ReadonlyMap<FolderId, FolderRole>;

interface RememberedFolders {
  roles?: Roles;
  tree?: { readonly folders: readonly MailboxFolder[]; readonly at: number };
  calendars?: { readonly ids: readonly FolderId[]; readonly at: number };
}

/** What is remembered of mailboxes between requests: which folders there are, never what is in them. */
export interface FolderMemory {
  of(mailbox: MailboxAddress): RememberedFolders;
  readonly now: () => number;
}

const mailboxesRemembered = 5_000;
const rolesTtlMs = 3_600_000;
const structureTtlMs = 60_000;

/** Makes the memory; `now` is a monotonic clock in milliseconds. */
export const createFolderMemory = (now: () => number): FolderMemory => {
  const memory = new LRUCache<MailboxAddress, RememberedFolders>({
    max: mailboxesRemembered,
    ttl: rolesTtlMs,
    perf: { now },
    ttlResolution: 0,
  });
  return {
    of: (mailbox) => {
      const found = memory.get(mailbox) ?? {};
      if (!memory.has(mailbox)) memory.set(mailbox, found);
      return found;
    },
    now,
  };
};

const kindOf = (folder: Folder): FolderKind => {
  if (folder.element === 'SearchFolder') return 'SEARCH';
  const folderClass = folder.properties.folderClass ?? (folder.element === 'Folder' ? 'IPF.Note' : '');
  const isClass = (name: string): boolean => folderClass === name || folderClass.startsWith(`${name}.`);
  if (isClass('IPF.Note')) return 'MAIL';
  if (isClass('IPF.Appointment') || folder.element === 'CalendarFolder') return 'CALENDAR';
  if (isClass('IPF.Contact') || folder.element === 'ContactsFolder') return 'CONTACTS';
  if (isClass('IPF.Task') || folder.element === 'TasksFolder') return 'TASKS';
  return isClass('IPF.StickyNote') ? 'NOTES' : 'OTHER';
};

const pathSegment = (name: string): string => name.replaceAll('%', '%25').replaceAll('/', '%2F');

const placed = (
  folder: Folder,
  place: { path: string; parentId: FolderId | undefined; role: FolderRole | undefined },
): MailboxFolder => ({
  id: folder.id,
  changeKey: folder.changeKey,
  name: folder.properties.displayName ?? '',
  kind: kindOf(folder),
  totalCount: folder.properties.totalCount ?? 0,
  unreadCount: folder.properties.unreadCount ?? 0,
  canEdit: folder.properties.effectiveRights?.createContents ?? true,
  ...place,
});

/** Orders folders so that a parent precedes its children, siblings by name, and writes their paths. A folder whose parent is not among them stands at the top. */
export const folderTree = (folders: readonly Folder[], roleOf: Roles): readonly MailboxFolder[] => {
  const ids = new Set(folders.map(({ id }) => id));
  const byName = folders.toSorted((a, b) =>
    (a.properties.displayName ?? '').localeCompare(b.properties.displayName ?? ''),
  );
  const waiting = new Set(byName);
  const tree: MailboxFolder[] = [];
  const add = (folder: Folder, parentId: FolderId | undefined, parentPath: string): void => {
    if (!waiting.delete(folder)) return;
    const path = `${parentPath}/${pathSegment(folder.properties.displayName ?? '')}`;
    tree.push(placed(folder, { path, parentId, role: roleOf.get(folder.id) }));
    for (const child of byName) if (child.properties.parentFolderId === folder.id) add(child, folder.id, path);
  };
  for (const folder of byName) {
    const { parentFolderId } = folder.properties;
    if (parentFolderId === undefined || !ids.has(parentFolderId)) add(folder, undefined, '');
  }
  // Folders that are each other's parents hang from nothing.
  for (const folder of waiting) add(folder, undefined, '');
  return tree;
};

/** Makes the folders of one mailbox for one request. */
export const createMailboxFolders = (session: EwsSession, memory: FolderMemory): MailboxFolders => {
  const remembered = memory.of(session.mailbox);
  const targetOfRole = (role: FolderRole): FolderTarget => ({
    distinguished: distinguishedIds[role],
    mailbox: session.mailbox,
  });

  const readRoles = async (): Promise<Roles> => {
    if (remembered.roles !== undefined) return remembered.roles;
    const answers = await session.callEach(getFolder, { folders: roles.map(targetOfRole), wanted: [] });
    const found = new Map<FolderId, FolderRole>();
    for (const [index, role] of roles.entries()) {
      const answer = answers[index];
      // A mailbox without a notes folder is no failure.
      if (answer !== undefined && !(answer instanceof EwsError)) found.set(answer.id, role);
    }
    const [first] = answers;
    if (found.size === 0 && first instanceof EwsError) throw first;
    remembered.roles = found;
    return found;
  };

  const readAll = async (): Promise<readonly Folder[]> => {
    const folders: Folder[] = [];
    for (;;) {
      const page = await session.call(findFolder, {
        parents: [targetOfRole('ROOT')],
        wanted: wantedOfTree,
        traversal: 'Deep',
        offset: folders.length,
        limit: foldersPerPage,
      });
      folders.push(...page.folders);
      if (page.isLast || page.folders.length === 0) return folders;
    }
  };

  const readTree = async (): Promise<readonly MailboxFolder[]> => {
    const [folders, roleOf] = await Promise.all([readAll(), readRoles()]);
    const tree = folderTree(folders, roleOf);
    remembered.tree = { folders: tree, at: memory.now() };
    return tree;
  };

  let reading: Promise<readonly MailboxFolder[]> | undefined;
  const tree = (): Promise<readonly MailboxFolder[]> => (reading ??= readTree());
  const isRecent = ({ at }: { readonly at: number }): boolean => memory.now() - at < structureTtlMs;
  const recentTree = (): Promise<readonly MailboxFolder[]> | undefined =>
    reading ??
    (remembered.tree !== undefined && isRecent(remembered.tree) ? Promise.resolve(remembered.tree.folders) : undefined);
  const known = (): Promise<readonly MailboxFolder[]> => recentTree() ?? tree();

  const calendars = async (): Promise<readonly FolderId[]> => {
    const folders = await recentTree();
    if (folders !== undefined) return calendarsIn(folders).map(({ id }) => id);
    if (remembered.calendars !== undefined && isRecent(remembered.calendars)) return remembered.calendars.ids;
    const ids = await readCalendars(session, {
      root: targetOfRole('ROOT'),
      deletedItems: targetOfRole('DELETED_ITEMS'),
    });
    remembered.calendars = { ids, at: memory.now() };
    return ids;
  };
  const find = async (matches: (folder: MailboxFolder) => boolean): Promise<MailboxFolder | undefined> =>
    (await known()).find(matches) ?? (await tree()).find(matches);

  /** Folders outside the visible tree: the root itself, and what can still be recovered. */
  const readHidden = async (role: FolderRole): Promise<MailboxFolder> => {
    const folder = await session.call(getFolder, { folders: [targetOfRole(role)], wanted: wantedOfTree });
    return placed(folder, {
      path: role === 'ROOT' ? '/' : `/${pathSegment(folder.properties.displayName ?? '')}`,
      parentId: undefined,
      role,
    });
  };

  return {
    tree,
    known,
    calendars,
    targetOfRole,
    byId: async (id) => {
      const hidden = (await readRoles()).get(id);
      return hidden === 'ROOT' || hidden === 'RECOVERABLE_ITEMS'
        ? readHidden(hidden)
        : find((folder) => folder.id === id);
    },
    byRole: async (role) => {
      if (role === 'ROOT' || role === 'RECOVERABLE_ITEMS') return readHidden(role);
      return find((folder) => folder.role === role);
    },
    byPath: (path) => {
      const wanted = `/${path
        .split('/')
        .filter((segment) => segment !== '')
        .join('/')}`.toLowerCase();
      return find((folder) => folder.path.toLowerCase() === wanted);
    },
  };
};
