import { defineOperation } from '../operation.ts';
import { folderTarget, folderTargets, type FolderReference, type FolderTarget } from '../properties/id.ts';
import { element } from '../xml.ts';
import { writtenFolder } from './written-references.ts';

/** Which folders go where, with all that is in them. */
export interface MoveFolderInput {
  /** One answer per folder, in this order. Well-known ones are ErrorMoveDistinguishedFolder. */
  readonly folders: readonly FolderTarget[];
  readonly to: FolderTarget;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation
 * Folders keep their ids. A folder that is there already may be refused, so a repeated call would deny what it has done.
 */
export const moveFolder = defineOperation<MoveFolderInput, FolderReference>({
  name: 'MoveFolder',
  access: 'write',
  names: { field: 'folders', kind: 'folder', place: { field: 'to', kind: 'folder' } },
  idempotent: false,
  encode: ({ folders, to }) =>
    element('m:MoveFolder', [element('m:ToFolderId', [folderTarget(to)]), folderTargets('m:FolderIds', folders)]),
  decode: writtenFolder,
  keys: ({ folders }) => folders.length,
});
