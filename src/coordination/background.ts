import { ignoreCoordinationError } from './coordination-error.ts';

/** Work that nobody asked for and nobody waits for, but whoever closes. */
export interface Background {
  /** Does it; that Redis was away meanwhile is nothing to report. */
  run(work: () => Promise<void>): void;
  /** Waits for everything that was begun. */
  done(): Promise<void>;
}

/** Makes one. */
export const createBackground = (): Background => {
  const running = new Set<Promise<void>>();
  return {
    run: (work) => {
      const done = work()
        .catch(ignoreCoordinationError)
        .finally(() => running.delete(done));
      running.add(done);
    },
    done: async () => {
      await Promise.all(running);
    },
  };
};
