import { afterEach, describe, expect, it, vi } from 'vitest';
import { boundedStream } from '../../../src/graphql/guards/bounded-stream.ts';

afterEach(() => {
  vi.useRealTimers();
});

const day = 86_400_000;

/** A source that never says anything. */
const silent = (onReturn: () => void): AsyncIterable<string> => ({
  [Symbol.asyncIterator]: () => ({
    next: () => new Promise(() => undefined),
    return: () => {
      onReturn();
      return Promise.resolve({ done: true, value: undefined });
    },
  }),
});

const boundsOf = (expiresAtMs: number | undefined, onEnd: () => void = () => undefined) => ({
  expiresAtMs,
  now: () => Date.now(),
  lastWord: () => 'expired',
  onEnd,
});

describe('a bounded stream', () => {
  it('that expires later than a timer can wait for ends then, and not at once', async () => {
    vi.useFakeTimers();
    const happened: string[] = [];
    const stream = boundedStream(
      silent(() => happened.push('source closed')),
      boundsOf(Date.now() + 40 * day, () => happened.push('ended')),
    );
    const next = stream.next();
    await vi.advanceTimersByTimeAsync(39 * day);
    expect(happened).toEqual([]);
    await vi.advanceTimersByTimeAsync(day);
    expect(happened.toSorted()).toEqual(['ended', 'source closed']);
    expect(await next).toEqual({ done: false, value: 'expired' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('that has expired already says so and closes its source', async () => {
    let isClosed = false;
    const stream = boundedStream(
      silent(() => (isClosed = true)),
      boundsOf(Date.now() - 1),
    );
    const values: string[] = [];
    for await (const value of stream) values.push(value);
    expect(values).toEqual(['expired']);
    expect(isClosed).toBe(true);
  });

  it.each(['before', 'after'])('that nobody reads from ends %s it began, when its client has left', async (when) => {
    const leaving = new AbortController();
    if (when === 'before') leaving.abort();
    const happened: string[] = [];
    const stream = boundedStream(
      silent(() => happened.push('source closed')),
      { ...boundsOf(undefined, () => happened.push('ended')), signal: leaving.signal },
    );
    leaving.abort();
    expect(happened.toSorted()).toEqual(['ended', 'source closed']);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('ends with its source, whose values it passes on', async () => {
    let ended = 0;
    async function* source() {
      yield await Promise.resolve('one');
      yield 'two';
    }
    const values: string[] = [];
    const bounds = boundsOf(Date.now() + day, () => (ended += 1));
    for await (const value of boundedStream(source(), bounds)) values.push(value);
    expect(values).toEqual(['one', 'two']);
    expect(ended).toBe(1);
  });

  it('answers who waits when it is returned, ends once, and leaves no timer behind', async () => {
    vi.useFakeTimers();
    let ended = 0;
    const stream = boundedStream(
      silent(() => undefined),
      boundsOf(Date.now() + day, () => (ended += 1)),
    );
    const next = stream.next();
    await stream.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    await stream.return?.();
    expect(ended).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
