import { CoordinationError } from './coordination-error.ts';
import { createMemoryBudgetStore } from './memory-budget-store.ts';
import type { BudgetOptions, BudgetStore, BudgetStatus } from './budget-store.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { NameInRedis } from './redis-names.ts';

/** What a budget store on Redis is made of. */
export interface RedisBudgetStoreOptions extends BudgetOptions {
  readonly redis: RedisConnection;
  readonly nameOf: NameInRedis;
}

/*
 * Looks and takes in one step. The Redis limiter of rate-limiter-flexible adds first and has what it refused given back in a second step: in between, one
 * operation that is too large has others refused which are not, and when Redis is lost in between, its cost stays taken.
 */
const spendScript = `local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
local left = redis.call('PTTL', KEYS[1])
local cost, limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not spent or left <= 0 then spent, left = 0, 0 end
if cost == 0 or spent + cost > limit then return {0, spent, left} end
if left > 0 then
  redis.call('INCRBY', KEYS[1], cost)
else
  left = window
  redis.call('SET', KEYS[1], cost, 'PX', window)
end
return {1, spent + cost, left}`;

/** A budget store for all gateways that share a Redis; while it is away, each gateway has its own. */
export const createRedisBudgetStore = ({ redis, nameOf, ...options }: RedisBudgetStoreOptions): BudgetStore => {
  const { limit, windowSeconds } = options;
  const own = createMemoryBudgetStore(options);

  /** Undefined when Redis cannot tell. A cost of 0 only looks. */
  const ask = async (
    key: string,
    cost: number,
  ): Promise<(BudgetStatus & { readonly isSpent: boolean }) | undefined> => {
    if (redis.isAway()) return undefined;
    try {
      const answer = await redis.run(spendScript, [nameOf('budget', key)], [cost, limit, windowSeconds * 1000]);
      const [isSpent, spent = 0, leftMs = 0] = answer as readonly number[];
      return { isSpent: isSpent === 1, remaining: Math.max(limit - spent, 0), resetMs: leftMs };
    } catch (error) {
      if (!(error instanceof CoordinationError)) throw error;
      return undefined;
    }
  };

  return {
    limit,
    spend: async (key, cost) => (await ask(key, cost)) ?? own.spend(key, cost),
    status: async (key) => {
      const found = await ask(key, 0);
      return found === undefined ? own.status(key) : { remaining: found.remaining, resetMs: found.resetMs };
    },
  };
};
