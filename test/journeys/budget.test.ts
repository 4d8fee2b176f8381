import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { openRules } from '../../src/access/policy.ts';
import { callerNamed } from '../access.ts';
import { journeyOfTest, operationsAt, problemsOf, sealedId } from './journey-of-test.ts';
import type { Journey } from './start.ts';

/** Callers are told apart by what stands behind `Bearer`. */
const access: Access = {
  authenticate: (request) =>
    Promise.resolve({ caller: callerNamed(request.headers.get('authorization')?.slice('Bearer '.length) ?? 'ann') }),
  rules: openRules,
};

const inbox = '{ mailbox(address: "alice@example.test") { inbox { messages(first: 3) { nodes { subject } } } } }';
const bomb =
  'query ($n: Int) { mailbox(address: "alice@example.test") { messages(first: $n) { nodes { mime { base64 } } } } }';
const as = (subject: string) => ({ headers: { authorization: `Bearer ${subject}` } });

const post = ({ origin }: Journey, query: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query }),
  });

describe('an operation that costs too much', () => {
  it('is refused before anything of it is executed, with its cost and the limit, and takes nothing from the budget', async () => {
    const journey = await journeyOfTest({ access, config: { costLimit: 10_000, costPerMinute: 50_000 } });
    const refused = await journey.query(bomb, { n: 500 });
    expect(refused).not.toHaveProperty('data');
    expect(problemsOf(refused)).toEqual([
      {
        code: 'QUERY_TOO_EXPENSIVE',
        retryable: false,
        message: expect.stringMatching(
          /^The operation would cost 51\d{3}; the most that one may cost is 10000\./,
        ) as string,
      },
    ]);
    expect(operationsAt(journey)).toEqual([]);
    expect(journey.emulator.apiRequests).toEqual([]);
    const { extensions } = await journey.query('{ viewer { subject } }');
    expect(extensions?.cost).toEqual({ requested: 1, limit: 10_000, remaining: 49_999, perMinute: 50_000 });
  });

  it('is status 400, and written into the audit', async () => {
    const journey = await journeyOfTest({ access });
    const { status } = await post(journey, bomb.replace('$n: Int', '$n: Int = 1000'));
    expect(status).toBe(400);
    expect(journey.audit()).toMatchObject([
      { audit: 'refusal', reason: 'QUERY_TOO_EXPENSIVE', caller: { subject: 'ann' } },
    ]);
  });

  it('may cost as much as the limit says, and not one more', async () => {
    const journey = await journeyOfTest({ access });
    const { extensions } = await journey.query(inbox);
    const cost = extensions?.cost?.requested ?? 0;
    const exactly = await journeyOfTest({ access, config: { costLimit: cost } });
    expect((await exactly.query(inbox)).errors).toBeUndefined();
    const less = await journeyOfTest({ access, config: { costLimit: cost - 1 } });
    expect(problemsOf(await less.query(inbox))).toMatchObject([{ code: 'QUERY_TOO_EXPENSIVE' }]);
  });
});

