import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { callerKey, type Caller } from './caller.ts';

/** What became of an attempt to spend: what is left of the window's budget, or how long to wait for the next window. */
export type Spending = { readonly remaining: number } | { readonly retryAfterMs: number };

/** What each caller may spend; nobody can spend another's. */
export interface Budget {
  /** What a caller may spend in one window. */
  readonly limit: number;
  /** Takes this cost, a whole number from 1 on, from the caller's budget, or takes nothing where it is not enough. */
  spend(caller: Caller, cost: number): Promise<Spending>;
}

/** How much, and in how long. */
export interface BudgetOptions {
  readonly limit: number;
  readonly windowSeconds: number;
}

/**
 * A budget per caller, in the memory of this process: several gateways behind a balancer give one each. A caller's window begins with the first
 * spending and is forgotten at its end, so that memory is bounded by the callers of one window; the timers keep no process alive. The library takes
 * its time from Date.now and setTimeout, not from the gateway's clock.
 */
export const createBudget = ({ limit, windowSeconds }: BudgetOptions): Budget => {
  const limiter = new RateLimiterMemory({ points: limit, duration: windowSeconds });
  return {
    limit,
    spend: async (caller, cost) => {
      const key = callerKey(caller);
      try {
        const { remainingPoints } = await limiter.consume(key, cost);
        return { remaining: remainingPoints };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // The library keeps what it refused: an operation that was too large would close the window for small ones too.
        await limiter.reward(key, cost);
        return { retryAfterMs: Math.max(refusal.msBeforeNext, 1) };
      }
    },
  };
};
