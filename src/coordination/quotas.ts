/** What is left to spend. */
export interface QuotaStatus {
  readonly remaining: number;
  /** Until everything may be spent again, milliseconds; 0: it may now. */
  readonly resetMs: number;
}

/** What each key may spend in a window of time. A key's window begins with its first spending. */
export interface Quotas {
  /** Takes this cost, a whole number from 1 on, or takes nothing where it is not enough. Never throws. */
  spend(key: string, cost: number): Promise<QuotaStatus & { readonly isSpent: boolean }>;
  /** Takes nothing. Never throws. */
  status(key: string): Promise<QuotaStatus>;
}

/** How much, and in how long. */
export interface QuotaOptions {
  readonly limit: number;
  readonly windowSeconds: number;
}
