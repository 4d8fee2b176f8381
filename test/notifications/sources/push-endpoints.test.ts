import { describe, expect, it } from 'vitest';
import { createMemoryHints } from '../../../src/coordination/memory-hints.ts';
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
  const shared = { hints, isShared: true, ...options };
  return { here: endpointsFor(shared), there: endpointsFor(shared), told };
};

describe('the endpoints of one process', () => {
  it('pass on what is sent to an open path, to the one who opened it', () => {
    const endpoints = endpointsFor();
    const pushes: (readonly [string, Push])[] = [];
    const first = endpoints.open({ address: alice, fence: 1 }, (push) => void pushes.push(['first', push]));
    const second = endpoints.open({ address: alice, fence: 1 }, (push) => void pushes.push(['second', push]));
    expect(endpoints.find(pathOf(first))?.take(changed)).toBe('OK');
    expect(endpoints.find(pathOf(second))?.take(status)).toBe('OK');
    expect(pushes).toEqual([
      ['first', changed],
      ['second', status],
    ]);
  });

  it('show neither whose mailbox it is nor anything that repeats', () => {
    const endpoints = endpointsFor();
    const paths = Array.from({ length: 100 }, () =>
      pathOf(endpoints.open({ address: alice, fence: 1 }, () => undefined)),
    );
    expect(new Set(paths.map((path) => path.slice(0, 40))).size).toBe(100);
    for (const path of paths) {
      expect(path).toMatch(/^[\w-]{100,300}$/);
      expect(Buffer.from(path, 'base64url').toString('latin1')).not.toContain('alice');
    }
  });

  it('answer Unsubscribe to a path that was closed, and to one of before a restart', () => {
    const endpoints = endpointsFor();
    const pushes: Push[] = [];
    const endpoint = endpoints.open({ address: alice, fence: 1 }, (push) => void pushes.push(push));
    const path = pathOf(endpoint);
    const began = endpoints.find(path);
    expect(endpointsFor().find(path)).toMatchObject({ isOver: true });
    expect(began?.isOver).toBe(false);
    endpoint.close();
    endpoint.close();
    // What was being read when it was closed, too.
    expect(began?.take(changed)).toBe('Unsubscribe');
    expect(endpoints.find(path)).toMatchObject({ isOver: true });
    expect(endpoints.find(path)?.take(changed)).toBe('Unsubscribe');
    expect(pushes).toEqual([]);
  });

  it('know their paths under the secret of before, and no others', () => {
    const old = endpointsFor({ sealer: createSealer(secret(2)) });
    const path = pathOf(old.open({ address: alice, fence: 1 }, () => undefined));
    expect(endpointsFor({ sealer: createSealer(secret(3), secret(2)) }).find(path)).toMatchObject({ isOver: true });
    expect(endpointsFor({ sealer: createSealer(secret(3)) }).find(path)).toBeUndefined();
  });

  it('take nothing else for a path that the same secret has sealed', () => {
    const sealer = createSealer(secret(1));
    const endpoints = endpointsFor({ sealer });
    const content = JSON.stringify([4_000_000_000, 1, 'nonce', alice]);
    expect(endpoints.find(sealer.seal('push', content))).toBeDefined();
    for (const purpose of ['id', 'link', 'cursor', '', 'push ', 'pus'])
      expect(endpoints.find(sealer.seal(purpose, content))).toBeUndefined();
  });
});

describe('endpoints that gateways share', () => {
  it('have the mailbox looked at everywhere, and the opener told, wherever something arrives', () => {
    const { here, there, told } = twoGateways();
    const pushes: Push[] = [];
    const path = pathOf(here.open({ address: alice, fence: 1 }, (push) => void pushes.push(push)));
    expect(there.find(path)?.isOver).toBe(false);
    expect(there.find(path)?.take(status)).toBe('OK');
    expect([pushes, told]).toEqual([[status], []]);
    expect(there.find(path)?.take(changed)).toBe('OK');
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
    here.open({ address: alice, fence: 1 }, (push) => void pushes.push(push));
    expect(topics).toHaveLength(1);
    hints.tell(topics[0] ?? '', { fence: 0 });
    expect(pushes).toEqual([]);
    hints.tell(topics[0] ?? '', { fence: 1 });
    expect(pushes).toEqual([status]);
  });

  it('answer Unsubscribe at once where a path was closed, and elsewhere when its time is over', () => {
    let nowMs = 1_000_000;
    const { here, there, told } = twoGateways({ now: () => nowMs, lifeMs: 60_000 });
    const pushes: Push[] = [];
    const endpoint = here.open({ address: alice, fence: 1 }, (push) => void pushes.push(push));
    const path = pathOf(endpoint);
    endpoint.close();
    expect(here.find(path)?.take(changed)).toBe('Unsubscribe');
    nowMs += endpoint.lifeMs;
    expect(there.find(path)?.take(changed)).toBe('OK');
    nowMs += endpoint.lifeMs;
    expect(there.find(path)?.take(changed)).toBe('Unsubscribe');
    expect([pushes, told]).toEqual([[], [`${alice} 0`]]);
  });

  it('keep a path open that its opener has not closed, however old it is', () => {
    let nowMs = 0;
    const { here } = twoGateways({ now: () => nowMs, lifeMs: 1_000 });
    const path = pathOf(here.open({ address: alice, fence: 1 }, () => undefined));
    nowMs += 1_000_000;
    expect(here.find(path)?.take(changed)).toBe('OK');
  });

  it('end what a killed gateway left behind as soon as another one watches', () => {
    const { here, there } = twoGateways();
    const left = pathOf(here.open({ address: alice, fence: 7 }, () => undefined));
    const ofOthers = pathOf(here.open({ address: bob, fence: 7 }, () => undefined));
    const leaseless = pathOf(here.open({ address: alice, fence: 0 }, () => undefined));
    there.open({ address: alice, fence: 7 }, () => undefined);
    expect(there.find(left)?.take(status)).toBe('OK');
    there.open({ address: alice, fence: 8 }, () => undefined).close();
    expect(there.find(left)?.take(status)).toBe('Unsubscribe');
    expect(there.find(ofOthers)?.take(status)).toBe('OK');
    // While Redis is away every gateway watches for itself.
    expect(there.find(leaseless)?.take(status)).toBe('OK');
    expect(here.find(left)?.take(status)).toBe('OK');
  });
});
