import { onTestFinished } from 'vitest';
import { createMemoryHints } from '../../src/coordination/memory-hints.ts';
import { createMemoryLeases } from '../../src/coordination/memory-leases.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { OpenedMailbox } from '../../src/mailbox/open-mailbox.ts';
import { createMoveMemory } from '../../src/mailbox/moves.ts';
import { createHub, type HubServices, type ProcessHub } from '../../src/notifications/create-hub.ts';
import type { Watch } from '../../src/notifications/event-source.ts';
import type { ListenOptions } from '../../src/notifications/hub.ts';
import { createSealer } from '../../src/sealer.ts';
import { address } from '../access.ts';
import type { FakeFeed } from './fake-feed.ts';

export const alice = address('alice@example.test');

/** A mailbox that nothing is read from but a feed, and perhaps items. */
export const mailboxWith = (session: Partial<EwsSession> = {}): OpenedMailbox =>
  // The hub hands it on and reads items with its session; everything else is the feed's.
  ({ address: alice, session: { mailbox: alice, ...session } }) as OpenedMailbox;

/** A hub on a feed, watched by hand. */
export interface HubOfTest {
  readonly hub: ProcessHub;
  /** The watches that run at the moment. */
  readonly watches: ReadonlySet<Watch>;
  /** Something may have happened, as the mail server says. */
  hint(): void;
}

/** Readings follow hints at once, and nothing is read without one unless the test says so; for the length of a test. */
export const hubOfTest = (feed: FakeFeed, differences: Partial<HubServices> = {}): HubOfTest => {
  const watches = new Set<Watch>();
  const hub = createHub({
    readChanges: feed.readChanges,
    eventTokens: feed.eventTokens,
    moveMemory: createMoveMemory(),
    sealer: createSealer(new Uint8Array(32).fill(3)),
    leases: createMemoryLeases(5),
    hints: createMemoryHints(),
    random: () => 0.5,
    onFailure: () => undefined,
    watcher: {
      watch: async (watch) => {
        watches.add(watch);
        await new Promise((resolve) => watch.signal.addEventListener('abort', resolve));
        watches.delete(watch);
      },
    },
    ...differences,
    times: {
      gatherMs: 0,
      gapMs: 0,
      safetyMs: 3_600_000,
      slowMs: 5,
      warmMs: 3,
      lingerMs: 0,
      retry: { firstMs: 2, mostMs: 4 },
      ...differences.times,
    },
  });
  onTestFinished(() => hub.end());
  return {
    hub,
    watches,
    hint: () => {
      for (const { onHint } of watches) void onHint([]);
    },
  };
};

/** Somebody who may listen, from now on or from a token. */
export const listening = (after?: string, differences: Partial<ListenOptions> = {}): ListenOptions => ({
  address: alice,
  open: () => Promise.resolve(mailboxWith()),
  onCall: () => undefined,
  pay: () => Promise.resolve(0),
  after,
  ...differences,
});
