import type { FolderId, ItemId } from '../../ews/properties/id.ts';
import type { Moves } from '../moves.ts';
import type { ItemMoved, ItemRemoved, MailboxChange } from './mailbox-change.ts';

/** What the mail server tells; it does not tell that an item was moved. */
export type ToldChange = Exclude<MailboxChange, ItemMoved>;

const spot = (change: { readonly id: ItemId; readonly folderId: FolderId }): string =>
  `${change.folderId} ${change.id}`;

/**
 * Puts one move in the place of an item that appears and one that disappears, where this gateway has moved the one and it became the other, or both
 * have one id. Nothing else is left of what was told of the item in the folder that it has left: it would come after its end.
 */
export const nameMoves = (changes: readonly ToldChange[], moves: Moves): readonly MailboxChange[] => {
  const created = new Map(
    changes.flatMap((change) => (change.type === 'item' && change.what === 'created' ? [[change.id, change]] : [])),
  );
  const previous = new Map<ItemId, ItemRemoved>();
  const ended = new Set<string>();
  for (const change of changes) {
    if (change.type !== 'itemRemoved') continue;
    const id = [moves.of(change.id), change.id].find((candidate) => candidate !== undefined && created.has(candidate));
    // One that disappears where it appears was told twice by the server, and has not moved.
    if (id === undefined || previous.has(id) || created.get(id)?.folderId === change.folderId) continue;
    previous.set(id, change);
    ended.add(spot(change));
  }
  return changes.flatMap((change): readonly MailboxChange[] => {
    if ('folderId' in change && ended.has(spot(change))) return [];
    if (change.type !== 'item') return [change];
    const left = created.get(change.id) === change ? previous.get(change.id) : undefined;
    if (left === undefined) return [change];
    const { what: _created, ...rest } = change;
    const { id: previousId, folderId, folderKind } = left;
    return [{ ...rest, type: 'itemMoved', previousId, previousFolder: { folderId, folderKind } }];
  });
};

/** Whether something has gone that is known to lie elsewhere now, where it has not appeared yet. */
export const hasUnmet = (changes: readonly ToldChange[], moves: Moves): boolean => {
  const there = new Set(changes.flatMap((change) => (change.type === 'item' ? [change.id] : [])));
  return changes.some((change) => {
    const now = change.type === 'itemRemoved' ? moves.of(change.id) : undefined;
    return now !== undefined && !there.has(now);
  });
};
