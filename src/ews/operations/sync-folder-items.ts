import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { boolean } from '../properties/codec.ts';
import { folderTarget, itemReference, type FolderTarget, type ItemReference } from '../properties/id.ts';
import { itemDecoder, itemShape } from '../properties/item-element.ts';
import type { Item } from '../properties/item-types.ts';
import type { AnyProperty } from '../properties/property.ts';
import { child, element, required, type XmlElement } from '../xml.ts';

/** Changes since when, in which folder, and what of the changed items. */
export interface SyncFolderItemsInput {
  readonly folder: FolderTarget;
  /** Opaque, from the last answer. Absent: from the beginning. */
  readonly syncState?: string;
  /** Rows that allow `find`; others come back undefined. */
  readonly wanted: readonly AnyProperty[];
  /** Changes wanted, 1 to 512. */
  readonly limit: number;
}

/** What happened to an item. Calendars tell masters, never occurrences. */
export type ItemChange =
  | { readonly type: 'Create' | 'Update'; readonly item: Item }
  | { readonly type: 'Delete'; readonly reference: ItemReference }
  | { readonly type: 'ReadFlagChange'; readonly reference: ItemReference; readonly isRead: boolean };

/** What has changed, and where to go on from. */
export interface SyncFolderItemsPage {
  /** Up to several KB; send it with the next call. */
  readonly syncState: string;
  /** False: call again at once. */
  readonly isLast: boolean;
  readonly changes: readonly ItemChange[];
}

const decodeChange = (node: XmlElement, decode: (item: XmlElement) => Item | undefined): ItemChange | undefined => {
  switch (node.name) {
    case 'Create':
    case 'Update': {
      const [changed] = node.children;
      const item = changed === undefined ? undefined : decode(changed);
      if (item === undefined) throw new EwsError('decode', 'SyncFolderItems told of a change without its item');
      return { type: node.name, item };
    }
    case 'Delete':
      return { type: 'Delete', reference: itemReference(required(node, 'ItemId')) };
    case 'ReadFlagChange':
      return {
        type: 'ReadFlagChange',
        reference: itemReference(required(node, 'ItemId')),
        isRead: boolean.decode(required(node, 'IsRead')),
      };
    default:
      return undefined;
  }
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation */
export const syncFolderItems = defineOperation<SyncFolderItemsInput, SyncFolderItemsPage>({
  name: 'SyncFolderItems',
  access: 'read',
  names: { field: 'folder', kind: 'folder' },
  idempotent: true,
  // Feeds alone ask for it, and go on with what there is when it comes late.
  urgency: 'bulk',
  encode: ({ folder, syncState, wanted, limit }) =>
    element('m:SyncFolderItems', [
      itemShape(wanted),
      element('m:SyncFolderId', [folderTarget(folder)]),
      syncState === undefined ? undefined : element('m:SyncState', syncState),
      element('m:MaxChangesReturned', String(limit)),
    ]),
  decode: (message, { wanted }) => {
    const decode = itemDecoder(wanted);
    return {
      syncState: required(message, 'SyncState').text,
      isLast: boolean.decode(required(message, 'IncludesLastItemInRange')),
      changes: (child(message, 'Changes')?.children ?? []).flatMap((node) => decodeChange(node, decode) ?? []),
    };
  },
  rows: ({ changes }) => changes.length,
});
