import { setTimeout as sleep } from 'node:timers/promises';

/** Waits that many milliseconds, or until the signal fires. Never throws. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  // What it throws is that the signal has fired.
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};
