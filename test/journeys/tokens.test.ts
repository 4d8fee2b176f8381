import { expect, test, vi } from 'vitest';
import { freeTraffic } from '../../src/ews/traffic/free-traffic.ts';
import { apiCalls, journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import { operationsOf, type Journey } from './start.ts';

const dave = 'dave@example.test';
const minuteMs = 60_000;

const count = `{ mailbox(address: "${dave}") { inbox { messages(first: 1) { totalCount } } } }`;
const counted = { mailbox: { inbox: { messages: { totalCount: expect.any(Number) } } } };
/** Needs a FindItem and a GetItem. */
const page = `{ mailbox(address: "${dave}") { inbox { messages(first: 5) { nodes { subject to { address } body(format: TEXT) { content } } } } } }`;

const assumed = (journey: Journey): number => apiCalls(journey, 'AssumeImpersonationRole');

/** Nothing of the WorkMail API answers, as when AWS has an outage. */
const awsOutage = ({ emulator }: Journey): void => {
  const actions = ['AssumeImpersonationRole', 'GetImpersonationRoleEffect', 'DescribeUser', 'DescribeEntity'];
  for (const operation of actions) emulator.faults.add({ kind: 'status', status: 503, operation, times: Infinity });
};

test('a token that ended between two queries is replaced once, unnoticed', async () => {
  const journey = await journeyOfTest();
  await journey.query(count);
  journey.emulator.tokens.expireAll();

  const answer = await journey.query(count);

  expect(answer.data).toEqual(counted);
  expect(answer.errors).toBeUndefined();
  expect(assumed(journey)).toBe(2);
  // The refused exchange is none of the round trips: EWS never saw it.
  expect(operationsOf(answer)).toEqual(['FindItem']);
  expect(journey.emulator.requests.map(({ access }) => access)).toEqual(['READ_ONLY', undefined, 'READ_ONLY']);
});

test('after fifteen minutes the gateway has a new token before the mail server refuses the old one', async () => {
  const journey = await journeyOfTest();
  await journey.query(count);
  journey.clock.advance(15 * minuteMs);
  journey.emulator.clock.advance(15 * minuteMs);

  const answer = await journey.query(count);

  expect(answer.data).toEqual(counted);
  expect(assumed(journey)).toBe(2);
  expect(journey.emulator.requests.map(({ access }) => access)).toEqual(['READ_ONLY', 'READ_ONLY']);
});

test('a token that ends between FindItem and GetItem is replaced in mid-flight', async () => {
  const journey = await journeyOfTest();
  const whole = await journey.query(page);
  journey.emulator.requests.length = 0;
  journey.emulator.faults.add({ kind: 'expireToken', operation: 'GetItem' });

  const answer = await journey.query(page);

  expect(answer.data).toEqual(whole.data);
  expect(answer.errors).toBeUndefined();
  expect(operationsAt(journey)).toEqual(['FindItem', 'GetItem', 'GetItem']);
  expect(operationsOf(answer)).toEqual(['FindItem', 'GetItem']);
  expect(assumed(journey)).toBe(2);
});

test('many calls that meet the same expiry share one new token', async () => {
  const journey = await journeyOfTest();
  await journey.query(count);
  journey.emulator.tokens.expireAll();

  const answers = await Promise.all(Array.from({ length: 50 }, () => journey.query(count)));

  expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
  expect(assumed(journey)).toBe(2);
});

test('two thousand callers at once cause one AssumeImpersonationRole', { timeout: 120_000 }, async () => {
  // Two thousand calls for one mailbox would be too many to wait in its lane.
  const journey = await journeyOfTest({ seed: 'empty', deadlineMs: 100_000, traffic: freeTraffic });
  // Long enough for all to come while the first one waits.
  journey.emulator.faults.add({ kind: 'delay', operation: 'AssumeImpersonationRole', ms: 1_000 });

  const answers = await Promise.all(Array.from({ length: 2_000 }, () => journey.query(count)));

  expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
  expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  expect(assumed(journey)).toBe(1);
  expect(apiCalls(journey, 'DescribeUser')).toBe(1);
  expect(journey.emulator.requests).toHaveLength(2_000);
});

test('while AWS is out, a live token serves until its last minute, and the first answer after it brings a new one', async () => {
  const journey = await journeyOfTest();
  await journey.query(count);
  awsOutage(journey);

  for (const advanceMs of [6, 6, 1.9].map((minutes) => minutes * minuteMs)) {
    journey.clock.advance(advanceMs);
    const answer = await journey.query(count);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual(counted);
  }
  journey.clock.advance(0.2 * minuteMs);
  const without = await journey.query(count);
  expect(without.data).toEqual({ mailbox: null });
  expect(problemsOf(without)).toEqual([
    {
      message: 'The mail server cannot be reached at the moment.',
      path: ['mailbox', 'inbox', 'messages'],
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
      retryAfter: 'PT1S',
    },
  ]);
  journey.emulator.faults.clear();
  journey.clock.advance(1_000);
  expect((await journey.query(count)).data).toEqual(counted);
});

test('without a token and without AWS, callers get one clear error that says when to come back', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({
    kind: 'status',
    status: 503,
    operation: 'AssumeImpersonationRole',
    times: Infinity,
  });

  const answers = await Promise.all(Array.from({ length: 20 }, () => journey.query(count)));

  for (const answer of answers) {
    expect(answer.data).toEqual({ mailbox: null });
    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryable: true, retryAfter: 'PT1S' }),
    ]);
  }
  // The SDK tries three times; nobody else does.
  expect(assumed(journey)).toBe(3);
  expect(journey.emulator.requests).toEqual([]);
  expect((await fetch(`${journey.origin}/health`)).status).toBe(200);
});

