import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { folderDecoder, folderShape, type Folder } from '../properties/folder.ts';
import { folderTargets, type FolderTarget } from '../properties/id.ts';
import type { AnyProperty } from '../properties/property.ts';
import { element, required } from '../xml.ts';

/** Which folders, and what of them. */
export interface GetFolderInput {
  /** One answer per folder, in this order; ids and well-known names may mix. */
  readonly folders: readonly FolderTarget[];
  readonly wanted: readonly AnyProperty[];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation */
export const getFolder = defineOperation<GetFolderInput, Folder>({
  name: 'GetFolder',
  access: 'read',
  names: { field: 'folders', kind: 'folder' },
  idempotent: true,
  encode: ({ folders, wanted }) => element('m:GetFolder', [folderShape(wanted), folderTargets('m:FolderIds', folders)]),
  decode: (message, { wanted }) => {
    const [node] = required(message, 'Folders').children;
    const folder = node === undefined ? undefined : folderDecoder(wanted)(node);
    if (folder === undefined) throw new EwsError('decode', 'GetFolder succeeded without a folder');
    return folder;
  },
  keys: ({ folders }) => folders.length,
});
