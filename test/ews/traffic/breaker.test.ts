import { describe, expect, test } from 'vitest';
import { startTraffic, type StartedTraffic } from './started-traffic.ts';
import { settled } from './virtual-time.ts';

type End = 'answered' | 'failed' | 'throttled' | 'unknown';

const ends = {
  answered: { kind: 'answered', ms: 20 },
  failed: { kind: 'failed' },
  throttled: { kind: 'throttled', pauseMs: 0 },
  unknown: { kind: 'unknown' },
} as const;

/** One call after the other ends so. */
const one = async ({ call }: StartedTraffic, mailbox: string, end: End): Promise<void> => {
  const each = call(mailbox);
  await settled();
  each.end(ends[end]);
  await settled();
};

const open = async (started: StartedTraffic): Promise<void> => {
  for (let index = 0; index < 10; index += 1) await one(started, `failing-${index}`, 'failed');
};

describe('the server is left alone', () => {
  test('after ten failures in a row', async () => {
    const started = startTraffic();
    for (let index = 0; index < 9; index += 1) await one(started, `m${index}`, 'failed');
    expect(started.traffic.stats().breaker).toBe('closed');
    await one(started, 'm9', 'failed');
    expect(started.traffic.stats()).toMatchObject({ breaker: 'open', opened: 1 });
    expect(started.events).toEqual([{ kind: 'opened' }]);
    await expect(started.call('other').result).rejects.toMatchObject({
      kind: 'suspended',
      isRefusal: true,
      retryAfterMs: 2_000,
    });
    expect(started.traffic.stats().refused).toEqual({ throttled: 0, suspended: 1 });
  });

  test.each(['answered', 'throttled'] as const)('not after nine failures and a call that was %s', async (end) => {
    const started = startTraffic();
    for (let index = 0; index < 9; index += 1) await one(started, `m${index}`, 'failed');
    await one(started, 'fine', end);
    for (let index = 0; index < 9; index += 1) await one(started, `n${index}`, 'failed');
    // Of nineteen calls eighteen failed, which are too few to tell.
    expect(started.traffic.stats().breaker).toBe('closed');
    await one(started, 'n9', 'failed');
    expect(started.traffic.stats().breaker).toBe('open');
  });

  test('when half of twenty calls of ten seconds fail', async () => {
    const started = startTraffic();
    for (let index = 0; index < 10; index += 1) {
      await one(started, `m${index}`, 'failed');
      expect(started.traffic.stats().breaker).toBe('closed');
      await one(started, 'fine', 'answered');
    }
    await one(started, 'm10', 'failed');
    expect(started.traffic.stats().breaker).toBe('open');
  });

  test('not when the failures are older than ten seconds', async () => {
    const started = startTraffic();
    for (let index = 0; index < 19; index += 1) {
      await one(started, `m${index}`, index % 2 === 0 ? 'failed' : 'answered');
    }
    await started.time.run(10_000);
    await one(started, 'late', 'failed');
    expect(started.traffic.stats().breaker).toBe('closed');
  });

  test('not because one mailbox fails, however often', async () => {
    const started = startTraffic();
    for (let index = 0; index < 200; index += 1) await one(started, 'poisoned', 'failed');
    for (let index = 0; index < 4; index += 1) await one(started, `m${index}`, 'failed');
    expect(started.traffic.stats().breaker).toBe('closed');
    await one(started, 'm4', 'failed');
    expect(started.traffic.stats().breaker).toBe('open');
  });

  test('not because one mailbox fails while few others are answered', async () => {
    const started = startTraffic();
    for (let index = 0; index < 100; index += 1) {
      await one(started, 'poisoned', 'failed');
      if (index % 10 === 0) await one(started, 'fine', 'answered');
    }
    expect(started.traffic.stats().breaker).toBe('closed');
  });

  test('at once: whoever waits is refused, and whoever is on the way ends as it may', async () => {
    const started = startTraffic({ startPlaces: 1 });
    const [running, waiting] = [started.call('ann'), started.call('ann')];
    await open(started);
    await expect(waiting.result).rejects.toMatchObject({ kind: 'suspended', retryAfterMs: 2_000 });
    running.again({ kind: 'failed' });
    await expect(running.result).rejects.toMatchObject({ kind: 'suspended' });
  });
});