test('without the directory, callers are told so and may try again', async () => {
  const journey = await journeyOfTest();
  awsOutage(journey);

  const answer = await journey.query(count);

  expect(problemsOf(answer)).toEqual([
    {
      message: 'The directory cannot be asked at the moment.',
      path: ['mailbox'],
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
    },
  ]);
  expect(journey.emulator.requests).toEqual([]);
});

test('a second 401 is final: two exchanges, one new token, no loop', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'status', status: 401, times: Infinity });

  const answer = await journey.query(count);

  expect(problemsOf(answer)).toEqual([
    {
      message: 'The mail server cannot be reached at the moment.',
      path: ['mailbox', 'inbox', 'messages'],
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
    },
  ]);
  expect(operationsAt(journey)).toEqual(['FindItem', 'FindItem']);
  expect(assumed(journey)).toBe(2);
});

test('a token never shows, not even one that was refused', async () => {
  const journey = await journeyOfTest();
  const token = 'CANARY-token-3d1f9a77c2e84b06a5d9';
  journey.emulator.faults.add({
    kind: 'body',
    operation: 'AssumeImpersonationRole',
    body: JSON.stringify({ Token: token, ExpiresIn: 900 }),
    contentType: 'application/x-amz-json-1.1',
  });

  const replaced = await journey.query(count);
  journey.emulator.faults.add({ kind: 'status', status: 401, times: Infinity });
  const refused = await journey.query(count);

  expect(replaced.data).toEqual(counted);
  expect(refused.data).toEqual({ mailbox: null });
  const shown = JSON.stringify([replaced, refused]) + journey.log();
  for (const form of [token, Buffer.from(token).toString('base64'), Buffer.from(token).toString('hex')])
    expect(shown).not.toContain(form);
  expect(shown).not.toMatch(/Bearer/i);
});

const broad = `{
  viewer { subject mailbox { address aliases } }
  mailboxes { nodes { address } }
  gateway { capabilities { operation state } }
  resolveNames(query: "bob") { name address }
  mailbox(address: "alice@example.test") {
    folders(kinds: null) { name role totalCount }
    messages(first: 10) { unreadCount nodes { subject preview folder { path } conversation { messageCount } attachments { name } meeting { event { subject } } } }
    search: messages(first: 5, search: "subject:report") { totalCount }
    agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }) { nodes { subject attendees { response } recurrence { rrule } } }
  }
}`;

test('whatever a query reads, it reads under the read-only role', async () => {
  const journey = await journeyOfTest();

  const answer = await journey.query(broad);

  expect(answer.errors).toBeUndefined();
  const operations = new Set(operationsAt(journey));
  for (const operation of ['FindFolder', 'GetFolder', 'FindItem', 'GetItem', 'ResolveNames'])
    expect(operations).toContain(operation);
  expect(new Set(journey.emulator.requests.map(({ access }) => access))).toEqual(new Set(['READ_ONLY']));
  const roles = journey.emulator.apiRequests
    .filter(({ action }) => action === 'AssumeImpersonationRole')
    .map(({ input }) => input['ImpersonationRoleId']);
  expect(roles).toEqual([journey.emulator.roles.readOnly]);
});

test('a caller who leaves while the token is fetched takes nothing from the others', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'delay', operation: 'AssumeImpersonationRole', ms: 1_500 });
  const leaving = new AbortController();
  const left = journey.query(count, {}, { signal: leaving.signal });
  await vi.waitFor(() => expect(assumed(journey)).toBe(1), { timeout: 10_000 });
  const staying = journey.query(count);

  leaving.abort();

  await expect(left).rejects.toThrow();
  expect((await staying).data).toEqual(counted);
  expect(assumed(journey)).toBe(1);
  expect(operationsAt(journey)).toEqual(['FindItem']);
});
