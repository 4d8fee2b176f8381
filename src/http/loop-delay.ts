import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The delay of the event loop. */
export interface LoopDelay {
  /** 99 of 100 within the last second, a little more or less; milliseconds. */
  readonly p99Ms: () => number;
  close(): void;
}

const halfMs = 500;

/** Looks at it from now on. Keeps no process alive. */
export const watchLoopDelay = (): LoopDelay => {
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  let beforeMs = 0;
  /** Nothing was measured yet: NaN. */
  const latelyMs = (): number => (delays.count === 0 ? 0 : delays.percentile(99) / 1e6);
  const timer = setInterval(() => {
    beforeMs = latelyMs();
    delays.reset();
  }, halfMs).unref();
  return {
    p99Ms: () => Math.max(beforeMs, latelyMs()),
    close: () => {
      clearInterval(timer);
      delays.disable();
    },
  };
};
