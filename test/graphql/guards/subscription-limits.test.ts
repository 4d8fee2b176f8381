import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Access } from '../../../src/access/access.ts';
import { createPlaces } from '../../../src/access/places.ts';
import { openRules } from '../../../src/access/policy.ts';
import { useAuthentication } from '../../../src/graphql/guards/authenticate.ts';
import { createMaskError } from '../../../src/graphql/errors.ts';
import { useSubscriptionLimits } from '../../../src/graphql/guards/subscription-limits.ts';
import { callerNamed } from '../../access.ts';

/** A mailbox's events as a test makes them happen, and how many listen. */
interface Source {
  listening: number;
  /** How often somebody began to listen. */
  asked: number;
  readonly tell: (word: string) => void;
  readonly end: () => void;
  readonly fail: () => void;
  readonly listen: () => AsyncIterableIterator<{ readonly word: string }>;
}

const createSource = (): Source => {
  type Event = { readonly word: string } | 'end' | 'fail';
  const listeners = new Set<(event: Event) => void>();
  const tellAll = (event: Event): void => listeners.forEach((listener) => listener(event));
  const source: Source = {
    listening: 0,
    asked: 0,
    tell: (word) => tellAll({ word }),
    end: () => tellAll('end'),
    fail: () => tellAll('fail'),
    // A generator that waits for an event cannot be returned before there is one, as happens with real sources.
    async *listen() {
      source.listening += 1;
      const events: Event[] = [];
      let wake = (): void => undefined;
      const listener = (event: Event): void => {
        events.push(event);
        wake();
      };
      listeners.add(listener);
      try {
        for (;;) {
          const event = events.shift();
          if (event === 'end') return;
          if (event === 'fail') throw new Error('the source broke');
          if (event !== undefined) yield event;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        listeners.delete(listener);
        source.listening -= 1;
      }
    },
  };
  return source;
};

/** Callers are told apart by what stands behind `Bearer`; `short` has credentials that end after this long. */
const accessFor = (shortMs: number): Access => ({
  authenticate: (request) => {
    const subject = request.headers.get('authorization')?.slice('Bearer '.length);
    if (subject === undefined) return Promise.resolve({ failure: 'noCredentials' });
    const expiresAtMs = subject === 'short' ? Date.now() + shortMs : undefined;
    return Promise.resolve({ caller: callerNamed(subject, { expiresAtMs }) });
  },
  rules: openRules,
});

const startGateway = async ({ perCaller = 2, inAll = 100, shortMs = 200 } = {}) => {
  const source = createSource();
  const places = createPlaces({ perCaller, inAll });
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { ping: { type: GraphQLString, resolve: () => 'pong' } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        word: {
          type: GraphQLString,
          subscribe: () => {
            source.asked += 1;
            return source.listen();
          },
        },
        broken: {
          type: GraphQLString,
          subscribe: () => {
            throw new Error('cannot listen');
          },
        },
      },
    }),
  });
  const yoga = createYoga({
    schema,
    logging: false,
    maskedErrors: { maskError: createMaskError({ own: () => undefined, upstream: () => undefined }) },
    plugins: [
      useAuthentication(accessFor(shortMs), () => undefined),
      useSubscriptionLimits({ places, now: () => Date.now() }),
    ],
  });
  const server = createServer((request, response) => void yoga(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { source, origin: `http://127.0.0.1:${port}` };
};

/** A subscription as a browser has it. */
const subscribe = async (origin: string, subject: string, document = 'subscription { word }') => {
  const leaving = new AbortController();
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${subject}` },
    body: JSON.stringify({ query: document }),
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  /** Reads until this has come, or to the end of the stream. */
  const read = async (until?: string): Promise<string> => {
    while (until === undefined || !text.includes(until)) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
    }
    return text;
  };
  return { status: response.status, headers: response.headers, read, leave: () => leaving.abort() };
};

const settled = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 100 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('subscriptions', () => {
  it('beyond those that a caller may have are refused before anything is listened to, other callers are not', async () => {
    const { origin, source } = await startGateway({ perCaller: 2 });
    await subscribe(origin, 'ann');
    await subscribe(origin, 'ann');
    const third = await subscribe(origin, 'ann');
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await third.read()).toContain('RATE_LIMITED');
    expect(source.asked).toBe(2);

    const other = await subscribe(origin, 'bob');
    source.tell('hello');
    expect(await other.read('hello')).toContain('{"data":{"word":"hello"}}');
  });

  it('beyond those that the gateway can bear are refused whoever asks', async () => {
    const { origin, source } = await startGateway({ inAll: 2 });
    await subscribe(origin, 'ann');
    await subscribe(origin, 'bob');
    const third = await subscribe(origin, 'eve');
    expect(third.status).toBe(503);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await third.read()).toContain('OVERLOADED');
    expect(source.asked).toBe(2);
  });

  it('give their place back when the client leaves, also while nothing happens', async () => {
    const { origin, source } = await startGateway({ perCaller: 1 });
    const first = await subscribe(origin, 'ann');
    first.leave();
    await expect(first.read()).rejects.toThrow();
    let second = await subscribe(origin, 'ann');
    for (let tries = 0; tries < 100 && second.status === 429; tries += 1) second = await subscribe(origin, 'ann');
    expect(second.status).toBe(200);
    source.tell('hello');
    expect(await second.read('hello')).toContain('hello');
    await settled(() => source.listening === 1);
    expect(source.listening).toBe(1);
  });

  it.each([
    ['its source is done', (source: Source) => source.end()],
    ['its source breaks', (source: Source) => source.fail()],
  ])('give their place back when %s', async (_when, happen) => {
    const { origin, source } = await startGateway({ perCaller: 1 });
    const first = await subscribe(origin, 'ann');
    source.tell('hello');
    await first.read('hello');
    happen(source);
    await first.read();
    expect((await subscribe(origin, 'ann')).status).toBe(200);
  });

  it('that cannot begin take no place', async () => {
    const { origin } = await startGateway({ perCaller: 1 });
    expect(await (await subscribe(origin, 'ann', 'subscription { broken }')).read()).toContain('INTERNAL_SERVER_ERROR');
    expect((await subscribe(origin, 'ann')).status).toBe(200);
  });

  it('end with the credentials that they were asked for with, although nothing happens', async () => {
    const { origin, source } = await startGateway({ perCaller: 1, shortMs: 300 });
    const short = await subscribe(origin, 'short');
    source.tell('hello');
    await short.read('hello');
    const text = await short.read();
    expect(text).toContain('"code":"UNAUTHENTICATED"');
    expect(text.indexOf('UNAUTHENTICATED')).toBeGreaterThan(text.indexOf('hello'));

    // The place is free at once; a source that waits for its next event is closed as soon as it has one.
    expect((await subscribe(origin, 'short')).status).toBe(200);
    source.tell('late');
    await settled(() => source.listening === 1);
    expect(source.listening).toBe(1);
  });

  it('of credentials that do not end go on', async () => {
    const { origin, source } = await startGateway({ shortMs: 50 });
    const lasting = await subscribe(origin, 'ann');
    await (await subscribe(origin, 'short')).read();
    source.tell('hello');
    const text = await lasting.read('hello');
    expect(text).toContain('hello');
    expect(text).not.toContain('UNAUTHENTICATED');
  });
});
