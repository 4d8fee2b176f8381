import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { startJourney } from '../journeys/start.ts';
import { exchange, send, type Sent } from './edge-requests.ts';

const journey = await startJourney({ isEmbedded: false });
const demo = await startJourney();
afterAll(() => Promise.all([journey.close(), demo.close()]));

const operation = '{"query":"{ __typename }"}';

/** Status and codes of an answer that must be GraphQL's even where nothing was executed. */
const refusal = async (answer: Response): Promise<readonly [status: number, codes: readonly string[]]> => {
  expect(answer.headers.get('content-type')).toMatch(/^application\/(?:graphql-response\+)?json/);
  const { errors = [], ...others } = (await answer.json()) as {
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
  expect(others).toEqual({});
  return [answer.status, errors.map(({ extensions }) => extensions.code)];
};

describe('an operation is a POST of JSON', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; profile="x"',
  ])('as %s', async (type) => {
    const answer = await send(journey.origin, { headers: { 'content-type': type } });
    expect([answer.status, await answer.json()]).toMatchObject([200, { data: { __typename: 'Query' } }]);
  });

  it.each<[string, Sent]>([
    ['text/plain, which a form can send', { headers: { 'content-type': 'text/plain' } }],
    ['text/plain that pretends', { headers: { 'content-type': 'text/plain; a=application/json' } }],
    ['two types', { headers: { 'content-type': 'application/json, text/plain' } }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' }],
    [
      'a form with files',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${operation}\r\n--x--\r\n`,
      },
    ],
    ['a document without JSON', { headers: { 'content-type': 'application/graphql' }, body: '{ __typename }' }],
    ['JSON of another kind', { headers: { 'content-type': 'application/graphql+json' } }],
    ['JSON in UTF-16', { headers: { 'content-type': 'application/json; charset=utf-16le' } }],
    ['JSON in UTF-7', { headers: { 'content-type': 'application/json;charset=utf-8;charset=utf-7' } }],
    ['no type', { headers: { 'content-type': '' } }],
    ['a type of bytes', { body: Buffer.from(operation), headers: { 'content-type': 'application/octet-stream' } }],
    ['gzip', { headers: { 'content-encoding': 'gzip' }, body: new Uint8Array(gzipSync(operation)) }],
    ['something called gzip that is none', { headers: { 'content-encoding': 'gzip' } }],
    ['an encoding nobody knows', { headers: { 'content-encoding': 'identity, x' } }],
  ])('and nothing else: %s is refused with 415', async (_, sent) => {
    expect(await refusal(await send(journey.origin, sent))).toEqual([415, ['BAD_USER_INPUT']]);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s is refused with 405, and told what would do',
    async (method) => {
      for (const { origin } of [journey, demo]) {
        const answer = await send(origin, { method, path: '/graphql?query=%7B__typename%7D' });
        expect(answer.headers.get('allow')).toBe('POST');
        expect(await refusal(answer)).toEqual([405, ['BAD_USER_INPUT']]);
      }
    },
  );

  it('HEAD too, without a body', async () => {
    const answer = await send(journey.origin, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([405, '']);
  });

  it.each([
    ['a list of operations', `[${operation},${operation}]`],
    ['an empty list', '[]'],
    ['a text', '"{ __typename }"'],
    ['a number', '7'],
    ['null', 'null'],
    ['nothing', ''],
    ['half of it', operation.slice(0, 12)],
    ['two objects', `${operation}${operation}`],
    ['a query that is none', '{"query":{"a":1}}'],
    ['variables that are none', '{"query":"{ __typename }","variables":"x"}'],
    ['an unknown member', '{"query":"{ __typename }","canary":1}'],
    ['no query', '{"operationName":"A"}'],
  ])('its body is one object: %s is refused with 400', async (_, body) => {
    const answer = await send(journey.origin, { body });
    expect(await refusal(answer.clone())).toEqual([400, ['BAD_USER_INPUT']]);
    expect(await answer.text()).not.toContain('canary');
  });

  it.each([
    ['in objects', '{"a":', '1', '}'],
    ['in lists', '[', '', ']'],
  ])('of bearable depth: 100,000 levels %s are refused with 400', async (_, start, middle, end) => {
    const variables = `{"x":${start.repeat(100_000)}${middle}${end.repeat(100_000)}}`;
    const answer = await send(journey.origin, { body: `{"query":"{ __typename }","variables":${variables}}` });
    expect(await refusal(answer)).toEqual([400, ['BAD_USER_INPUT']]);
  });
});

describe('a body of many values', () => {
  const withValues = (count: number): string =>
    JSON.stringify({ query: '{ __typename }', variables: { x: Array.from({ length: count - 4 }, () => 1) } });

  it.each([
    ['in a list', withValues(4_001)],
    [
      'in objects',
      JSON.stringify({ query: '{ __typename }', variables: { x: Array.from({ length: 2_000 }, () => ({ a: 1 })) } }),
    ],
    [
      'beside each other',
      `{"query":"{ __typename }","variables":{${Array.from({ length: 4_000 }, (_, index) => `"a${index}":1`).join()}}}`,
    ],
  ])('is refused with 400 from 4,001 on: %s', async (_, body) => {
    expect(await refusal(await send(journey.origin, { body }))).toEqual([400, ['BAD_USER_INPUT']]);
  });

  it('is read up to 4,000', async () => {
    expect((await send(journey.origin, { body: withValues(4_000) })).status).toBe(200);
  });
});

describe('a body of more than a megabyte', () => {
  const large = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(1_000_000) } });

  it('is refused with 413, and one of a little less is read', async () => {
    const answer = await send(journey.origin, { body: large });
    expect(answer.headers.get('connection')).toBe('close');
    expect(await refusal(answer)).toEqual([413, ['BAD_USER_INPUT']]);
    const body = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(999_900) } });
    expect((await send(journey.origin, { body })).status).toBe(200);
  });

  it('is refused before it has arrived, and the connection ends', async () => {
    const start = 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';
    expect(await exchange(journey.origin, `${start}content-length: 900000000\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is refused in chunks too, which do not say how many they are', async () => {
    const start =
      'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    expect(await exchange(journey.origin, start, ...Array.from({ length: 17 }, () => chunk))).toMatch(
      /^HTTP\/1\.1 413 /,
    );
  });

  it.each([
    'content-length: 5\r\ntransfer-encoding: chunked',
    'content-length: 5\r\ncontent-length: 6',
    'content-length: -1',
    'content-length: 0x10',
  ])('cannot be hidden behind %j', async (headers) => {
    const request = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${headers}\r\n\r\n0\r\n\r\n`;
    expect(await exchange(journey.origin, request)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('an address that nobody serves', () => {
  it.each(['/', '/graphql/', '/graphq', '/x/graphql', '/x?y=/graphql', '//graphql', '/graphql/x', '/.git/config'])(
    'is not found: %s',
    async (path) => {
      for (const { origin } of [journey, demo]) {
        for (const sent of [{ path }, { path, method: 'GET', headers: { accept: 'text/html' } }]) {
          const answer = await send(origin, sent);
          expect(answer.status).toBe(404);
          expect(answer.headers.get('content-type')).toBe('application/problem+json');
        }
      }
    },
  );
});
