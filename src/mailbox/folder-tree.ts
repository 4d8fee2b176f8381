import { folderProperties, type Folder } from '../ews/properties/folder.ts';
import type { FolderId } from '../ews/properties/id.ts';

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

/** Roles whose subfolders hold what nobody looks for any more. */
export type DiscardRole = 'DELETED_ITEMS' | 'JUNK_EMAIL';

/** One folder with its place in the tree. Counts are as old as the reading that they come from. */
export interface KnownFolder {
  readonly id: FolderId;
  readonly changeKey: string | undefined;
  readonly name: string;
  /** Names from the top, `/Inbox/Clients`; a slash inside a name is written `%2F`. */
  readonly path: string;
  readonly kind: FolderKind;
  /** The element that the server tells it in. */
  readonly element: Folder['element'];
  /** Undefined for folders at the top of the tree. */
  readonly parentId: FolderId | undefined;
  /** Lies somewhere below this one; undefined for that folder itself. */
  readonly below: DiscardRole | undefined;
  readonly totalCount: number;
  /** 0 where EWS keeps no count (calendars, contacts). */
  readonly unreadCount: number;
  readonly canEdit: boolean;
}

/** A folder, and what it is for. */
export interface MailboxFolder extends KnownFolder {
  readonly role: FolderRole | undefined;
}

/** What a folder has to tell to be placed. */
export const wantedOfFolders = [
  folderProperties.displayName,
  folderProperties.folderClass,
  folderProperties.parentFolderId,
  folderProperties.totalCount,
  folderProperties.unreadCount,
  folderProperties.effectiveRights,
];

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

/** A folder's name as part of a path. */
export const pathSegment = (name: string): string => name.replaceAll('%', '%25').replaceAll('/', '%2F');

/** Gives a folder its place. */
export const placedFolder = (folder: Folder, place: Pick<KnownFolder, 'path' | 'parentId' | 'below'>): KnownFolder => ({
  id: folder.id,
  changeKey: folder.changeKey,
  name: folder.properties.displayName ?? '',
  kind: kindOf(folder),
  element: folder.element,
  totalCount: folder.properties.totalCount ?? 0,
  unreadCount: folder.properties.unreadCount ?? 0,
  canEdit: folder.properties.effectiveRights?.createContents ?? true,
  ...place,
});

/**
 * Orders folders so that a parent precedes its children, siblings by name, and writes their paths. A folder whose parent is not among them stands
 * at the top. `discarded` tells which of them lie below the deleted items or the junk.
 */
export const folderTree = (
  folders: readonly Folder[],
  discarded: ReadonlyMap<FolderId, DiscardRole>,
): readonly KnownFolder[] => {
  const ids = new Set(folders.map(({ id }) => id));
  const byName = folders.toSorted((a, b) =>
    (a.properties.displayName ?? '').localeCompare(b.properties.displayName ?? ''),
  );
  const waiting = new Set(byName);
  const tree: KnownFolder[] = [];
  const add = (folder: Folder, parentId: FolderId | undefined, parentPath: string): void => {
    if (!waiting.delete(folder)) return;
    const path = `${parentPath}/${pathSegment(folder.properties.displayName ?? '')}`;
    tree.push(placedFolder(folder, { path, parentId, below: discarded.get(folder.id) }));
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
