import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { BudgetStore } from '../../src/coordination/budget-store.ts';
import { createNameInRedis } from '../../src/coordination/redis-names.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import { coordinationOfTest, coordinationSecret } from './coordination-of-test.ts';
import { relayOfTest } from './relay-of-test.ts';

const sooner = { timeout: 20_000, interval: 20 };

/** Two views of the same budgets of 100, as two replicas have them; budgets in memory are one for all. */
type OpenStores = (windowSeconds?: number) => Promise<readonly [BudgetStore, BudgetStore]>;

const inMemory: OpenStores = (windowSeconds = 60) => {
  const { budgets } = coordinationOfTest(undefined, { budget: { limit: 100, windowSeconds } });
  return Promise.resolve([budgets, budgets]);
};

const onRedis: OpenStores = async (windowSeconds = 60) => {
  const { url } = await redisOfTest();
  const open = (): BudgetStore => coordinationOfTest(url, { budget: { limit: 100, windowSeconds } }).budgets;
  return [open(), open()];
};

const behaviour = (open: OpenStores) => (): void => {
  test('what one spends nobody can spend again, to the last point', async () => {
    const [ours, theirs] = await open();
    expect(await ours.spend('ann', 60)).toMatchObject({ isSpent: true, remaining: 40 });
    expect(await theirs.spend('ann', 41)).toMatchObject({ isSpent: false, remaining: 40 });
    expect(await theirs.spend('ann', 40)).toMatchObject({ isSpent: true, remaining: 0 });
    const { isSpent, remaining, resetMs } = await ours.spend('ann', 1);
    expect([isSpent, remaining]).toEqual([false, 0]);
    expect(resetMs).toBeGreaterThan(30_000);
    expect(resetMs).toBeLessThanOrEqual(60_000);
    expect(await theirs.spend('bob', 100)).toMatchObject({ isSpent: true, remaining: 0 });
  });

  test('a look takes nothing, and begins no window', async () => {
    const [ours, theirs] = await open();
    expect(await ours.status('ann')).toEqual({ remaining: 100, resetMs: 0 });
    await ours.spend('ann', 30);
    for (let looks = 0; looks < 3; looks += 1) {
      const { remaining, resetMs } = await theirs.status('ann');
      expect(remaining).toBe(70);
      expect(resetMs).toBeGreaterThan(30_000);
      expect(resetMs).toBeLessThanOrEqual(60_000);
    }
  });

  test('everything may be spent again when the window has passed, which spending does not prolong', async () => {
    const [ours, theirs] = await open(1);
    await ours.spend('ann', 50);
    await ours.spend('ann', 50);
    await vi.waitFor(async () => expect(await theirs.status('ann')).toEqual({ remaining: 100, resetMs: 0 }), sooner);
    expect(await theirs.spend('ann', 100)).toMatchObject({ isSpent: true, remaining: 0 });
    await wait(600);
    await ours.spend('ann', 1);
    await vi.waitFor(async () => expect(await ours.spend('ann', 100)).toMatchObject({ isSpent: true }), sooner);
  });

  test('what is spent at once is not overspent', async () => {
    const views = await open();
    const spent = await Promise.all(
      Array.from({ length: 25 }, () => views)
        .flat()
        .map((budgets) => budgets.spend('ann', 7)),
    );
    expect(spent.filter(({ isSpent }) => isSpent)).toHaveLength(14);
    expect(await views[0].status('ann')).toMatchObject({ remaining: 2 });
  });

  test('what is refused takes nothing, however often it is tried', async () => {
    const [ours, theirs] = await open();
    await ours.spend('ann', 1);
    for (let tries = 0; tries < 5; tries += 1) expect(await theirs.spend('ann', 100)).toMatchObject({ isSpent: false });
    expect(await ours.status('ann')).toMatchObject({ remaining: 99 });
  });
};

