import { EwsError } from '../ews/errors.ts';
import type { Operation } from '../ews/operation.ts';
import { copyItem, moveItem, type MoveItemInput } from '../ews/operations/move-item.ts';
import type { FolderTarget, ItemId, ItemReference } from '../ews/properties/id.ts';
import type { OpenedMailbox } from './open-mailbox.ts';
import { refuseOtherKinds } from './own-kind.ts';
import { inBatches, writeEach, type WriteOutcome } from './write-each.ts';

/** What moving and copying need of a mailbox. */
export type MoveSource = Pick<OpenedMailbox, 'session' | 'items' | 'folders' | 'moves' | 'may'>;

/** Puts what is found under these ids into a folder, in as few calls as may be; ids that are not this caller's to write are left out of it. */
const into =
  (operation: Operation<MoveItemInput, ItemReference | undefined>) =>
  async (mailbox: MoveSource, ids: readonly ItemId[], to: FolderTarget): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
    const refused = await refuseOtherKinds(mailbox, ids);
    const asked = ids.filter((id) => !refused.has(id));
    const results = await writeEach(inBatches(asked), (some) =>
      mailbox.session.callEach(operation, { ids: some.map((id) => ({ id })), to }),
    );
    mailbox.folders.forgetCounts();
    for (const [index, id] of asked.entries()) {
      mailbox.items.forget(id);
      const moved = results[index];
      if (operation === moveItem && moved !== undefined && !(moved instanceof EwsError))
        mailbox.moves.note(id, moved.id);
    }
    return new Map<ItemId, WriteOutcome>([
      ...[...refused].map(([id, failure]) => [id, { failure }] as const),
      ...asked.map((id, index) => {
        const result = results[index];
        return [id, result instanceof EwsError ? { failure: result } : { id: result?.id }] as const;
      }),
    ]);
  };

/**
 * Moves messages, each of one mailbox and named once. An outcome tells the new id; the old one is dead. An answer that was lost leaves every outcome
 * open (`mayBeDone`): moving again would find nothing under the old ids, and not tell the new ones. Throws EwsError when certainly nothing was done.
 */
export const moveMessages = into(moveItem);

/** Copies messages. An outcome tells the id of the copy. Throws as `moveMessages`. */
export const copyMessages = into(copyItem);
