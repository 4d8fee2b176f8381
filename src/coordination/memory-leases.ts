import type { Lease, Leases } from './leases.ts';

/** Leases for one process, which end with it: nothing but `close` takes one from its holder. */
export const createMemoryLeases = (retryMs: number): Leases => {
  const held = new Map<string, AbortController>();
  let fence = 0;
  return {
    retryMs,
    take: (key) => {
      if (held.has(key)) return Promise.resolve('elsewhere');
      const losing = new AbortController();
      held.set(key, losing);
      const lease: Lease = {
        fence: (fence += 1),
        lost: losing.signal,
        release: () => {
          if (held.get(key) === losing) held.delete(key);
          return Promise.resolve();
        },
      };
      return Promise.resolve(lease);
    },
    close: () => {
      const ending = [...held.values()];
      held.clear();
      for (const losing of ending) losing.abort();
      return Promise.resolve();
    },
  };
};
