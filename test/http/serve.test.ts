import { Agent, get, type IncomingMessage, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSchema, createYoga } from 'graphql-yoga';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useRequestNotes } from '../../src/http/request-notes.ts';
import { useRoutes } from '../../src/http/routes.ts';
import { connectionTimes, serve, type ConnectionTimes, type Serving } from '../../src/http/serve.ts';
import { allowSlowly } from '../../src/http/slow-upload.ts';
import { exchange, open } from './edge-requests.ts';

const loopback = { host: '127.0.0.1', port: 0 };
const text = async (answer: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  return body;
};
const ask = (url: string, agent?: Agent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(url, { agent: agent ?? false }, resolve).on('error', reject));

describe('serve', () => {
  test('tells the address that it really listens on', async () => {
    const serving = await serve((_request, response) => void response.end('hello'), loopback);
    expect(serving.origin).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(await text(await ask(serving.origin))).toBe('hello');
    await serving.stop({ drainMs: 0, graceMs: 1000 });
  });

  test('a port that is taken is an error', async () => {
    const first = await serve((_request, response) => void response.end(), loopback);
    const port = Number(new URL(first.origin).port);
    await expect(serve(() => undefined, { ...loopback, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.stop({ drainMs: 0, graceMs: 1000 });
  });

  test('requests that have begun are answered before it stops, and new ones find nobody', async () => {
    const waiting: (() => void)[] = [];
    const serving = await serve((_request, response) => void waiting.push(() => response.end('done')), loopback);
    const begun = Array.from({ length: 20 }, () => ask(serving.origin));
    while (waiting.length < begun.length) await new Promise((resolve) => setImmediate(resolve));
    const stopped = serving.stop({ drainMs: 0, graceMs: 10_000 });
    await new Promise((resolve) => setImmediate(resolve));
    for (const finish of waiting) finish();
    const answers = await Promise.all(begun);
    expect(answers.map(({ headers }) => headers.connection)).toEqual(begun.map(() => 'close'));
    expect(await Promise.all(answers.map(text))).toEqual(begun.map(() => 'done'));
    await stopped;
    await expect(ask(serving.origin)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a kept-alive connection does not hold it back', async () => {
    const agent = new Agent({ keepAlive: true });
    const serving = await serve((_request, response) => void response.end('hello'), loopback);
    const answer = await ask(serving.origin, agent);
    // Longer than the 60 seconds after which load balancers close an idle one.
    expect(answer.headers['keep-alive']).toBe('timeout=65');
    await text(answer);
    await serving.stop({ drainMs: 0, graceMs: 60_000 });
    agent.destroy();
  });

  test('a request that never ends is broken off when the grace is over', async () => {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const serving = await serve(() => arrived(), loopback);
    const endless = ask(serving.origin).catch((error: unknown) => error);
    await arrival;
    await serving.stop({ drainMs: 0, graceMs: 10 });
    expect(await endless).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('a client that takes its time', () => {
  const serving = async (listener: RequestListener, times: Partial<ConnectionTimes>): Promise<Serving> => {
    const started = await serve(listener, loopback, { ...connectionTimes, checkMs: 20, ...times });
    onTestFinished(() => started.stop({ drainMs: 0, graceMs: 100 }));
    return started;
  };
  const never: RequestListener = () => {
    throw new Error('a request that is not whole was answered');
  };

  test.each([
    ['with its first byte', []],
    ['with its headers', ['POST / HTTP/1.1\r\nhost: x\r\n']],
    ['with its headers, a little at a time', ['P', 'O', 'S', 'T', ' ', '/']],
  ])('%s loses its connection', async (_, pieces) => {
    const { origin } = await serving(never, { headersMs: 100, requestMs: 60_000 });
    expect(await exchange(origin, ...pieces)).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  });

  test.each(['content-length: 5\r\n\r\n1234', 'transfer-encoding: chunked\r\n\r\n4\r\n1234\r\n'])(
    'with its body loses its connection: %j',
    async (rest) => {
      let lost: () => void = () => undefined;
      const losing = new Promise<void>((resolve) => (lost = resolve));
      const { origin } = await serving((request) => void request.resume().once('error', lost), {
        requestMs: 100,
        headersMs: 100,
      });
      expect(await exchange(origin, `POST / HTTP/1.1\r\nhost: x\r\n${rest}`)).toMatch(/^HTTP\/1\.1 408 /);
      await losing;
    },
  );

  /** A gateway with one download that never ends, and a promise that fulfils when its source is closed. */
  const endlessDownload = async (
    stalledMs: number,
  ): Promise<{ readonly origin: string; readonly closed: Promise<void> }> => {
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        close();
      }
    }
    const yoga = createYoga({
      schema: createSchema({ typeDefs: 'type Query { hello: String }' }),
      logging: false,
      plugins: [
        useRequestNotes(() => 'request-1'),
        useRoutes({
          routes: [
            {
              path: '/file',
              methods: ['GET'],
              handle: () => Promise.resolve({ status: 200, headers: {}, body: endless() }),
            },
          ],
          onError: () => undefined,
        }),
      ],
    });
    return { ...(await serving((request, response) => void yoga(request, response), { stalledMs })), closed };
  };

  test('and takes nothing of a download loses its connection, and the exchange with the mail server ends', async () => {
    const { origin, closed } = await endlessDownload(150);
    const socket = await open(origin);
    socket.pause();
    socket.on('error', () => undefined);
    socket.write('GET /file HTTP/1.1\r\nhost: x\r\n\r\n');
    await closed;
    socket.destroy();
  });

  test('but goes on taking gets its download', async () => {
    const { origin, closed } = await endlessDownload(1_500);
    const socket = await open(origin);
    socket.write('GET /file HTTP/1.1\r\nhost: x\r\n\r\n');
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    for (let pause = 0; pause < 8; pause += 1) {
      for (let taken = 0; taken < 2_000_000;) taken += ((await once(socket, 'data')) as [Buffer])[0].length;
      socket.pause();
      await sleep(250);
      expect(isClosed).toBe(false);
      socket.resume();
    }
    socket.destroy();
    await closed;
  });

  test('is not to blame for an answer that takes longer upstream', async () => {
    const { origin } = await serving((_request, response) => void setTimeout(() => response.end('late'), 400), {
      stalledMs: 100,
    });
    expect(await text(await ask(origin))).toBe('late');
  });

  /** Takes whatever comes, slowly too, and answers with how many bytes came. */
  const patient: RequestListener = (request, response) => {
    allowSlowly(request);
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('error', () => undefined);
    request.once('end', () => response.end(String(bytes)));
  };
  const head = 'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 700000\r\n\r\n';
  const send = async (origin: string, bytes: number): Promise<string> => {
    const socket = await open(origin);
    let answer = '';
    let isOver = false;
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.once('close', () => (isOver = true));
    socket.write(head);
    for (let sent = 0; sent < 700_000 && !isOver; sent += bytes) {
      socket.write(Buffer.alloc(Math.min(bytes, 700_000 - sent)));
      await sleep(50);
    }
    if (!isOver) await once(socket, 'close');
    return answer;
  };

  test('with an upload of somebody who is known has more time, as long as bytes arrive', async () => {
    const { origin } = await serving(patient, { requestMs: 200, uploadMs: 60_000 });
    expect(await send(origin, 70_000)).toMatch(/^HTTP\/1\.1 200 [\s\S]*700000/);
  });

  test('with an upload that hardly moves loses its connection', async () => {
    const { origin } = await serving(patient, { requestMs: 200, uploadMs: 60_000 });
    expect(await send(origin, 1_000)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('with an upload that takes too long in all loses its connection', async () => {
    const { origin } = await serving(patient, { requestMs: 200, uploadMs: 250 });
    expect(await send(origin, 70_000)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('with its next request loses its connection, as before', async () => {
    const { origin } = await serving((_request, response) => void response.end('hello'), { keepAliveMs: 100 });
    expect(await exchange(origin, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/hello/);
  });

  test('between requests, but keeps asking, keeps its connection', async () => {
    const { origin } = await serving((_request, response) => void response.end('hello'), {
      keepAliveMs: 1_500,
      headersMs: 100,
    });
    const socket = await open(origin);
    let answers = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answers += chunk));
    for (let count = 0; count < 16; count += 1) {
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      await sleep(150);
    }
    socket.destroy();
    expect(answers.match(/hello/g)).toHaveLength(16);
  });
});
