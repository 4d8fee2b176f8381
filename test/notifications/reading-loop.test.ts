import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { createReadingLoop, type HintOutcome } from '../../src/notifications/reading-loop.ts';

const times = { gatherMs: 1, gapMs: 1, safetyMs: 60_000, retry: { firstMs: 1, mostMs: 1 } };
const start = () => createReadingLoop(times, () => 0.5);

/** A reading that ends when the test says so. */
const heldReading = () => {
  let begin = (): void => undefined;
  let end = (_outcome: HintOutcome | undefined): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const outcome = new Promise<HintOutcome | undefined>((resolve) => (end = resolve));
  return {
    begun,
    end: (value: HintOutcome | undefined) => end(value),
    readOn: () => {
      begin();
      return outcome;
    },
  };
};

describe('a hint', () => {
  it('is answered by a reading that began after it', async () => {
    const loop = start();
    const leaving = new AbortController();
    const outcomes: HintOutcome[] = ['changed', 'same'];
    const running = loop.run(() => Promise.resolve(outcomes.shift()), leaving.signal);
    expect(await loop.hint()).toBe('changed');
    expect(await loop.hint()).toBe('same');
    leaving.abort();
    await running;
  });

  it('that comes while the way is lost is told that it failed: nobody will read for it', async () => {
    const loop = start();
    const reading = heldReading();
    const running = loop.run(reading.readOn, new AbortController().signal);
    const first = loop.hint();
    await reading.begun;
    const meanwhile = loop.hint();
    reading.end(undefined);
    await running;
    expect(await first).toBe('failed');
    expect(await meanwhile).toBe('failed');
  });

  it('is told of a failure that passes, and the next one is answered all the same', async () => {
    const loop = start();
    const leaving = new AbortController();
    let readings = 0;
    const running = loop.run(() => {
      readings += 1;
      return readings === 1 ? Promise.reject(new EwsError('timeout', 'not yet')) : Promise.resolve('same');
    }, leaving.signal);
    expect(await loop.hint()).toBe('failed');
    expect(await loop.hint()).toBe('same');
    leaving.abort();
    await running;
  });
});