describe('a caller’s budget', () => {
  it('is told with every answer, and when it is spent the caller waits and others do not', async () => {
    const journey = await journeyOfTest({ access, config: { costPerMinute: 1_000 } });
    const { extensions } = await journey.query(inbox, {}, as('ann'));
    const { requested, remaining } = extensions?.cost ?? { requested: 0, remaining: 0 };
    expect(requested).toBeGreaterThan(100);
    expect(remaining).toBe(1_000 - requested);
    for (let left = remaining; left >= requested; left -= requested)
      expect((await journey.query(inbox, {}, as('ann'))).errors).toBeUndefined();

    const callsBefore = journey.emulator.requests.length;
    const response = await post(journey, inbox, as('ann').headers);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(/^(?:5\d|60)$/);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'You have spent your 1000 for this minute.',
          extensions: {
            code: 'RATE_LIMITED',
            retryable: true,
            retryAfter: expect.stringMatching(/^PT(?:5\d|60)S$/) as string,
          },
        },
      ],
    });
    expect(journey.emulator.requests).toHaveLength(callsBefore);
    expect(journey.audit().at(-1)).toMatchObject({
      audit: 'refusal',
      reason: 'RATE_LIMITED',
      caller: { subject: 'ann' },
    });

    expect((await journey.query(inbox, {}, as('bob'))).errors).toBeUndefined();
    // What costs less than is left is answered.
    expect((await journey.query('{ viewer { subject } }', {}, as('ann'))).errors).toBeUndefined();
  });

  it('can be asked for, with what is left after the question was paid, and until when', async () => {
    const journey = await journeyOfTest({ access, config: { costPerMinute: 1_000 } });
    const document = '{ viewer { rateLimit { limit remaining resetAt roundTripBudget } } }';
    interface Data {
      readonly viewer: { readonly rateLimit: { readonly remaining: number; readonly resetAt: string } };
    }
    const ask = () => journey.query<Data>(document, {}, as('ann'));
    const startedMs = Date.now();
    const first = await ask();
    const { cost } = first.extensions ?? {};
    expect(first.data.viewer.rateLimit).toEqual({
      limit: 1_000,
      remaining: cost?.remaining,
      resetAt: expect.any(String) as string,
      roundTripBudget: 9,
    });
    expect(cost?.remaining).toBe(1_000 - (cost?.requested ?? 0));
    const resetMs = Date.parse(first.data.viewer.rateLimit.resetAt);
    expect(resetMs).toBeGreaterThan(startedMs + 59_000);
    expect(resetMs).toBeLessThanOrEqual(Date.now() + 60_000);

    const { extensions } = await journey.query(inbox, {}, as('ann'));
    const later = await ask();
    expect(later.data.viewer.rateLimit).toMatchObject({
      remaining: (extensions?.cost?.remaining ?? 0) - (cost?.requested ?? 0),
      roundTripBudget: Math.floor(((extensions?.cost?.remaining ?? 0) - (cost?.requested ?? 0)) / 100),
    });
    // The same window, by clocks of milliseconds.
    expect(Math.abs(Date.parse(later.data.viewer.rateLimit.resetAt) - resetMs)).toBeLessThan(1_000);
    const other = await journey.query<Data>(document, {}, as('bob'));
    expect(other.data.viewer.rateLimit.remaining).toBe(cost?.remaining);
    expect(operationsAt(journey)).toHaveLength(1);
  });

  it('is full again when its window has passed', async () => {
    const journey = await journeyOfTest({ access, config: { costPerMinute: 600 }, budgetWindowSeconds: 1 });
    await journey.query(inbox);
    const refused = await journey.query(inbox);
    expect(problemsOf(refused)).toMatchObject([{ code: 'RATE_LIMITED', retryAfter: 'PT1S' }]);
    await wait(1_050);
    expect((await journey.query(inbox)).errors).toBeUndefined();
  });

  it('is spent by downloads too', async () => {
    const journey = await journeyOfTest({ access, config: { costPerMinute: 450 } });
    const path = `/mime/${sealedId('Item', 'alice@example.test', 'AAMkNoSuchItem')}`;
    expect((await fetch(journey.origin + path, as('ann'))).status).toBe(404);
    expect((await fetch(journey.origin + path, as('ann'))).status).toBe(404);
    const calls = operationsAt(journey).length;
    const refused = await fetch(journey.origin + path, as('ann'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(journey.audit().at(-1)).toMatchObject({ audit: 'refusal', reason: 'RATE_LIMITED', route: 'mime' });
    expect(problemsOf(await journey.query(inbox, {}, as('ann')))).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect(operationsAt(journey)).toHaveLength(calls);
    expect((await fetch(journey.origin + path, as('bob'))).status).toBe(404);
  });

  it('is not touched by what is not valid or not readable', async () => {
    const journey = await journeyOfTest({ access, config: { costPerMinute: 1_000 } });
    await journey.query('{ nothing }');
    await journey.query('query ($n: Int!) { mailboxes(first: $n) { nodes { id } } }', { n: 'many' });
    const { extensions } = await journey.query('{ viewer { subject } }');
    expect(extensions?.cost?.remaining).toBe(999);
  });
});
