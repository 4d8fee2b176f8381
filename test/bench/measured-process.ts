import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Loaded before the program of a process that is measured (`--import`): tells what the process has used whenever it is asked over its channel, and
 * takes nothing in between. Ends with whoever started it.
 */

/** What a process has used. */
export interface Used {
  /** Milliseconds of CPU since it began, user and system, of all threads. */
  readonly cpuMs: number;
  /** Bytes that the system has given to it, now and at most since `watch`. */
  readonly residentBytes: number;
  readonly peakBytes: number;
  /** The longest that its event loop was held up since `watch`, milliseconds. */
  readonly heldUpMs: number;
}

/** `used` tells only; `watch` begins to look at peaks, with garbage collected where the process was started with `--expose-gc`. */
export type Measure = 'used' | 'watch';

const delays = monitorEventLoopDelay({ resolution: 1 });

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html; 0 on other systems. */
const peakBytes = (): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

const watch = async (): Promise<void> => {
  globalThis.gc?.();
  globalThis.gc?.();
  try {
    // Forgets the peak, https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Then the peak is that of the whole life.
  }
  delays.enable();
  // The collection is no work of the program's.
  await sleep(20);
  delays.reset();
};

const tell = (): void => {
  const { user, system } = process.cpuUsage();
  process.send?.({
    cpuMs: (user + system) / 1_000,
    residentBytes: process.memoryUsage.rss(),
    peakBytes: peakBytes(),
    heldUpMs: delays.max / 1e6,
  } satisfies Used);
};

process.on('message', ({ measure }: { readonly measure?: Measure }) => {
  if (measure === 'watch') return void watch().then(tell);
  if (measure === undefined) return undefined;
  tell();
  delays.disable();
  return undefined;
});
process.on('disconnect', () => process.exit());
