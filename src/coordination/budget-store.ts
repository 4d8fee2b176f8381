/** What is left of a budget. */
export interface BudgetStatus {
  readonly remaining: number;
  /** Until all of it may be spent again, milliseconds; 0: it may now. */
  readonly resetMs: number;
}

/** What has been spent under each key in a window of time, which begins with the key's first spending: in this process, or in all gateways. */
export interface BudgetStore {
  /** What may be spent under a key in one window. */
  readonly limit: number;
  /** Takes this cost, a whole number from 1 on, or takes nothing where it is not enough. Never throws. */
  spend(key: string, cost: number): Promise<BudgetStatus & { readonly isSpent: boolean }>;
  /** Takes nothing. Never throws. */
  status(key: string): Promise<BudgetStatus>;
}

/** How much, and in how long. */
export interface BudgetOptions {
  readonly limit: number;
  readonly windowSeconds: number;
}
