import { defineOperation } from '../operation.ts';
import { folderTargets, type FolderTarget } from '../properties/id.ts';
import { element } from '../xml.ts';
import type { DeleteType } from './delete-item.ts';

/** Which folders go, with all that is in them, and how. */
export interface DeleteFolderInput {
  /** One answer per folder, in this order. Well-known ones are ErrorDeleteDistinguishedFolder. */
  readonly folders: readonly FolderTarget[];
  readonly deleteType: DeleteType;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation
 * May be repeated, since what is deleted cannot be found again; except into Deleted Items, where the folder keeps its id and nobody says what
 * deleting it once more means.
 */
export const deleteFolder = defineOperation<DeleteFolderInput, void>({
  name: 'DeleteFolder',
  access: 'write',
  names: { field: 'folders', kind: 'folder' },
  idempotent: ({ deleteType }) => deleteType !== 'MoveToDeletedItems',
  encode: ({ folders, deleteType }) =>
    element('m:DeleteFolder', { DeleteType: deleteType }, [folderTargets('m:FolderIds', folders)]),
  decode: () => undefined,
  doneWhen: ['ErrorFolderNotFound'],
  keys: ({ folders }) => folders.length,
});
