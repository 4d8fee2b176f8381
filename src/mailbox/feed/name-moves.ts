import type { FolderId, ItemId } from '../../ews/properties/id.ts';
import type { Moves } from '../moves.ts';
import type { ItemMoved } from './mailbox-change.ts';
import type { ToldItemChange } from './read-folders.ts';

const spot = (change: { readonly id: ItemId; readonly folderId: FolderId }): string =>
  `${change.folderId} ${change.id}`;

/**
 * Puts one move in the place of an item that appears and one that disappears, where this gateway has moved the one and it became the other, or both
 * have one id. Nothing else is left of what was told of the item in the folder that it has left: it would come after its end.
 */
export const nameMoves = (
  changes: readonly ToldItemChange[],
  moves: Moves,
): readonly (ToldItemChange | ItemMoved)[] => {
  const created = new Map(
    changes.flatMap((change) => (change.type === 'item' && change.what === 'created' ? [[change.id, change]] : [])),
  );
  const previousIds = new Map<ItemId, ItemId>();
  const ended = new Set<string>();
  for (const change of changes) {
    if (change.type !== 'itemRemoved') continue;
    const id = [moves.of(change.id), change.id].find((candidate) => candidate !== undefined && created.has(candidate));
    // One that disappears where it appears was told twice by the server, and has not moved.
    if (id === undefined || previousIds.has(id) || created.get(id)?.folderId === change.folderId) continue;
    previousIds.set(id, change.id);
    ended.add(spot(change));
  }
  return changes.flatMap((change): readonly (ToldItemChange | ItemMoved)[] => {
    if (ended.has(spot(change))) return [];
    const previousId = created.get(change.id) === change ? previousIds.get(change.id) : undefined;
    if (change.type !== 'item' || previousId === undefined) return [change];
    const { itemType, id, folderId } = change;
    return [{ type: 'itemMoved', itemType, id, folderId, previousId }];
  });
};
