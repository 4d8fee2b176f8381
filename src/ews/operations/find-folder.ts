import { defineOperation } from '../operation.ts';
import { folderDecoder, folderShape, type Folder } from '../properties/folder.ts';
import { folderTargets, type FolderTarget } from '../properties/id.ts';
import type { AnyProperty } from '../properties/property.ts';
import { child, element, required } from '../xml.ts';
import { foundRange, type FoundRange } from './found-range.ts';

/** Which folders below which parents, and what of them. */
export interface FindFolderInput {
  /** One page per parent, in this order. */
  readonly parents: readonly FolderTarget[];
  readonly wanted: readonly AnyProperty[];
  /** Shallow: children. Deep: the whole subtree, in no promised order. */
  readonly traversal: 'Shallow' | 'Deep';
  /** Folders to skip, 0 or more. */
  readonly offset: number;
  /** Folders wanted, 1 or more. */
  readonly limit: number;
}

/** What one parent folder answered; deep answers hold its whole subtree. */
export interface FindFolderPage extends FoundRange {
  readonly folders: readonly Folder[];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/findfolder-operation */
export const findFolder = defineOperation<FindFolderInput, FindFolderPage>({
  name: 'FindFolder',
  access: 'read',
  names: { field: 'parents', kind: 'folder' },
  idempotent: true,
  encode: ({ parents, wanted, traversal, offset, limit }) =>
    element('m:FindFolder', { Traversal: traversal }, [
      folderShape(wanted),
      element('m:IndexedPageFolderView', {
        MaxEntriesReturned: String(limit),
        Offset: String(offset),
        BasePoint: 'Beginning',
      }),
      folderTargets('m:ParentFolderIds', parents),
    ]),
  decode: (message, { wanted }) => {
    const root = required(message, 'RootFolder');
    const decode = folderDecoder(wanted);
    const folders = (child(root, 'Folders')?.children ?? []).flatMap((node) => decode(node) ?? []);
    return { folders, ...foundRange(root, folders.length) };
  },
  keys: ({ parents }) => parents.length,
  rows: ({ folders }) => folders.length,
});
