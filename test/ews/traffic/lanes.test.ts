import { describe, expect, test } from 'vitest';
import { startTraffic, type StartedTraffic } from './started-traffic.ts';
import { settled } from './virtual-time.ts';

const passage = (signal = new AbortController().signal) =>
  ({ mailbox: 'ann' as never, urgency: 'interactive', dueMs: 1_000, signal }) as const;

describe('a lane', () => {
  test('four calls of a mailbox run at first, and another mailbox does not notice', async () => {
    const { call, traffic } = startTraffic();
    const calls = Array.from({ length: 6 }, () => call('ann'));
    const other = call('bob');
    await settled();
    expect(calls.map(({ hasBegun }) => hasBegun)).toEqual([true, true, true, true, false, false]);
    expect(other.hasBegun).toBe(true);
    expect(traffic.stats()).toMatchObject({ running: 5, waiting: { interactive: 2, bulk: 0 }, lanes: 2 });

    calls[2]?.answer();
    await settled();
    expect(calls[4]?.hasBegun).toBe(true);
    expect(calls[5]?.hasBegun).toBe(false);
  });

  test('a person goes before those who have time, and the first come among equals', async () => {
    const { call } = startTraffic({ startPlaces: 1 });
    const running = call('ann');
    const waiting = [call('ann', 'bulk'), call('ann'), call('ann', 'bulk'), call('ann')];
    await settled();
    const begun: number[] = [];
    for (let next = running; next !== undefined;) {
      next.answer();
      await settled();
      const index = waiting.findIndex(({ hasBegun }) => hasBegun);
      if (index < 0) break;
      begun.push(index);
      next = waiting[index] ?? running;
    }
    expect(begun).toEqual([1, 3, 0, 2]);
  });

  test('those who have time leave a place free for a person', async () => {
    const { call } = startTraffic();
    const bulk = Array.from({ length: 5 }, () => call('ann', 'bulk'));
    await settled();
    expect(bulk.filter(({ hasBegun }) => hasBegun)).toHaveLength(3);
    const person = call('ann');
    await settled();
    expect(person.hasBegun).toBe(true);
  });

  test('the only place is for whoever needs it, and one person goes beside those who have time', async () => {
    const { call, traffic } = startTraffic({ startPlaces: 1 });
    const [bulk, first, second, later] = [call('ann', 'bulk'), call('ann'), call('ann'), call('ann', 'bulk')];
    await settled();
    expect([bulk, first, second, later].map(({ hasBegun }) => hasBegun)).toEqual([true, true, false, false]);
    first.answer();
    await settled();
    expect([second.hasBegun, later.hasBegun]).toEqual([true, false]);
    bulk.answer();
    await settled();
    expect([second.hasBegun, later.hasBegun]).toEqual([true, false]);
    second.answer();
    await settled();
    expect(later.hasBegun).toBe(true);
    expect(traffic.stats()).toMatchObject({ running: 1, waiting: { interactive: 0, bulk: 0 } });
  });

  test('a person beside a program tries again in the same place', async () => {
    const { call, traffic } = startTraffic({ startPlaces: 1 });
    const [, first] = [call('ann', 'bulk'), call('ann')];
    let hasSecondBegun = false;
    const second = traffic.pass(passage(), async () => (hasSecondBegun = true));
    await settled();
    first.again({ kind: 'unknown' });
    await settled();
    expect([first.exchanges, hasSecondBegun]).toEqual([2, false]);
    first.answer();
    expect(await second).toBe(true);
  });

  test('a person goes beside programs that were begun when there were more places', async () => {
    const { call } = startTraffic();
    const [, , , failing] = [call('ann', 'bulk'), call('ann', 'bulk'), call('ann', 'bulk'), call('ann')];
    await settled();
    failing.end({ kind: 'throttled', pauseMs: 0 });
    await settled();
    const [person, another] = [call('ann'), call('ann')];
    await settled();
    expect([person.hasBegun, another.hasBegun]).toEqual([true, false]);
  });

  test('128 calls wait, and the next is told to come again', async () => {
    const { call, traffic } = startTraffic();
    const calls = Array.from({ length: 132 }, () => call('ann'));
    const late = call('ann');
    await expect(late.result).rejects.toMatchObject({ kind: 'throttled', isRefusal: true, retryAfterMs: 1_000 });
    expect(calls.every(({ isOver }) => !isOver)).toBe(true);
    expect(traffic.stats().refused).toEqual({ throttled: 1, suspended: 0 });
  });

  test('in a crowded lane a person takes the place of the last of those who have time', async () => {
    const { call } = startTraffic();
    const calls = Array.from({ length: 132 }, (_, index) => call('ann', index < 4 ? 'interactive' : 'bulk'));
    const person = call('ann');
    await expect(calls[131]?.result).rejects.toMatchObject({ kind: 'throttled' });
    calls[0]?.answer();
    await settled();
    expect(person.hasBegun).toBe(true);
  });

  test('a call that leaves in wait is gone at once, with its own reason', async () => {
    const { call, traffic } = startTraffic({ startPlaces: 1 });
    const [running, leaving, next] = [call('ann'), call('ann'), call('ann')];
    await settled();
    leaving.leave(new Error('gone'));
    await expect(leaving.result).rejects.toThrow('gone');
    expect(traffic.stats().waiting.interactive).toBe(1);
    running.answer();
    await settled();
    expect(next.hasBegun).toBe(true);
    next.answer();
    await settled();
    expect(traffic.stats()).toMatchObject({ running: 0, waiting: { interactive: 0 }, lanes: 0 });
    expect([running, leaving, next].map((call) => call.listeners())).toEqual([0, 0, 0]);
  });

  test('a call that has left before does not begin', async () => {
    const { traffic } = startTraffic();
    const left = AbortSignal.abort(new Error('gone'));
    await expect(traffic.pass(passage(left), () => Promise.resolve(1))).rejects.toThrow('gone');
  });

  test('a call keeps its place until its work is done, also when its caller has left', async () => {
    const { call } = startTraffic({ startPlaces: 1 });
    const [running, next] = [call('ann'), call('ann')];
    await settled();
    running.leave(new Error('gone'));
    await settled();
    expect(next.hasBegun).toBe(false);
    running.answer();
    await settled();
    expect(next.hasBegun).toBe(true);
  });

  test('what the work throws is what the call throws, and its place is free again', async () => {
    const { traffic } = startTraffic({ startPlaces: 1 });
    await expect(traffic.pass(passage(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await traffic.pass(passage(), () => Promise.resolve('yes'))).toBe('yes');
  });
});

describe('the places of a mailbox', () => {
  /** Rounds of more calls than there are places, one of which stays, so that the lane is never idle. */
  const steadily = async ({ call }: StartedTraffic, rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      const calls = Array.from({ length: 10 }, () => call('ann'));
      await settled();
      for (const each of calls) {
        each.answer();
        await settled();
      }
    }
  };
  /** How many of many calls run. */
  const places = async ({ call, traffic }: StartedTraffic): Promise<number> => {
    const calls = Array.from({ length: 12 }, () => call('ann'));
    await settled();
    const { running } = traffic.stats();
    for (const each of calls) {
      each.leave(new Error('counted'));
      each.end({ kind: 'unknown' });
    }
    await Promise.allSettled(calls.map(({ result }) => result));
    return running;
  };

  test('grow by steady answers while more is wanted, to eight', async () => {
    const started = startTraffic();
    const held = started.call('ann');
    await steadily(started, 2);
    expect(await places(started)).toBe(5);
    await steadily(started, 20);
    expect(await places(started)).toBe(8);
    held.answer();
  });

  test('do not grow when fewer are wanted', async () => {
    const started = startTraffic();
    const held = started.call('ann');
    for (let index = 0; index < 100; index += 1) {
      const call = started.call('ann');
      await settled();
      call.answer();
      await call.result;
    }
    expect(await places(started)).toBe(4);
    held.answer();
  });

  test('do not grow while answers take ever longer', async () => {
    const started = startTraffic();
    const [held, ...calls] = Array.from({ length: 32 }, () => started.call('ann'));
    for (const [index, call] of calls.entries()) {
      await settled();
      call.answer(1.5 ** index);
    }
    await settled();
    expect(await places(started)).toBe(4);
    held?.answer();
  });

  test('are halved once by calls that are throttled together, and again by later ones', async () => {
    const started = startTraffic();
    const calls = Array.from({ length: 4 }, () => started.call('ann'));
    await settled();
    for (const call of calls) call.end({ kind: 'throttled', pauseMs: 0 });
    await settled();
    expect(await places(started)).toBe(2);
    for (const expected of [1, 1]) {
      const throttled = started.call('ann');
      await settled();
      throttled.end({ kind: 'throttled', pauseMs: 0 });
      await settled();
      expect(await places(started)).toBe(expected);
    }
  });

  test('are two at least when calls fail, so that one silent call leaves a place, and stay one when that is all there is', async () => {
    const started = startTraffic();
    for (const [kind, expected] of [
      ['failed', 2],
      ['failed', 2],
      ['throttled', 1],
      ['failed', 1],
    ] as const) {
      const straining = started.call('ann');
      await settled();
      straining.end(kind === 'failed' ? { kind } : { kind, pauseMs: 0 });
      await settled();
      expect(await places(started)).toBe(expected);
    }
  });

  test('are given back by those that try again, until no more are taken than there are', async () => {
    const { call, traffic } = startTraffic();
    const calls = Array.from({ length: 4 }, () => call('ann'));
    const fresh = call('ann');
    await settled();
    for (const failing of calls.slice(0, 3)) failing.again({ kind: 'failed' });
    await settled();
    expect(calls.map(({ hasBegun }) => hasBegun)).toEqual([false, false, true, true]);
    expect(traffic.stats()).toMatchObject({ running: 2, waiting: { interactive: 3 } });
    calls[3]?.answer();
    await settled();
    expect([...calls.map(({ hasBegun }) => hasBegun), fresh.hasBegun]).toEqual([true, false, true, false, false]);
  });

  test('are as few when the mailbox comes back soon, and as many as ever when it comes back late', async () => {
    const started = startTraffic();
    const fail = async (mailbox: string): Promise<void> => {
      const failing = started.call(mailbox);
      await settled();
      failing.end({ kind: 'failed' });
      await settled();
    };
    await fail('ann');
    await started.time.run(59_000);
    await fail('bob');
    expect(await places(started)).toBe(2);
    await started.time.run(130_000);
    await fail('bob');
    expect(await places(started)).toBe(4);
  });
});
