import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deliver } from '../journeys/bulk-mail.ts';
import { startJourney, type Journey } from '../journeys/start.ts';
import { exchange, open, send } from './edge-requests.ts';

const page = 'https://mail.example.test';

/** A gateway that has room for one request, and what takes that room: one whose body does not arrive. */
const gatewayOfTest = async (): Promise<{ readonly journey: Journey; readonly fill: () => Promise<() => void> }> => {
  let requests = 0;
  const journey = await startJourney({
    admission: {
      maxInFlight: 1,
      leastInFlight: 0,
      maxWaitMs: Infinity,
      maxAnswerMs: Infinity,
      maxLoopDelayMs: Infinity,
    },
    config: { corsOrigins: [page] },
    requestId: () => `request-${(requests += 1)}`,
  });
  onTestFinished(() => journey.close());
  const fill = async (): Promise<() => void> => {
    const socket = await open(journey.origin);
    socket.on('error', () => undefined);
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    await expect.poll(async () => (await send(journey.origin)).status).toBe(503);
    return () => void socket.destroy();
  };
  return { journey, fill };
};

const viewer = '{ viewer { subject } }';

describe('a gateway with too much to do', () => {
  test('says so in the words of GraphQL, and when to come again', async () => {
    const { journey, fill } = await gatewayOfTest();
    await fill();
    for (const accept of ['application/graphql-response+json', 'application/json', 'text/event-stream']) {
      const answer = await send(journey.origin, { headers: { accept } });
      expect(answer.status).toBe(503);
      const type = accept === 'text/event-stream' ? 'application/json' : accept;
      expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
      const seconds = Number(answer.headers.get('retry-after'));
      expect([1, 2, 3]).toContain(seconds);
      expect(answer.headers.get('x-request-id')).toMatch(/^request-\d+$/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toEqual({
        errors: [
          {
            message: 'The gateway has too much to do. Try again later.',
            extensions: { code: 'OVERLOADED', retryable: true, retryAfter: `PT${seconds}S` },
          },
        ],
      });
    }
  });

  test('says so of downloads as a problem', async () => {
    const { journey, fill } = await gatewayOfTest();
    await fill();
    const answer = await send(journey.origin, { method: 'GET', path: '/mime/abc?link=1' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    expect(await answer.json()).toEqual({ type: 'about:blank', title: 'The gateway has too much to do', status: 503 });
  });

  test('lets pages read that, and those of other origins not', async () => {
    const { journey, fill } = await gatewayOfTest();
    await fill();
    const mine = await send(journey.origin, { headers: { origin: page } });
    expect(mine.headers.get('access-control-allow-origin')).toBe(page);
    expect(mine.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(mine.headers.get('vary')).toBe('Origin');
    const others = await send(journey.origin, { headers: { origin: 'https://evil.example.test' } });
    expect(others.headers.get('access-control-allow-origin')).toBeNull();
    expect(others.headers.get('vary')).toBe('Origin');
  });

  test('still answers probes, scrapers and browsers that ask whether they may ask', async () => {
    const { journey, fill } = await gatewayOfTest();
    await fill();
    for (const path of ['/health', '/ready', '/ready?probe=1', '/metrics'])
      expect((await send(journey.origin, { method: 'GET', path })).status, path).toBe(200);
    const headers = { origin: page, 'access-control-request-method': 'POST' };
    expect((await send(journey.origin, { method: 'OPTIONS', headers })).status).toBe(204);
  });

  test.each([
    '/ews/notifications/../../graphql',
    '/ews/notifications/%2e%2e/.%2E/graphql',
    '/ews/notifications/..\\..\\graphql',
  ])('lets nobody past who writes his way as %s', async (target) => {
    const { journey, fill } = await gatewayOfTest();
    const body = JSON.stringify({ query: viewer });
    const request = `POST ${target} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect(await exchange(journey.origin, request)).toMatch(/^HTTP\/1\.1 200 /);
    await fill();
    expect(await exchange(journey.origin, request)).toMatch(/^HTTP\/1\.1 503 /);
  });

  test('answers while a body is still on its way, and then the next request of the connection', async () => {
    const { journey, fill } = await gatewayOfTest();
    const empty = await fill();
    const socket = await open(journey.origin);
    let answers = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answers += text));
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 200000\r\n\r\n{',
    );
    await expect.poll(() => answers).toMatch(/^HTTP\/1\.1 503 .*\r\nConnection: keep-alive/s);
    answers = '';
    empty();
    await expect.poll(async () => (await send(journey.origin)).status).toBe(200);
    socket.write('x'.repeat(199_999));
    const body = JSON.stringify({ query: viewer });
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await once(socket, 'close');
    expect(answers).toMatch(/^HTTP\/1\.1 200 [\s\S]*"subject"/);
  });

  test('answers nothing but the head to who asks for it', async () => {
    const { journey, fill } = await gatewayOfTest();
    await fill();
    const answer = await exchange(journey.origin, 'HEAD /mime/abc HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 503 .*\r\n\r\n$/s);
  });

  test('leaves subscriptions alone, which take no room once they stream', async () => {
    const { journey, fill } = await gatewayOfTest();
    const subscription = await send(journey.origin, {
      headers: { accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { mailboxChanged(mailbox: "alice@example.test") { token } }' }),
    });
    expect(subscription.status).toBe(200);
    const reader = subscription.body!.pipeThrough(new TextDecoderStream()).getReader();
    let events = '';
    const readMore = async (): Promise<string> => (events += (await reader.read()).value ?? '');
    while (!events.includes('"token"')) await readMore();
    expect((await send(journey.origin)).status).toBe(200);
    await fill();
    const seen = events.split('"token"').length;
    deliver(journey, 'While there is much to do');
    while (events.split('"token"').length === seen) await readMore();
    await reader.cancel();
  });

  test('tells the log, once a second at most, and the metrics', async () => {
    const { journey, fill } = await gatewayOfTest();
    await fill();
    await Promise.all(Array.from({ length: 30 }, () => send(journey.origin)));
    const lines = (): readonly string[] =>
      journey
        .log()
        .split('\n')
        .filter((line) => line.includes('too much to do'));
    expect(lines()).toHaveLength(1);
    journey.clock.advance(1_000);
    await send(journey.origin);
    expect(lines()).toHaveLength(2);
    const { reason, refused, inFlight } = JSON.parse(lines()[1] ?? '') as Readonly<Record<string, unknown>>;
    expect({ reason, inFlight }).toEqual({ reason: 'full', inFlight: 1 });
    expect(refused).toBeGreaterThanOrEqual(31);
    const metrics = await (await send(journey.origin, { method: 'GET', path: '/metrics' })).text();
    expect(metrics).toMatch(/^workmail_graphql_requests_in_flight 1$/m);
    expect(Number(/_requests_shed_total\{reason="full"\} (\d+)/.exec(metrics)?.[1])).toBeGreaterThanOrEqual(32);
  });
});
