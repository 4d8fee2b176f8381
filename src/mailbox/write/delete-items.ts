import { EwsError } from '../../ews/errors.ts';
import { deleteItem, type DeleteType } from '../../ews/operations/delete-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isOwnEvent, standingRows } from './events/event-standing.ts';
import { refusalOfKind } from './own-kind.ts';
import { readEach } from './read-each.ts';
import { inBatches, writeEach, type WriteFailure, type WriteOutcome } from './write-each.ts';
import { WriteRefusal } from './write-refusal.ts';

/** What deleting needs of a mailbox. */
export type DeleteSource = Pick<OpenedMailbox, 'session' | 'items' | 'folders' | 'may'>;

/** Whether others expect to be told what becomes of this event. Nobody does when it has left the calendar already, be it marked as cancelled or not. */
const isOwnMeeting = async ({ folders }: DeleteSource, item: Item): Promise<boolean> => {
  if (item.type !== 'CalendarItem' || !isOwnEvent(item)) return false;
  const { isMeeting, isCancelled, parentFolderId } = item.properties;
  if (isMeeting !== true || isCancelled === true) return false;
  if (parentFolderId === undefined) return true;
  if ((await folders.roles()).get(parentFolderId) === 'DELETED_ITEMS') return false;
  return (await folders.place(parentFolderId))?.below !== 'DELETED_ITEMS';
};

const wanted: readonly AnyProperty[] = [...standingRows, itemProperties.parentFolderId];

const refusalOf = async (
  mailbox: DeleteSource,
  item: Item | EwsError | undefined,
): Promise<WriteFailure | undefined> => {
  if (item === undefined || item instanceof EwsError)
    return item ?? new EwsError('decode', 'GetItem gave no answer for an id');
  const refusal = refusalOfKind(mailbox, item);
  if (refusal !== undefined) return refusal;
  return (await isOwnMeeting(mailbox, item))
    ? new WriteRefusal({
        reason: 'CONFLICT',
        detail:
          'This is a meeting to which this mailbox has invited others, who would wait in vain: cancel it, which says who is told.',
      })
    : undefined;
};

/**
 * Deletes items of any kind, each named once, and tells nobody: GetItem, which tells the kinds, and DeleteItem for each 200. Events are taken out of this
 * calendar alone, recurring tasks go with all their occurrences. A meeting that this mailbox has invited to stays as it is, which takes a look at
 * the folders, unless it lies in Deleted Items. Throws EwsError when certainly
 * nothing was done.
 */
export const deleteItems = async (
  mailbox: DeleteSource,
  ids: readonly ItemId[],
  deleteType: DeleteType,
): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
  const found = await readEach(mailbox, ids, wanted);
  const outcomes = new Map<ItemId, WriteOutcome>();
  const asked: ItemId[] = [];
  for (const id of ids) {
    const failure = await refusalOf(mailbox, found.get(id));
    if (failure === undefined) asked.push(id);
    else outcomes.set(id, { failure });
  }
  const results = await writeEach(inBatches(asked), (some) =>
    mailbox.session.callEach(deleteItem, {
      ids: some.map((id) => ({ id })),
      deleteType,
      cancellations: 'SendToNone',
      taskOccurrences: 'AllOccurrences',
    }),
  );
  for (const [index, id] of asked.entries()) {
    const result: unknown = results[index];
    outcomes.set(id, result instanceof EwsError ? { failure: result } : { id: undefined });
  }
  // A series and its occurrences go together.
  mailbox.items.forgetAll();
  mailbox.folders.forgetCounts();
  return outcomes;
};
