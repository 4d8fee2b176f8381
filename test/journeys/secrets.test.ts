import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { openRules } from '../../src/access/policy.ts';
import { basicCredentials } from '../../src/credentials/basic-credentials.ts';
import { cachedTokens } from '../../src/credentials/cached-tokens.ts';
import { accessOf, callerNamed } from '../access.ts';
import { formIn, formsOf, secretCanary, vaultCanaries, vaultMail } from './canaries.ts';
import { journeyOfTest } from './journey-of-test.ts';
import { mailScreen, openMessage, type MailScreen } from './operations.ts';
import { journeyDay, startJourney } from './start.ts';

const alice = 'alice@example.test';
const viewer = '{ viewer { subject } }';

/** Knows nobody, and fails with this text in its error. */
const failingWith = (text: string): Access => ({
  authenticate: () => Promise.reject(new Error(text)),
  rules: openRules,
});

const base64Url = (text: string): string => Buffer.from(text).toString('base64url');

describe('a canary is found', () => {
  test.each([
    ['as it is', `token ${secretCanary} end`],
    ['in JSON', JSON.stringify({ text: `a "quoted" ${secretCanary}` })],
    ...[0, 1, 2, 3].map((offset) => [
      `in base64, from byte ${offset}`,
      Buffer.from(`${'x'.repeat(offset)}${secretCanary} and more`).toString('base64'),
    ]),
    ['in base64url', base64Url(`user:${secretCanary}`)],
    ['in hex', Buffer.from(`<${secretCanary}>`).toString('hex')],
    ['in HEX', Buffer.from(`<${secretCanary}>`).toString('hex').toUpperCase()],
    ['in an address', `https://example.test/?q=${encodeURIComponent(`x ${secretCanary}`)}`],
    ['in a form', new URLSearchParams({ q: secretCanary }).toString()],
    ['in an address in lower case', encodeURIComponent(secretCanary).replaceAll(/%../g, (text) => text.toLowerCase())],
  ])('%s', (_, text) => {
    expect(formIn(text!, formsOf(secretCanary))).toBeDefined();
    expect(formIn(Buffer.from(text!), formsOf(secretCanary))).toBeDefined();
  });

  test('and nothing else is', () => {
    expect(formIn('Canary/of+the~Suit', formsOf(secretCanary))).toBeUndefined();
    expect(formIn(Buffer.from('Canary of the suite').toString('base64'), formsOf(secretCanary))).toBeUndefined();
  });

  test('in the protected mailbox of the demo organisation', () => {
    for (const canary of vaultCanaries) expect(vaultMail(journeyDay)).toContain(canary);
  });
});

describe('a journey fails at its end', () => {
  test('when a log line holds a secret', async () => {
    const journey = await startJourney({ access: failingWith(`looked at ${secretCanary}`) });
    await journey.query(viewer);
    await expect(journey.close()).rejects.toThrow(`A log or the audit tells what it may not: ${secretCanary}`);
  });

  test('when an answer holds one', async () => {
    const encoded = base64Url(`user:${secretCanary}`);
    const journey = await startJourney({ access: accessOf(callerNamed(encoded)) });
    expect(await journey.query(viewer)).toMatchObject({ data: { viewer: { subject: encoded } } });
    await expect(journey.close()).rejects.toThrow('A secret was answered: POST /graphql');
  });

  test('when the headers of one do', async () => {
    const journey = await startJourney({ requestId: () => secretCanary });
    await journey.query(viewer);
    await expect(journey.close()).rejects.toThrow('A secret was answered: POST /graphql, headers');
  });

  test('when a request reached EWS of which the audit knows nothing', async () => {
    const journey = await startJourney();
    await journey.query(mailScreen, { address: alice });
    const [first] = journey.audit();
    // As if nobody had written it.
    (journey.audit() as (typeof first)[]).shift();
    await expect(journey.close()).rejects.toThrow(`The audit knows nothing of a ${String(first?.['operation'])}`);
  });

  test('when the credentials of a client are logged', async () => {
    const key = 'wmk~f3a9~c07b~5521~88de~41aa';
    const journey = await startJourney({ access: failingWith(`no such key: ${key}`) });
    await journey.query(viewer, {}, { headers: { authorization: `Bearer ${key}` } });
    await expect(journey.close()).rejects.toThrow(`A log or the audit tells what it may not: ${key}`);
  });

  test('when a log line holds the subject of a mail that somebody read', async () => {
    let subject = '';
    const journey = await startJourney({
      access: {
        authenticate: () =>
          subject === ''
            ? Promise.resolve({ caller: callerNamed('ann') })
            : Promise.reject(new Error(`while reading "${subject}"`)),
        rules: openRules,
      },
    });
    const { data } = await journey.query<MailScreen>(mailScreen, { address: alice });
    const long = data.mailbox.inbox.messages.edges.find(({ node }) => /^[\w .]{14,60}$/.test(node.subject ?? ''));
    subject = long!.node.subject!;
    await journey.query(viewer);
    await expect(journey.close()).rejects.toThrow(`A log or the audit tells what it may not: ${subject}`);
  });
});

/** What goes wrong between the gateway and EWS, each of which some library reports in its own words. */
const faults = [
  { kind: 'status', status: 401, times: 2 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 500, body: 'stack trace' },
  { kind: 'reset' },
  { kind: 'cut', atByte: 100 },
  { kind: 'body', body: '<not soap/>' },
  { kind: 'fault', responseCode: 'ErrorImpersonateUserDenied' },
] as const;

test.each([
  ['with tokens of WorkMail', undefined],
  ['with a password', { username: 'svc@example.test', password: `p ä:${secretCanary}` }],
])('whatever fails upstream, no log and no answer holds a secret: %s', async (_, serviceAccount) => {
  const journey = await journeyOfTest(serviceAccount === undefined ? {} : { serviceAccount });
  const { data } = await journey.query<MailScreen>(mailScreen, { address: alice });
  const [row] = data.mailbox.inbox.messages.edges;
  expect(row).toBeDefined();
  for (const fault of faults) {
    journey.emulator.faults.add(fault);
    await journey.query(openMessage, { id: row!.node.id });
    journey.emulator.faults.clear();
  }
  for (const action of ['AssumeImpersonationRole', 'DescribeEntity', 'DescribeUser']) {
    journey.emulator.faults.add({
      kind: 'status',
      status: 400,
      body: '{"__type":"AccessDeniedException"}',
      operation: action,
    });
    journey.emulator.tokens.expireAll();
    await journey.query(mailScreen, { address: alice });
    journey.emulator.faults.clear();
  }
  expect(journey.log()).toContain('failure upstream');
  // `close`, at the end of the test, looks for the secrets.
});

test('a provider of credentials shows none when it is printed, serialised or has failed', async () => {
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const tokens = cachedTokens(async () => ({ token: secretCanary, expiresInSeconds: 900 }), {
    clock,
    random: () => 0.5,
  });
  const providers = [basicCredentials('svc', secretCanary), tokens.provider('organisation/role')];
  for (const provider of providers) {
    const authorization = await provider.authorization();
    expect(formIn(authorization, formsOf(secretCanary))).toBeDefined();
    provider.reject(authorization);
    const shown = [
      inspect(provider, { depth: Infinity, showHidden: true, getters: true }),
      JSON.stringify(provider),
      inspect(tokens, { depth: Infinity, showHidden: true, getters: true }),
    ].join('\n');
    expect(formIn(shown, formsOf(secretCanary))).toBeUndefined();
  }
});
