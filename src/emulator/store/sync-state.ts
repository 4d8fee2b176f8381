import { EmulatorError } from '../emulator-error.ts';
import type { Mailbox, StoredFolder } from './store.ts';

/**
 * How far a client has followed a folder. Changes come in rounds: a round tells all that happened after `from`, in as many answers as the client wants,
 * to the end that there is by then. `until` is the end that there was when it began, and `told` the last change that the client was told of. All are
 * sequence numbers of the mailbox, and all the same when a round has come to its end.
 */
export interface SyncRound {
  readonly from: number;
  readonly until: number;
  readonly told: number;
}

/** What is synchronised: the items of a folder or the folders below it. */
export type SyncKind = 'items' | 'folders';

/** Writes the opaque state that the client brings back. */
export const writeSyncState = (kind: SyncKind, mailbox: Mailbox, folder: StoredFolder, round: SyncRound): string =>
  Buffer.from(
    [prefix, kind, mailbox.directoryId, mailbox.syncEpoch, folder.number, round.from, round.until, round.told].join(
      ':',
    ),
    'latin1',
  ).toString('base64');

/**
 * The round that a state continues, or the new one that begins when the last was told to its end. No state begins the first.
 * Throws EmulatorError ErrorInvalidSyncStateData for a state that has expired or was not made for this mailbox, folder and kind.
 */
export const continueSync = (
  kind: SyncKind,
  mailbox: Mailbox,
  folder: StoredFolder,
  state: string | undefined,
): SyncRound => {
  if (state === undefined || state === '') return { from: 0, until: mailbox.sequence, told: 0 };
  const [mark, madeFor, directoryId, epoch, number, ...counts] = Buffer.from(state, 'base64')
    .toString('latin1')
    .split(':');
  const [from = Number.NaN, until = Number.NaN, told = Number.NaN] = counts.map(Number);
  const isOurs =
    mark === prefix && madeFor === kind && directoryId === mailbox.directoryId && Number(epoch) === mailbox.syncEpoch;
  const isInRange = from <= told && told <= mailbox.sequence && until <= mailbox.sequence;
  if (!isOurs || Number(number) !== folder.number || !isInRange) throw new EmulatorError('ErrorInvalidSyncStateData');
  return told === from ? { from: told, until: mailbox.sequence, told } : { from, until, told };
};

const prefix = 'sync1';
