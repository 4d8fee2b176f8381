/** Things to be done at times of the emulator's clock, which goes by itself and is set forward by tests. */
export interface ClockTimers {
  /** Does something once, when the clock has come to `at` (milliseconds since 1970). Returns what calls it off. */
  readonly at: (at: number, act: () => void) => () => void;
  /** Does at once what is due, in the order of its time; for a clock that was set. */
  readonly run: () => void;
  /** Calls everything off, for good. */
  readonly close: () => void;
}

/** Timers for the clock `now`. They keep no process alive. */
export const createClockTimers = (now: () => number): ClockTimers => {
  const waiting = new Set<Waiting>();
  let alarm: NodeJS.Timeout | undefined;
  let isClosed = false;

  const earliest = (): Waiting | undefined => {
    let first: Waiting | undefined;
    for (const one of waiting) if (first === undefined || one.at < first.at) first = one;
    return first;
  };
  const wind = (leastMs: number): void => {
    clearTimeout(alarm);
    const next = earliest();
    if (next === undefined || isClosed) return;
    const waitMs = Math.min(Math.max(next.at - now(), leastMs), longestWaitMs);
    alarm = setTimeout(() => run(shortestRepeatMs), waitMs).unref();
  };
  const run = (leastMs: number): void => {
    for (let next = earliest(); next !== undefined && next.at <= now(); next = earliest()) {
      waiting.delete(next);
      next.act();
    }
    wind(leastMs);
  };
  return {
    at: (at, act) => {
      if (isClosed) return () => undefined;
      const one = { at, act };
      waiting.add(one);
      wind(0);
      return () => void waiting.delete(one);
    },
    run: () => run(0),
    close: () => {
      isClosed = true;
      waiting.clear();
      clearTimeout(alarm);
    },
  };
};

interface Waiting {
  readonly at: number;
  readonly act: () => void;
}

/** A clock that stands still is not asked more often than this when its time has come on the machine's. */
const shortestRepeatMs = 10;
/** The longest that setTimeout takes. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestWaitMs = 2 ** 31 - 1;
