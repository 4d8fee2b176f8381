import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { BudgetOptions, BudgetStore } from './budget-store.ts';

/**
 * A budget store in the memory of this process. A window is forgotten at its end, so that memory is bounded by the keys of one window; the timers keep
 * no process alive. The library takes its time from Date.now and setTimeout, not from the gateway's clock.
 */
export const createMemoryBudgetStore = ({ limit, windowSeconds }: BudgetOptions): BudgetStore => {
  const limiter = new RateLimiterMemory({ points: limit, duration: windowSeconds });
  return {
    limit,
    spend: async (key, cost) => {
      try {
        const { remainingPoints, msBeforeNext } = await limiter.consume(key, cost);
        return { isSpent: true, remaining: remainingPoints, resetMs: msBeforeNext };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // The library keeps what it refused: an operation that was too large would close the window for small ones too.
        const { remainingPoints } = await limiter.reward(key, cost);
        return { isSpent: false, remaining: remainingPoints, resetMs: refusal.msBeforeNext };
      }
    },
    status: async (key) => {
      const found = await limiter.get(key);
      if (found === null) return { remaining: limit, resetMs: 0 };
      return { remaining: found.remainingPoints, resetMs: Math.max(found.msBeforeNext, 0) };
    },
  };
};
