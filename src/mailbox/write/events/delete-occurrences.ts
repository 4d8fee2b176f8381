import { EwsError } from '../../../ews/errors.ts';
import { deleteItem } from '../../../ews/operations/delete-item.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import { isGone } from '../../is-gone.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { inBatches } from '../write-each.ts';

/**
 * Takes occurrences out of a series without telling anybody, named by their numbers from 1 on; one that is not there any more stays so. Servers forget
 * what was deleted as soon as a series takes place at other times. One DeleteItem for 200, none for none. Throws EwsError.
 */
export const deleteOccurrences = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  series: ItemId,
  indexes: readonly number[],
): Promise<void> => {
  for (const batch of inBatches(indexes)) {
    const results = await session.callEach(deleteItem, {
      ids: batch.map((index) => ({ occurrenceOf: series, index })),
      deleteType: 'HardDelete',
      cancellations: 'SendToNone',
    });
    const failure = results.find((result) => result instanceof EwsError && !isGone(result));
    if (failure instanceof EwsError) throw failure;
  }
};
