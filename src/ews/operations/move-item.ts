import { defineOperation, type Operation } from '../operation.ts';
import { folderTarget, itemTargets, type FolderTarget, type ItemReference, type ItemTarget } from '../properties/id.ts';
import { element } from '../xml.ts';
import { writtenItems } from './written-references.ts';

/** Which items go where. */
export interface MoveItemInput {
  /** One answer per id, in this order. */
  readonly ids: readonly ItemTarget[];
  readonly to: FolderTarget;
}

/** Doing it twice copies twice, and loses the new id of what was moved: the old one is dead by then. */
const toFolder = (name: string): Operation<MoveItemInput, ItemReference | undefined> =>
  defineOperation({
    name,
    access: 'write',
    names: { field: 'ids', kind: 'content', place: { field: 'to', kind: 'folder' } },
    idempotent: false,
    encode: ({ ids, to }) => element(`m:${name}`, [element('m:ToFolderId', [folderTarget(to)]), itemTargets(ids)]),
    decode: (message) => writtenItems(message)[0],
    keys: ({ ids }) => ids.length,
  });

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation
 * Answers the new id, under which alone the item exists from then on; undefined where the server does not tell.
 */
export const moveItem = toFolder('MoveItem');

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/copyitem-operation */
export const copyItem = toFolder('CopyItem');
