import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Hint, Hints } from '../../src/coordination/hints.ts';
import { createNameInRedis } from '../../src/coordination/redis-names.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import { coordinationOfTest, coordinationSecret } from './coordination-of-test.ts';
import { relayOfTest } from './relay-of-test.ts';

const topic = 'alice@example.test';
const sooner = { timeout: 20_000, interval: 20 };

/** Two views of the same hints, as two replicas have them; hints in memory are one for all. */
type OpenHints = () => Promise<readonly [Hints, Hints]>;

const inMemory: OpenHints = () => {
  const { hints } = coordinationOfTest(undefined);
  return Promise.resolve([hints, hints]);
};

const onRedis: OpenHints = async () => {
  const { url } = await redisOfTest();
  return [coordinationOfTest(url).hints, coordinationOfTest(url).hints];
};

/** What somebody has heard, without what only says that something may have been missed. */
const hearing = (hints: Hints, about = topic): { readonly heard: Hint[]; readonly gaps: Hint[]; stop: () => void } => {
  const heard: Hint[] = [];
  const gaps: Hint[] = [];
  const stop = hints.listen(about, (hint) => void (hint.fence === 0 ? gaps : heard).push(hint));
  onTestFinished(stop);
  return { heard, gaps, stop };
};

const fencesOf = (hints: readonly Hint[]): readonly number[] => hints.map(({ fence }) => fence);

const behaviour = (open: OpenHints) => (): void => {
  test('a hint reaches whoever listens here at once, and others soon, everybody once and in order', async () => {
    const [ours, theirs] = await open();
    const [first, second, other] = [hearing(ours), hearing(ours), hearing(theirs)];
    if (ours !== theirs) await vi.waitFor(() => expect(other.gaps).toHaveLength(1), sooner);
    const fences = Array.from({ length: 100 }, (_, index) => index + 1);
    for (const fence of fences) ours.tell(topic, { fence, moves: `sealed ${fence}` });
    expect(fencesOf(first.heard)).toEqual(fences);
    expect(first.heard.at(-1)).toEqual({ fence: 100, moves: 'sealed 100' });
    // What came back from Redis would be there with what follows.
    theirs.tell(topic, { fence: 101 });
    await vi.waitFor(() => expect(first.heard).toHaveLength(101), sooner);
    await vi.waitFor(() => expect(other.heard).toHaveLength(101), sooner);
    expect(fencesOf(first.heard)).toEqual([...fences, 101]);
    expect(second.heard).toEqual(first.heard);
    expect(other.heard.toSorted((a, b) => a.fence - b.fence)).toEqual(first.heard);
    expect(other.heard.at(-1)).toEqual(first.heard.at(ours === theirs ? -1 : -2));
  });

  test('whoever does not listen to it, or not any more, hears nothing of it', async () => {
    const [ours, theirs] = await open();
    const [gone, elsewhere, stays] = [hearing(theirs), hearing(theirs, 'bob@example.test'), hearing(theirs)];
    if (ours !== theirs) await vi.waitFor(() => expect([...gone.gaps, ...stays.gaps]).toHaveLength(2), sooner);
    gone.stop();
    gone.stop();
    ours.tell(topic, { fence: 1 });
    await vi.waitFor(() => expect(stays.heard).toEqual([{ fence: 1 }]), sooner);
    expect(gone.heard).toEqual([]);
    expect(elsewhere.heard).toEqual([]);
    stays.stop();
    const again = hearing(theirs);
    if (ours !== theirs) await vi.waitFor(() => expect(again.gaps).toHaveLength(1), sooner);
    ours.tell(topic, { fence: 3 });
    await vi.waitFor(() => expect(again.heard).toEqual([{ fence: 3 }]), sooner);
    expect(stays.heard).toEqual([{ fence: 1 }]);
  });

  test('a listener may stop, and begin, while it is told', async () => {
    const [ours] = await open();
    const told: string[] = [];
    const stop = ours.listen(topic, () => {
      told.push('first');
      stop();
      onTestFinished(ours.listen('another', () => told.push('second')));
      ours.tell('another', { fence: 1 });
    });
    ours.tell(topic, { fence: 1 });
    ours.tell(topic, { fence: 2 });
    expect(told.slice(0, 2)).toEqual(['first', 'second']);
    expect(told.filter((who) => who === 'first')).toHaveLength(1);
  });

  test('who has closed says and hears nothing more', async () => {
    const [ours, theirs] = await open();
    const { heard } = hearing(ours);
    await ours.close();
    await theirs.close();
    ours.tell(topic, { fence: 1 });
    expect(heard).toEqual([]);
  });
};

describe('hints in memory', behaviour(inMemory));
describeWithRedis('hints over Redis', behaviour(onRedis));

const channel = createNameInRedis(coordinationSecret)('hints', topic);

