import { defineOperation } from '../operation.ts';
import { itemTargets, type ItemTarget } from '../properties/id.ts';
import { element } from '../xml.ts';

/** How something is deleted: for good, into the recoverable items, or into Deleted Items. */
export type DeleteType = 'HardDelete' | 'SoftDelete' | 'MoveToDeletedItems';

/** Which items go, and how. */
export interface DeleteItemInput {
  /** One answer per id, in this order. */
  readonly ids: readonly ItemTarget[];
  /** MoveToDeletedItems does not tell the new ids; MoveItem does. */
  readonly deleteType: DeleteType;
  /** Needed for events (ErrorSendMeetingCancellationsRequired), and for nothing else. */
  readonly cancellations?: 'SendToNone' | 'SendOnlyToAll' | 'SendToAllAndSaveCopy';
  /** Needed for tasks (ErrorAffectedTaskOccurrencesRequired), and for nothing else. */
  readonly taskOccurrences?: 'AllOccurrences' | 'SpecifiedOccurrenceOnly';
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation
 * May be repeated: the id dies with the first time, so the second finds nothing (ErrorItemNotFound then means that it is done). Not when
 * cancellations are sent, nor for one occurrence of a task, whose id the next occurrence takes over.
 */
export const deleteItem = defineOperation<DeleteItemInput, void>({
  name: 'DeleteItem',
  access: 'write',
  names: { field: 'ids', kind: 'content' },
  idempotent: ({ cancellations = 'SendToNone', taskOccurrences }) =>
    cancellations === 'SendToNone' && taskOccurrences !== 'SpecifiedOccurrenceOnly',
  encode: ({ ids, deleteType, cancellations, taskOccurrences }) =>
    element(
      'm:DeleteItem',
      { DeleteType: deleteType, SendMeetingCancellations: cancellations, AffectedTaskOccurrences: taskOccurrences },
      [itemTargets(ids)],
    ),
  decode: () => undefined,
  doneWhen: ['ErrorItemNotFound'],
  keys: ({ ids }) => ids.length,
});
