import type { Ledger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createRedisLedger, type RedisLedgerOptions } from './redis-ledger.ts';

/** How long the turn of a gateway that died stays taken, milliseconds. */
const defaultLeaseMs = 60_000;

/** The ledger of one process or, with an address, of all gateways that share the Redis there. `leaseMs`: a minute when absent. */
export const openLedger = (
  url: URL | undefined,
  {
    leaseMs = defaultLeaseMs,
    ...options
  }: Omit<RedisLedgerOptions, 'url' | 'leaseMs'> & { readonly leaseMs?: number | undefined },
): Ledger => (url === undefined ? createMemoryLedger(options.now) : createRedisLedger({ ...options, url, leaseMs }));
