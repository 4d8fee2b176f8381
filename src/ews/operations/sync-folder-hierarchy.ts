import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { boolean } from '../properties/codec.ts';
import { folderDecoder, folderShape, type Folder } from '../properties/folder.ts';
import { folderId, folderTarget, type FolderId, type FolderTarget } from '../properties/id.ts';
import type { AnyProperty } from '../properties/property.ts';
import { child, element, required, requiredAttribute, type XmlElement } from '../xml.ts';

/** Changes since when, below which folder, and what of the changed folders. */
export interface SyncFolderHierarchyInput {
  /** The folder whose subtree is meant. Absent: the whole mailbox. */
  readonly root?: FolderTarget;
  /** Opaque, from the last answer. Absent: from the beginning. */
  readonly syncState?: string;
  readonly wanted: readonly AnyProperty[];
}

/** What happened to a folder. */
export type FolderChange =
  | { readonly type: 'Create' | 'Update'; readonly folder: Folder }
  | { readonly type: 'Delete'; readonly id: FolderId };

/** What has changed, and where to go on from. */
export interface SyncFolderHierarchyPage {
  /** Up to several KB; send it with the next call. */
  readonly syncState: string;
  /** False: call again at once. */
  readonly isLast: boolean;
  readonly changes: readonly FolderChange[];
}

const decodeChange = (
  node: XmlElement,
  decode: (folder: XmlElement) => Folder | undefined,
): FolderChange | undefined => {
  switch (node.name) {
    case 'Create':
    case 'Update': {
      const [changed] = node.children;
      const folder = changed === undefined ? undefined : decode(changed);
      if (folder === undefined) throw new EwsError('decode', 'SyncFolderHierarchy told of a change without its folder');
      return { type: node.name, folder };
    }
    case 'Delete':
      return { type: 'Delete', id: folderId(requiredAttribute(required(node, 'FolderId'), 'Id')) };
    default:
      return undefined;
  }
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation */
export const syncFolderHierarchy = defineOperation<SyncFolderHierarchyInput, SyncFolderHierarchyPage>({
  name: 'SyncFolderHierarchy',
  access: 'read',
  names: { field: 'root', kind: 'folder' },
  idempotent: true,
  encode: ({ root, syncState, wanted }) =>
    element('m:SyncFolderHierarchy', [
      folderShape(wanted),
      root === undefined ? undefined : element('m:SyncFolderId', [folderTarget(root)]),
      syncState === undefined ? undefined : element('m:SyncState', syncState),
    ]),
  decode: (message, { wanted }) => {
    const decode = folderDecoder(wanted);
    return {
      syncState: required(message, 'SyncState').text,
      isLast: boolean.decode(required(message, 'IncludesLastFolderInRange')),
      changes: (child(message, 'Changes')?.children ?? []).flatMap((node) => decodeChange(node, decode) ?? []),
    };
  },
  rows: ({ changes }) => changes.length,
});
