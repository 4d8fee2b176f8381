import { defineOperation } from '../operation.ts';
import { folderUpdates, type folderProperties, type WrittenFolderElement } from '../properties/folder.ts';
import { folderTarget, type FolderReference, type FolderTarget } from '../properties/id.ts';
import type { Settable } from '../properties/property.ts';
import { element } from '../xml.ts';
import { writtenFolder } from './written-references.ts';

/** A folder and what changes of it. */
export type FolderUpdate = FolderTarget & {
  /** The element that the server told the folder in. */
  readonly element: WrittenFolderElement;
  readonly changes: Settable<typeof folderProperties, 'update'>;
};

/** Which folders change, and how. */
export interface UpdateFolderInput {
  /** One answer per folder, in this order. */
  readonly changes: readonly FolderUpdate[];
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 * A folder that has its new name already keeps it, so it may be repeated.
 */
export const updateFolder = defineOperation<UpdateFolderInput, FolderReference>({
  name: 'UpdateFolder',
  access: 'write',
  names: { field: 'changes', kind: 'folder' },
  idempotent: true,
  encode: ({ changes }) =>
    element('m:UpdateFolder', [
      element(
        'm:FolderChanges',
        changes.map((change) =>
          element('t:FolderChange', [folderTarget(change), folderUpdates(change.element, change.changes)]),
        ),
      ),
    ]),
  decode: writtenFolder,
  keys: ({ changes }) => changes.length,
});
