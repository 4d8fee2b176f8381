import { EmulatorError } from '../emulator-error.ts';
import { lookUpFolder, type LookupScope } from '../store/lookup.ts';
import { type OperationHandler, response, success } from '../operation.ts';
import { readShape, type Shape, shapeFoundItem } from '../item/shape.ts';
import type { StoredFolder, StoredItem, Tombstone } from '../store/store.ts';
import { firstIndex } from '../store/sorted-list.ts';
import { continueSync, type SyncRound, writeSyncState } from '../store/sync-state.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation */
export const syncFolderItems: OperationHandler = (request, context) => {
  const shape = readShape(child(request, 'm:ItemShape'));
  const folder = syncedFolder(context, child(request, 'm:SyncFolderId'));
  const round = continueSync('items', folder.mailbox, folder, childText(request, 'm:SyncState'));
  const ignored = new Set(childrenNamed(child(request, 'm:Ignore'), 't:ItemId').map((id) => id.attributes['Id']));
  const limit = Number(childText(request, 'm:MaxChangesReturned'));
  const told: Change[] = [];
  let isLast = true;
  for (const change of changesAfter(folder, round)) {
    if (ignored.has(change.subject.id)) continue;
    isLast = told.length < limit;
    if (!isLast) break;
    told.push(change);
  }
  const last = isLast ? folder.mailbox.sequence : (told.at(-1)?.at ?? round.told);
  // What has moved behind `until` meanwhile is still new to the client: the round ends where nothing is left.
  const state = isLast ? { from: last, until: last, told: last } : { ...round, told: last };
  return response('SyncFolderItems', [
    success('SyncFolderItems', [
      node('m:SyncState', writeSyncState('items', folder.mailbox, folder, state)),
      node('m:IncludesLastItemInRange', String(isLast)),
      node(
        'm:Changes',
        told.map((change) => changeElement(change, shape, context.timeZoneId)),
      ),
    ]),
  ]);
};

/** The folder to be synchronised. Throws EmulatorError ErrorSyncFolderNotFound where other operations say ErrorFolderNotFound. */
export const syncedFolder = (scope: LookupScope, folderId: XmlNode | undefined): StoredFolder => {
  const [id] = folderId?.children ?? [];
  if (id === undefined) return scope.mailbox.root;
  try {
    return lookUpFolder(scope, id);
  } catch (error) {
    const isMissing = error instanceof EmulatorError && error.responseCode === 'ErrorFolderNotFound';
    throw isMissing ? new EmulatorError('ErrorSyncFolderNotFound') : error;
  }
};

type Change =
  | { readonly kind: 'Create' | 'Update' | 'ReadFlagChange'; readonly at: number; readonly subject: StoredItem }
  | { readonly kind: 'Delete'; readonly at: number; readonly subject: Tombstone };

/** What a round has not told yet, in order; read only as far as it is wanted. */
function* changesAfter(folder: StoredFolder, round: SyncRound): Iterable<Change> {
  const removals = removalsAfter(folder, round)[Symbol.iterator]();
  let removal = removals.next();
  for (const item of folder.items.changedAfter(round.told)) {
    for (; removal.done !== true && removal.value.at < item.changedAt; removal = removals.next()) yield removal.value;
    yield { kind: changeKind(item, round), at: item.changedAt, subject: item };
  }
  for (; removal.done !== true; removal = removals.next()) yield removal.value;
}

const changeKind = (item: StoredItem, { from }: SyncRound): 'Create' | 'Update' | 'ReadFlagChange' => {
  // Not by `told`: a mark that was made later moves an item behind what has been told, together with its untold content.
  if (item.createdAt <= from) return item.contentChangedAt <= from ? 'ReadFlagChange' : 'Update';
  // What was made and changed within a round may have been told or not: told twice is better than never.
  return 'Create';
};

function* removalsAfter({ removedItems }: StoredFolder, { from, until, told }: SyncRound): Iterable<Change> {
  for (let at = firstIndex(removedItems, ({ removedAt }) => removedAt > told); at < removedItems.length; at += 1) {
    const item = removedItems[at];
    // What came and went between two rounds was never told.
    const wasSeen = item !== undefined && (item.createdAt <= from || item.removedAt > until);
    if (wasSeen && item.createdAt <= told) yield { kind: 'Delete', at: item.removedAt, subject: item };
  }
}

const changeElement = (change: Change, shape: Shape, timeZoneId: string | undefined): XmlNode => {
  if (change.kind === 'Delete') return node('t:Delete', [node('t:ItemId', { Id: change.subject.id })]);
  const { element } = change.subject;
  if (change.kind !== 'ReadFlagChange') {
    return node(`t:${change.kind}`, [shapeFoundItem(shape, change.subject, timeZoneId)]);
  }
  return node('t:ReadFlagChange', [child(element, 't:ItemId'), child(element, 't:IsRead')]);
};
