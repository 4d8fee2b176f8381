import { LRUCache } from 'lru-cache';
import { CoordinationError } from './coordination-error.ts';
import { recordSeconds, type Ledger, type WriteRecord } from './ledger.ts';
import { createQueues } from './queues.ts';

/** About 30 MB. What is pushed out before its day is over is found by the mark on its item. */
const maxRecords = 100_000;

/** A ledger for one process, which ends with it. `now`: a monotonic clock, milliseconds. */
export const createMemoryLedger = (now: () => number): Ledger => {
  const queues = createQueues();
  const records = new LRUCache<string, { readonly record: WriteRecord; readonly at: number }>({
    max: maxRecords,
    ttl: recordSeconds * 1000,
    perf: { now },
    ttlResolution: 0,
  });
  return {
    take: async (key, waitMs) => {
      const leave = await queues.enter(key, waitMs);
      if (leave === undefined) return undefined;
      const found = records.get(key);
      let isOver = false;
      const change = (write: () => void): Promise<void> => {
        if (isOver) return Promise.reject(new CoordinationError('The turn is over'));
        write();
        return Promise.resolve();
      };
      return {
        record: found && { ...found.record, ageMs: now() - found.at },
        note: (record) => change(() => void records.set(key, { record, at: now() })),
        forget: () => change(() => void records.delete(key)),
        end: () => {
          isOver = true;
          leave();
          return Promise.resolve();
        },
      };
    },
    close: () => Promise.resolve(),
  };
};
