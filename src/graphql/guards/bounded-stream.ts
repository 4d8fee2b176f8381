/** When a stream must end, whatever its source does. */
export interface StreamBounds<Value> {
  /** Milliseconds since 1970; undefined: when its source does. */
  readonly expiresAtMs: number | undefined;
  /** Fires when nobody will read from it any more, whether anybody has or not. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The last value of a stream that expired. */
  readonly lastWord: () => Value;
  /** Called once, however the stream ended. */
  readonly onEnd: () => void;
}

/** Node's timers take no more and fire at once instead. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The same stream with an end: at the instant when it expires, also while its source is silent, it gives its last word and is done. However it ends
 * (expired, source done or failed, consumer gone), its source is closed and `onEnd` called. Not an async generator: one that waits for its source
 * cannot be returned.
 */
export const boundedStream = <Value>(
  source: AsyncIterable<Value>,
  { expiresAtMs, signal, now, lastWord, onEnd }: StreamBounds<Value>,
): AsyncIterableIterator<Value> => {
  const iterator = source[Symbol.asyncIterator]();
  const waiting = new Set<(result: IteratorResult<Value>) => void>();
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;
  let unsaid: IteratorResult<Value> | undefined;

  const done = (): IteratorResult<Value> => ({ done: true, value: undefined });
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
    onEnd();
  };
  /** A source that waits may answer much later, or never; nobody waits for it. */
  const closeSource = (): void => {
    void (async () => iterator.return?.())().catch(() => undefined);
  };
  const endEarly = (word: IteratorResult<Value> | undefined): void => {
    if (hasEnded) return;
    end();
    closeSource();
    unsaid = word;
    for (const resolve of waiting) {
      resolve(unsaid ?? done());
      unsaid = undefined;
    }
    waiting.clear();
  };
  const leave = (): void => endEarly(undefined);
  const watch = (): void => {
    if (expiresAtMs === undefined) return;
    const leftMs = expiresAtMs - now();
    if (leftMs <= 0) endEarly({ done: false, value: lastWord() });
    else timer = setTimeout(watch, Math.min(leftMs, longestTimerMs)).unref();
  };
  if (signal?.aborted === true) leave();
  else {
    signal?.addEventListener('abort', leave, { once: true });
    watch();
  }

  const read = (): Promise<IteratorResult<Value>> =>
    new Promise((resolve, reject) => {
      waiting.add(resolve);
      iterator.next().then(
        (result) => {
          // What arrives behind the end is not delivered.
          if (!waiting.delete(resolve)) return;
          if (result.done === true) end();
          resolve(result);
        },
        (error: unknown) => {
          if (!waiting.delete(resolve)) return;
          end();
          reject(error);
        },
      );
    });

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => {
      if (!hasEnded) return read();
      const word = unsaid ?? done();
      unsaid = undefined;
      return Promise.resolve(word);
    },
    return: () => {
      endEarly(undefined);
      unsaid = undefined;
      return Promise.resolve(done());
    },
    throw: (error) => {
      endEarly(undefined);
      return Promise.reject(error);
    },
  };
};
