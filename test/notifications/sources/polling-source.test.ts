import { afterEach, describe, expect, it, vi } from 'vitest';
import { pollingSource } from '../../../src/notifications/sources/polling-source.ts';
import { startWatch } from './start-watch.ts';

const nobody = (): Promise<never> => Promise.reject(new Error('polling opens no mailbox'));

afterEach(() => {
  vi.useRealTimers();
});

/** Seconds from look to look, of which those numbered find a change, in the time given. */
const waitsOf = async (found: readonly number[], seconds: number, random = 1): Promise<readonly number[]> => {
  vi.useFakeTimers();
  const looks: number[] = [];
  const watch = startWatch(pollingSource({ random: () => random }), nobody, () => {
    looks.push(Date.now() / 1_000);
    return Promise.resolve(found.includes(looks.length));
  });
  await vi.advanceTimersByTimeAsync(seconds * 1_000);
  await watch.end();
  expect(vi.getTimerCount()).toBe(0);
  return looks.slice(1).map((at, index) => Math.round(at - (looks[index] ?? 0)));
};

describe('a polling watch', () => {
  it('looks at once, and less and less often while nothing changes', async () => {
    expect(await waitsOf([], 280)).toEqual([10, 20, 40, 60, 60, 60]);
  });

  it('looks soon again after a change', async () => {
    expect(await waitsOf([1, 2, 5], 120)).toEqual([5, 5, 10, 20, 5, 10, 20, 40]);
  });

  it('does not look at all mailboxes in step', async () => {
    expect(await waitsOf([], 100, 0)).toEqual([8, 16, 32]);
  });

  it('ends while a reading still runs', async () => {
    const watch = startWatch(pollingSource({ random: () => 0 }), nobody, () => new Promise(() => {}));
    expect(watch.hints).toEqual([[]]);
    await watch.end();
    expect(watch.hints).toHaveLength(1);
  });
});
