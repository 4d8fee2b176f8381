import { once } from 'node:events';
import type { Redis, RedisOptions } from 'ioredis';
import { LedgerError } from './ledger.ts';

/** How a connection is doing, told when that changes. */
export type RedisEvent =
  | { readonly kind: 'reached' }
  /** Without anything that the library hung on it: the password is among the arguments of a failed AUTH. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A Redis that is asked now or not at all: nothing waits for it to come back, and nothing is sent a second time. */
export interface RedisConnection {
  /** Runs a Lua script. Throws LedgerError within two seconds when Redis cannot be reached, does not answer, or refuses. */
  run(script: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  close(): Promise<void>;
}

/** How long a connection may take, and how long an answer, milliseconds. */
const patienceMs = 1_000;

/** `redis://user:password@host:port/database`, `rediss://` with TLS; what stands in it has been checked by the configuration. */
const optionsOf = (url: URL): RedisOptions => ({
  host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(url.port || 6379),
  // IPv6 too.
  family: 0,
  ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
  ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  db: Number(url.pathname.slice(1)),
  ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  connectTimeout: patienceMs,
  commandTimeout: patienceMs,
  retryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
  // A primary that has become a replica: the name leads to the new one.
  reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  disableClientInfo: true,
});

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

/** Connects in the background and again whenever the connection is lost. The library is loaded only here. `onReady`: after each connecting. */
export const connectRedis = (
  url: URL,
  { onEvent, onReady }: { readonly onEvent: (event: RedisEvent) => void; readonly onReady: () => void },
): RedisConnection => {
  let isReached: boolean | undefined;
  const tell = (event: RedisEvent): void => {
    if (isReached === (event.kind === 'reached')) return;
    isReached = event.kind === 'reached';
    onEvent(event);
  };
  const open = async (): Promise<Redis> => {
    const { Redis } = await import('ioredis');
    const redis = new Redis(optionsOf(url));
    // Everybody who waits for it listens.
    redis.setMaxListeners(0);
    redis.on('error', (error: unknown) => tell({ kind: 'unreachable', reason: reasonOf(error) }));
    redis.on('ready', () => {
      tell({ kind: 'reached' });
      onReady();
    });
    return redis;
  };
  const opened = open();
  // Who uses it is told; that nobody does yet is no reason to end the process.
  opened.catch(() => undefined);

  return {
    run: async (script, keys, values) => {
      try {
        const redis = await opened;
        if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(patienceMs) });
        return await redis.eval(script, keys.length, ...keys, ...values);
      } catch (error) {
        throw new LedgerError(`Redis: ${reasonOf(error)}`);
      }
    },
    close: async () => {
      (await opened).disconnect();
    },
  };
};
