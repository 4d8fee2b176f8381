import { createSchema, createYoga } from 'graphql-yoga';
import { describe, expect, test } from 'vitest';
import { readyRoute } from '../../src/http/ready.ts';
import { useRequestLog } from '../../src/http/request-log.ts';
import { useRequestNotes } from '../../src/http/request-notes.ts';
import { useRoutes } from '../../src/http/routes.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

const start = () => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('info', {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  let time = 0;
  let requests = 0;
  const file = {
    path: '/files/',
    methods: ['GET'] as const,
    handle: () => Promise.resolve({ status: 200, headers: {}, body: 'x' }),
  };
  const yoga = createYoga({
    schema: createSchema({ typeDefs: 'type Query { hello: String }' }),
    logging: false,
    plugins: [
      useRequestNotes(() => `request-${(requests += 1)}`),
      useRequestLog(logger, () => (time += 12.34), ['/secret/paths/']),
      useRoutes({ routes: [readyRoute({ reasonNotReady: () => undefined }), file], onError: () => undefined }),
    ],
  });
  const post = (body: unknown) =>
    yoga.fetch('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { yoga, lines, post };
};

describe('the request log', () => {
  test('tells method, path, operation, status and duration, and nothing that was asked', async () => {
    const { lines, post } = start();
    await post({ query: 'query Greeting { hello canary: hello }', variables: { canary: 'canary' } });
    expect(lines).toEqual([
      expect.objectContaining({
        requestId: 'request-1',
        method: 'POST',
        path: '/graphql',
        operation: 'Greeting',
        status: 200,
        ms: 12.3,
        msg: 'request',
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  test('names only an operation that was executed', async () => {
    const { lines, post } = start();
    await post({ query: 'query Greeting { hello }', operationName: 'canary' });
    await post({ query: '{ unknown }' });
    expect(lines.map(({ operation }) => operation)).toEqual([undefined, undefined]);
  });

  test('tells no more than the beginning of a name that fills the document', async () => {
    const { lines, post } = start();
    await post({ query: `query ${'A'.repeat(50_000)} { hello }` });
    expect(lines.map(({ operation }) => operation)).toEqual(['A'.repeat(100)]);
  });

  test('leaves out the query of the address, where links are', async () => {
    const { yoga, lines } = start();
    await yoga.fetch('http://gateway.test/files/1?link=canary');
    expect(lines).toEqual([expect.objectContaining({ method: 'GET', path: '/files/1', status: 200 })]);
  });

  test('stops where a path turns secret, whatever a proxy has made of it', async () => {
    const { yoga, lines } = start();
    for (const path of [
      '/secret/paths/canary',
      '/SECRET/Paths/canary/secret/paths/canary',
      '/in/front/secret/paths/canary?canary',
    ])
      await yoga.fetch(`http://gateway.test${path}`, { method: 'POST' });
    expect(lines.map(({ path }) => path)).toEqual(['/secret/paths/', '/SECRET/Paths/', '/in/front/secret/paths/']);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  test('says nothing about probes', async () => {
    const { yoga, lines } = start();
    await yoga.fetch('http://gateway.test/ready');
    await yoga.fetch('http://gateway.test/health');
    expect(lines).toEqual([]);
  });
});
