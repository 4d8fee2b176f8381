import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';
import { afterEach, describe, expect, test } from 'vitest';
import { readyRoute } from '../../src/http/ready.ts';
import type { Route } from '../../src/http/route.ts';
import { useRequestNotes } from '../../src/http/request-notes.ts';
import { useRoutes } from '../../src/http/routes.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const start = (...routes: readonly Route[]) => {
  const errors: unknown[] = [];
  const yoga = createYoga({
    schema: createSchema({ typeDefs: 'type Query { hello: String }' }),
    logging: false,
    landingPage: false,
    plugins: [useRequestNotes(() => 'request-1'), useRoutes({ routes, onError: (error) => void errors.push(error) })],
  });
  return { yoga, errors };
};

const listen = async (yoga: ReturnType<typeof start>['yoga']): Promise<string> => {
  const server: Server = createServer((request, response) => void yoga(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const streaming = (body: () => AsyncIterable<Uint8Array>): Route => ({
  path: '/files/',
  methods: ['GET', 'HEAD'],
  handle: () => Promise.resolve({ status: 200, headers: { 'content-type': 'application/pdf' }, body: body() }),
});

async function* chunks(...parts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

describe('useRoutes', () => {
  test('serves its paths, and leaves every other one to GraphQL', async () => {
    const { yoga } = start(readyRoute({ reasonNotReady: () => undefined }));
    const ready = await yoga.fetch('http://gateway.test/ready');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    const graphql = await yoga.fetch('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    expect(await graphql.json()).toEqual({ data: { __typename: 'Query' } });
    expect((await yoga.fetch('http://gateway.test/readying')).status).toBe(404);
  });

  test('HEAD has the headers and no body, other methods are refused', async () => {
    const { yoga } = start(readyRoute({ reasonNotReady: () => undefined }));
    const head = await yoga.fetch('http://gateway.test/ready', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/json', '']);
    const post = await yoga.fetch('http://gateway.test/ready', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('a stream arrives whole and in order, over HTTP too', async () => {
    const { yoga } = start(streaming(() => chunks('one ', 'two ', 'three')));
    expect(await (await yoga.fetch('http://gateway.test/files/1')).text()).toBe('one two three');
    const answer = await fetch(`${await listen(yoga)}/files/1`);
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['application/pdf', 'one two three']);
  });

  test('a stream that fails under way breaks the connection instead of ending as half a file', async () => {
    const failure = new Error('the mail server went away');
    const { yoga, errors } = start(streaming(() => chunks('one ', 'two ', failure)));
    const origin = await listen(yoga);
    await expect(fetch(`${origin}/files/1`).then((answer) => answer.text())).rejects.toBeInstanceOf(TypeError);
    expect(errors).toEqual([failure]);
    // The process and the server live on.
    expect((await fetch(`${origin}/graphql?query={__typename}`)).status).toBe(200);
  });

  test('a client that leaves closes the stream', async () => {
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(16_384);
      } finally {
        close();
      }
    }
    const { yoga, errors } = start(streaming(endless));
    const origin = await listen(yoga);
    const answer = await new Promise<IncomingMessage>((resolve) => get(`${origin}/files/1`, resolve));
    answer.destroy();
    await closed;
    expect(errors).toEqual([]);
  });

  test('what a route throws is reported, and the client learns nothing of it', async () => {
    const failure = new Error('secret detail');
    const { yoga, errors } = start({ path: '/broken', methods: ['GET'], handle: () => Promise.reject(failure) });
    const answer = await yoga.fetch('http://gateway.test/broken');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(errors).toEqual([failure]);
  });
});

describe('/ready', () => {
  test('says why not, with a status that load balancers understand', async () => {
    const state: { reason?: string } = {};
    const { yoga } = start(readyRoute({ reasonNotReady: () => state.reason }));
    expect((await yoga.fetch('http://gateway.test/ready')).status).toBe(200);
    state.reason = 'draining';
    const answer = await yoga.fetch('http://gateway.test/ready');
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'not ready', reason: 'draining' }]);
    expect((await yoga.fetch('http://gateway.test/health')).status).toBe(200);
  });
});
