import { expect, onTestFinished } from 'vitest';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import type { NoticedMove, Watch, Watcher } from '../../../src/notifications/event-source.ts';
import { address } from '../../access.ts';
import { startFedMailbox, type FedMailbox } from '../../mailbox/feed/fed-mailbox.ts';

/** A watch on alice's mailbox, as a hub has one made. */
export interface StartedWatch {
  /** The moves of each hint so far. */
  readonly hints: readonly (readonly NoticedMove[])[];
  /** Waits until there are more hints than so many. */
  hintAfter(count: number): Promise<void>;
  /** Nobody who may open the mailbox listens any more. */
  leave(): void;
  /** Ends the watch and waits for that. Its calls may go on for so many milliseconds, 5,000 unless told: longer than they do in a gateway. */
  end(farewellMs?: number): Promise<void>;
  /** Settles as the watch does. */
  readonly ended: Promise<void>;
}

/** Has the mailbox watched until the end of the test. */
export const startWatch = (
  watcher: Watcher,
  open: (signal: AbortSignal) => Promise<OpenedMailbox>,
  hasChanged: () => Promise<boolean> = () => Promise.resolve(false),
): StartedWatch => {
  const hints: (readonly NoticedMove[])[] = [];
  const ending = new AbortController();
  const calls = new AbortController();
  let isLent = true;
  const watch: Watch = {
    address: address('alice@example.test'),
    open: async () => (isLent ? await open(calls.signal) : undefined),
    onHint: (moves) => {
      hints.push(moves);
      return hasChanged();
    },
    signal: ending.signal,
  };
  const ended = watcher.watch(watch);
  // Whoever cares waits for it.
  ended.catch(() => undefined);
  const end = async (farewellMs = 5_000): Promise<void> => {
    ending.abort();
    const timer = setTimeout(() => calls.abort(), farewellMs);
    await ended.finally(() => clearTimeout(timer));
  };
  onTestFinished(() => end().catch(() => undefined));
  return {
    hints,
    hintAfter: (count) => expect.poll(() => hints.length, patient).toBeGreaterThan(count),
    leave: () => void (isLent = false),
    end,
    ended,
  };
};

/** Long enough for a slow machine; nothing waits for it that goes well. */
export const patient = { timeout: 20_000, interval: 5 };

/** So many of the same. */
export const repeated = <Value>(count: number, value: Value): readonly Value[] =>
  Array.from({ length: count }, () => value);

/** A watch on the mailbox of an emulator, which has made the mailbox already. */
export const startEmulatedWatch = async (
  watcher: Watcher,
  prepare: (fed: FedMailbox) => void = () => undefined,
): Promise<FedMailbox & StartedWatch & { readonly operations: () => readonly string[] }> => {
  const fed = await startFedMailbox();
  fed.emulator.open(fed.address);
  prepare(fed);
  const watch = startWatch(watcher, fed.open);
  return { ...fed, ...watch, operations: () => fed.emulator.requests.map(({ operation }) => operation) };
};
