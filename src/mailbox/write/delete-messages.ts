import { deleteItem } from '../../ews/operations/delete-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import { moveMessages, type MoveSource } from './move-messages.ts';
import type { WriteOutcome } from './write-each.ts';
import { writeMessages } from './write-messages.ts';

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
export const deleteMessages = (
  mailbox: Omit<MoveSource, 'moves'>,
  ids: readonly ItemId[],
  deleteType: 'SoftDelete' | 'HardDelete',
): Promise<ReadonlyMap<ItemId, WriteOutcome>> =>
  writeMessages(
    mailbox,
    ids,
    (some) => mailbox.session.callEach(deleteItem, { ids: some.map((id) => ({ id })), deleteType }),
    () => undefined,
  );
