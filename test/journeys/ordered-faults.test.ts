import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readFaultFile } from '../../src/emulator/faults/fault-file.ts';
import { mail } from '../emulator/small-organization.ts';
import { changesSince, positionOf } from './changes/follow-changes.ts';
import { apiCalls, journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import type { Journey } from './start.ts';

const bob = 'bob@example.test';
const page = `{
  broken: mailbox(address: "${bob}") { inbox { messages(first: 3) { nodes { subject } } } }
  whole: mailbox(address: "carol@example.test") { displayName }
}`;

interface Page {
  readonly broken: { readonly inbox: { readonly messages: { readonly nodes: readonly { subject: string }[] } } } | null;
  readonly whole: { readonly displayName: string };
}

/** Orders faults as a fault file does. */
const order = ({ emulator }: Journey, ...faults: readonly object[]): void => {
  for (const script of readFaultFile(JSON.stringify(faults))) emulator.faults.add(script);
};

const subjects = ['Re: Kestrel 4.2: go or no go?', 'Declined: Architecture review: Kestrel data path'];
const wholePage: Page = {
  broken: { inbox: { messages: { nodes: [0, 1, 0].map((at) => ({ subject: subjects[at] ?? '' })) } } },
  whole: { displayName: 'Carol Núñez' },
};

const unavailable = { code: 'UPSTREAM_UNAVAILABLE', retryable: true };
const garbled = { code: 'UPSTREAM_ERROR', retryable: true };
const late = { code: 'DEADLINE_EXCEEDED', retryable: true };

test.each([
  [
    { kind: 'serverBusy', backOffMs: 4001 },
    { code: 'THROTTLED', retryable: true, retryAfter: 'PT5S' },
  ],
  [
    { kind: 'unavailable', retryAfterSeconds: 7 },
    { ...unavailable, retryAfter: 'PT7S' },
  ],
  [
    { kind: 'tooManyRequests', retryAfterSeconds: 30 },
    { code: 'THROTTLED', retryable: true, retryAfter: 'PT30S' },
  ],
  [{ kind: 'forbidden' }, { code: 'FORBIDDEN', retryable: false }],
  [{ kind: 'unauthorized', times: 2 }, unavailable],
  [{ kind: 'garbage' }, garbled],
  [{ kind: 'breakAnswer', atByte: 0 }, unavailable],
  [{ kind: 'breakAnswer', atByte: 700 }, unavailable],
  [{ kind: 'breakAnswer', atByte: 1_000_000 }, unavailable],
  [{ kind: 'stall', atByte: 700 }, late],
  [{ kind: 'slow', bytes: 1, everyMs: 1000 }, late],
  [{ kind: 'doctype', entities: 'expanding' }, garbled],
  [{ kind: 'poisonedItem', index: 1, poison: 'strayTag' }, garbled],
])('%j is one typed error at its place, and the rest is served', async (fault, shown) => {
  const journey = await journeyOfTest(shown === late ? { deadlineMs: 2_000 } : {});
  order(journey, { ...fault, operation: 'FindItem', mailbox: bob });

  const answer = await journey.query<Page>(page);

  expect(answer.data).toEqual({ ...wholePage, broken: null });
  expect(problemsOf(answer)).toMatchObject([{ ...shown, path: ['broken', 'inbox', 'messages'] }]);
  // Whatever time the server has asked for.
  journey.clock.advance(60_000);
  expect((await journey.query<Page>(page)).data).toEqual(wholePage);
});

test.each([
  ['an answer that trickles', { kind: 'slow', bytes: 500, everyMs: 1 }, 0],
  ['a token that is refused once', { kind: 'unauthorized' }, 1],
  ['a token that expires while it is used', { kind: 'expireToken' }, 1],
  ['a token that expires between two requests', { kind: 'expireTokenAfter' }, 1],
  ['a clock that jumps beyond the life of all tokens', { kind: 'jumpClock', ms: 3_600_000 }, 1],
  ['a clock that jumps back', { kind: 'jumpClock', ms: -3_600_000 }, 0],
])('nobody notices %s', async (_what, fault, newTokens) => {
  const journey = await journeyOfTest();
  await journey.query(page);
  const before = apiCalls(journey, 'AssumeImpersonationRole');
  order(journey, { ...fault, operation: 'FindItem', mailbox: bob });

  const answers = [await journey.query<Page>(page), await journey.query<Page>(page)];

  expect(answers.map(({ data, errors }) => [data, errors])).toEqual([
    [wholePage, undefined],
    [wholePage, undefined],
  ]);
  expect(apiCalls(journey, 'AssumeImpersonationRole') - before).toBe(newTokens);
});

test('an item with a character that XML forbids shows it as U+FFFD, and the others are as they were', async () => {
  const journey = await journeyOfTest();
  order(journey, { kind: 'poisonedItem', index: 1, poison: 'illegalReference', operation: 'FindItem' });

  const answer = await journey.query<Page>(page);

  expect(answer.errors).toBeUndefined();
  expect(answer.data.broken?.inbox.messages.nodes.map(({ subject }) => subject)).toEqual([
    subjects[0],
    `${subjects[1]}\uFFFD`,
    subjects[0],
  ]);
});

test('nothing is fetched because an answer says so', async () => {
  const fetched: string[] = [];
  const elsewhere = createServer((request, response) => {
    fetched.push(String(request.url));
    response.end('secret');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void elsewhere.close());
  const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/entity`;
  const journey = await journeyOfTest();
  order(journey, { kind: 'doctype', entities: 'external', url, operation: 'FindItem', mailbox: bob });

  const answer = await journey.query<Page>(page);

  expect(problemsOf(answer)).toMatchObject([{ ...garbled, path: ['broken', 'inbox', 'messages'] }]);
  expect(JSON.stringify(answer)).not.toContain('secret');
  // Whoever fetches has done so before the answer could be read.
  expect(fetched).toEqual([]);
});

test('whoever follows changes begins anew where the server has lost how far they were read', async () => {
  const journey = await journeyOfTest();
  const since = await positionOf(journey, bob);
  journey.emulator.deliver(bob, 'inbox', mail('Unseen'));
  order(journey, { kind: 'loseSyncStates', operation: 'SyncFolderItems', mailbox: bob });

  expect(await changesSince(journey, bob, since)).toMatchObject({ changes: [], resyncRequired: true });
});

test('a person at a terminal does the same to a gateway that runs', async () => {
  const journey = await journeyOfTest({ control: true });
  const { origin } = new URL(journey.emulatorUrl);
  const control = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${origin}/emulator${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  await control('POST', '/faults', { kind: 'unavailable', retryAfterSeconds: 7, mailbox: bob, times: 'always' });

  expect(problemsOf(await journey.query<Page>(page))).toMatchObject([{ ...unavailable, retryAfter: 'PT7S' }]);
  await control('DELETE', '/faults');
  await control('DELETE', '/tokens');
  journey.clock.advance(7_000);
  expect((await journey.query<Page>(page)).data).toEqual(wholePage);
  await control('POST', '/messages', { mailbox: bob, message: { from: 'ida@supplier.example', subject: 'Just now' } });
  const answer = await journey.query<Page>(page);
  expect(answer.data.broken?.inbox.messages.nodes[0]).toEqual({ subject: 'Just now' });
  const requests = (await (await control('GET', `/requests?mailbox=${bob}`)).json()) as {
    readonly requests: readonly { readonly operation: string; readonly status: number }[];
  };
  expect(requests.requests.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
    'FindItem 503',
    'FindItem 401',
    'FindItem 200',
    'FindItem 200',
  ]);
  expect(operationsAt(journey)).toHaveLength(4);
});
