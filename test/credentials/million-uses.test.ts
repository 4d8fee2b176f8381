import { expect, it } from 'vitest';
import { createRandom } from '../../src/emulator/random.ts';
import { cachedTokens } from '../../src/credentials/cached-tokens.ts';
import { CredentialsError } from '../../src/credentials/credentials-error.ts';

const uses = 1_000_000;
const keys = ['org/reader', 'org/writer'] as const;

/** What a day brings: mostly short pauses between calls, now and then a night, or an issuer that is away. */
const pauseMs = (random: ReturnType<typeof createRandom>): number =>
  random.chance(1) ? random.integer(0, 1_200_000) : random.integer(0, 400);

it('a million uses over days never show a token that is past its time, and no two fetches of a key overlap', async () => {
  const random = createRandom(17);
  const endsMs = new Map<string, number>();
  const underWay = new Set<string>();
  let nowMs = 1_000;
  let issued = 0;
  let isDown = false;
  const wrong: string[] = [];
  const tokens = cachedTokens(
    async (key) => {
      if (underWay.has(key)) wrong.push(`two fetches of ${key} at the same time`);
      underWay.add(key);
      const askedMs = nowMs;
      // The answer comes some calls later, and its life has begun before it.
      for (let turn = random.integer(0, 40); turn > 0; turn -= 1) await Promise.resolve();
      underWay.delete(key);
      if (isDown) throw new CredentialsError('down', { retryAfterMs: 1_000 });
      issued += 1;
      const lifeSeconds = random.chance(20) ? random.integer(1, 3_600) : 900;
      endsMs.set(`Bearer ${issued}`, askedMs + Math.min(lifeSeconds, 900) * 1_000);
      return { token: String(issued), expiresInSeconds: lifeSeconds };
    },
    {
      clock: { monotonicMs: () => nowMs, now: () => new Date(nowMs) },
      random: () => random.integer(0, 999) / 1_000,
    },
  );
  const providers = keys.map((key) => tokens.provider(key));
  let served = 0;
  let refused = 0;
  for (let use = 0; use < uses; use += 1) {
    nowMs += pauseMs(random);
    if (use % 500 === 0) isDown = random.chance(10);
    const provider = random.pick(providers);
    try {
      const authorization = await provider.authorization();
      served += 1;
      // A server may refuse one before its time.
      if (nowMs >= (endsMs.get(authorization) ?? 0)) wrong.push(`${authorization} past its time`);
      if (use % 5_000 === 0) provider.reject(authorization);
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      refused += 1;
    }
  }
  expect(wrong).toEqual([]);
  expect(served + refused).toBe(uses);
  // It would prove nothing without these.
  expect(issued).toBeGreaterThan(10_000);
  expect(refused).toBeGreaterThan(100);
  expect(served).toBeGreaterThan(uses / 2);
}, 120_000);
