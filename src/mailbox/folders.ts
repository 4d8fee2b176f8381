import { LRUCache } from 'lru-cache';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { findFolder, type FindFolderPage } from '../ews/operations/find-folder.ts';
import { getFolder } from '../ews/operations/get-folder.ts';
import type { Folder } from '../ews/properties/folder.ts';
import type { DistinguishedFolderId, FolderId, FolderTarget, MailboxAddress } from '../ews/properties/id.ts';
import {
  folderTree,
  pathSegment,
  placedFolder,
  wantedOfFolders,
  type DiscardRole,
  type FolderRole,
  type KnownFolder,
  type MailboxFolder,
} from './folder-tree.ts';
import { foldersBelow, ownFolders, topParents, type OwnFolders } from './own-folders.ts';

/** The folders of one mailbox, as one request sees them. */
export interface MailboxFolders {
  /** The whole tree with fresh counts, parents before children, read once per request and once more after each `forget`. */
  tree(): Promise<readonly MailboxFolder[]>;
  /** The tree as it was at most a minute ago, roles aside: which folders there are, where and of what kind. One call, or none. */
  known(): Promise<readonly KnownFolder[]>;
  /** By id, as `known`; a folder that is younger than what is remembered is looked up afresh. */
  place(id: FolderId): Promise<KnownFolder | undefined>;
  /** By path, as `known`, names compared without regard to case. */
  byPath(path: string): Promise<KnownFolder | undefined>;
  /** By id, fresh. */
  byId(id: FolderId): Promise<MailboxFolder | undefined>;
  /** By role, fresh. */
  byRole(role: FolderRole): Promise<MailboxFolder | undefined>;
  /** Which folder has which role: remembered for an hour, as the roles of a mailbox never change hands. */
  roles(): Promise<Roles>;
  /** As `roles`, when that costs nothing. */
  rolesIfKnown(): Roles | undefined;
  /** Which folders are this mailbox's own, as far as that costs nothing; perhaps an hour old, since no folder changes hands. */
  ownIfKnown(): OwnFolders | undefined;
  /** The same with the whole tree and every role, read afresh once per request. */
  ownAfresh(): Promise<OwnFolders>;
  /** What to write into a request for a role; costs nothing. */
  targetOfRole(role: FolderRole): FolderTarget;
  /**
   * What was read of the tree holds no longer, in this request and in all others of this gateway: a folder has been written, or what is in one.
   * Readings that have begun by then are not remembered, and whoever looks again gets a later one.
   */
  forget(): void;
  /** The counts that were read in this request hold no longer, the structure does: items have been written. */
  forgetCounts(): void;
}

/** The role of each folder that has one. */
export type Roles = ReadonlyMap<FolderId, FolderRole>;

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
const allRoles = Object.keys(distinguishedIds) as readonly FolderRole[];

/** Exchange lowers more than this to its own limit without saying so. */
const foldersPerPage = 1000;

interface RememberedFolders {
  /** Counts what has been written to folders: a reading from before a write is not remembered after it. */
  generation: number;
  roles?: Roles;
  places?: { readonly folders: readonly KnownFolder[]; readonly at: number };
  own?: OwnFolders;
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
      const found = memory.get(mailbox) ?? { generation: 0 };
      if (!memory.has(mailbox)) memory.set(mailbox, found);
      return found;
    },
    now,
  };
};

const discardRoles: readonly DiscardRole[] = ['DELETED_ITEMS', 'JUNK_EMAIL'];

const pageOf = (answer: FindFolderPage | EwsError | undefined): FindFolderPage => {
  if (answer === undefined) throw new EwsError('decode', 'FindFolder gave no answer for a folder');
  if (answer instanceof EwsError) throw answer;
  return answer;
};

/**
 * Makes the folders of one mailbox for one request. `onForeign` is told how many folders an answer held that hang on somebody else's mailbox: they
 * are left out.
 */
