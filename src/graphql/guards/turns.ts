import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { callerKey, type Caller } from '../../access/caller.ts';

/**
 * Where long work of the processor waits for its turn. A megabyte of HTML takes half a second to sanitise, everybody waits for the same thread, and
 * one operation may ask for a hundred of them.
 */
export interface Turns {
  /** Does the work when it is this caller's turn: callers take turns, one caller's work is done in its order. Rejects with what the work throws. */
  take<Result>(caller: Caller, work: () => Result): Promise<Result>;
}

/** What is done in one go, milliseconds: usual mail takes less each. */
const sliceMs = 10;
/** After work that took this long others get as much time as it took, milliseconds; after shorter work what is waiting for them is done. */
const longMs = 50;

/** Makes them. `nowMs`: a clock that only moves forward. */
export const createTurns = (nowMs: () => number): Turns => {
  /** Work by caller; whose turn is next stands first. */
  const waiting = new Map<string, (() => void)[]>();
  let isWorking = false;

  const doNext = (): void => {
    const [next] = waiting;
    if (next === undefined) return;
    const [caller, works] = next;
    const work = works.shift();
    waiting.delete(caller);
    if (works.length > 0) waiting.set(caller, works);
    work?.();
  };

  const doAll = async (): Promise<void> => {
    isWorking = true;
    while (waiting.size > 0) {
      const startMs = nowMs();
      do doNext();
      while (waiting.size > 0 && nowMs() - startMs < sliceMs);
      const tookMs = nowMs() - startMs;
      await (tookMs < longMs ? nextTurn() : sleep(tookMs));
    }
    isWorking = false;
  };

  return {
    take: (caller, work) =>
      new Promise((resolve, reject) => {
        const key = callerKey(caller);
        const works = waiting.get(key) ?? [];
        works.push(() => {
          try {
            resolve(work());
          } catch (error) {
            reject(error instanceof Error ? error : new Error('Work threw what is no error', { cause: error }));
          }
        });
        waiting.set(key, works);
        if (!isWorking) void doAll();
      }),
  };
};
