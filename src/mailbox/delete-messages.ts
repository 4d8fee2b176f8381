import { EwsError } from '../ews/errors.ts';
import { deleteItem } from '../ews/operations/delete-item.ts';
import type { ItemId } from '../ews/properties/id.ts';
import { moveMessages, type MoveSource } from './move-messages.ts';
import { asFailureOfKind, refuseOtherKinds } from './own-kind.ts';
import { inBatches, writeEach, type WriteOutcome } from './write-each.ts';

/** Moves messages into Deleted Items: by MoveItem, which tells the new ids, as DeleteItem does not. Throws as `moveMessages`. */
export const discardMessages = (
  mailbox: MoveSource,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, WriteOutcome>> =>
  moveMessages(mailbox, ids, mailbox.folders.targetOfRole('DELETED_ITEMS'));

/**
 * Deletes messages into the recoverable items, or for good. What is not there is an error, whatever happened before: after an outcome that nobody
 * knew it may be gone because of that, or have been moved by somebody else. Throws EwsError when certainly nothing was done.
 */
export const deleteMessages = async (
  mailbox: MoveSource,
  ids: readonly ItemId[],
  deleteType: 'SoftDelete' | 'HardDelete',
): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
  const refused = await refuseOtherKinds(mailbox, ids);
  const asked = ids.filter((id) => !refused.has(id));
  const results = await writeEach(inBatches(asked), (some) =>
    mailbox.session.callEach(deleteItem, { ids: some.map((id) => ({ id })), deleteType }),
  );
  mailbox.folders.forgetCounts();
  for (const id of asked) mailbox.items.forget(id);
  return new Map<ItemId, WriteOutcome>([
    ...[...refused].map(([id, failure]) => [id, { failure }] as const),
    ...asked.map((id, index) => {
      const result = results[index];
      return [id, result instanceof EwsError ? { failure: asFailureOfKind(result) } : { id: undefined }] as const;
    }),
  ]);
};
