import type { Permission } from '../../access/caller.ts';
import type { FolderKind, KnownFolder } from '../folder-tree.ts';

const byKind: Readonly<Record<FolderKind, Permission>> = {
  MAIL: 'WRITE_MESSAGES',
  CALENDAR: 'WRITE_CALENDAR',
  CONTACTS: 'WRITE_CONTACTS',
  // As tasks are read with READ_CALENDAR.
  TASKS: 'WRITE_CALENDAR',
  NOTES: 'WRITE_MESSAGES',
  SEARCH: 'WRITE_MESSAGES',
  OTHER: 'WRITE_MESSAGES',
};

/** What it takes to write to a folder of this kind, or to make one. */
export const folderPermission = (kind: FolderKind): Permission => byKind[kind];

/** Every permission that some folder takes. */
export const folderPermissions: readonly Permission[] = [...new Set(Object.values(byKind))];

/** What it takes to write to all of these folders. */
export const permissionsOnFolders = (folders: readonly Pick<KnownFolder, 'kind'>[]): readonly Permission[] => [
  ...new Set(folders.map(({ kind }) => folderPermission(kind))),
];
