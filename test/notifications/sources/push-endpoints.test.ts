import { describe, expect, it } from 'vitest';
import type { Leases } from '../../../src/coordination/leases.ts';
import { createMemoryHints } from '../../../src/coordination/memory-hints.ts';
import { createMemoryLeases } from '../../../src/coordination/memory-leases.ts';
import type { Push, PushEndpoint } from '../../../src/notifications/sources/push-endpoints.ts';
import { createSealer } from '../../../src/sealer.ts';
import { address } from '../../access.ts';
import { endpointsFor } from './push-door.ts';

const alice = address('alice@example.test');
const bob = address('bob@example.test');
const changed: Push = { type: 'changed', events: [] };
const status: Push = { type: 'status' };
const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const pathOf = ({ url }: PushEndpoint): string => url.pathname.replace('/ews/notifications/', '');

/** Two gateways of one secret that reach each other. */
const twoGateways = (options: Parameters<typeof endpointsFor>[0] = {}) => {
  const hints = createMemoryHints();
  const told: string[] = [];
  for (const topic of [alice, bob]) hints.listen(topic, ({ fence }) => void told.push(`${topic} ${fence}`));
  const shared = { hints, leases: createMemoryLeases(10), isShared: true, ...options };
  return { here: endpointsFor(shared), there: endpointsFor(shared), told };
};

/** Leases that tell what was taken of them. */
const recordedLeases = () => {
  const leases = createMemoryLeases(10);
  const taken: string[] = [];
  const take: Leases['take'] = async (key) => {
    const lease = await leases.take(key);
    taken.push(typeof lease === 'object' ? 'taken' : lease);
    return lease;
  };
  return { leases: { ...leases, take }, taken };
};

describe('the endpoints of one process', () => {
  it('pass on what is sent to an open path, to the one who opened it', async () => {
    const endpoints = endpointsFor();
    const pushes: (readonly [string, Push])[] = [];
    const first = endpoints.open({ address: alice }, (push) => void pushes.push(['first', push]));
    const second = endpoints.open({ address: alice }, (push) => void pushes.push(['second', push]));
    expect(await endpoints.find(pathOf(first))?.take(changed)).toBe('OK');
    expect(await endpoints.find(pathOf(second))?.take(status)).toBe('OK');
    expect(pushes).toEqual([
      ['first', changed],
      ['second', status],
    ]);
  });

  it('show neither whose mailbox it is nor anything that repeats', () => {
    const endpoints = endpointsFor();
    const paths = Array.from({ length: 100 }, () => pathOf(endpoints.open({ address: alice }, () => undefined)));
    expect(new Set(paths.map((path) => path.slice(0, 40))).size).toBe(100);
    for (const path of paths) {
      expect(path).toMatch(/^[\w-]{100,300}$/);
      expect(Buffer.from(path, 'base64url').toString('latin1')).not.toContain('alice');
    }
  });

  it('answer Unsubscribe to a path that was closed, and to one of before a restart', async () => {
    const endpoints = endpointsFor();
    const pushes: Push[] = [];
    const endpoint = endpoints.open({ address: alice }, (push) => void pushes.push(push));
    const path = pathOf(endpoint);
    const began = endpoints.find(path);
    expect(endpointsFor().find(path)).toMatchObject({ isOver: true });
    expect(began?.isOver).toBe(false);
    endpoint.close();
    endpoint.close();
    // What was being read when it was closed, too.
    expect(await began?.take(changed)).toBe('Unsubscribe');
    expect(endpoints.find(path)).toMatchObject({ isOver: true });
    expect(await endpoints.find(path)?.take(changed)).toBe('Unsubscribe');
    expect(pushes).toEqual([]);
  });

  it('know their paths under the secret of before, and no others', () => {
    const old = endpointsFor({ sealer: createSealer(secret(2)) });
    const path = pathOf(old.open({ address: alice }, () => undefined));
    expect(endpointsFor({ sealer: createSealer(secret(3), secret(2)) }).find(path)).toMatchObject({ isOver: true });
    expect(endpointsFor({ sealer: createSealer(secret(3)) }).find(path)).toBeUndefined();
  });

  it('take nothing else for a path that the same secret has sealed', () => {
    const sealer = createSealer(secret(1));
    const endpoints = endpointsFor({ sealer });
    const content = JSON.stringify([4_000_000_000, 'nonce', alice]);
    expect(endpoints.find(sealer.seal('push', content))).toBeDefined();
    for (const purpose of ['id', 'link', 'cursor', '', 'push ', 'pus'])
      expect(endpoints.find(sealer.seal(purpose, content))).toBeUndefined();
  });
});

