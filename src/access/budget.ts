import { callerKey, type Caller } from './caller.ts';

/** What became of an attempt to spend: what is left of the window's budget, or how long to wait for the next window. */
export type Spending = { readonly remaining: number } | { readonly retryAfterMs: number };

/** What is left of a budget. */
export interface BudgetStatus {
  readonly remaining: number;
  /** Until all of it may be spent again, milliseconds; 0: it may now. */
  readonly resetMs: number;
}

/** What each caller may spend; nobody can spend another's. */
export interface Budget {
  /** What a caller may spend in one window, which begins with the first spending. */
  readonly limit: number;
  /** Takes this cost, a whole number from 1 on, from the caller's budget, or takes nothing where it is not enough. */
  spend(caller: Caller, cost: number): Promise<Spending>;
  /** Takes nothing. */
  status(caller: Caller): Promise<BudgetStatus>;
}

/** What a budget needs of the stores that `coordination` makes: what has been spent under each key, in this process or in all gateways. */
export interface SpendingStore {
  readonly limit: number;
  spend(key: string, cost: number): Promise<BudgetStatus & { readonly isSpent: boolean }>;
  status(key: string): Promise<BudgetStatus>;
}

/** A budget for each caller, kept in a store. */
export const createBudget = (store: SpendingStore): Budget => ({
  limit: store.limit,
  spend: async (caller, cost) => {
    const { isSpent, remaining, resetMs } = await store.spend(callerKey(caller), cost);
    return isSpent ? { remaining } : { retryAfterMs: Math.max(resetMs, 1) };
  },
  status: (caller) => store.status(callerKey(caller)),
});
