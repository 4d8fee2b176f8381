import { EwsError } from '../../ews/errors.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { asFailureOfKind, refuseOtherKinds } from './own-kind.ts';
import { inBatches, writeEach, type WriteOutcome } from './write-each.ts';

/**
 * Writes messages, each named once, in as few calls as may be; ids that are not this caller's to write are left out of them. `write` answers one result
 * or error for each id, `idAfter` tells the id under which it lives then. Throws EwsError when certainly nothing was done.
 */
export const writeMessages = async <Output>(
  mailbox: Pick<OpenedMailbox, 'items' | 'folders' | 'may'>,
  ids: readonly ItemId[],
  write: (ids: readonly ItemId[]) => Promise<readonly (Output | EwsError)[]>,
  idAfter: (id: ItemId, output: Output) => ItemId | undefined,
): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
  const refused = await refuseOtherKinds(mailbox, ids);
  const outcomes = new Map<ItemId, WriteOutcome>([...refused].map(([id, failure]) => [id, { failure }]));
  const asked = ids.filter((id) => !refused.has(id));
  const results = await writeEach(inBatches(asked), write);
  mailbox.folders.forgetCounts();
  for (const [index, id] of asked.entries()) {
    mailbox.items.forget(id);
    // Batches answer for each of their ids.
    const result = results[index] as Output | EwsError;
    outcomes.set(id, result instanceof EwsError ? { failure: asFailureOfKind(result) } : { id: idAfter(id, result) });
  }
  return outcomes;
};