describeWithRedis('hints over Redis, besides', () => {
  test('go on among those of one process while Redis is gone, and reach the others when it is back', async () => {
    const redis = await redisOfTest();
    const [ours, theirs] = [coordinationOfTest(redis.url), coordinationOfTest(redis.url)];
    const [here, there] = [hearing(ours.hints), hearing(theirs.hints)];
    await vi.waitFor(() => expect([here.gaps, there.gaps].map(({ length }) => length)).toEqual([1, 1]), sooner);
    await redis.kill();
    await vi.waitFor(() => expect(ours.events).toHaveLength(2), sooner);
    const late = hearing(theirs.hints, 'bob@example.test');
    ours.hints.tell(topic, { fence: 1 });
    expect(fencesOf(here.heard)).toEqual([1]);
    await redis.start();
    // Each is told that something may have been missed.
    await vi.waitFor(() => expect([here, there, late].map(({ gaps }) => gaps.length)).toEqual([2, 2, 1]), sooner);
    await vi.waitFor(() => expect(ours.events).toContain('forgot'), sooner);
    ours.hints.tell(topic, { fence: 2 });
    ours.hints.tell('bob@example.test', { fence: 3 });
    await vi.waitFor(() => expect([there.heard, late.heard].map(fencesOf)).toEqual([[2], [3]]), sooner);
    expect(fencesOf(here.heard)).toEqual([1, 2]);
  });

  test('are heard again when the connection that listens was cut alone', async () => {
    const { url, client } = await redisOfTest();
    const [ours, theirs] = [coordinationOfTest(url), coordinationOfTest(url)];
    const { heard, gaps } = hearing(theirs.hints);
    await vi.waitFor(() => expect(gaps).toHaveLength(1), sooner);
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await vi.waitFor(() => expect(gaps).toHaveLength(2), sooner);
    ours.hints.tell(topic, { fence: 7 });
    await vi.waitFor(() => expect(heard).toEqual([{ fence: 7 }]), sooner);
    expect(theirs.events).toEqual(['reached']);
  });

  test('that are none are nobody’s', async () => {
    const { url, client } = await redisOfTest();
    const { heard, gaps } = hearing(coordinationOfTest(url).hints);
    await vi.waitFor(() => expect(gaps).toHaveLength(1), sooner);
    const garbage = [
      '',
      'null',
      '[]',
      '{',
      '{"fence":1}',
      '{"from":"x","fence":-1}',
      '{"from":"x","fence":1.5}',
      '{"from":"x","fence":1e300}',
      '{"from":"x","fence":"1"}',
      '{"from":5,"fence":1}',
      '{"from":"x","fence":1,"moves":{}}',
      '\u0000\uFFFD',
    ];
    for (const text of garbage) expect(await client.publish(channel, text)).toBe(1);
    await client.publish(channel, '{"from":"x","fence":9,"more":"than we know"}');
    await vi.waitFor(() => expect(heard).toEqual([{ fence: 9 }]), sooner);
    expect(gaps).toHaveLength(1);
  });

  test('subscribe once, however many listen, and not any more when the last has left', async () => {
    const { url, client } = await redisOfTest();
    const { hints } = coordinationOfTest(url);
    const subscribers = async (): Promise<unknown> =>
      ((await client.call('PUBSUB', 'NUMSUB', channel)) as unknown[])[1];
    const listeners = Array.from({ length: 50 }, () => hearing(hints));
    await vi.waitFor(async () => expect(await subscribers()).toBe(1), sooner);
    await vi.waitFor(() => expect(listeners.every(({ gaps }) => gaps.length === 1)).toBe(true), sooner);
    for (const { stop } of listeners.slice(1)) stop();
    expect(await subscribers()).toBe(1);
    listeners[0]?.stop();
    await vi.waitFor(async () => expect(await subscribers()).toBe(0), sooner);
  });

  test('wait for nobody and break nothing when Redis accepts and does not answer', async () => {
    const redis = await redisOfTest();
    const relay = await relayOfTest(redis.url);
    relay.silence();
    const { hints, events } = coordinationOfTest(relay.url);
    const { heard } = hearing(hints);
    for (let fence = 1; fence <= 200; fence += 1) hints.tell(topic, { fence });
    expect(heard).toHaveLength(200);
    await vi.waitFor(() => expect(events).toEqual([expect.stringMatching(/^unreachable: /)]), sooner);
    relay.restore();
    const other = hearing(coordinationOfTest(redis.url).hints);
    await vi.waitFor(() => {
      hints.tell(topic, { fence: 201 });
      expect(other.heard).not.toEqual([]);
    }, sooner);
  });

  test('that the user of Redis may not pass on are told of once, and stay in the process', async () => {
    const { url, client } = await redisOfTest();
    // As Redis makes new users since version 7: all keys and commands here, and no channel.
    await client.call(
      'ACL',
      'SETUSER',
      'gateway',
      'on',
      '>canary-pass',
      '~workmail-graphql:*',
      '+@all',
      'resetchannels',
    );
    const limited = new URL(url);
    limited.username = 'gateway';
    limited.password = 'canary-pass';
    const { hints, events, leases } = coordinationOfTest(limited);
    const { heard, gaps } = hearing(hints);
    await vi.waitFor(() => expect(events).toHaveLength(2), sooner);
    for (let fence = 1; fence <= 5; fence += 1) hints.tell(topic, { fence });
    expect(heard).toHaveLength(5);
    const lease = await leases.take(topic);
    expect(lease).toBeTypeOf('object');
    expect(events.toSorted()).toEqual([expect.stringMatching(/^hintsRefused: .*NOPERM/), 'reached']);
    expect(events.join()).not.toContain('canary');
    expect(gaps).toEqual([]);
  });
});
