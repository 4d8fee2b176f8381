import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cachedTokens, type FetchedToken, type FetchToken } from '../../src/credentials/cached-tokens.ts';
import { CredentialsError } from '../../src/credentials/credentials-error.ts';

const minute = 60_000;

/** A clock that stands still until told, an issuer that counts, and a cache between them. */
const setUp = (
  options: {
    readonly fetchToken?: FetchToken;
    readonly lifeSeconds?: number | undefined;
    readonly random?: number;
  } = {},
) => {
  let elapsedMs = 1000;
  let issued = 0;
  const { lifeSeconds = 900 } = options;
  const counted: FetchToken = async (key) => {
    issued += 1;
    if (options.fetchToken !== undefined) return options.fetchToken(key);
    return {
      token: `${key}#${issued}`,
      expiresInSeconds: 'lifeSeconds' in options ? options.lifeSeconds : lifeSeconds,
    };
  };
  const clock = { monotonicMs: () => elapsedMs, now: () => new Date(Date.UTC(2026, 10, 20) + elapsedMs) };
  const tokens = cachedTokens(counted, { clock, random: () => options.random ?? 0.5 });
  return {
    tokens,
    provider: tokens.provider('org/role'),
    advance: (ms: number) => {
      elapsedMs += ms;
    },
    issued: () => issued,
    clock,
  };
};

/** A token whose arrival the test decides. */
const delivery = () => {
  const deliveries: { resolve(token: FetchedToken): void; reject(error: Error): void }[] = [];
  const fetchToken: FetchToken = () => new Promise((resolve, reject) => deliveries.push({ resolve, reject }));
  return { fetchToken, deliveries };
};

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('a token', () => {
  it('is fetched once for 2,000 callers at the same time', async () => {
    const { provider, issued } = setUp();
    const values = await Promise.all(Array.from({ length: 2000 }, () => provider.authorization()));
    expect(new Set(values)).toEqual(new Set(['Bearer org/role#1']));
    expect(issued()).toBe(1);
  });

  it('belongs to its organisation and role', async () => {
    const { tokens, issued } = setUp();
    expect(await tokens.provider('org/reader').authorization()).toBe('Bearer org/reader#1');
    expect(await tokens.provider('org/writer').authorization()).toBe('Bearer org/writer#2');
    expect(await tokens.provider('org/reader').authorization()).toBe('Bearer org/reader#1');
    expect(issued()).toBe(2);
  });

  it('is served to the end of its fourteenth minute while the issuer is down, and not after', async () => {
    let isDown = false;
    const { provider, advance } = setUp({
      fetchToken: async () => {
        if (isDown) throw new CredentialsError('AWS is down', { retryAfterMs: 1000 });
        return { token: 'first', expiresInSeconds: 900 };
      },
    });
    await provider.authorization();
    isDown = true;
    for (let second = 0; second < 14 * 60; second += 10) {
      expect(await provider.authorization()).toBe('Bearer first');
      await settled();
      advance(10_000);
    }
    await expect(provider.authorization()).rejects.toThrow('AWS is down');
    isDown = false;
    advance(1000);
    expect(await provider.authorization()).toBe('Bearer first');
  });

  it('lives at most 15 minutes, from before it was asked for', async () => {
    const { fetchToken, deliveries } = delivery();
    const { provider, advance } = setUp({ fetchToken });
    const first = provider.authorization();
    advance(5 * minute);
    deliveries[0]?.resolve({ token: 'slow', expiresInSeconds: 3600 });
    expect(await first).toBe('Bearer slow');
    expect(provider.stats().expiresAt).toEqual(new Date(Date.UTC(2026, 10, 20) + 1000 + 15 * minute));
    advance(9 * minute - 1);
    expect(await provider.authorization()).toBe('Bearer slow');
    advance(1);
    void provider.authorization();
    expect(deliveries).toHaveLength(2);
    expect(provider.stats().expiresAt).toBeUndefined();
  });

  it.each([
    ['a short one', 100, 75_000],
    ['one of unknown life', undefined, 14 * minute],
    ['one of a single second', 1, 750],
  ])('is not used in its last minute or quarter: %s', async (_what, lifeSeconds, usableMs) => {
    const { provider, advance } = setUp({ lifeSeconds, random: 1 });
    await provider.authorization();
    const isUsable = (): boolean => provider.stats().expiresAt !== undefined;
    advance(usableMs - 1);
    expect(isUsable()).toBe(true);
    advance(1);
    expect(isUsable()).toBe(false);
    expect(await provider.authorization()).toBe('Bearer org/role#2');
  });
});

