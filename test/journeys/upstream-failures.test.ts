import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { FaultEffect } from '../../src/emulator/faults/faults.ts';
import { journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import type { Answer, Journey } from './start.ts';

const bob = 'bob@example.test';

/** In every body that is no answer: it may be seen by nobody. */
const canary = 'CANARY-7f3a-of-the-mail-server';

const page = `{
  broken: mailbox(address: "${bob}") { inbox { messages(first: 3) { nodes { subject to { address } } } } }
  whole: mailbox(address: "carol@example.test") { displayName inbox { messages(first: 1) { totalCount } } }
}`;

interface Page {
  readonly broken: { readonly inbox: { readonly messages: { readonly nodes: readonly unknown[] } } } | null;
  readonly whole: {
    readonly displayName: string;
    readonly inbox: { readonly messages: { readonly totalCount: number } };
  };
}

/** What must not leave the gateway: bodies and addresses of the mail server, tokens, places in the code. */
const expectNoLeak = (journey: Journey, answer: Answer<unknown>): void => {
  const [, emulatorPort = ''] = /:(\d+)\//.exec(journey.emulatorUrl) ?? [];
  expect(emulatorPort).not.toBe('');
  const shown = JSON.stringify(answer);
  for (const text of [canary, `:${emulatorPort}`, '127.0.0.1', 'Bearer', 'node:internal', '.ts:', 'undici'])
    expect(shown).not.toContain(text);
  for (const text of [canary, 'Bearer']) expect(journey.log()).not.toContain(text);
};

const expectHealthy = async ({ origin }: Journey): Promise<void> => {
  expect((await fetch(`${origin}/health`)).status).toBe(200);
  expect((await fetch(`${origin}/ready`)).status).toBe(200);
};

const envelope = (content: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;
const messages = 'http://schemas.microsoft.com/exchange/services/2006/messages';
const html = `<!DOCTYPE html><html><head><title>${canary}</title></head><body>Sorry.</body></html>`;

const unavailable = {
  message: 'The mail server cannot be reached at the moment.',
  code: 'UPSTREAM_UNAVAILABLE',
  retryable: true,
};
const late = { message: 'The mail server did not answer in time.', code: 'DEADLINE_EXCEEDED', retryable: true };
const throttled = {
  message: 'The mailbox cannot take more at the moment. Try again later.',
  code: 'THROTTLED',
  retryable: true,
};
/** Unreadable: the next answer may be another one. */
const garbled = { message: 'The mail server failed.', code: 'UPSTREAM_ERROR', retryable: true };
const failed = { message: 'The mail server failed.', code: 'UPSTREAM_ERROR', retryable: false };

const cases: readonly (readonly [name: string, effect: FaultEffect, shown: object])[] = [
  ['a connection that is reset', { kind: 'reset' }, unavailable],
  [
    'HTTP 503 with seconds to wait',
    { kind: 'status', status: 503, headers: { 'retry-after': '7' }, body: html },
    { ...unavailable, retryAfter: 'PT7S' },
  ],
  [
    'HTTP 503 with a date to wait for',
    {
      kind: 'status',
      status: 503,
      headers: { date: 'Wed, 18 Mar 2026 09:00:00 GMT', 'retry-after': 'Wed, 18 Mar 2026 09:01:30 GMT' },
    },
    { ...unavailable, retryAfter: 'PT90S' },
  ],
  ['HTTP 503 without anything', { kind: 'status', status: 503 }, unavailable],
  [
    'HTTP 429',
    { kind: 'status', status: 429, headers: { 'retry-after': '30' } },
    { ...throttled, retryAfter: 'PT30S' },
  ],
  ['HTTP 502', { kind: 'status', status: 502, body: html }, unavailable],
  ['HTTP 504', { kind: 'status', status: 504, body: html }, late],
  ['HTTP 500 with a page', { kind: 'status', status: 500, body: html }, failed],
  ['HTTP 404', { kind: 'status', status: 404, body: html }, failed],
  ['HTTP 302', { kind: 'status', status: 302, headers: { location: `https://${canary}.example/` } }, failed],
  ['a page with HTTP 200', { kind: 'body', body: html, contentType: 'text/html' }, garbled],
  ['garbage', { kind: 'body', body: `\u0000\u0001 ${canary} <<<>>>` }, garbled],
  ['an empty answer', { kind: 'body', body: '' }, garbled],
  ['JSON', { kind: 'body', body: JSON.stringify({ canary }), contentType: 'application/json' }, garbled],
  [
    'a DOCTYPE with entities',
    {
      kind: 'body',
      body: `<!DOCTYPE lolz [<!ENTITY lol "${canary}"><!ENTITY lol2 "&lol;&lol;&lol;">]>${envelope('<lolz>&lol2;</lolz>')}`,
    },
    garbled,
  ],
  ['XML that is no envelope', { kind: 'body', body: `<answer>${canary}</answer>` }, garbled],
  ['an envelope with nothing in it', { kind: 'body', body: envelope('') }, garbled],
  [
    'the answer to another question',
    { kind: 'body', body: envelope(`<m:GetFolderResponse xmlns:m="${messages}">${canary}</m:GetFolderResponse>`) },
    garbled,
  ],
  [
    'an answer without messages',
    { kind: 'body', body: envelope(`<m:FindItemResponse xmlns:m="${messages}"/>`) },
    garbled,
  ],
  [
    'a SOAP fault that means to come back later',
    { kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 4_001 },
    { ...throttled, retryAfter: 'PT5S', upstreamCode: 'ErrorServerBusy' },
  ],
  [
    'a SOAP fault nobody has heard of',
    { kind: 'fault', responseCode: 'ErrorOfTheYear2031' },
    { ...failed, upstreamCode: 'ErrorOfTheYear2031' },
  ],
  ['an answer that comes after the deadline', { kind: 'delay', ms: 6_000 }, late],
  ['an answer that never comes', { kind: 'hang' }, late],
  ...[0, 1, 39, 500, 900].map(
    (atByte) => [`an answer cut at byte ${atByte}`, { kind: 'cut', atByte }, garbled] as const,
  ),
];

test.each(cases)('%s is one typed error at its place, and the rest is served', async (_name, effect, shown) => {
  const isLate = effect.kind === 'delay' || effect.kind === 'hang';
  const journey = await journeyOfTest(isLate ? { deadlineMs: 2_000 } : {});
  journey.emulator.faults.add({ ...effect, operation: 'FindItem', mailbox: bob });

  const answer = await journey.query<Page>(page);

  expect(answer.data.broken).toBeNull();
  expect(answer.data.whole.displayName).toBe('Carol Núñez');
  expect(answer.data.whole.inbox.messages.totalCount).toBeGreaterThan(0);
  expect(problemsOf(answer)).toEqual([{ ...shown, path: ['broken', 'inbox', 'messages'] }]);
  expectNoLeak(journey, answer);
  await expectHealthy(journey);
  // Whatever time the server has asked for.
  journey.clock.advance(100_000);
  const again = await journey.query<Page>(page);
  expect(again.errors).toBeUndefined();
  expect(again.data.broken?.inbox.messages.nodes).toHaveLength(3);
});

test('details that come garbled leave the page as FindItem told it', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'cut', atByte: 800, operation: 'GetItem' });

  const answer = await journey.query<Page>(page);

  expect(answer.data.broken?.inbox.messages.nodes).toEqual(
    Array.from({ length: 3 }, () => ({ subject: expect.any(String), to: [] })),
  );
  expect(problemsOf(answer)).toEqual(
    [0, 1, 2].map((index) => ({ ...garbled, path: ['broken', 'inbox', 'messages', 'nodes', index, 'to'] })),
  );
  expectNoLeak(journey, answer);
});

