import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CoordinationError } from '../../src/coordination/coordination-error.ts';
import type { Ledger, Turn } from '../../src/coordination/ledger.ts';
import { createMemoryLedger } from '../../src/coordination/memory-ledger.ts';
import { connectRedis } from '../../src/coordination/redis-connection.ts';
import { createRedisLedger } from '../../src/coordination/redis-ledger.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';

/** Two views of one ledger, as two replicas have them; a ledger in memory is one for all. */
type OpenLedgers = () => Promise<readonly [Ledger, Ledger]>;

const inMemory: OpenLedgers = () => {
  const ledger = createMemoryLedger(() => performance.now());
  return Promise.resolve([ledger, ledger]);
};

const onRedis: OpenLedgers = async () => {
  const { url } = await redisOfTest();
  const open = (): Ledger => {
    const redis = connectRedis(url, () => undefined);
    const ledger = createRedisLedger({
      redis,
      leaseMs: 60_000,
      settleMs: 60_000,
      now: () => performance.now(),
      random: Math.random,
      onForgot: () => undefined,
    });
    onTestFinished(async () => {
      await redis.close();
      await ledger.close();
    });
    return ledger;
  };
  return [open(), open()];
};

const longMs = 10_000;

const taken = async (ledger: Ledger, key = 'key', waitMs = longMs): Promise<Turn> => {
  const turn = await ledger.take(key, waitMs);
  if (turn === undefined) throw new Error('the turn is somebody else’s');
  return turn;
};

const behaviour = (open: OpenLedgers) => (): void => {
  test('a key is one’s who asked first, and is nobody’s again when the turn has ended', async () => {
    const [ours, theirs] = await open();
    const turn = await taken(ours);
    expect(await theirs.take('key', 0)).toBeUndefined();
    expect(await ours.take('key', 0)).toBeUndefined();
    await turn.end();
    await (await taken(theirs)).end();
    await (await taken(ours)).end();
  });

  test('another key can be worked on meanwhile', async () => {
    const [ours, theirs] = await open();
    const turn = await taken(ours, 'one');
    const other = await taken(theirs, 'two', 0);
    await Promise.all([turn.end(), other.end()]);
  });

  test('who waits gets the turn when it ends, and sees what was noted', async () => {
    const [ours, theirs] = await open();
    const turn = await taken(ours);
    const waiting = taken(theirs);
    await turn.note({ state: 'done', content: 'hash', result: 'sealed' });
    await turn.end();
    const next = await waiting;
    expect(next.record).toEqual({ state: 'done', content: 'hash', result: 'sealed', ageMs: expect.any(Number) });
    await next.end();
  });

  test('whoever has waited in vain leaves the turn to those who wait longer', async () => {
    const [ours] = await open();
    const turn = await taken(ours);
    const [patient, impatient] = [taken(ours), ours.take('key', 30)];
    expect(await impatient).toBeUndefined();
    await turn.end();
    await (await patient).end();
  });

  test('two hundred on one key work one at a time', async () => {
    const ledgers = await open();
    let working = 0;
    let most = 0;
    const orders = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const turn = await taken(ledgers[index % 2] ?? ledgers[0], 'key', 60_000);
        most = Math.max(most, (working += 1));
        const done = Number(turn.record?.content ?? 0) + 1;
        await turn.note({ state: 'done', content: String(done) });
        working -= 1;
        await turn.end();
        return done;
      }),
    );
    expect(most).toBe(1);
    expect(orders.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  test('a record tells its age, and the last one counts', async () => {
    const [ours, theirs] = await open();
    const turn = await taken(ours);
    await turn.note({ state: 'running', content: 'hash' });
    await sleep(60);
    await turn.end();
    const next = await taken(theirs);
    expect(next.record).toMatchObject({ state: 'running', content: 'hash' });
    expect(next.record?.ageMs).toBeGreaterThanOrEqual(50);
    await next.note({ state: 'unknown', content: 'hash' });
    await next.end();
    const last = await taken(ours);
    expect(last.record?.state).toBe('unknown');
    expect(last.record?.ageMs).toBeLessThan(next.record?.ageMs ?? 0);
    await last.end();
  });

  test('what is forgotten leaves nothing behind', async () => {
    const [ours, theirs] = await open();
    const turn = await taken(ours);
    await turn.note({ state: 'running', content: 'hash' });
    await turn.forget();
    await turn.end();
    const next = await taken(theirs);
    expect(next.record).toBeUndefined();
    await next.end();
  });

  test('a turn that has ended can note nothing, forget nothing, and takes nobody else’s away', async () => {
    const [ours, theirs] = await open();
    const turn = await taken(ours);
    await turn.end();
    const next = await taken(theirs);
    await next.note({ state: 'done', content: 'hash' });
    await expect(turn.note({ state: 'unknown', content: 'other' })).rejects.toBeInstanceOf(CoordinationError);
    await expect(turn.forget()).rejects.toBeInstanceOf(CoordinationError);
    await turn.end();
    expect(await ours.take('key', 0)).toBeUndefined();
    await next.end();
    const last = await taken(ours);
    expect(last.record).toMatchObject({ state: 'done', content: 'hash' });
    await last.end();
  });
};

describe('a ledger in memory', behaviour(inMemory));
describeWithRedis('a ledger on Redis', behaviour(onRedis));

test('a ledger in memory keeps a record for a day', async () => {
  let nowMs = 1;
  const ledger = createMemoryLedger(() => nowMs);
  const turn = await taken(ledger);
  await turn.note({ state: 'done', content: 'hash' });
  await turn.end();
  nowMs += 86_399_000;
  const next = await taken(ledger);
  expect(next.record).toMatchObject({ state: 'done', ageMs: 86_399_000 });
  await next.end();
  nowMs += 1_001;
  const last = await taken(ledger);
  expect(last.record).toBeUndefined();
  await last.end();
});