describe('renewal', () => {
  it.each([
    [0, 0.7],
    [0.5, 0.8],
    [1, 0.9],
  ])('begins at its random moment (%f: %f of the life), in the background', async (random, share) => {
    const { fetchToken, deliveries } = delivery();
    const { provider, advance } = setUp({ fetchToken, random });
    const first = provider.authorization();
    deliveries[0]?.resolve({ token: 'old', expiresInSeconds: 900 });
    await first;
    advance(share * 15 * minute - 1);
    expect(await provider.authorization()).toBe('Bearer old');
    expect(deliveries).toHaveLength(1);
    advance(1);
    for (let caller = 0; caller < 50; caller += 1) expect(await provider.authorization()).toBe('Bearer old');
    expect(deliveries).toHaveLength(2);
    deliveries[1]?.resolve({ token: 'new', expiresInSeconds: 900 });
    await settled();
    expect(await provider.authorization()).toBe('Bearer new');
  });

  it('still under way when the old token ends is waited for', async () => {
    const { fetchToken, deliveries } = delivery();
    const { provider, advance } = setUp({ fetchToken, random: 0 });
    const first = provider.authorization();
    deliveries[0]?.resolve({ token: 'old', expiresInSeconds: 900 });
    await first;
    advance(13 * minute);
    expect(await provider.authorization()).toBe('Bearer old');
    advance(minute);
    const waiting = [provider.authorization(), provider.authorization()];
    deliveries[1]?.resolve({ token: 'new', expiresInSeconds: 900 });
    expect(await Promise.all(waiting)).toEqual(['Bearer new', 'Bearer new']);
    expect(deliveries).toHaveLength(2);
  });

  it('that fails is silent, and tried again after a second', async () => {
    const { fetchToken, deliveries } = delivery();
    const { provider, advance } = setUp({ fetchToken, random: 0 });
    const first = provider.authorization();
    deliveries[0]?.resolve({ token: 'old', expiresInSeconds: 900 });
    await first;
    advance(11 * minute);
    expect(await provider.authorization()).toBe('Bearer old');
    deliveries[1]?.reject(new CredentialsError('AWS is down'));
    await settled();
    advance(999);
    expect(await provider.authorization()).toBe('Bearer old');
    expect(deliveries).toHaveLength(2);
    advance(1);
    expect(await provider.authorization()).toBe('Bearer old');
    expect(deliveries).toHaveLength(3);
  });
});

describe('a failure', () => {
  it('is shared by all waiters and remembered for a second', async () => {
    const { fetchToken, deliveries } = delivery();
    const { provider, advance } = setUp({ fetchToken });
    const waiting = Array.from({ length: 100 }, () => provider.authorization().catch((error: unknown) => error));
    const failure = new CredentialsError('throttled', { retryAfterMs: 1000 });
    deliveries[0]?.reject(failure);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([failure]));
    advance(999);
    await expect(provider.authorization()).rejects.toBe(failure);
    expect(deliveries).toHaveLength(1);
    advance(1);
    const next = provider.authorization();
    deliveries[1]?.resolve({ token: 'late', expiresInSeconds: 900 });
    expect(await next).toBe('Bearer late');
  });
});

describe('a rejected value', () => {
  it('is not served again, and the next is fetched once', async () => {
    const { provider, issued } = setUp();
    const value = await provider.authorization();
    for (let caller = 0; caller < 100; caller += 1) provider.reject(value);
    const next = await Promise.all(Array.from({ length: 100 }, () => provider.authorization()));
    expect(new Set(next)).toEqual(new Set(['Bearer org/role#2']));
    expect(issued()).toBe(2);
  });

  it('that is no longer current changes nothing', async () => {
    const { provider, issued } = setUp();
    const old = await provider.authorization();
    provider.reject(old);
    await provider.authorization();
    provider.reject(old);
    provider.reject('Bearer foreign');
    expect(await provider.authorization()).toBe('Bearer org/role#2');
    expect(issued()).toBe(2);
  });

  it('that nobody holds any more does not bring back the one that was rejected last', async () => {
    const { provider } = setUp();
    provider.reject(await provider.authorization());
    provider.reject('Bearer foreign');
    expect(await provider.authorization()).toBe('Bearer org/role#2');
  });

  it('that the issuer gives out once more is used, and not fetched for every call', async () => {
    const fetchToken: FetchToken = () => Promise.resolve({ token: 'same', expiresInSeconds: 900 });
    const { provider, issued } = setUp({ fetchToken });
    provider.reject(await provider.authorization());
    expect(await provider.authorization()).toBe('Bearer same');
    expect(await provider.authorization()).toBe('Bearer same');
    expect(issued()).toBe(2);
  });

  it('drops only the token of its own role', async () => {
    const { tokens, issued } = setUp();
    const reader = tokens.provider('org/reader');
    const writer = tokens.provider('org/writer');
    await writer.authorization();
    reader.reject(await reader.authorization());
    expect(await writer.authorization()).toBe('Bearer org/writer#1');
    expect(issued()).toBe(2);
  });

  it('is not served while the renewal that was already under way comes in', async () => {
    const { fetchToken, deliveries } = delivery();
    const { provider, advance } = setUp({ fetchToken, random: 0 });
    const first = provider.authorization();
    deliveries[0]?.resolve({ token: 'old', expiresInSeconds: 900 });
    await first;
    advance(11 * minute);
    expect(await provider.authorization()).toBe('Bearer old');
    provider.reject('Bearer old');
    const next = provider.authorization();
    deliveries[1]?.resolve({ token: 'new', expiresInSeconds: 900 });
    expect(await next).toBe('Bearer new');
    expect(deliveries).toHaveLength(2);
  });
});

