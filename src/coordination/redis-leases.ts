import { randomUUID } from 'node:crypto';
import { createBackground } from './background.ts';
import type { Lease, Leases } from './leases.ts';
import { ignoreCoordinationError } from './coordination-error.ts';
import type { RedisConnection } from './redis-connection.ts';
import { prefix, type NameInRedis } from './redis-names.ts';

/** What leases on Redis are made of. */
export interface RedisLeasesOptions {
  readonly redis: RedisConnection;
  readonly nameOf: NameInRedis;
  /** How long the leases of a gateway that died stay taken, milliseconds; one that lives keeps its own as long as it wants. */
  readonly leaseMs: number;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
}

/** One number for all keys: nothing has to be kept for each key that there ever was. */
const fenceKey = `${prefix}:fence`;

/** A lease is renewed when this part of it has passed, and once more before it is given up. */
const renewalPart = 1 / 3;

/** Whoever could not renew a lease stops this long before somebody else may have it: clocks differ in speed, and timers are late. */
const trustedPart = 0.9;

/*
 * The fence is at least Redis's own time in microseconds, so that it grows over a Redis that has lost its memory; below 2^53 until 2255. A lease is a
 * key with an owner: https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/
 */
const takeScript = `if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
local time = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[2]) or '0') or 0
local fence = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
redis.call('SET', KEYS[2], fence)
return fence`;

const renewScript = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const releaseScript = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** A lease that is held. */
interface Held {
  readonly renew: () => void;
  readonly lose: () => void;
}

/** Leases between all gateways that share a Redis. Whatever Redis does, two of them hold one at the same time only when it has lost its memory. */
export const createRedisLeases = ({ redis, nameOf, leaseMs, now }: RedisLeasesOptions): Leases => {
  const background = createBackground();
  const held = new Set<Held>();
  let isClosed = false;

  const release = async (key: string, owner: string): Promise<void> => {
    await redis.run(releaseScript, [key], [owner]);
  };

  const hold = (key: string, owner: string, fence: number, takenMs: number): Lease => {
    const losing = new AbortController();
    let isOver = false;
    let expiry: NodeJS.Timeout | undefined;
    const stop = (): void => {
      isOver = true;
      clearInterval(renewal);
      clearTimeout(expiry);
      held.delete(own);
    };
    const lose = (): void => {
      if (isOver) return;
      stop();
      background.run(() => release(key, owner));
      losing.abort();
    };
    const trustSince = (sinceMs: number): void => {
      clearTimeout(expiry);
      expiry = setTimeout(lose, leaseMs * trustedPart - (now() - sinceMs));
    };
    const own: Held = {
      renew: () =>
        background.run(async () => {
          const askedMs = now();
          const answer = await redis.run(renewScript, [key], [owner, leaseMs]);
          if (isOver) return;
          if (answer === 1) trustSince(askedMs);
          else lose();
        }),
      lose,
    };
    const renewal = setInterval(own.renew, leaseMs * renewalPart);
    held.add(own);
    trustSince(takenMs);
    return {
      fence,
      lost: losing.signal,
      release: async () => {
        if (isOver) return;
        stop();
        await release(key, owner).catch(ignoreCoordinationError);
      },
    };
  };

  // It may have come back without its memory, and somebody else may have taken everything.
  redis.onReady(() => {
    for (const { renew } of held) renew();
  });

  return {
    retryMs: leaseMs * renewalPart,
    take: async (text) => {
      if (isClosed || redis.isAway()) return 'unknown';
      const key = nameOf('lease', text);
      const owner = randomUUID();
      const askedMs = now();
      try {
        const fence = await redis.run(takeScript, [key, fenceKey], [owner, leaseMs]);
        if (typeof fence !== 'string') return 'elsewhere';
        // An answer that took too long says what was.
        if (!isClosed && now() - askedMs < leaseMs * renewalPart) return hold(key, owner, Number(fence), askedMs);
      } catch (error) {
        ignoreCoordinationError(error);
      }
      // Perhaps only its answer was lost, or is still to come: what is asked next is answered after it.
      background.run(() => release(key, owner));
      return 'unknown';
    },
    close: async () => {
      isClosed = true;
      for (const { lose } of held) lose();
      // They end by themselves.
      if (!redis.isAway()) await background.done();
    },
  };
};
