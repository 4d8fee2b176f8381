import { createMemoryHints } from './coordination/memory-hints.ts';
import { createMemoryLeases } from './coordination/memory-leases.ts';
import type { Clock } from './credentials/cached-tokens.ts';
import { createReadChanges, type ReadChanges } from './mailbox/feed/read-changes.ts';
import type { MoveMemory } from './mailbox/moves.ts';
import { createHub } from './notifications/create-hub.ts';
import type { Hub } from './notifications/hub.ts';
import { pollingSource } from './notifications/sources/polling-source.ts';
import type { Sealer } from './sealer.ts';

/** What live events stand on. */
export interface LiveServices {
  readonly clock: Clock;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  readonly sealer: Sealer;
  readonly moveMemory: MoveMemory;
}

/** What changes in mailboxes, asked for and told. */
export interface Live {
  readonly readChanges: ReadChanges;
  readonly hub: Hub;
  /** Ends every stream and every watch, and lets go of what they share with other gateways. */
  close(): Promise<void>;
}

/** Joins the feed, the hub, what watches at the mail server and what gateways tell each other. */
export const createLive = ({ clock, random, sealer, moveMemory }: LiveServices): Live => {
  const readChanges = createReadChanges({ sealer, now: () => clock.now().getTime() });
  const leases = createMemoryLeases(20_000);
  const hints = createMemoryHints();
  const watcher = pollingSource({ random });
  const hub = createHub({ readChanges, moveMemory, sealer, watcher, leases, hints, random });
  return {
    readChanges,
    hub,
    close: async () => {
      await hub.end();
      await Promise.all([leases.close(), hints.close()]);
    },
  };
};
