import { defineOperation } from '../operation.ts';
import { newFolder, type folderProperties, type WrittenFolderElement } from '../properties/folder.ts';
import { folderTarget, type FolderReference, type FolderTarget } from '../properties/id.ts';
import type { Settable } from '../properties/property.ts';
import { element } from '../xml.ts';
import { writtenFolder } from './written-references.ts';

/** Which folders are made, and where. */
export interface CreateFolderInput {
  readonly parent: FolderTarget;
  /** One answer per folder, in this order. A name that is taken is ErrorFolderExists. */
  readonly folders: readonly {
    readonly element: WrittenFolderElement;
    readonly properties: Settable<typeof folderProperties, 'create'>;
  }[];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation */
export const createFolder = defineOperation<CreateFolderInput, FolderReference>({
  name: 'CreateFolder',
  access: 'write',
  names: { field: 'folders', kind: 'folder', place: { field: 'parent', kind: 'folder' } },
  idempotent: false,
  encode: ({ parent, folders }) =>
    element('m:CreateFolder', [
      element('m:ParentFolderId', [folderTarget(parent)]),
      element(
        'm:Folders',
        folders.map((folder) => newFolder(folder.element, folder.properties)),
      ),
    ]),
  decode: writtenFolder,
  keys: ({ folders }) => folders.length,
});