describe('a server that is left alone', () => {
  test('is tried by one call after two seconds, and used again when that is answered', async () => {
    const started = startTraffic();
    await open(started);
    await started.time.run(1_999);
    await expect(started.call('early').result).rejects.toMatchObject({ kind: 'suspended', retryAfterMs: 1 });
    await started.time.run(2_000);
    const trial = started.call('trial');
    const other = started.call('other');
    await expect(other.result).rejects.toMatchObject({ kind: 'suspended', retryAfterMs: 2_000 });
    expect(trial.hasBegun).toBe(true);
    expect(started.traffic.stats().breaker).toBe('halfOpen');
    await started.time.run(2_500);
    trial.answer();
    await settled();
    expect(started.traffic.stats()).toMatchObject({ breaker: 'closed', opened: 1 });
    expect(started.events).toEqual([{ kind: 'opened' }, { kind: 'closed', afterMs: 2_500 }]);
    await one(started, 'other', 'answered');
  });

  test('is left alone for as long again when the trial fails', async () => {
    const started = startTraffic();
    await open(started);
    await started.time.run(2_000);
    await one(started, 'trial', 'failed');
    expect(started.traffic.stats()).toMatchObject({ breaker: 'open', opened: 1 });
    await started.time.run(3_999);
    await expect(started.call('early').result).rejects.toMatchObject({ kind: 'suspended' });
    await started.time.run(4_000);
    await one(started, 'trial-2', 'throttled');
    expect(started.traffic.stats().breaker).toBe('closed');
  });

  test('is not left to the mailbox that tried last', async () => {
    const started = startTraffic();
    await open(started);
    await started.time.run(2_000);
    await one(started, 'poisoned', 'failed');
    await started.time.run(4_000);
    await expect(started.call('poisoned').result).rejects.toMatchObject({ kind: 'suspended', retryAfterMs: 2_000 });
    const trial = started.call('fine');
    await settled();
    expect(trial.hasBegun).toBe(true);
    trial.answer();
    await settled();
    await one(started, 'poisoned', 'answered');
  });

  test('is tried by the only mailbox that asks', async () => {
    const started = startTraffic();
    await open(started);
    for (const [time, end] of [
      [2_000, 'failed'],
      [6_000, 'failed'],
      [10_000, 'answered'],
    ] as const) {
      await started.time.run(time);
      await one(started, 'only', end);
    }
    expect(started.traffic.stats().breaker).toBe('closed');
  });

  test('is tried again while a trial is silent, and the first answer counts', async () => {
    const started = startTraffic();
    await open(started);
    await started.time.run(2_000);
    const silent = started.call('silent');
    await started.time.run(4_000);
    await one(started, 'second', 'answered');
    expect(started.traffic.stats().breaker).toBe('closed');
    silent.end({ kind: 'failed' });
    await settled();
    expect(started.traffic.stats()).toMatchObject({ breaker: 'closed', opened: 1 });
  });

  test('is not thought to be back because of a trial of an earlier time', async () => {
    const started = startTraffic();
    await open(started);
    await started.time.run(2_000);
    const silent = started.call('silent');
    await started.time.run(4_000);
    await one(started, 'second', 'answered');
    await open(started);
    silent.answer();
    await settled();
    expect(started.traffic.stats()).toMatchObject({ breaker: 'open', opened: 2 });
  });

  test('is tried by the next when a trial tells nothing', async () => {
    const started = startTraffic();
    await open(started);
    await started.time.run(2_000);
    await one(started, 'left', 'unknown');
    expect(started.traffic.stats().breaker).toBe('open');
    await one(started, 'next', 'answered');
    expect(started.traffic.stats().breaker).toBe('closed');
  });

  test('is not judged by calls that began before', async () => {
    const started = startTraffic();
    const silent = Array.from({ length: 30 }, (_, index) => started.call(`silent-${index}`));
    await open(started);
    await started.time.run(2_000);
    await one(started, 'trial', 'answered');
    for (const call of silent) call.end({ kind: 'failed' });
    await settled();
    expect(started.traffic.stats()).toMatchObject({ breaker: 'closed', opened: 1 });
  });
});
