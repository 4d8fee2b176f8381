import { send, write, type Outcome } from './attacker.ts';
import { headersOf, probesOf, refused, type Probe, type Verdict } from './probe.ts';
import type { Target } from './target.ts';

const probe = probesOf(19);
const json = JSON.stringify({ query: '{ viewer { subject permissions } }' });

const challenged = (challenge: RegExp): Verdict => ({
  ...refused('UNAUTHENTICATED', 401),
  wrong: ({ headers }) => (challenge.test(headers['www-authenticate'] ?? '') ? undefined : 'no proper challenge'),
});
const unknown = challenged(/^Bearer realm="workmail-graphql"$/);
const bad = challenged(/^Bearer realm="workmail-graphql", error="invalid_token"$/);
const either = challenged(/^Bearer realm="workmail-graphql"/);

const authorized =
  (value: string | ((target: Target) => string), more: Readonly<Record<string, string>> = {}) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, {
      headers: {
        'content-type': 'application/json',
        authorization: typeof value === 'string' ? value : value(target),
        ...more,
      },
      body: json,
    });

/** How the target names what it has forged; target and probes must agree. */
export const forgeries = [
  'no signature, alg none',
  'no signature, alg None',
  'no signature, the old algorithm',
  'an empty signature in another algorithm, all zero',
  'signed with the public key as a shared secret',
  'signed by a key that nobody has published',
  'signed by a key that it brings along as jwk',
  'signed by a key that it names by jku',
  'signed by a key that it names by x5u',
  'signed by a key whose kid is a path',
  'signed by a key whose kid is a query',
  'signed by a key whose kid is __proto__',
  'of another issuer',
  'of an issuer with a slash less',
  'for another audience',
  'for no audience',
  'over since a second',
  'over since a day',
  'valid from tomorrow on',
  'issued tomorrow',
  'issued yesterday, and valid for a year',
  'without an end',
  'with an end that is a text',
  'without a beginning',
  'without a subject',
  'with a subject that is a list',
  'with an empty subject',
  'with a subject of two lines',
  'with another payload',
  'with the signature of another token',
  'with a critical extension that nobody knows',
  'with a payload that is not encoded',
  'with something behind it',
  'in five parts, encrypted',
  'in JSON',
  'of no JSON',
  'longer than any token',
  'the hash of an API key',
  'the beginning of an API key',
  'an API key in capitals',
  'an API key with something behind it',
  'an API key whose time is over',
  'the name of an API key',
] as const;

/** What is wrong with credentials. */
export type Forgery = (typeof forgeries)[number];

/** Callers who are not who they say they are. */
export const tokenProbes: readonly Probe[] = [
  ...forgeries.map((forgery) =>
    probe(
      `credentials ${forgery}`,
      authorized(({ forged }) => `Bearer ${forged[forgery] ?? ''}`),
      bad,
    ),
  ),
  probe(
    'fifty tokens of fifty unknown keys, which must not make fifty fetches of the keys',
    async (target) => {
      const token = target.forged['signed by a key that nobody has published'] ?? '';
      const [, payload = '', signature = ''] = token.split('.');
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `unknown-${index}` })).toString('base64url');
          return authorized(`Bearer ${header}.${payload}.${signature}`)(target);
        }),
      );
      return outcomes.find(({ status }) => status !== 401) ?? outcomes[0]!;
    },
    bad,
  ),
  probe(
    'nobody',
    (target) => send(target.origin, { headers: { 'content-type': 'application/json' }, body: json }),
    unknown,
  ),
  probe('an empty header', authorized(''), unknown),
  probe('a bearer of nothing', authorized('Bearer '), either),
  probe('the literal null', authorized('Bearer null'), bad),
  probe(
    'a user and a password',
    authorized(({ credentials }) => `Basic ${Buffer.from(`alice:${credentials.alice}`).toString('base64')}`),
    unknown,
  ),
  probe(
    'a good token without its scheme',
    authorized(({ credentials }) => credentials.alice),
    unknown,
  ),
  probe(
    'a good token under another scheme',
    authorized(({ credentials }) => `Token ${credentials.alice}`),
    unknown,
  ),
  probe(
    'two tokens, the second of which is good',
    authorized(({ credentials }) => `Bearer x, Bearer ${credentials.alice}`),
    bad,
  ),
  probe(
    'two tokens, the first of which is good',
    authorized(({ credentials }) => `Bearer ${credentials.alice}, Bearer x`),
    bad,
  ),
  probe(
    'two headers, the second of which is good',
    ({ origin, credentials }) =>
      write(origin, {
        pieces: [
          `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\nauthorization: Bearer x\r\nauthorization: Bearer ${credentials.alice}\r\ncontent-length: ${json.length}\r\n\r\n${json}`,
        ],
      }),
    either,
  ),
  probe(
    'a good token in the address',
    (target) =>
      send(target.origin, {
        path: `/graphql?access_token=${target.credentials.alice}`,
        headers: { 'content-type': 'application/json' },
        body: json,
      }),
    unknown,
  ),
  probe(
    'a good token in the body',
    (target) =>
      send(target.origin, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: '{ viewer { subject } }',
          extensions: { authorization: `Bearer ${target.credentials.alice}` },
        }),
      }),
    unknown,
  ),
  probe(
    'a good token in a header for proxies',
    (target) =>
      send(target.origin, {
        headers: {
          'content-type': 'application/json',
          'proxy-authorization': `Bearer ${target.credentials.alice}`,
          'x-forwarded-authorization': `Bearer ${target.credentials.alice}`,
        },
        body: json,
      }),
    unknown,
  ),
  probe(
    'somebody else by headers that only proxies may set',
    (target) =>
      send(target.origin, {
        headers: {
          ...headersOf(target),
          'x-forwarded-user': 'bob',
          'x-remote-user': 'bob',
          'x-user-email': 'bob@example.test',
          'x-original-url': '/admin',
        },
        body: JSON.stringify({ query: '{ viewer { subject mailbox { address } } }' }),
      }),
    { status: 200, data: { viewer: { subject: 'alice', mailbox: { address: 'alice@example.test' } } } },
  ),
  probe(
    'a token in a link',
    (target) =>
      send(target.origin, {
        method: 'GET',
        path: `/mime/${target.alice.message}?access_token=${target.credentials.alice}`,
      }),
    {
      status: 401,
      maxLength: 400,
    },
  ),
];
