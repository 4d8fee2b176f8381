import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Access } from '../../../src/access/access.ts';
import { connectionTimes } from '../../../src/http/serve.ts';
import { accessOf, callerNamed } from '../../access.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, operationsAt, problemsOf } from '../journey-of-test.ts';
import { startJourney, type Answer, type Journey } from '../start.ts';
import { listening, subscribe } from './subscribing.ts';

const alice = 'alice@example.test';
const arrivals = `subscription { newMessage(mailbox: "${alice}") { token message { subject } resyncRequired } }`;

interface Told {
  readonly newMessage: { readonly message: { readonly subject: string } | null; readonly resyncRequired: boolean };
}

interface Changed {
  readonly mailboxChanged: { readonly change: { readonly __typename: string } };
}

const post = ({ origin }: Journey, accept: string | undefined, query = arrivals): Promise<Response> =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }) },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(60_000),
  });

const canSubscribe = async (journey: Journey): Promise<boolean> => {
  const { status, body } = await post(journey, 'text/event-stream');
  await body?.cancel();
  return status === 200;
};

describe('a stream of events', () => {
  it('is held back by no cache and no proxy', async () => {
    const journey = await journeyOfTest();
    const { headers, status, body } = await post(journey, 'text/event-stream');
    await body?.cancel();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('cache-control')).toContain('no-store, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/.+/);
  });

  it('is what clients get who accept events, whatever else they accept, or do not say', async () => {
    const journey = await journeyOfTest();
    for (const accept of [
      'application/json, text/event-stream;q=0.5',
      '*/*',
      'text/*',
      'TEXT/EVENT-STREAM',
      undefined,
    ]) {
      const { headers, body } = await post(journey, accept);
      await body?.cancel();
      expect([accept, headers.get('content-type')]).toEqual([accept, 'text/event-stream']);
    }
  });

  it('is refused to clients who accept something else only, before anything is listened to or paid', async () => {
    const journey = await journeyOfTest();
    for (const accept of [
      'application/json',
      'application/graphql-response+json',
      'multipart/mixed, application/json',
    ]) {
      const response = await post(journey, accept);
      expect([accept, response.status]).toEqual([accept, 406]);
      const answer = (await response.json()) as Answer<unknown>;
      expect(problemsOf(answer)).toEqual([
        {
          code: 'BAD_USER_INPUT',
          retryable: false,
          message: 'A subscription is answered as a stream of events: send the header accept: text/event-stream.',
        },
      ]);
    }
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is asked for by POST alone', async () => {
    const journey = await journeyOfTest();
    const { status } = await fetch(`${journey.origin}/graphql?query=${encodeURIComponent(arrivals)}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(status).toBe(405);
  });

  it('is refused when it would cost too much, before anything is listened to', async () => {
    const journey = await journeyOfTest({ config: { costLimit: 100 } });
    const stream = subscribe(journey, arrivals);
    expect(problemsOf(await stream.next())).toEqual([expect.objectContaining({ code: 'QUERY_TOO_EXPENSIVE' })]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is refused when its document is too deep, or not among those that callers are held to', async () => {
    const document = 'subscription { newMessage(mailbox: "bob@example.test") { token } }';
    const folder = await mkdtemp(join(tmpdir(), 'persisted-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'operations.json');
    await writeFile(file, JSON.stringify({ [createHash('sha256').update(document).digest('hex')]: document }));
    const journey = await journeyOfTest({ config: { persistedOperations: { file, only: 'everybody' } } });
    expect((await subscribe<Told>(journey, document).next()).data.newMessage).toHaveProperty('token');
    const refused = subscribe(journey, arrivals);
    expect(String(await refused.over)).toContain('400');

    const open = await journeyOfTest();
    const deep = `subscription { newMessage(mailbox: "${alice}") { message ${'{ folder { parent '.repeat(9)}{ id }${' } }'.repeat(9)} } }`;
    expect(problemsOf(await subscribe(open, deep).next())).toEqual([
      expect.objectContaining({ code: 'QUERY_TOO_EXPENSIVE' }),
    ]);
  });

  it('shows in silence that it lives', async () => {
    const journey = await journeyOfTest();
    const client = await rawClient(journey, arrivals);
    const comments = (): number => client.text().split('\n:\n\n').length - 1;
    await expect.poll(client.text, { timeout: 20_000 }).toContain('"resyncRequired":true');
    const before = comments();
    // Every twelve seconds; in tests three times a second.
    await expect.poll(comments, { timeout: 20_000 }).toBeGreaterThan(before + 2);
  });

  it('ends with the credentials of its client, with a last word and a completion', async () => {
    // They are good when they are looked at, however slow everything else is.
    const access: Access = {
      ...accessOf(callerNamed('ann')),
      authenticate: () => Promise.resolve({ caller: callerNamed('ann', { expiresAtMs: Date.now() + 500 }) }),
    };
    const journey = await journeyOfTest({ access });
    const stream = subscribe(journey, arrivals);
    expect(await stream.over).toBeUndefined();
    expect(problemsOf(stream.answers.at(-1)!)).toEqual([expect.objectContaining({ code: 'UNAUTHENTICATED' })]);
  });

  it('completes when the gateway stops, whoever listens and whatever has happened', async () => {
    const journey = await startJourney();
    const streams = await Promise.all([listening<Told>(journey, arrivals), listening<Told>(journey, arrivals)]);
    journey.emulator.deliver(alice, 'inbox', mail('Before'));
    for (const stream of streams) expect((await stream.next()).data.newMessage.message?.subject).toBe('Before');
    await journey.close();
    expect(await Promise.all(streams.map((stream) => stream.over))).toEqual([undefined, undefined]);
  });

  it('gives back all that it held when its client leaves', async () => {
    const journey = await journeyOfTest();
    const streams = [];
    for (let index = 0; index < 10; index += 1) streams.push(await listening<Told>(journey, arrivals));
    const tooMany = subscribe(journey, arrivals);
    expect(String(await tooMany.over)).toContain('429');
    for (const stream of streams) stream.leave();
    await expect.poll(() => canSubscribe(journey), { timeout: 20_000 }).toBe(true);
  });

  it('that is quiet is not cut for it by the server', async () => {
    const times = {
      ...connectionTimes,
      headersMs: 500,
      requestMs: 500,
      stalledMs: 1_000,
      checkMs: 50,
      keepAliveMs: 500,
    };
    const journey = await journeyOfTest({ connectionTimes: times });
    const stream = await listening<Told>(journey, arrivals);
    // Long past each of them.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    journey.emulator.deliver(alice, 'inbox', mail('Late'));
    expect((await stream.next()).data.newMessage.message?.subject).toBe('Late');
  });
});

/** A client on a socket of its own, which reads when it likes. */
const rawClient = async ({ origin }: Journey, query: string) => {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const body = JSON.stringify({ query });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  return {
    text: () => text,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
};

describe('a client that does not read', () => {
  // What the system holds back for it, some megabytes, is soon full of such messages.
  const withBody = `subscription { newMessage(mailbox: "${alice}") { message { subject body(format: TEXT) { content } } resyncRequired } }`;
  const bulky = () => {
    const item = mail('Bulky');
    const children = item.element.children.map((child) =>
      child.name === 't:Body' ? { ...child, text: 'x'.repeat(1_000_000) } : child,
    );
    return { ...item, element: { ...item.element, children } };
  };
  const resyncs = (text: string): number => text.split('"resyncRequired":true').length - 1;

  it('is told that it was too slow when it reads on, and then what comes', { timeout: 120_000 }, async () => {
    const journey = await journeyOfTest();
    const slow = await rawClient(journey, withBody);
    await expect.poll(() => resyncs(slow.text()), { timeout: 20_000 }).toBe(1);
    const brisk = await listening<Changed>(
      journey,
      `subscription { mailboxChanged(mailbox: "${alice}", in: [{ role: INBOX }]) { change { __typename } } }`,
    );
    slow.pause();
    const items = [...Array.from({ length: 50 }, bulky), ...Array.from({ length: 300 }, () => mail('Small'))];
    for (let told = 0; told < items.length; told += 50) {
      for (const item of items.slice(told, told + 50)) journey.emulator.deliver(alice, 'inbox', item);
      for (let messages = 0; messages < 50;) {
        const { __typename: type } = (await brisk.next()).data.mailboxChanged.change;
        expect(type).not.toBe('ResyncRequired');
        if (type === 'MessageChanged') messages += 1;
      }
    }
    slow.resume();
    await expect.poll(() => resyncs(slow.text()), { timeout: 60_000 }).toBe(2);
    journey.emulator.deliver(alice, 'inbox', mail('Afterwards'));
    await expect.poll(slow.text, { timeout: 60_000 }).toContain('Afterwards');
    expect(resyncs(slow.text())).toBe(2);
    // What it had not taken was not kept for it.
    expect(slow.text().split('"subject"').length - 1).toBeLessThan(items.length);
  });

  it('for too long is cut', { timeout: 120_000 }, async () => {
    const journey = await journeyOfTest({ connectionTimes: { ...connectionTimes, stalledMs: 1_000, checkMs: 50 } });
    const slow = await rawClient(journey, withBody);
    await expect.poll(() => resyncs(slow.text()), { timeout: 20_000 }).toBe(1);
    for (let others = 0; others < 9; others += 1) await listening<Told>(journey, arrivals);
    expect(await canSubscribe(journey)).toBe(false);
    slow.pause();
    for (let count = 0; count < 50; count += 1) journey.emulator.deliver(alice, 'inbox', bulky());
    await expect.poll(() => canSubscribe(journey), { timeout: 60_000 }).toBe(true);
  });
});
