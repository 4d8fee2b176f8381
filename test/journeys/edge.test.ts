import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { accessOf, callerNamed } from '../access.ts';
import { journeyOfTest, problemsOf } from './journey-of-test.ts';
import { startJourney, type Journey } from './start.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

describe('in production', () => {
  const page = (journey: Journey, path = '/graphql'): Promise<Response> =>
    fetch(`${journey.origin}${path}`, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });

  it('there is no GraphiQL, and with GRAPHIQL there is, at its own address only', async () => {
    const plain = await journeyOfTest({ isEmbedded: false });
    expect((await page(plain)).status).toBe(405);
    const withPage = await journeyOfTest({ isEmbedded: false, config: { hasGraphiql: true } });
    const answer = await page(withPage);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(await answer.text()).toContain('GraphiQL');
    for (const path of ['/x/graphql', '/x?y=/graphql']) expect((await page(withPage, path)).status).toBe(404);
  });

  it.each([
    ['the whole schema', getIntrospectionQuery()],
    ['one type', '{ __type(name: "Query") { name } }'],
    ['types under another name', '{ x: __schema { y: types { name } } }'],
    ['types in a fragment', '{ ...A } fragment A on Query { __schema { types { name } } }'],
  ])('nobody is told %s', async (_, document) => {
    const journey = await journeyOfTest({ isEmbedded: false });
    const answer = await journey.query(document);
    expect(answer.data).toBeUndefined();
    expect(new Set(problemsOf(answer).map((problem) => Reflect.get(problem, 'code') as unknown))).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
    expect(JSON.stringify(answer)).toContain('GraphQL introspection has been disabled');
  });

  it('with INTROSPECTION everybody who may call is', async () => {
    const journey = await journeyOfTest({ isEmbedded: false, config: { hasIntrospection: true } });
    expect((await journey.query(getIntrospectionQuery())).errors).toBeUndefined();
  });

  it('clients that cache by type name get it', async () => {
    const journey = await journeyOfTest({ isEmbedded: false });
    expect((await journey.query('{ __typename viewer { __typename } }')).data).toEqual({
      __typename: 'Query',
      viewer: { __typename: 'Viewer' },
    });
  });

  /** Mistakes to which graphql-js knows a better name. */
  const guesses: readonly (readonly [document: string, variables?: Readonly<Record<string, unknown>>])[] = [
    ['{ viewr { subject } }'],
    ['{ viewer }'],
    ['{ mailbox(addres: "x@y.test") { id } }'],
    ['{ node(id: "x") { ... on Mesage { id } } }'],
    ['query ($x: MessageFiltr) { viewer { subject } }'],
    ['{ mailbox(address: "x@y.test") { messages(filter: { subjct: {} }) { totalCount } } }'],
    ['{ mailbox(address: "x@y.test") { messages(orderBy: [{ field: SUBJEKT }]) { totalCount } } }'],
    [
      'query ($x: MessageFilter) { mailbox(address: "x@y.test") { messages(filter: $x) { totalCount } } }',
      { x: { subjct: {} } },
    ],
    [
      'query ($x: [MessageOrder!]) { mailbox(address: "x@y.test") { messages(orderBy: $x) { totalCount } } }',
      { x: [{ field: 'SUBJEKT' }] },
    ],
  ];

  it('no error guesses at a name, and in the demo all do', async () => {
    const plain = await journeyOfTest({ isEmbedded: false });
    const demo = await journeyOfTest();
    for (const [document, variables] of guesses) {
      const hidden = JSON.stringify(await plain.query(document, variables));
      expect(hidden).toContain('BAD_USER_INPUT');
      expect(hidden, document).not.toMatch(/did you mean/i);
    }
    const shown = await Promise.all(guesses.map(async (guess) => JSON.stringify(await demo.query(...guess))));
    expect(shown.filter((answer) => /did you mean/i.test(answer)).length).toBeGreaterThanOrEqual(guesses.length - 1);
  });
});

