import type { EwsSession } from '../../ews/operation.ts';
import { deleteItem } from '../../ews/operations/delete-item.ts';
import type { ItemReference } from '../../ews/properties/id.ts';

/** Takes a copy out for good: one that was begun, or a second one that a lost request has left. Nobody is told. Throws EwsError. */
export const discardCopy = (session: EwsSession, { id }: Pick<ItemReference, 'id'>): Promise<void> =>
  session.call(deleteItem, {
    ids: [{ id }],
    deleteType: 'HardDelete',
    cancellations: 'SendToNone',
    taskOccurrences: 'AllOccurrences',
  });
