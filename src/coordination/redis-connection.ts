import { once, type EventEmitter } from 'node:events';
import type { Redis, RedisOptions } from 'ioredis';
import { CoordinationError } from './coordination-error.ts';

/** How a connection is doing, told when that changes. */
export type RedisEvent =
  | { readonly kind: 'reached' }
  /** Without anything that the library hung on it: the password is among the arguments of a failed AUTH. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A Redis that is asked now or not at all: nothing waits for it to come back, and nothing is sent a second time. */
export interface RedisConnection {
  /** Runs a Lua script. Throws CoordinationError within two seconds when Redis cannot be reached, does not answer, or refuses. */
  run(script: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  /** Tells whoever is subscribed to the channel. Throws as `run`. */
  publish(channel: string, message: string): Promise<void>;
  /** It was lost or is silent: for those who have something better to do than to wait for it. */
  isAway(): boolean;
  /** Calls this after each connecting. */
  onReady(listener: () => void): void;
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
  // How long the other side may take to say goodbye.
  disconnectTimeout: patienceMs,
  retryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
  // A primary that has become a replica: the name leads to the new one.
  reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  disableClientInfo: true,
});

/** What an error says, and nothing that hangs on it. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

/** What ioredis says of a command that was not answered in time; it has no class for it. */
const silence = 'Command timed out';

/** A client that connects in the background, and again whenever the connection is lost. The library is loaded only here. Errors are the listener's. */
export const openRedisClient = async (url: URL, onError: (error: unknown) => void): Promise<Redis> => {
  const { Redis } = await import('ioredis');
  const redis = new Redis(optionsOf(url));
  redis.on('error', onError);
  // ioredis hears the first error of a socket only; the second one, which a refused TLS handshake may have, would end the process:
  // https://github.com/redis/ioredis/pull/962
  redis.on('connecting', () => void setImmediate(() => deafen(redis.stream)));
  return redis;
};

const deafen = (stream: EventEmitter | undefined): void => void stream?.on('error', () => undefined);

/**
 * Asks whether anybody is at the other end, and makes a new connection when nobody is: a machine that is gone does not close its connections, and the
 * system would take a quarter of an hour to notice. Gives the reason when there was no answer.
 */
export const probe = async (redis: Redis): Promise<string | undefined> => {
  try {
    await redis.ping();
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === silence && redis.status === 'ready') redis.disconnect(true);
    return reason;
  }
};

/** Connects in the background and again whenever the connection is lost or falls silent. */
export const connectRedis = (url: URL, onEvent: (event: RedisEvent) => void): RedisConnection => {
  const readyListeners: (() => void)[] = [];
  let isReached: boolean | undefined;
  let isSilent = false;
  const tell = (event: RedisEvent): void => {
    if (isReached === (event.kind === 'reached')) return;
    isReached = event.kind === 'reached';
    onEvent(event);
  };
  const open = async (): Promise<Redis> => {
    const redis = await openRedisClient(url, (error) => tell({ kind: 'unreachable', reason: reasonOf(error) }));
    // Everybody who waits for it listens.
    redis.setMaxListeners(0);
    redis.on('ready', () => {
      tell({ kind: 'reached' });
      for (const listener of readyListeners) listener();
    });
    return redis;
  };
  const opened = open();
  // Who uses it is told; that nobody does yet is no reason to end the process.
  opened.catch(() => undefined);

  /** One answer that is late may be our own fault: this process was busy. */
  const probeOnce = async (redis: Redis): Promise<void> => {
    if (isSilent) return;
    isSilent = true;
    const reason = await probe(redis);
    isSilent = false;
    // Of a connection that was lost meanwhile, the next try tells more.
    if (reason === silence) tell({ kind: 'unreachable', reason });
  };

  const ask = async <Answer>(question: (redis: Redis) => Promise<Answer>): Promise<Answer> => {
    try {
      const redis = await opened;
      if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(patienceMs) });
      return await question(redis).catch((error: unknown) => {
        if (reasonOf(error) === silence) void probeOnce(redis);
        throw error;
      });
    } catch (error) {
      throw new CoordinationError(`Redis: ${reasonOf(error)}`);
    }
  };

  return {
    run: (script, keys, values) => ask((redis) => redis.eval(script, keys.length, ...keys, ...values)),
    publish: async (channel, message) => {
      await ask((redis) => redis.publish(channel, message));
    },
    isAway: () => isSilent || isReached === false,
    onReady: (listener) => void readyListeners.push(listener),
    close: async () => {
      (await opened).disconnect();
    },
  };
};