describe('a document that asks for too much', () => {
  it.each([
    ['aliases', `{ ${times(101, (i) => `a${i}: __typename`)} }`],
    ['repeated fields', `{ ${times(500, () => '__typename')} }`],
    ['directives', '{ __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }'],
    [
      'levels',
      `{ mailbox(address: "alice@example.test") { inbox { ${'parent { '.repeat(20)} id ${'} '.repeat(20)} } } }`,
    ],
    [
      'doubled fragments',
      `{ mailbox(address: "alice@example.test") { inbox { ...F0 } } } ${times(12, (i) => `fragment F${i} on Folder { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`)} fragment F12 on Folder { id }`,
    ],
    ['tokens', `{ nodes(ids: [${times(5_000, () => '"x"')}]) { id } }`],
    ['text', `{ __typename } # ${'x'.repeat(200_000)}`],
    ['braces', '{ a '.repeat(50_000)],
  ])('is refused before anything happens: %s', async (_, query) => {
    const journey = await journeyOfTest();
    for (const [accept, status] of [
      ['application/graphql-response+json', 400],
      ['application/json', 200],
    ] as const) {
      const answer = await fetch(`${journey.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query }),
      });
      expect(answer.status).toBe(status);
      expect(await answer.json()).toEqual({
        errors: [
          {
            message: expect.stringMatching(/^The document has more than \d+ /),
            extensions: { code: 'QUERY_TOO_EXPENSIVE', retryable: false },
          },
        ],
      });
    }
    expect(journey.emulator.requests).toEqual([]);
  });
});

describe('persisted operations', async () => {
  const known = 'query Known { viewer { subject } }';
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  const file = join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify({ [sha256(known)]: known }));
  const journeys: Journey[] = [];
  const start = async (only: 'nobody' | 'tokens' | 'everybody', kind: Caller['kind']): Promise<Journey> => {
    const access = accessOf(callerNamed('caller', { kind }));
    const journey = await startJourney({ isEmbedded: false, access, config: { persistedOperations: { file, only } } });
    journeys.push(journey);
    return journey;
  };
  afterAll(async () => {
    await Promise.all(journeys.map((journey) => journey.close()));
    await rm(folder, { recursive: true });
  });

  const post = async ({ origin }: Journey, body: object): Promise<readonly [status: number, answer: unknown]> => {
    const answer = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [answer.status, await answer.json()];
  };
  const byHash = (sha256Hash: unknown, version: unknown = 1): object => ({
    extensions: { persistedQuery: { version, sha256Hash } },
  });
  const success = [200, { data: { viewer: { subject: 'caller' } } }];
  const refusal = (message: RegExp): readonly unknown[] => [
    400,
    {
      errors: [{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT', retryable: false } }],
    },
  ];
  const other = { query: '{ viewer { subject permissions } }' };

  it('are asked for by their hash, with variables and names as any other', async () => {
    const journey = await start('nobody', 'token');
    expect(await post(journey, byHash(sha256(known)))).toMatchObject(success);
    expect(await post(journey, { ...byHash(sha256(known)), operationName: 'Known', variables: {} })).toMatchObject(
      success,
    );
  });

  it.each([
    ['an unknown hash', byHash(sha256('x')), /^There is no persisted operation of this hash/],
    ['a hash that is a name of JavaScript', byHash('__proto__'), /^There is no persisted operation/],
    ['a hash in capitals', byHash(sha256(known).toUpperCase()), /^There is no persisted operation/],
    ['another version', byHash(sha256(known), 2), /^Must provide query string/],
    ['a hash that is none', byHash({ a: 1 }), /^Must provide query string/],
    ['no hash', { extensions: {} }, /^Must provide query string/],
  ])('are not found by %s', async (_, body, message) => {
    expect(await post(await start('everybody', 'token'), body)).toEqual(refusal(message));
  });

  it.each<['nobody' | 'tokens' | 'everybody', Caller['kind'], boolean]>([
    ['nobody', 'token', true],
    ['nobody', 'apiKey', true],
    ['tokens', 'token', false],
    ['tokens', 'apiKey', true],
    ['everybody', 'token', false],
    ['everybody', 'apiKey', false],
  ])('held: %s; a caller by %s may send others: %s', async (only, kind, mayBeOther) => {
    const journey = await start(only, kind);
    const [status, answer] = await post(journey, other);
    if (mayBeOther) expect([status, answer]).toMatchObject([200, { data: { viewer: { subject: 'caller' } } }]);
    else expect([status, answer]).toEqual(refusal(/^Only persisted operations are answered here/));
    expect(journey.audit()).toEqual(
      mayBeOther ? [] : [expect.objectContaining({ audit: 'refusal', reason: 'NOT_PERSISTED', route: 'graphql' })],
    );
    expect(await post(journey, byHash(sha256(known)))).toMatchObject(success);
    expect(await post(journey, { query: known })).toMatchObject(success);
  });

  it('cannot be added by a client that sends hash and text', async () => {
    const journey = await start('tokens', 'token');
    const both = { ...other, ...byHash(sha256(other.query)) };
    for (const body of [both, byHash(sha256(other.query)), { ...other, ...byHash(sha256(known)) }])
      expect((await post(journey, body))[0]).toBe(400);
  });
});
