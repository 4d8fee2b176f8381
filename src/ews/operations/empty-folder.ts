import { defineOperation } from '../operation.ts';
import { folderTargets, type FolderTarget } from '../properties/id.ts';
import { element } from '../xml.ts';
import type { DeleteType } from './delete-item.ts';

/** Which folders are emptied, and how. */
export interface EmptyFolderInput {
  /** One answer per folder, in this order. Calendars and search folders are ErrorCannotEmptyFolder. */
  readonly folders: readonly FolderTarget[];
  readonly deleteType: DeleteType;
  /** Folders in them go too. */
  readonly withSubfolders: boolean;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/emptyfolder-operation
 * Not to be repeated blindly: mail that has come in since the first time would go as well.
 */
export const emptyFolder = defineOperation<EmptyFolderInput, void>({
  name: 'EmptyFolder',
  access: 'write',
  names: { field: 'folders', kind: 'folder' },
  idempotent: false,
  encode: ({ folders, deleteType, withSubfolders }) =>
    element('m:EmptyFolder', { DeleteType: deleteType, DeleteSubFolders: String(withSubfolders) }, [
      folderTargets('m:FolderIds', folders),
    ]),
  decode: () => undefined,
  keys: ({ folders }) => folders.length,
});
