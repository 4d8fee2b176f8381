/*
 * Loaded before the gateway or the emulator in a process of its own (`--expose-gc --import`): tells whoever started the process what it holds, and ends it
 * when they are gone. Plain JavaScript, because nothing else of the tests is compiled beside the product. Knows nothing of what runs in the process.
 */
import { createHistogram } from 'node:perf_hooks';
import { writeHeapSnapshot } from 'node:v8';
import { runQueueMs } from './run-queue.mjs';

/**
 * How long the event loop was held up, microseconds, without the time in which the machine ran others: a timer that comes late by more than that was waiting
 * for this process itself. Node's own monitorEventLoopDelay cannot tell the two apart.
 */
const delays = createHistogram();
const everyMs = 5;
let lastMs = performance.now();
let lastQueueMs = runQueueMs();
setInterval(() => {
  const [nowMs, queueMs] = [performance.now(), runQueueMs()];
  const lateMs = nowMs - lastMs - everyMs - (queueMs - lastQueueMs);
  delays.record(Math.max(1, Math.round(lateMs * 1000)));
  [lastMs, lastQueueMs] = [nowMs, queueMs];
}, everyMs).unref();

/** 99 of 100 times less, and at most; milliseconds. */
const heldUp = () => [delays.percentile(99) / 1000, delays.max / 1000];

/** What is done to measure would count as a delay. */
const forget = () => {
  delays.reset();
  [lastMs, lastQueueMs] = [performance.now(), runQueueMs()];
};

/** What is needed: twice, because what the first collection lets go of may be the last that held something else. */
const collect = () => {
  globalThis.gc();
  globalThis.gc();
};

const held = () => {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { resident: rss, heap: heapUsed, external, cpuMs: (user + system) / 1000, queueMs: runQueueMs() };
};

let watch;

const commands = {
  /** Memory without garbage, CPU so far, and how long it held up its event loop since the last look. */
  look: () => {
    const heldUpMs = heldUp();
    collect();
    forget();
    return { ...held(), heldUpMs };
  },
  /** CPU so far, and nothing else disturbed. */
  cpu: () => held(),
  /** From here on the most that it holds is noted, every 10 ms. */
  watch: () => {
    collect();
    const atRest = held();
    watch = { resident: atRest.resident, heap: atRest.heap };
    watch.timer = setInterval(() => {
      const { rss, heapUsed } = process.memoryUsage();
      watch.resident = Math.max(watch.resident, rss);
      watch.heap = Math.max(watch.heap, heapUsed);
    }, 10);
    forget();
    return atRest;
  },
  watched: () => {
    clearInterval(watch.timer);
    const { resident, heap } = watch;
    return { resident, heap, heldUpMs: heldUp() };
  },
  snapshot: ({ file }) => {
    collect();
    return { file: writeHeapSnapshot(file) };
  },
};

process.on('message', ({ command, ...rest }) => process.send(commands[command](rest)));
process.on('disconnect', () => process.exit(1));
// The product ends when it has nothing left to do, not when nobody asks any more.
process.channel?.unref();
