import { LRUCache } from 'lru-cache';
import { CredentialsError } from './credentials-error.ts';
import type { TokenProvider } from './token-provider.ts';

/** A token as its issuer gave it. */
export interface FetchedToken {
  readonly token: string;
  /** Undefined: the issuer did not say; 15 minutes are assumed. */
  readonly expiresInSeconds: number | undefined;
}

/** Gets a new token for a key (`organisation/role`). Throws CredentialsError. */
export type FetchToken = (key: string) => Promise<FetchedToken>;

/** One call to the issuer, which has ended. */
export interface TokenFetch {
  readonly key: string;
  /** `failed`: it gave no token that could be used. */
  readonly outcome: 'ok' | 'failed';
  /** How long it took, milliseconds. */
  readonly ms: number;
}

/** Time as the cache needs it. */
export interface Clock {
  /** Wall-clock time, for what people read. */
  readonly now: () => Date;
  /** Milliseconds that never jump, for what expires. */
  readonly monotonicMs: () => number;
}

/** How one key is doing. */
export interface TokenStats {
  /** End of the current token's life; undefined while there is none. */
  readonly expiresAt: Date | undefined;
  /** Calls served without waiting for the issuer. */
  readonly hits: number;
  /** Tokens fetched. */
  readonly refreshes: number;
}

/** The provider of one key. */
export interface CachedTokenProvider extends TokenProvider {
  stats(): TokenStats;
}

/** A token in use. Its value lives in a closure only: printed, logged or serialised, this shows none. */
interface HeldToken {
  readonly authorization: () => string;
  readonly expiresAt: Date;
  /** Monotonic milliseconds from which it is renewed while still served. */
  readonly renewAt: number;
  /** Monotonic milliseconds from which it is not used any more. */
  readonly useUntil: number;
}

/** Bookkeeping of one key. */
interface KeyState {
  hits: number;
  refreshes: number;
  /** The held value, when the server has refused it: it is not served again. */
  rejected: string | undefined;
  failure: { readonly error: unknown; readonly until: number } | undefined;
}

const maxKeys = 100;
const maxLifeMs = 15 * 60_000;
const safetyMs = 60_000;
const rememberFailureMs = 1000;

/**
 * Bearer tokens of a short life, one per key, in an LRU cache. One fetch in flight per key for any number of callers; renewed in the background
 * at a random 70 to 90 % of its life while the old one is served; not used in its last minute (short ones: last quarter). The life counts from
 * before the fetch, so that a slow issuer never makes it too long. A failed renewal is silent as long as the old token is good; after that every
 * waiter gets the same CredentialsError, which is remembered for a second.
 */
export const cachedTokens = (
  fetchToken: FetchToken,
  options: {
    readonly clock: Clock;
    /** 0 to 1, like Math.random. */
    readonly random: () => number;
    /** Told of every call to the issuer, those in the background too. */
    readonly onFetch?: (fetch: TokenFetch) => void;
  },
): { provider(key: string): CachedTokenProvider } => {
  const { clock, random, onFetch } = options;
  const states = new Map<string, KeyState>();

  const stateOf = (key: string): KeyState => {
    const state = states.get(key) ?? { hits: 0, refreshes: 0, rejected: undefined, failure: undefined };
    states.set(key, state);
    return state;
  };

  const hold = async (key: string): Promise<HeldToken> => {
    const started = clock.monotonicMs();
    const startedAt = clock.now().getTime();
    const state = stateOf(key);
    try {
      const { token, expiresInSeconds } = await fetchToken(key);
      const lifeMs = Math.min(maxLifeMs, expiresInSeconds === undefined ? maxLifeMs : expiresInSeconds * 1000);
      const useUntil = started + lifeMs - Math.min(safetyMs, lifeMs / 4);
      if (clock.monotonicMs() >= useUntil) {
        throw new CredentialsError('the token arrived when its life was over', { retryAfterMs: rememberFailureMs });
      }
      onFetch?.({ key, outcome: 'ok', ms: clock.monotonicMs() - started });
      state.refreshes += 1;
      state.failure = undefined;
      state.rejected = undefined;
      return {
        authorization: () => `Bearer ${token}`,
        expiresAt: new Date(startedAt + lifeMs),
        renewAt: started + lifeMs * (0.7 + 0.2 * random()),
        useUntil,
      };
    } catch (error) {
      onFetch?.({ key, outcome: 'failed', ms: clock.monotonicMs() - started });
      state.failure = { error, until: clock.monotonicMs() + rememberFailureMs };
      throw error;
    }
  };

  const cache = new LRUCache<string, HeldToken>({
    max: maxKeys,
    perf: { now: clock.monotonicMs },
    ttlResolution: 0,
    // A second lock beside `useUntil`: no token outlives the longest life, whatever the code below believes.
    ttl: maxLifeMs,
    // A failed renewal leaves the old token where it is.
    noDeleteOnFetchRejection: true,
    fetchMethod: hold,
  });

  const provider = (key: string): CachedTokenProvider => {
    const usable = (held = cache.peek(key, { allowStale: true })): HeldToken | undefined => {
      if (held === undefined || clock.monotonicMs() >= held.useUntil) return undefined;
      return held.authorization() === stateOf(key).rejected ? undefined : held;
    };
    const failed = (): boolean => clock.monotonicMs() < (stateOf(key).failure?.until ?? -Infinity);
    const renew = (): void => {
      void cache.fetch(key, { forceRefresh: true, allowStale: true }).catch(() => undefined);
    };
    return {
      authorization: async () => {
        const state = stateOf(key);
        const held = usable(cache.get(key, { allowStale: true, noDeleteOnStaleGet: true }));
        if (held !== undefined) {
          state.hits += 1;
          if (clock.monotonicMs() >= held.renewAt && !failed()) renew();
          return held.authorization();
        }
        if (failed()) throw state.failure?.error;
        const fetched = await cache.fetch(key, { forceRefresh: true });
        // A process that was halted in between wakes up with a token that was good when it arrived.
        if (fetched === undefined || clock.monotonicMs() >= fetched.useUntil)
          throw new CredentialsError('the token was dropped or ended while it was being fetched', {
            retryAfterMs: rememberFailureMs,
          });
        return fetched.authorization();
      },
      reject: (authorization) => {
        const held = cache.peek(key, { allowStale: true });
        if (held?.authorization() === authorization) stateOf(key).rejected = authorization;
      },
      stats: () => {
        const { hits, refreshes } = stateOf(key);
        return { expiresAt: usable()?.expiresAt, hits, refreshes };
      },
    };
  };
  return { provider };
};
