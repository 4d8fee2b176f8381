import { readFileSync } from 'node:fs';

/**
 * For how long this process's main thread was ready to run while the machine ran others, milliseconds since it began: what a busy machine adds to every
 * measurement of time. 0 where the system does not tell. https://docs.kernel.org/scheduler/sched-stats.html
 */
export const runQueueMs = () => {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
};