it('is a failure when it arrives after its own end', async () => {
  const { fetchToken, deliveries } = delivery();
  const { provider, advance } = setUp({ fetchToken });
  const first = provider.authorization();
  advance(20_000);
  deliveries[0]?.resolve({ token: 'late', expiresInSeconds: 20 });
  await expect(first).rejects.toBeInstanceOf(CredentialsError);
});

it('tells end of life, hits and fetches, and never a value', async () => {
  const { provider, tokens, advance } = setUp({
    fetchToken: async () => ({ token: 'canary-7a', expiresInSeconds: 900 }),
  });
  expect(provider.stats()).toEqual({ expiresAt: undefined, hits: 0, refreshes: 0 });
  await provider.authorization();
  advance(1000);
  await provider.authorization();
  await provider.authorization();
  expect(provider.stats()).toEqual({
    expiresAt: new Date(Date.UTC(2026, 10, 20) + 1000 + 15 * minute),
    hits: 2,
    refreshes: 1,
  });
  for (const shown of [provider, tokens, provider.stats()]) {
    expect(`${inspect(shown, { depth: 20, showHidden: true })}${JSON.stringify(shown)}`).not.toContain('canary');
  }
});

it('never serves a token past its life, whatever happens in whatever order', async () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 20 * minute }) }),
    fc.record({ type: fc.constant('use' as const) }),
    fc.record({ type: fc.constant('reject' as const) }),
    fc.record({ type: fc.constant('deliver' as const), lifeSeconds: fc.integer({ min: 1, max: 4000 }) }),
    fc.record({ type: fc.constant('fail' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (steps, random) => {
        const problems: string[] = [];
        const open: { resolve(token: FetchedToken): void; reject(error: Error): void; readonly askedAt: number }[] = [];
        const lifeEnds = new Map<string, number>();
        const rejected = new Set<string>();
        let lastServed: string | undefined;
        let inFlight = 0;
        const state = setUp({
          random,
          fetchToken: () =>
            new Promise((resolve, reject) => {
              inFlight += 1;
              if (inFlight > 1) problems.push('two fetches at the same time');
              open.push({ resolve, reject, askedAt: state.clock.monotonicMs() });
            }),
        });
        for (const [index, action] of steps.entries()) {
          if (action.type === 'advance') state.advance(action.ms);
          if (action.type === 'use') {
            state.provider.authorization().then(
              (value) => {
                lastServed = value;
                if (state.clock.monotonicMs() >= (lifeEnds.get(value) ?? 0)) problems.push(`${value} past its life`);
                if (rejected.has(value)) problems.push(`${value} after it was rejected`);
              },
              (error: unknown) => {
                if (!(error instanceof CredentialsError)) problems.push(String(error));
              },
            );
          }
          if (action.type === 'reject' && lastServed !== undefined) {
            state.provider.reject(lastServed);
            rejected.add(lastServed);
          }
          const waiting = action.type === 'deliver' || action.type === 'fail' ? open.shift() : undefined;
          if (waiting !== undefined) {
            inFlight -= 1;
            if (action.type === 'fail') waiting.reject(new CredentialsError('down'));
            if (action.type === 'deliver') {
              lifeEnds.set(`Bearer ${index}`, waiting.askedAt + Math.min(15 * minute, action.lifeSeconds * 1000));
              waiting.resolve({ token: String(index), expiresInSeconds: action.lifeSeconds });
            }
          }
          await settled();
        }
        expect(problems).toEqual([]);
      },
    ),
    { numRuns: 2000 },
  );
});
