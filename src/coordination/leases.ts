/** The right to do something for a key that only one of all gateways should do. */
export interface Lease {
  /** Greater than that of every lease on this key before, whatever became of its holder; what says it can be told from what an older one still says. */
  readonly fence: number;
  /** Fires when the lease has ended without `release`: somebody else may have it, or nobody can tell any more. */
  readonly lost: AbortSignal;
  /** Lets another one take it; the second time it does nothing. Never throws: a lease that nobody gives back ends by itself. */
  release(): Promise<void>;
}

/** Who does what only one should: the one process that there is, or one of all that share a Redis. */
export interface Leases {
  /** When to ask again after `elsewhere` and `unknown`, milliseconds: a third of the time for which a gateway that died still has its leases. */
  readonly retryMs: number;
  /**
   * Takes the lease on a key if nobody has it. `elsewhere`: another gateway has it, ask again later. `unknown`: nobody can be asked, so that everybody
   * must do without the others until `take` answers otherwise. Never throws and never waits for a lease.
   */
  take(key: string): Promise<Lease | 'elsewhere' | 'unknown'>;
  /** Gives back what is held, as far as that can be done, and lets go of connections. */
  close(): Promise<void>;
}
