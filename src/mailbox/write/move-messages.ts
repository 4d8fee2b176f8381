import { copyItem, moveItem, type MoveItemInput } from '../../ews/operations/move-item.ts';
import type { FolderTarget, ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { WriteOutcome } from './write-each.ts';
import { writeMessages } from './write-messages.ts';

/** What moving and copying need of a mailbox. */
export type MoveSource = Pick<OpenedMailbox, 'session' | 'items' | 'folders' | 'moves' | 'may'>;

const into = (to: FolderTarget, ids: readonly ItemId[]): MoveItemInput => ({ ids: ids.map((id) => ({ id })), to });

/**
 * Moves messages, each of one mailbox and named once. An outcome tells the new id; the old one is dead. An answer that was lost leaves every outcome
 * open (`mayBeDone`): moving again would find nothing under the old ids, and not tell the new ones. Throws EwsError when certainly nothing was done.
 */
export const moveMessages = (
  mailbox: MoveSource,
  ids: readonly ItemId[],
  to: FolderTarget,
): Promise<ReadonlyMap<ItemId, WriteOutcome>> =>
  writeMessages(
    mailbox,
    ids,
    (some) => mailbox.session.callEach(moveItem, into(to, some)),
    (id, moved) => {
      if (moved !== undefined) mailbox.moves.note(id, moved.id);
      return moved?.id;
    },
  );

/** Copies messages. An outcome tells the id of the copy. Throws as `moveMessages`. */
export const copyMessages = (
  mailbox: Omit<MoveSource, 'moves'>,
  ids: readonly ItemId[],
  to: FolderTarget,
): Promise<ReadonlyMap<ItemId, WriteOutcome>> =>
  writeMessages(
    mailbox,
    ids,
    (some) => mailbox.session.callEach(copyItem, into(to, some)),
    (_, copy) => copy?.id,
  );
