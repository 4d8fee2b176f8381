import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How the event loop bears what it has to do. */
export interface LoopLoad {
  /** By how much it was late, 99 of 100 times within the last second, a little more or less; milliseconds. */
  readonly delayMs: () => number;
  /** Whether it has been at work without a pause lately, so that whatever comes has to wait for something else. */
  readonly isBusy: () => boolean;
}

/** A loop that is looked at. */
export interface WatchedLoop extends LoopLoad {
  close(): void;
}

const delayEveryMs = 500;
const busyEveryMs = 50;
/** Of the time. */
const busyFrom = 0.95;

/** Looks at the event loop of this process from now on. Keeps no process alive. */
export const watchLoop = (): WatchedLoop => {
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  let delayBeforeMs = 0;
  /** Nothing was measured yet: NaN. */
  const delayLatelyMs = (): number => (delays.count === 0 ? 0 : delays.percentile(99) / 1e6);
  let isBusy = false;
  let looked = performance.eventLoopUtilization();
  const timers = [
    setInterval(() => {
      delayBeforeMs = delayLatelyMs();
      delays.reset();
    }, delayEveryMs),
    setInterval(() => {
      const now = performance.eventLoopUtilization();
      isBusy = performance.eventLoopUtilization(now, looked).utilization >= busyFrom;
      looked = now;
    }, busyEveryMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    delayMs: () => Math.max(delayBeforeMs, delayLatelyMs()),
    isBusy: () => isBusy,
    close: () => {
      for (const timer of timers) clearInterval(timer);
      delays.disable();
    },
  };
};
