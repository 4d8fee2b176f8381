import { expect, test, vi } from 'vitest';
import type { Lease, Leases } from '../../src/coordination/leases.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import { coordinationOfTest } from './coordination-of-test.ts';
import { relayOfTest } from './relay-of-test.ts';

const taken = async (leases: Leases): Promise<Lease> => {
  const lease = await leases.take('alice@example.test');
  if (typeof lease === 'string') throw new Error(`not taken: ${lease}`);
  return lease;
};

const sooner = { timeout: 20_000, interval: 20 };

/** Asks until the lease is there. */
const takenInTheEnd = (leases: Leases): Promise<Lease> => vi.waitFor(() => taken(leases), sooner);

describeWithRedis('leases on Redis, besides', () => {
  test('who cannot renew a lease knows that it is lost before somebody else has it', async () => {
    const { url } = await redisOfTest();
    const relay = await relayOfTest(url);
    const cut = coordinationOfTest(relay.url, { leaseMs: 2_000 });
    const lease = await taken(cut.leases);
    relay.cut();
    const other = await takenInTheEnd(coordinationOfTest(url).leases);
    expect(lease.lost.aborted).toBe(true);
    expect(other.fence).toBeGreaterThan(lease.fence);
    expect(await cut.leases.take('alice@example.test')).toBe('unknown');
    relay.restore();
    await vi.waitFor(async () => expect(await cut.leases.take('alice@example.test')).toBe('elsewhere'), sooner);
    await lease.release();
    expect(await cut.leases.take('alice@example.test')).toBe('elsewhere');
    await other.release();
    await takenInTheEnd(cut.leases);
  });

  test('the same when the connection is there and nobody answers', async () => {
    const { url } = await redisOfTest();
    const relay = await relayOfTest(url);
    const cut = coordinationOfTest(relay.url, { leaseMs: 2_000 });
    const lease = await taken(cut.leases);
    relay.silence();
    const other = await takenInTheEnd(coordinationOfTest(url).leases);
    expect(lease.lost.aborted).toBe(true);
    relay.restore();
    // It leaves the silent connection, and makes another.
    await vi.waitFor(async () => expect(await cut.leases.take('alice@example.test')).toBe('elsewhere'), sooner);
    expect(cut.events).toEqual(['reached', expect.stringMatching(/^unreachable: /), 'reached']);
    await other.release();
  });

  test('who lives keeps a lease beyond its time', async () => {
    const { url, client } = await redisOfTest();
    const lease = await taken(coordinationOfTest(url, { leaseMs: 3_000 }).leases);
    const [key = ''] = await client.keys('workmail-graphql:lease:*');
    for (let renewals = 0; renewals < 2; renewals += 1) {
      // A renewal is seen by the time that it gives, in place of any other.
      expect(await client.pexpire(key, 60_000)).toBe(1);
      await vi.waitFor(async () => expect(await client.pttl(key)).toBeLessThanOrEqual(3_000), sooner);
    }
    expect(await coordinationOfTest(url).leases.take('alice@example.test')).toBe('elsewhere');
    expect(lease.lost.aborted).toBe(false);
    await lease.release();
  });

  test('a short interruption costs no lease', async () => {
    const { url } = await redisOfTest();
    const relay = await relayOfTest(url);
    const { leases, events } = coordinationOfTest(relay.url, { leaseMs: 60_000 });
    const lease = await taken(leases);
    relay.cut();
    await vi.waitFor(() => expect(events).toHaveLength(2), sooner);
    relay.restore();
    await vi.waitFor(() => expect(events).toHaveLength(3), sooner);
    expect(await leases.take('alice@example.test')).toBe('elsewhere');
    expect(lease.lost.aborted).toBe(false);
  });

  test('a lease that another took over a Redis without memory is lost at once, and the fence goes on', async () => {
    const redis = await redisOfTest();
    const { leases } = coordinationOfTest(redis.url, { leaseMs: 600_000 });
    const lease = await taken(leases);
    await redis.kill();
    await redis.start();
    await vi.waitFor(() => expect(lease.lost.aborted).toBe(true), sooner);
    const next = await takenInTheEnd(leases);
    expect(next.fence).toBeGreaterThan(lease.fence);
  });

  test('the fence follows the highest that there was, also when it was by a clock that was ahead', async () => {
    const { url, client } = await redisOfTest();
    const ahead = (Date.now() + 3_600_000) * 1000;
    await client.set('workmail-graphql:fence', String(ahead));
    const { leases } = coordinationOfTest(url);
    const lease = await taken(leases);
    expect(lease.fence).toBe(ahead + 1);
    await lease.release();
    await client.set('workmail-graphql:fence', 'garbage');
    expect((await taken(leases)).fence).toBeGreaterThan(1_700_000_000_000_000);
  });

  test('nobody can be asked while Redis is gone, and who could not be told of a lease does not keep it from others', async () => {
    const redis = await redisOfTest();
    const { leases } = coordinationOfTest(redis.url, { leaseMs: 600_000 });
    await (await taken(leases)).release();
    redis.pause();
    // Redis will do it as soon as it goes on.
    expect(await leases.take('alice@example.test')).toBe('unknown');
    redis.resume();
    await (await takenInTheEnd(leases)).release();
    await redis.kill();
    await vi.waitFor(async () => expect(await leases.take('alice@example.test')).toBe('unknown'), sooner);
    await redis.start();
    await takenInTheEnd(leases);
  });
});
