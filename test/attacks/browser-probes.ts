import { send, write, type Outcome } from './attacker.ts';
import { headersOf, operation, probesOf, refused, type Probe } from './probe.ts';
import type { Target } from './target.ts';

const probe = probesOf(17);
const notFound = { status: 404, maxLength: 400 } as const;

const honest = '{ viewer { subject } }';
const query = encodeURIComponent(honest);
const json = JSON.stringify({ query: honest });

/** A page of another origin makes a browser send this; a browser would add cookies and nothing else. */
const form =
  (type: string, body: string) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, {
      headers: {
        ...headersOf(target),
        'content-type': type,
        origin: 'https://evil.test',
        'sec-fetch-site': 'cross-site',
      },
      body,
    });

const preflight =
  (origin: string) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      },
    });

const noPermission = {
  status: 204,
  wrong: ({ headers }: Outcome) => Object.keys(headers).find((name) => name.startsWith('access-control-')) ?? undefined,
} as const;

const get =
  (path: string, headers: Readonly<Record<string, string>> = {}) =>
  (target: Target): Promise<Outcome> => {
    const { 'content-type': _, ...rest } = headersOf(target);
    return send(target.origin, { method: 'GET', path, headers: { ...rest, ...headers } });
  };

const hosted =
  (host: string, origin: (target: Target) => string) =>
  (target: Target): Promise<Outcome> =>
    send(origin(target), { headers: { ...headersOf(target), host }, body: json });

/** One line after another, as they stand on the wire. */
const lines = (...text: readonly string[]): string => `${text.join('\r\n')}\r\n\r\n`;

