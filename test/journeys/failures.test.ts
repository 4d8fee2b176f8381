import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FaultScript } from '../../src/emulator/faults.ts';
import { startJourney } from './start.ts';

const journey = await startJourney({ deadlineMs: 2_500 });
afterAll(() => journey.close());
afterEach(() => journey.emulator.faults.clear());

const address = 'alice@example.test';
const inboxSubjects =
  'query Subjects($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 5) { nodes { id subject } } } } }';

describe('a mail server that fails', () => {
  it.each<[string, FaultScript, Readonly<Record<string, unknown>>]>([
    ['is down', { kind: 'status', status: 503, times: Infinity }, { code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
    [
      'is down and says for how long',
      { kind: 'status', status: 503, headers: { 'retry-after': '7' }, times: Infinity },
      { code: 'UPSTREAM_UNAVAILABLE', retryable: true, retryAfter: 'PT7S' },
    ],
    ['hangs up', { kind: 'reset', times: Infinity }, { code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
    ['says nothing', { kind: 'hang', times: Infinity }, { code: 'DEADLINE_EXCEEDED', retryable: true }],
    ['is too slow', { kind: 'delay', ms: 30_000, times: Infinity }, { code: 'DEADLINE_EXCEEDED', retryable: true }],
    [
      'answers a web page',
      {
        kind: 'body',
        body: '<!DOCTYPE html><html><body>Sign in</body></html>',
        contentType: 'text/html',
        times: Infinity,
      },
      { code: 'UPSTREAM_ERROR', retryable: true },
    ],
    [
      'answers garbage',
      { kind: 'body', body: '\u0000\u0001 not xml <', times: Infinity },
      { code: 'UPSTREAM_ERROR', retryable: true },
    ],
    ['answers nothing', { kind: 'body', body: '', times: Infinity }, { code: 'UPSTREAM_ERROR', retryable: true }],
    ['answers half of it', { kind: 'cut', atByte: 900, times: Infinity }, { code: 'UPSTREAM_ERROR', retryable: true }],
    [
      'asks for a pause',
      { kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 2_500, times: Infinity },
      { code: 'THROTTLED', retryable: true, retryAfter: 'PT3S', upstreamCode: 'ErrorServerBusy' },
    ],
    [
      'refuses the impersonation',
      { kind: 'fault', responseCode: 'ErrorImpersonateUserDenied', times: Infinity },
      { code: 'NOT_FOUND', retryable: false, upstreamCode: 'ErrorImpersonateUserDenied' },
    ],
    [
      'says something new',
      { kind: 'fault', responseCode: 'ErrorOfNextYear', times: Infinity },
      { code: 'UPSTREAM_ERROR', retryable: false, upstreamCode: 'ErrorOfNextYear' },
    ],
  ])('is told by its code and never by its words: it %s', async (_, fault, extensions) => {
    journey.emulator.faults.add({ operation: 'FindItem', ...fault });
    const answer = await journey.query(inboxSubjects, { address });
    expect(answer.data).toEqual({ mailbox: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.extensions).toEqual(extensions);
    expect(JSON.stringify(answer.errors)).not.toMatch(/Sign in|alice|127\.0\.0\.1|saxes|undici|SOAP/);
    journey.emulator.faults.clear();
    expect((await journey.query(inboxSubjects, { address })).errors).toBeUndefined();
  });
});

describe('a client that leaves', () => {
  it('takes its EWS calls along', async () => {
    await journey.query(inboxSubjects, { address });
    journey.emulator.requests.length = 0;
    journey.emulator.faults.add({ kind: 'hang', operation: 'FindItem' });
    const leaving = new AbortController();
    const asked = journey.query(inboxSubjects, { address }, { signal: leaving.signal });
    const left = expect(asked).rejects.toThrow();
    await expect.poll(() => journey.emulator.requests.length).toBe(1);
    leaving.abort();
    await left;
    await expect.poll(() => journey.emulator.requests[0]?.aborted, { timeout: 2_000 }).toBe(true);
  });
});

describe('what a client did wrong', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a field that is not there', '{ viewer { subjekt } }', {}, /subjekt/],
    ['no query at all', '{', {}, /Syntax Error/],
    ['an address that is none', inboxSubjects, { address: 'not an address' }, /EmailAddress takes an e-mail address/],
    ['a variable of the wrong type', inboxSubjects, { address: 7 }, /EmailAddress/],
    ['a missing variable', inboxSubjects, {}, /\$address/],
  ])('is explained: %s', async (_, document, variables, message) => {
    const { errors } = await journey.query(document, variables);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', retryable: false });
  });
});