test('nothing is sent for twice when nothing is left to try again with: then it is up to the client', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'status', status: 503, operation: 'FindItem', mailbox: bob });

  await journey.query(page);

  expect(operationsAt(journey)).toEqual(['FindItem', 'FindItem']);
});

test('whoever runs the gateway finds a failure of the mail server in the log, once, and nothing that clients did wrong', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', operation: 'GetItem', mailbox: bob });

  await journey.query(page);
  await journey.query(`{ mailbox(address: "no address with ${canary}") { id } }`);
  await journey.query(`{ mailbox(address: "nobody@example.test") { id } node(id: "${canary}") { id } }`);

  const lines = journey
    .log()
    .split('\n')
    .filter((line) => line !== '');
  const failures = lines
    .map((line) => JSON.parse(line) as { level: string; err?: object })
    .filter(({ level }) => level !== 'info');
  expect(failures).toMatchObject([
    { level: 'warn', err: { type: 'EwsError', kind: 'fault', responseCode: 'ErrorServerBusy' } },
  ]);
  expect(journey.log()).not.toContain(canary);
});

test('a mail server that is down is UPSTREAM_UNAVAILABLE, and the gateway is well', async () => {
  const journey = await journeyOfTest();
  await journey.query(page);
  await journey.emulator.close();

  const answer = await journey.query(page);

  expect(answer.data).toEqual({ broken: null, whole: null });
  expect(problemsOf(answer)).toEqual([
    { ...unavailable, path: ['broken', 'inbox', 'messages'] },
    { ...unavailable, path: ['whole', 'inbox', 'messages'] },
  ]);
  expectNoLeak(journey, answer);
  await expectHealthy(journey);
});

