import type { Hints } from './hints.ts';
import type { Leases } from './leases.ts';
import type { Ledger } from './ledger.ts';
import { createMemoryHints } from './memory-hints.ts';
import { createMemoryLeases } from './memory-leases.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createMemoryBudgetStore } from './memory-budget-store.ts';
import type { BudgetOptions, BudgetStore } from './budget-store.ts';
import { connectRedis, type RedisEvent } from './redis-connection.ts';
import { createRedisHints } from './redis-hints.ts';
import { createRedisLeases } from './redis-leases.ts';
import { createRedisLedger } from './redis-ledger.ts';
import { createNameInRedis } from './redis-names.ts';
import { createRedisBudgetStore } from './redis-budget-store.ts';

/** How Redis is doing. `forgot`: it came back without what it knew. `hintsRefused`: it is there, and its ACL keeps this user from the channels. */
export type CoordinationEvent =
  | RedisEvent
  | { readonly kind: 'forgot' }
  | { readonly kind: 'hintsRefused'; readonly reason: string };

/** Everything that gateways agree on: one process with itself, or all that share a Redis. */
export interface Coordination {
  readonly ledger: Ledger;
  readonly leases: Leases;
  readonly hints: Hints;
  /** What callers have spent. */
  readonly budgets: BudgetStore;
  /** Gives back leases, ends everything, and lets go of connections. */
  close(): Promise<void>;
}

/** What it is made of. */
export interface CoordinationOptions {
  /** `redis://` or `rediss://`, with user, password and database where there are any; undefined: this process is the only one. */
  readonly url: URL | undefined;
  /** Names in Redis are hashed with it; the same in all gateways. */
  readonly secret: Uint8Array;
  /** How long the turn of a keyed write whose gateway died stays taken, milliseconds; a minute when absent. */
  readonly turnMs?: number | undefined;
  /** How long the leases of a gateway that died stay taken, milliseconds; 15 seconds when absent. */
  readonly leaseMs?: number | undefined;
  /** How long writes may be under way that a Redis which lost its memory knew of, milliseconds. */
  readonly settleMs: number;
  readonly budget: BudgetOptions;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Told once of each change. */
  readonly onEvent: (event: CoordinationEvent) => void;
}

const defaultTurnMs = 60_000;
const defaultLeaseMs = 15_000;

const inMemory = ({ leaseMs = defaultLeaseMs, budget, now }: CoordinationOptions): Coordination => {
  const ledger = createMemoryLedger(now);
  const leases = createMemoryLeases(leaseMs / 3);
  const hints = createMemoryHints();
  return {
    ledger,
    leases,
    hints,
    budgets: createMemoryBudgetStore(budget),
    close: async () => {
      await Promise.all([leases.close(), hints.close(), ledger.close()]);
    },
  };
};

/** Two connections: one for everything, and one that listens and can do nothing else. Both are made in the background. */
const onRedis = (url: URL, options: CoordinationOptions): Coordination => {
  const { secret, turnMs = defaultTurnMs, leaseMs = defaultLeaseMs, settleMs, now, random, onEvent } = options;
  let isRefusalTold = false;
  const redis = connectRedis(url, (event) => {
    // An operator may have mended it.
    if (event.kind === 'unreachable') isRefusalTold = false;
    onEvent(event);
  });
  const nameOf = createNameInRedis(secret);
  const leases = createRedisLeases({ redis, nameOf, leaseMs, now });
  const hints = createRedisHints({
    redis,
    url,
    nameOf,
    onRefused: (reason) => {
      if (isRefusalTold) return;
      isRefusalTold = true;
      onEvent({ kind: 'hintsRefused', reason });
    },
  });
  const onForgot = (): void => onEvent({ kind: 'forgot' });
  const ledger = createRedisLedger({ redis, leaseMs: turnMs, settleMs, now, random, onForgot });
  return {
    ledger,
    leases,
    hints,
    budgets: createRedisBudgetStore({ redis, nameOf, ...options.budget }),
    close: async () => {
      await leases.close();
      await hints.close();
      // What is still asked is answered by that.
      await redis.close();
      await ledger.close();
    },
  };
};

/** Opens all of it over one configuration. */
export const openCoordination = (options: CoordinationOptions): Coordination =>
  options.url === undefined ? inMemory(options) : onRedis(options.url, options);
