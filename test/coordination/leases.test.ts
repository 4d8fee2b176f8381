import { describe, expect, test } from 'vitest';
import type { Lease, Leases } from '../../src/coordination/leases.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import { coordinationOfTest } from './coordination-of-test.ts';

/** Two views of the same leases, as two replicas have them; leases in memory are one for all. */
type OpenLeases = () => Promise<readonly [Leases, Leases]>;

const inMemory: OpenLeases = () => {
  const { leases } = coordinationOfTest(undefined);
  return Promise.resolve([leases, leases]);
};

const onRedis: OpenLeases = async () => {
  const { url } = await redisOfTest();
  return [coordinationOfTest(url).leases, coordinationOfTest(url).leases];
};

const taken = async (leases: Leases, key = 'key'): Promise<Lease> => {
  const lease = await leases.take(key);
  if (typeof lease === 'string') throw new Error(`not taken: ${lease}`);
  return lease;
};

const behaviour = (open: OpenLeases) => (): void => {
  test('a key is one’s who asked first, and is nobody’s again when it was given back', async () => {
    const [ours, theirs] = await open();
    const lease = await taken(ours);
    expect(await theirs.take('key')).toBe('elsewhere');
    expect(await ours.take('key')).toBe('elsewhere');
    expect(lease.lost.aborted).toBe(false);
    await lease.release();
    const next = await taken(theirs);
    expect(await ours.take('key')).toBe('elsewhere');
    await next.release();
    await (await taken(ours)).release();
    expect(lease.lost.aborted).toBe(false);
  });

  test('another key can be had meanwhile', async () => {
    const [ours, theirs] = await open();
    const leases = [await taken(ours, 'one'), await taken(theirs, 'two')];
    for (const lease of leases) await lease.release();
  });

  test('of many who ask at once one gets it', async () => {
    const views = await open();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => views)
        .flat()
        .map((leases) => leases.take('key')),
    );
    expect(answers.filter((answer) => answer !== 'elsewhere')).toHaveLength(1);
  });

  test('each lease on a key has a greater fence than all before, whoever had them', async () => {
    const views = await open();
    const fences: number[] = [];
    for (let index = 0; index < 20; index += 1) {
      const lease = await taken(views[index % 3 === 0 ? 0 : 1]);
      fences.push(lease.fence);
      await lease.release();
    }
    expect(fences.every(Number.isSafeInteger)).toBe(true);
    expect(fences[0]).toBeGreaterThan(0);
    expect([...new Set(fences)].toSorted((a, b) => a - b)).toEqual(fences);
  });

  test('who gives back what is somebody else’s by now takes nothing away', async () => {
    const [ours, theirs] = await open();
    const lease = await taken(ours);
    await lease.release();
    const next = await taken(theirs);
    await lease.release();
    expect(await ours.take('key')).toBe('elsewhere');
    expect(next.lost.aborted).toBe(false);
    await next.release();
  });
};

describe('leases in memory', behaviour(inMemory));
describeWithRedis('leases on Redis', behaviour(onRedis));

const onClosing = (open: () => Promise<URL | undefined>) => async (): Promise<void> => {
  const url = await open();
  const dying = coordinationOfTest(url);
  const [released, kept] = [await taken(dying.leases, 'released'), await taken(dying.leases, 'kept')];
  await released.release();
  await dying.close();
  expect(kept.lost.aborted).toBe(true);
  expect(released.lost.aborted).toBe(false);
  if (url === undefined) return;
  const living = coordinationOfTest(url);
  await (await taken(living.leases, 'kept')).release();
};

test(
  'who closes has lost what it held: in memory',
  onClosing(() => Promise.resolve(undefined)),
);
describeWithRedis('leases on Redis, at the end', () => {
  test(
    'who closes gives back what it held, at once',
    onClosing(async () => (await redisOfTest()).url),
  );
});