describe('endpoints that gateways share', () => {
  it('have the mailbox looked at everywhere, and the opener told, wherever something arrives', async () => {
    const { here, there, told } = twoGateways();
    const pushes: Push[] = [];
    const path = pathOf(here.open({ address: alice }, (push) => void pushes.push(push)));
    expect(there.find(path)?.isOver).toBe(false);
    expect(await there.find(path)?.take(status)).toBe('OK');
    expect([pushes, told]).toEqual([[status], []]);
    expect(await there.find(path)?.take(changed)).toBe('OK');
    // Nothing that was sent is passed on, only that something was.
    expect([pushes, told]).toEqual([[status, status], [`${alice} 0`]]);
  });

  it('take no news of Redis for a sign of life', () => {
    const { listen, ...hints } = createMemoryHints();
    const topics: string[] = [];
    const here = endpointsFor({
      isShared: true,
      hints: {
        ...hints,
        listen: (topic, onHint) => {
          topics.push(topic);
          return listen(topic, onHint);
        },
      },
    });
    const pushes: Push[] = [];
    here.open({ address: alice }, (push) => void pushes.push(push));
    expect(topics).toHaveLength(1);
    hints.tell(topics[0] ?? '', { fence: 0 });
    expect(pushes).toEqual([]);
    hints.tell(topics[0] ?? '', { fence: 1 });
    expect(pushes).toEqual([status]);
  });

  it('answer Unsubscribe wherever a push arrives for a path that was closed', async () => {
    const { here, there, told } = twoGateways();
    const pushes: Push[] = [];
    const endpoint = here.open({ address: alice }, (push) => void pushes.push(push));
    const path = pathOf(endpoint);
    expect(await there.find(path)?.take(status)).toBe('OK');
    endpoint.close();
    await here.end();
    expect(await here.find(path)?.take(changed)).toBe('Unsubscribe');
    // Whoever did not close it has to ask once.
    expect(there.find(path)?.isOver).toBe(false);
    expect(await there.find(path)?.take(changed)).toBe('Unsubscribe');
    expect(there.find(path)?.isOver).toBe(true);
    expect([pushes, told]).toEqual([[status], []]);
  });

  it('close what is open when they end, for the others too', async () => {
    const { here, there } = twoGateways();
    const paths = [alice, bob].map((address) => pathOf(here.open({ address }, () => undefined)));
    const ofOthers = pathOf(there.open({ address: alice }, () => undefined));
    await here.end();
    for (const path of paths) expect(await there.find(path)?.take(changed)).toBe('Unsubscribe');
    expect(await here.find(ofOthers)?.take(changed)).toBe('OK');
  });

  it('take back what they have lost', async () => {
    const { leases, taken } = recordedLeases();
    const { here, there } = twoGateways({ leases });
    const path = pathOf(here.open({ address: alice }, () => undefined));
    await expect.poll(() => taken).toEqual(['taken']);
    // As a gateway does that has lost Redis.
    await leases.close();
    await expect.poll(() => taken).toEqual(['taken', 'taken']);
    expect(await there.find(path)?.take(changed)).toBe('OK');
    expect(taken).toEqual(['taken', 'taken', 'elsewhere']);
  });

  it('take later what they could not have at first', async () => {
    const { leases, taken } = recordedLeases();
    let isAway = true;
    const { here, there } = twoGateways({
      leases: { ...leases, take: (key) => (isAway ? Promise.resolve('unknown') : leases.take(key)) },
    });
    const path = pathOf(here.open({ address: alice }, () => undefined));
    isAway = false;
    await expect.poll(() => taken).toEqual(['taken']);
    expect(await there.find(path)?.take(changed)).toBe('OK');
  });

  it('keep a path open while nobody can tell, until its time is over', async () => {
    let nowMs = 1_000_000;
    const leases: Leases = { ...createMemoryLeases(10), take: () => Promise.resolve('unknown') };
    const { here, there, told } = twoGateways({ leases, now: () => nowMs, lifeMs: 60_000 });
    const pushes: Push[] = [];
    const endpoint = here.open({ address: alice }, (push) => void pushes.push(push));
    const path = pathOf(endpoint);
    expect(await there.find(path)?.take(changed)).toBe('OK');
    expect([pushes, told]).toEqual([[status], [`${alice} 0`]]);
    endpoint.close();
    nowMs += endpoint.lifeMs;
    expect(await there.find(path)?.take(changed)).toBe('OK');
    nowMs += endpoint.lifeMs;
    expect(await there.find(path)?.take(changed)).toBe('Unsubscribe');
    expect(pushes).toEqual([status]);
  });

  it('tell an opener who had just lost its lease that its subscription ends', async () => {
    const leases: Leases = { ...createMemoryLeases(10), take: () => Promise.resolve('unknown') };
    const hints = createMemoryHints();
    const here = endpointsFor({ hints, leases, isShared: true });
    const there = endpointsFor({ hints, isShared: true });
    const pushes: Push[] = [];
    const path = pathOf(here.open({ address: alice }, (push) => void pushes.push(push)));
    expect(await there.find(path)?.take(changed)).toBe('Unsubscribe');
    expect(pushes).toEqual([{ type: 'lost' }]);
  });

  it('keep a path open that its opener has not closed, however old it is', async () => {
    let nowMs = 0;
    const { here } = twoGateways({ now: () => nowMs, lifeMs: 1_000 });
    const path = pathOf(here.open({ address: alice }, () => undefined));
    nowMs += 1_000_000;
    expect(await here.find(path)?.take(changed)).toBe('OK');
  });
});