test('a mail server that speaks no HTTP is UPSTREAM_UNAVAILABLE', async () => {
  const rude = createServer();
  rude.on('connection', (socket) => socket.end(`220 ${canary} ESMTP\r\n`));
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  const journey = await journeyOfTest({ ewsUrl: new URL(`http://127.0.0.1:${(rude.address() as AddressInfo).port}/`) });

  const answer = await journey.query(`{ mailbox(address: "${bob}") { inbox { messages(first: 1) { totalCount } } } }`);
  rude.close();

  expect(problemsOf(answer)).toEqual([{ ...unavailable, path: ['mailbox', 'inbox', 'messages'] }]);
  expectNoLeak(journey, answer);
});

test('characters that XML forbids show as U+FFFD, and the page is whole', async () => {
  const journey = await journeyOfTest();
  const list = `{ mailbox(address: "alice@example.test") { messages(first: 5, filter: { from: { contains: "ink@cheap-ink" } }, orderBy: [{ field: RECEIVED_AT }]) { nodes { subject from { name } body(format: TEXT) { content } } } } }`;
  interface Mails {
    readonly mailbox: { readonly messages: { readonly nodes: readonly { readonly subject: string }[] } };
  }
  const stripped = await journey.query<Mails>(list);
  for (const operation of ['FindItem', 'GetItem'])
    journey.emulator.faults.add({ kind: 'illegalReferences', operation });

  const answer = await journey.query<Mails>(list);

  expect(answer.errors).toBeUndefined();
  const shown = answer.data.mailbox.messages.nodes;
  expect(shown[0]).toMatchObject({
    subject: 'Ink\uFFFD at half\uFFFD the price\uFFFD',
    from: { name: 'Cheap\uFFFDInk' },
  });
  expect(shown).toHaveLength(stripped.data.mailbox.messages.nodes.length);
  expect(JSON.parse(JSON.stringify(answer.data).replaceAll('\uFFFD', ''))).toEqual(stripped.data);
});

test('what is wrong with the mail never reaches the log: not its subject, not its text, not its people', async () => {
  const journey = await journeyOfTest();
  const secrets = ['Kestrel', 'go or no go', 'Dave Lindqvist'];
  const whole = await journey.query(
    `{ mailbox(address: "${bob}") { inbox { messages(first: 3) { nodes { subject body(format: TEXT) { content } } } } } }`,
  );
  expect(secrets.every((secret) => JSON.stringify(whole.data).includes(secret))).toBe(true);
  for (const atByte of [400, 700, 1_000, 1_400, 1_800, 2_500])
    for (const operation of ['FindItem', 'GetItem']) {
      journey.emulator.faults.add({ kind: 'cut', atByte, operation });
      await journey.query(page);
    }

  for (const secret of secrets) expect(journey.log()).not.toContain(secret);
});