export const createMailboxFolders = (
  session: EwsSession,
  memory: FolderMemory,
  onForeign: (operation: string, count: number) => void = () => {},
): MailboxFolders => {
  const remembered = memory.of(session.mailbox);
  const targetOfRole = (role: FolderRole): FolderTarget => ({
    distinguished: distinguishedIds[role],
    mailbox: session.mailbox,
  });

  const rememberOwn = (): void => {
    const { roles, places } = remembered;
    const ids = [...(roles?.keys() ?? []), ...(places?.folders.map(({ id }) => id) ?? [])];
    remembered.own = ownFolders(ids, { isComplete: places !== undefined });
  };

  const askForRoles = async (): Promise<Roles> => {
    const answers = await session.callEach(getFolder, { folders: allRoles.map(targetOfRole), wanted: [] });
    const found = new Map<FolderId, FolderRole>();
    for (const [index, role] of allRoles.entries()) {
      const answer = answers[index];
      // A mailbox without a notes folder is no failure.
      if (answer !== undefined && !(answer instanceof EwsError)) found.set(answer.id, role);
    }
    const [first] = answers;
    if (found.size === 0 && first instanceof EwsError) throw first;
    remembered.roles = found;
    rememberOwn();
    return found;
  };

  let asking: Promise<Roles> | undefined;
  /** Every row of a list asks for the role of its folder at once. */
  const readRoles = async (): Promise<Roles> => {
    if (remembered.roles !== undefined) return remembered.roles;
    asking ??= askForRoles().finally(() => (asking = undefined));
    return asking;
  };

  const rootIn = (roles: Roles | undefined): FolderId | undefined =>
    [...(roles ?? [])].find(([, role]) => role === 'ROOT')?.[0];

  /** The folder that they all hang on. Only when there are several such is it asked for: then some are foreign, or the mailbox is a new one. */
  const rootOf = async (folders: readonly Folder[]): Promise<FolderId | undefined> => {
    const parents = topParents(folders);
    const [first] = parents;
    if (first === undefined || parents.length === 1) return first;
    const isAmong = (root: FolderId | undefined): root is FolderId => root !== undefined && parents.includes(root);
    const known = rootIn(remembered.roles);
    if (isAmong(known)) return known;
    delete remembered.roles;
    const root = rootIn(await readRoles());
    if (isAmong(root)) return root;
    throw new EwsError('decode', `FindFolder as ${session.mailbox}: the folders hang on several others`);
  };

  /** Every folder, and in the same call what lies below the deleted items and the junk, which the folders themselves do not tell. */
  const readPlaces = async (): Promise<readonly KnownFolder[]> => {
    const { generation } = remembered;
    const folders: Folder[] = [];
    const discarded = new Map<FolderId, DiscardRole>();
    for (let isLast = false; !isLast;) {
      const [everywhere, ...below] = await session.callEach(findFolder, {
        parents: [targetOfRole('ROOT'), ...discardRoles.map(targetOfRole)],
        wanted: wantedOfFolders,
        traversal: 'Deep',
        // None of the others has more than the first, so one offset does for all.
        offset: folders.length,
        limit: foldersPerPage,
      });
      const page = pageOf(everywhere);
      folders.push(...page.folders);
      for (const [index, role] of discardRoles.entries()) {
        const answer = below[index];
        // A mailbox without a junk folder has nothing below it.
        if (answer !== undefined && !(answer instanceof EwsError))
          for (const { id } of answer.folders) discarded.set(id, role);
      }
      isLast = page.isLast || page.folders.length === 0;
    }
    const own = foldersBelow(await rootOf(folders), folders);
    if (own.length < folders.length) onForeign('FindFolder', folders.length - own.length);
    const places = folderTree(own, discarded);
    if (generation === remembered.generation) {
      remembered.places = { folders: places, at: memory.now() };
      rememberOwn();
    }
    return places;
  };

  let reading: { readonly places: Promise<readonly KnownFolder[]>; readonly generation: number } | undefined;
  const hasRead = (): boolean => reading !== undefined && reading.generation === remembered.generation;
  const freshPlaces = (): Promise<readonly KnownFolder[]> => {
    if (reading === undefined || !hasRead()) reading = { generation: remembered.generation, places: readPlaces() };
    return reading.places;
  };
  const known = async (): Promise<readonly KnownFolder[]> => {
    const { places } = remembered;
    const isRecent = places !== undefined && memory.now() - places.at < structureTtlMs;
    return isRecent && !hasRead() ? places.folders : freshPlaces();
  };
  const tree = async (): Promise<readonly MailboxFolder[]> => {
    const [places, roles] = await Promise.all([freshPlaces(), readRoles()]);
    return places.map((folder) => ({ ...folder, role: roles.get(folder.id) }));
  };

  /** The root itself, and what can still be recovered, are outside the visible tree. */
  const readHidden = async (role: FolderRole | undefined): Promise<MailboxFolder | undefined> => {
    if (role !== 'ROOT' && role !== 'RECOVERABLE_ITEMS') return undefined;
    const folder = await session.call(getFolder, { folders: [targetOfRole(role)], wanted: wantedOfFolders });
    const path = role === 'ROOT' ? '/' : `/${pathSegment(folder.properties.displayName ?? '')}`;
    return { ...placedFolder(folder, { path, parentId: undefined, below: undefined }), role };
  };

  const find = async (matches: (folder: KnownFolder) => boolean): Promise<KnownFolder | undefined> =>
    (await known()).find(matches) ?? (await freshPlaces()).find(matches);

  return {
    tree,
    known,
    forget: () => {
      remembered.generation += 1;
      delete remembered.places;
    },
    forgetCounts: () => {
      reading = undefined;
    },
    targetOfRole,
    roles: readRoles,
    rolesIfKnown: () => remembered.roles,
    ownIfKnown: () => remembered.own,
    ownAfresh: async () => {
      const [places, roles] = await Promise.all([freshPlaces(), readRoles()]);
      return ownFolders([...roles.keys(), ...places.map(({ id }) => id)], { isComplete: true });
    },
    place: async (id) =>
      (await readHidden(remembered.roles?.get(id))) ??
      (await find((folder) => folder.id === id)) ??
      readHidden((await readRoles()).get(id)),
    byPath: (path) => {
      const wanted = `/${path
        .split('/')
        .filter((segment) => segment !== '')
        .join('/')}`.toLowerCase();
      return find((folder) => folder.path.toLowerCase() === wanted);
    },
    byId: async (id) =>
      (await readHidden((await readRoles()).get(id))) ?? (await tree()).find((folder) => folder.id === id),
    byRole: async (role) => (await readHidden(role)) ?? (await tree()).find((folder) => folder.role === role),
  };
};
