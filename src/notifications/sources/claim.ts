import type { Lease, Leases } from '../../coordination/leases.ts';
import { fired } from '../fired.ts';
import { pause } from '../pause.ts';

/** That a key is this gateway's, said to all others as well as it can be. */
export interface Claim {
  /** Lets go of the key; fulfils when the others can tell. */
  end(): Promise<void>;
}

/** Holds the lease on a key that nobody else wants, from now on: one that was lost, or could not be had, is taken as soon as that can be done. */
export const startClaim = (leases: Leases, key: string): Claim => {
  const ending = new AbortController();
  const keep = async (): Promise<void> => {
    const { signal } = ending;
    let lease: Lease | undefined;
    while (!signal.aborted) {
      const taken = await leases.take(key);
      lease = typeof taken === 'object' ? taken : undefined;
      if (lease === undefined) await pause(leases.retryMs, signal);
      else await fired(lease.lost, signal);
    }
    await lease?.release();
  };
  const kept = keep();
  return {
    end: () => {
      ending.abort();
      return kept;
    },
  };
};
