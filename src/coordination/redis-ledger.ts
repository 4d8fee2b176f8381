import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackground } from './background.ts';
import { CoordinationError } from './coordination-error.ts';
import { recordSeconds, type Ledger, type NotedRecord, type Turn, type WriteRecord } from './ledger.ts';
import { createQueues } from './queues.ts';
import type { RedisConnection } from './redis-connection.ts';
import { prefix } from './redis-names.ts';

/** What a Redis ledger is made of. */
export interface RedisLedgerOptions {
  readonly redis: RedisConnection;
  /** How long the turn of a process that died stays taken, milliseconds; one that lives keeps its turn as long as it needs. */
  readonly leaseMs: number;
  /** How long nothing is believed of a Redis that has lost its memory, milliseconds: writes may be under way that it knew of. */
  readonly settleMs: number;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Told when Redis has come back without what it knew. */
  readonly onForgot: () => void;
}

/** Made when there is none, so that a Redis that came back empty is known by another one. */
const epochKey = `${prefix}:epoch`;

/** Milliseconds between two looks whether another process is done, at least and at most. */
const pollMs = [20, 200] as const;

/*
 * Time is Redis's own, so that replicas whose clocks differ agree on the age of a record. What changes something looks first whether the turn is
 * still the caller's. Needs Redis 5 or newer: https://redis.io/docs/latest/develop/programmability/eval-intro/
 */
const now = `local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))`;

const epochScript = `redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])`;

const takeScript = `redis.call('SET', KEYS[3], ARGV[3], 'NX')
local epoch = redis.call('GET', KEYS[3])
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return {epoch} end
${now}
return {epoch, now, redis.call('GET', KEYS[2])}`;

const owned = (then: string): string => `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
${then}
return 1`;
const renewScript = owned(`redis.call('PEXPIRE', KEYS[1], ARGV[2])`);
const noteScript = owned(`${now}
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], now .. ' ' .. ARGV[3], 'EX', ARGV[4])`);
const forgetScript = owned(`redis.call('DEL', KEYS[2])`);
const endScript = owned(`redis.call('DEL', KEYS[1])`);

const readRecord = (text: unknown, nowText: string): NotedRecord | undefined => {
  if (typeof text !== 'string') return undefined;
  const [, notedAt, json = ''] = /^(\d+) (\{.*)$/s.exec(text) ?? [];
  try {
    const record = JSON.parse(json) as WriteRecord;
    // A primary that took over may have another clock.
    return { ...record, ageMs: Math.max(0, Number(nowText) - Number(notedAt)) };
  } catch {
    throw new CoordinationError('Redis holds something that is no record');
  }
};

/**
 * A ledger for all gateways that share a Redis, over a connection that somebody else closes. Keys and values hold hashes, times and sealed ids. A turn is a
 * lease with an owner (https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/), and what was noted under it outlives it: whoever
 * comes after a process that died knows that something was begun. While Redis cannot be reached, and for `settleMs` after it came back without its
 * memory, everything throws CoordinationError.
 */
export const createRedisLedger = (options: RedisLedgerOptions): Ledger => {
  const { redis, leaseMs, settleMs, now: monotonicMs, random, onForgot } = options;
  const queues = createQueues();
  let epoch: string | undefined;
  let forgotAtMs: number | undefined;
  const see = (seen: unknown): void => {
    if (typeof seen !== 'string') throw new CoordinationError('Redis gave another answer than expected');
    if (epoch !== undefined && epoch !== seen) {
      forgotAtMs = monotonicMs();
      onForgot();
    }
    epoch = seen;
  };
  const background = createBackground();
  redis.onReady(() => background.run(async () => see(await redis.run(epochScript, [epochKey], [randomUUID()]))));

  const renewals = new Set<NodeJS.Timeout>();
  const turnOf = (keys: readonly string[], owner: string, record: NotedRecord | undefined, leave: () => void): Turn => {
    let isOver = false;
    const change = async (script: string, values: readonly (string | number)[] = []): Promise<void> => {
      if (isOver) throw new CoordinationError('The turn is over');
      if ((await redis.run(script, keys, [owner, ...values])) !== 1) throw new CoordinationError('The turn was lost');
    };
    const renewal = setInterval(() => background.run(() => change(renewScript, [leaseMs])), leaseMs / 3);
    renewals.add(renewal);
    return {
      record,
      note: (noted) => change(noteScript, [leaseMs, JSON.stringify(noted), recordSeconds]),
      forget: () => change(forgetScript),
      end: async () => {
        if (isOver) return;
        isOver = true;
        clearInterval(renewal);
        renewals.delete(renewal);
        await release(keys, owner);
        leave();
      },
    };
  };

  const release = async (keys: readonly string[], owner: string): Promise<void> => {
    try {
      await redis.run(endScript, keys, [owner]);
    } catch (error) {
      // It ends by itself.
      if (!(error instanceof CoordinationError)) throw error;
    }
  };

  /** One try. Undefined: somebody else has the turn. */
  const tryTake = async (keys: readonly string[], leave: () => void): Promise<Turn | undefined> => {
    const owner = randomUUID();
    const answer = await redis
      .run(takeScript, [...keys, epochKey], [owner, leaseMs, randomUUID()])
      .catch(async (error: unknown) => {
        // Perhaps only its answer was lost.
        await release(keys, owner);
        throw error;
      });
    const [seen, nowText, found] = answer as readonly unknown[];
    see(seen);
    if (typeof nowText !== 'string') return undefined;
    try {
      if (forgotAtMs !== undefined && monotonicMs() - forgotAtMs < settleMs)
        throw new CoordinationError('Redis has lost its memory, and writes may be under way that it knew of');
      return turnOf(keys, owner, readRecord(found, nowText), leave);
    } catch (error) {
      await release(keys, owner);
      throw error;
    }
  };

  return {
    take: async (key, waitMs) => {
      const startedMs = monotonicMs();
      // Those of one process wait in line; only the first of them asks Redis.
      const leave = await queues.enter(key, waitMs);
      if (leave === undefined) return undefined;
      const keys = [`${prefix}:${key}:turn`, `${prefix}:${key}:record`];
      try {
        for (let pauseMs: number = pollMs[0]; ; pauseMs = Math.min(pauseMs * 2, pollMs[1])) {
          const turn = await tryTake(keys, leave);
          if (turn !== undefined) return turn;
          const leftMs = waitMs - (monotonicMs() - startedMs);
          if (leftMs <= 0) break;
          await sleep(Math.min(leftMs, pauseMs * (0.75 + random() / 2)));
        }
      } catch (error) {
        leave();
        throw error;
      }
      leave();
      return undefined;
    },
    close: async () => {
      for (const renewal of renewals) clearInterval(renewal);
      await background.done();
    },
  };
};