/** What pages of the internet can make a browser do, and addresses that lead elsewhere than they seem to. */
export const browserProbes: readonly Probe[] = [
  ...(
    [
      ['as text', 'text/plain', json],
      ['as text that calls itself JSON', 'text/plain; application/json', json],
      ['as a form', 'application/x-www-form-urlencoded', `query=${query}`],
      [
        'as a form with parts',
        'multipart/form-data; boundary=x',
        `--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n${honest}\r\n--x--\r\n`,
      ],
      ['as a form whose one field spells JSON', 'text/plain', `${json.slice(0, -1)},"a":"="}`],
      ['as a bare document', 'application/graphql', honest],
    ] as const
  ).map(([what, type, body]) =>
    probe(`an operation ${what}, which needs no preflight`, form(type, body), refused('BAD_USER_INPUT', 415)),
  ),
  probe(
    'an operation without a type',
    (target) => {
      const { 'content-type': _, ...headers } = headersOf(target);
      return send(target.origin, { headers, body: json });
    },
    refused('BAD_USER_INPUT', 415),
  ),
  probe('an operation as an image', get(`/graphql?query=${query}`), refused('BAD_USER_INPUT', 405)),
  probe(
    'an operation as an image that calls itself a POST',
    get(`/graphql?query=${query}&_method=POST`, { 'x-http-method-override': 'POST' }),
    refused('BAD_USER_INPUT', 405),
  ),
  probe(
    'an operation in the address of an empty POST',
    (target) =>
      send(target.origin, { path: `/graphql?query=${query}`, headers: { ...headersOf(target), 'content-length': 0 } }),
    refused('BAD_USER_INPUT'),
  ),
  probe(
    'an event stream, which browsers open across origins',
    get(`/graphql?query=${query}`, { accept: 'text/event-stream' }),
    { status: [405, 406], wrong: ({ body }) => (body.includes('"data":{') ? 'data' : undefined) },
  ),
  ...(['PUT', 'PATCH', 'DELETE', 'TRACE'] as const).map((method) =>
    probe(
      `${method}`,
      (target) =>
        send(target.origin, { method, headers: headersOf(target), ...(method.startsWith('P') ? { body: json } : {}) }),
      {
        status: [405, 501],
        wrong: ({ body }, { credentials }) => (body.includes(credentials.alice) ? 'the token comes back' : undefined),
      },
    ),
  ),
  probe(
    'a token in a cookie',
    (target) =>
      send(target.origin, {
        headers: { 'content-type': 'application/json', cookie: `authorization=Bearer ${target.credentials.alice}` },
        body: json,
      }),
    refused('UNAUTHENTICATED', 401),
  ),
  ...[
    'https://evil.test',
    'null',
    'https://mail.example.test.evil.test',
    'https://evil-mail.example.test',
    'http://mail.example.test',
    'https://mail.example.test:8443',
    'https://MAIL.example.test',
    'https://mail.example.test ,https://evil.test',
    '*',
  ].map((origin) => probe(`a preflight from ${origin}`, preflight(origin), noPermission)),
  probe('an answer for another origin', operation(honest, {}, { headers: { origin: 'https://evil.test' } }), {
    status: 200,
    data: { viewer: { subject: 'alice' } },
    wrong: ({ headers }) => (headers['access-control-allow-origin'] === undefined ? undefined : 'allowed'),
  }),
  probe('cookies for an origin that may call', preflight('https://mail.example.test'), {
    status: 204,
    wrong: ({ headers }) =>
      headers['access-control-allow-origin'] !== 'https://mail.example.test'
        ? 'refused to its own frontend'
        : headers['access-control-allow-credentials'] === undefined
          ? undefined
          : 'with cookies',
  }),
  probe('GraphiQL', get('/graphql', { accept: 'text/html' }), {
    status: [405, 406],
    wrong: ({ headers, body }) => (/html/i.test(`${headers['content-type']} ${body}`) ? 'a page' : undefined),
  }),
  ...[
    '/',
    '/graphql/',
    '//graphql',
    '/GRAPHQL',
    '/graphql%00',
    '/graphql;x',
    '/graphql/..;/',
    '/x?y=/graphql',
    '/%67raphql',
    '/../graphql/x',
    '/.git/config',
    '/.env',
    '/debug/pprof',
    '/dist/main.js',
    '/%2e%2e/%2e%2e/etc/passwd',
  ].map((path) => probe(`GET ${path}`, get(path, { accept: 'text/html' }), notFound)),
  probe('GET /metrics without ADMIN', get('/metrics'), {
    status: 403,
    wrong: ({ body }) => (body.includes('workmail_graphql') ? 'the figures of the gateway' : undefined),
  }),
  probe(
    'a request for another server, as a proxy would get it',
    ({ origin, credentials }) =>
      write(origin, {
        pieces: [
          lines(
            'GET http://169.254.169.254/latest/meta-data/ HTTP/1.1',
            'host: 169.254.169.254',
            `authorization: Bearer ${credentials.alice}`,
            'connection: close',
          ),
        ],
      }),
    { status: 400, maxLength: 200 },
  ),
  probe(
    'a tunnel to another server',
    ({ origin }) => write(origin, { pieces: [lines('CONNECT 169.254.169.254:80 HTTP/1.1', 'host: x')] }),
    { status: [0, 400, 404, 405] },
  ),
  ...[
    'evil.test',
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    '127.0.0.1@evil.test',
    'evil.test:80',
    '[::ffff:9.9.9.9]',
  ].map((host) =>
    probe(
      `a page that has its own name lead to a developer's machine: ${host}`,
      hosted(host, ({ demoOrigin }) => demoOrigin),
      {
        status: [400, 401],
      },
    ),
  ),
  ...(['host', 'x-forwarded-host'] as const).map((header) =>
    probe(
      `a link that leads elsewhere, by ${header}`,
      operation(
        'query ($id: ID!) { node(id: $id) { ... on Message { mime { downloadUrl } } } }',
        ({ alice }) => ({ id: alice.message }),
        { headers: { [header]: 'evil.test', 'x-forwarded-proto': 'gopher' } },
      ),
      {
        status: 200,
        calls: 2,
        data: 'checked below',
        wrong: ({ body }) =>
          !body.includes('"downloadUrl":"https://gateway.example.test/mime/') || /evil|gopher/.test(body)
            ? 'it does'
            : undefined,
      },
    ),
  ),
];
