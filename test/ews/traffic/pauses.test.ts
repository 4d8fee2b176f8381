import { describe, expect, test } from 'vitest';
import { startTraffic } from './started-traffic.ts';
import { settled } from './virtual-time.ts';

describe('a pause', () => {
  test('keeps every call of the mailbox back for as long as the server asked, and no other mailbox', async () => {
    const { call, time, traffic } = startTraffic();
    const throttled = call('ann');
    await settled();
    throttled.again({ kind: 'throttled', pauseMs: 3_000 });
    await settled();
    const [next, bulk, other] = [call('ann'), call('ann', 'bulk'), call('bob')];
    await time.run(2_999);
    expect([throttled.exchanges, next.hasBegun, bulk.hasBegun, other.hasBegun]).toEqual([1, false, false, true]);
    expect(traffic.stats()).toMatchObject({ pausedLanes: 1, running: 1, waiting: { interactive: 2, bulk: 1 } });
    await time.run(3_000);
    expect([throttled.exchanges, next.hasBegun]).toEqual([2, true]);
    expect(traffic.stats()).toMatchObject({ pausedLanes: 0 });
  });

  test('is over with half as many places, and those that were turned away go first', async () => {
    const { call, time } = startTraffic();
    const calls = Array.from({ length: 6 }, () => call('ann'));
    await settled();
    for (const turnedAway of calls.slice(0, 4)) turnedAway.again({ kind: 'throttled', pauseMs: 1_000 });
    await time.run(1_000);
    expect(calls.map(({ hasBegun }) => hasBegun)).toEqual([true, true, false, false, false, false]);
    expect(calls.map(({ exchanges }) => exchanges)).toEqual([2, 2, 1, 1, 0, 0]);
    calls[0]?.answer();
    await settled();
    expect(calls.map(({ hasBegun }) => hasBegun)).toEqual([false, true, true, false, false, false]);
  });

  test('is made longer by a longer one, and never shorter', async () => {
    const { call, time } = startTraffic();
    const [first, second, third] = [call('ann'), call('ann'), call('ann')];
    await settled();
    first.end({ kind: 'throttled', pauseMs: 2_000 });
    await settled();
    const waiting = call('ann');
    await time.run(1_000);
    second.end({ kind: 'throttled', pauseMs: 4_000 });
    third.end({ kind: 'throttled', pauseMs: 10 });
    await time.run(4_999);
    expect(waiting.hasBegun).toBe(false);
    await time.run(5_000);
    expect(waiting.hasBegun).toBe(true);
  });

  test('lasts a minute at most, and a second when the server does not say', async () => {
    const { call, time, traffic } = startTraffic();
    const [ann, bob] = [call('ann'), call('bob')];
    await settled();
    ann.end({ kind: 'throttled', pauseMs: 3_600_000 });
    bob.end({ kind: 'throttled', pauseMs: undefined });
    await time.run(999);
    expect(traffic.stats().pausedLanes).toBe(2);
    await time.run(1_000);
    expect(traffic.stats().pausedLanes).toBe(1);
    await time.run(59_999);
    expect(traffic.stats().pausedLanes).toBe(1);
    await time.run(60_000);
    expect(traffic.stats().pausedLanes).toBe(0);
  });

  test('that outlasts a call refuses it at once: those that come, those that wait and those that would try again', async () => {
    const { call } = startTraffic();
    const [first, again, third, fourth] = [call('ann'), call('ann'), call('ann'), call('ann')];
    const [hasty, patient] = [call('ann', 'interactive', 5_000), call('ann', 'interactive', 6_000)];
    await settled();
    first.end({ kind: 'throttled', pauseMs: 5_000 });
    const refusal = { kind: 'throttled', isRefusal: true, retryAfterMs: 5_000 };
    await expect(hasty.result).rejects.toMatchObject(refusal);
    await expect(call('ann', 'interactive', 5_000).result).rejects.toMatchObject(refusal);
    third.end({ kind: 'throttled', pauseMs: 15_000 });
    await expect(patient.result).rejects.toMatchObject({ ...refusal, retryAfterMs: 15_000 });
    again.again({ kind: 'throttled', pauseMs: 1 });
    await expect(again.result).rejects.toMatchObject({ ...refusal, retryAfterMs: 15_000 });
    fourth.answer();
    await fourth.result;
  });

  test('can be left, and leaves nothing behind', async () => {
    const { call, traffic } = startTraffic();
    const throttled = call('ann');
    await settled();
    throttled.again({ kind: 'throttled', pauseMs: 3_000 });
    await settled();
    const waiting = call('ann');
    await settled();
    throttled.leave(new Error('gone'));
    waiting.leave(new Error('gone'));
    await expect(throttled.result).rejects.toThrow('gone');
    await expect(waiting.result).rejects.toThrow('gone');
    expect(traffic.stats()).toMatchObject({ running: 0, waiting: { interactive: 0 }, lanes: 0, pausedLanes: 1 });
    expect([throttled, waiting].map((call) => call.listeners())).toEqual([0, 0]);
  });

  test('is known when the mailbox comes back after it was idle', async () => {
    const { call, time } = startTraffic();
    const throttled = call('ann');
    await settled();
    throttled.end({ kind: 'throttled', pauseMs: 3_000 });
    await settled();
    await time.run(1_000);
    const later = call('ann');
    await time.run(2_999);
    expect(later.hasBegun).toBe(false);
    await time.run(3_000);
    expect(later.hasBegun).toBe(true);
  });
});