describe('budgets in memory', behaviour(inMemory));
describeWithRedis('budgets on Redis', behaviour(onRedis));

describeWithRedis('budgets on Redis, besides', () => {
  test('what is too large has nothing else refused meanwhile', async () => {
    const [ours, theirs] = await onRedis();
    await ours.spend('ann', 1);
    const tooLarge = Array.from({ length: 50 }, () => ours.spend('ann', 100));
    const small = Array.from({ length: 90 }, () => theirs.spend('ann', 1));
    expect((await Promise.all(tooLarge)).filter(({ isSpent }) => isSpent)).toEqual([]);
    expect((await Promise.all(small)).filter(({ isSpent }) => !isSpent)).toEqual([]);
  });

  test('each replica has its own while Redis is gone, and they share again when it is back', async () => {
    const redis = await redisOfTest();
    const [ours, theirs] = [coordinationOfTest(redis.url), coordinationOfTest(redis.url)];
    await ours.budgets.spend('ann', 90);
    expect(await theirs.budgets.status('ann')).toMatchObject({ remaining: 10 });
    await redis.kill();
    for (const { budgets } of [ours, theirs]) {
      expect(await budgets.spend('ann', 80)).toMatchObject({ isSpent: true, remaining: 20 });
      expect(await budgets.spend('ann', 30)).toMatchObject({ isSpent: false, remaining: 20 });
      expect(await budgets.status('ann')).toMatchObject({ remaining: 20 });
    }
    await redis.start();
    for (const { budgets } of [ours, theirs])
      await vi.waitFor(async () => expect(await budgets.status('ann')).toMatchObject({ remaining: 100 }), sooner);
    // What was refused meanwhile was not given back to a Redis that had never taken it.
    await ours.budgets.spend('ann', 70);
    expect(await theirs.budgets.spend('ann', 31)).toMatchObject({ isSpent: false, remaining: 30 });
  });

  test('a Redis that accepts and does not answer holds up nothing but what is under way', async () => {
    const { url } = await redisOfTest();
    const relay = await relayOfTest(url);
    const { budgets, events } = coordinationOfTest(relay.url, { budget: { limit: 1_000, windowSeconds: 600 } });
    await budgets.spend('ann', 1);
    relay.silence();
    expect(await budgets.spend('ann', 1)).toMatchObject({ isSpent: true, remaining: 999 });
    // Three minutes if each of them waited for a second.
    for (let spent = 2; spent <= 180; spent += 1)
      expect(await budgets.spend('ann', 1)).toMatchObject({ isSpent: true, remaining: 1_000 - spent });
    await vi.waitFor(() => expect(events).toHaveLength(2), sooner);
    relay.restore();
    await vi.waitFor(async () => expect(await budgets.status('ann')).toMatchObject({ remaining: 999 }), sooner);
  }, 60_000);

  test('a Redis that never has answered holds up the first only', async () => {
    const { url } = await redisOfTest();
    const relay = await relayOfTest(url);
    relay.silence();
    const { budgets } = coordinationOfTest(relay.url);
    // More than a minute if each of them waited for a second.
    for (let spent = 1; spent <= 100; spent += 1)
      expect(await budgets.spend('ann', 1)).toMatchObject({ isSpent: true, remaining: 100 - spent });
  }, 60_000);

  test.each([
    ['garbage', 'garbage', 60_000],
    ['no end', '5', 0],
  ])('a value of Redis with %s begins a new window', async (_what, value, leftMs) => {
    const { url, client } = await redisOfTest();
    const key = createNameInRedis(coordinationSecret)('budget', 'ann');
    await (leftMs === 0 ? client.set(key, value) : client.set(key, value, 'PX', leftMs));
    const { budgets } = coordinationOfTest(url);
    expect(await budgets.spend('ann', 30)).toMatchObject({ isSpent: true, remaining: 70 });
    expect(await client.pttl(key)).toBeGreaterThan(0);
  });
});
