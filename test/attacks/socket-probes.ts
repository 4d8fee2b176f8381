import { connect } from 'node:net';
import { send, write, type Outcome } from './attacker.ts';
import { canary, headersOf, probesOf, refused, times, type Probe } from './probe.ts';
import type { Target } from './target.ts';

const probe = probesOf(16);
const refusedByServer = { status: 400, maxLength: 200 } as const;
/** Ended, with or without a word. */
const ended = { status: [0, 400, 408], maxLength: 200 } as const;

const body = '{"query":"{ viewer { subject } }"}';

const raw =
  (...pieces: readonly (string | Uint8Array)[]) =>
  ({ origin }: Target): Promise<Outcome> =>
    write(origin, { pieces });

const head = (...lines: readonly string[]): string =>
  `${['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', ...lines].join('\r\n')}\r\n\r\n`;

/** A second request for whoever reads the end of the first one elsewhere. */
const smuggled = `GET /${canary} HTTP/1.1\r\nhost: x\r\n\r\n`;
const oneAnswer = (status: number | readonly number[]) => ({
  status,
  maxLength: 1_000,
  wrong: ({ answers }: Outcome) => (answers <= 1 ? undefined : `${answers} answers`),
});

const slowly =
  (pauseMs: number, ...pieces: readonly string[]) =>
  ({ impatientOrigin }: Target): Promise<Outcome> =>
    write(impatientOrigin, { pieces, pauseMs });

/** Opens so many connections that say nothing, and waits until the server has ended them all. */
const silent = async ({ impatientOrigin }: Target, count: number): Promise<Outcome> => {
  const { hostname, port } = new URL(impatientOrigin);
  const ends = Array.from(
    { length: count },
    () =>
      new Promise<void>((resolve) => {
        const socket = connect({ host: hostname, port: Number(port) });
        socket.write('POST /graphql HTTP/1.1\r\n');
        socket.on('error', () => undefined);
        socket.resume().once('close', () => resolve());
      }),
  );
  await Promise.all(ends);
  return { status: 0, headers: {}, body: '', answers: 0 };
};

/** Connections that are held, and requests whose end is not where it seems. */
export const socketProbes: readonly Probe[] = [
  probe(
    'headers that never end, a line at a time',
    slowly(40, 'POST /graphql HTTP/1.1\r\nhost: x\r\n', ...Array.from({ length: 1_000 }, (_, i) => `x-${i}: y\r\n`)),
    ended,
    { isSlow: true },
  ),
  probe('a connection that says nothing', slowly(40, ''), ended, { isSlow: true }),
  probe(
    'a body that never ends, a character at a time',
    async (target) => {
      const { authorization } = headersOf(target);
      return slowly(
        40,
        head(`authorization: ${authorization}`, 'content-length: 1000'),
        ...Array.from({ length: 1_000 }, () => ' '),
      )(target);
    },
    ended,
    { isSlow: true },
  ),
  probe(
    'a body in chunks that never ends',
    async (target) => {
      const { authorization } = headersOf(target);
      return slowly(
        40,
        head(`authorization: ${authorization}`, 'transfer-encoding: chunked'),
        ...Array.from({ length: 1_000 }, () => '1\r\n \r\n'),
      )(target);
    },
    ended,
    { isSlow: true },
  ),
  probe(
    'a download that is never read, by a client that goes on writing as if it were alive',
    ({ impatientOrigin, largeLink }) =>
      write(impatientOrigin, {
        pieces: [`GET ${largeLink} HTTP/1.1\r\nhost: x\r\n\r\n`, ...Array.from({ length: 1_000 }, () => '\r\n')],
        pauseMs: 40,
        isDeaf: true,
      }),
    { status: 0, calls: 2 },
    { isSlow: true },
  ),
  probe(
    'a connection that says nothing but empty lines',
    slowly(40, ...times(1_000, () => '\r\n', '|').split('|')),
    ended,
    {
      isSlow: true,
    },
  ),
  probe(
    'a connection that says nothing but empty lines, after an answer',
    slowly(40, 'GET /ready HTTP/1.1\r\nhost: x\r\n\r\n', ...times(1_000, () => '\r\n', '|').split('|')),
    { status: 200 },
    { isSlow: true },
  ),
  probe('two hundred connections that wait', (target) => silent(target, 200), { status: 0 }, { isSlow: true }),

  probe(
    'a length and chunks',
    raw(head('content-length: 6', 'transfer-encoding: chunked'), `0\r\n\r\n${smuggled}`),
    oneAnswer(400),
  ),
  probe(
    'chunks and a length',
    raw(head('transfer-encoding: chunked', 'content-length: 4'), `5c\r\n${smuggled}`),
    oneAnswer(400),
  ),
  probe('two lengths', raw(head('content-length: 5', 'content-length: 60'), smuggled), oneAnswer(400)),
  probe('a list of lengths', raw(head('content-length: 5, 60'), smuggled), oneAnswer(400)),
  probe('a length with a sign', raw(head('content-length: +34'), `${body}${smuggled}`), oneAnswer(400)),
  probe('a length below zero', raw(head('content-length: -1'), smuggled), oneAnswer(400)),
  probe('a length in hexadecimal', raw(head('content-length: 0x22'), smuggled), oneAnswer(400)),
  probe('a length beyond all numbers', raw(head('content-length: 99999999999999999999999'), smuggled), oneAnswer(400)),
  probe(
    'chunks by another name',
    raw(head('transfer-encoding: xchunked'), `0\r\n\r\n${smuggled}`),
    oneAnswer([400, 501]),
  ),
  probe(
    'chunks twice',
    raw(head('transfer-encoding: chunked, chunked'), `0\r\n\r\n${smuggled}`),
    oneAnswer([400, 401]),
  ),
  probe(
    'chunks with a tab before the colon',
    raw(head('transfer-encoding\t: chunked'), `0\r\n\r\n${smuggled}`),
    oneAnswer(400),
  ),
  probe('a header name with a space behind it', raw(head('content-length : 34'), `${body}${smuggled}`), oneAnswer(400)),
  probe(
    'a header that goes on in the next line',
    raw(head('x-a: b', ' transfer-encoding: chunked', 'content-length: 0')),
    oneAnswer([400, 401]),
  ),
  probe(
    'a chunk longer than all numbers',
    raw(head('transfer-encoding: chunked'), `FFFFFFFFFFFFFFFFF\r\n${smuggled}`),
    oneAnswer([400, 401]),
  ),
  probe(
    'a chunk that is no number',
    raw(head('transfer-encoding: chunked'), `xyz\r\n${smuggled}`),
    oneAnswer([400, 401]),
  ),
  probe(
    'a hundred thousand characters about a chunk',
    raw(head('transfer-encoding: chunked'), `1;${'x'.repeat(100_000)}\r\n `),
    { status: [400, 401, 413], maxLength: 400 },
  ),
  probe(
    'lines that end with half a line end',
    raw(head('content-length: 34').replaceAll('\r\n', '\n'), smuggled),
    oneAnswer([400, 401]),
  ),
  probe('a NUL in a header', raw(head('x-a: b\0c', 'connection: close')), refusedByServer),
  probe('three thousand headers', raw(head(...times(3_000, (i) => `x${i}:y`).split(' '), 'connection: close')), {
    status: [401, 431],
    maxLength: 400,
  }),
  probe('a header of a hundred kilobytes', raw(head(`x: ${'y'.repeat(100_000)}`)), { status: 431, maxLength: 200 }),
  probe('an address of a hundred kilobytes', raw(`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`), {
    status: 431,
    maxLength: 200,
  }),
  probe('two hosts', raw(head('host: y', 'connection: close', 'content-length: 0')), refusedByServer),
  probe('no host', raw('GET /ready HTTP/1.1\r\nconnection: close\r\n\r\n'), refusedByServer),
  probe(
    'a host that is none',
    raw(
      'POST /graphql HTTP/1.1\r\nhost: ]a b[/\\\r\ncontent-type: application/json\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
    ),
    refusedByServer,
  ),
  probe('HTTP/2 without asking', raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), refusedByServer),
  probe('HTTP/0.9', raw('GET /ready\r\n\r\n'), refusedByServer),
  probe('TLS', raw(Buffer.from('16030100a5010000a10303', 'hex'), Buffer.alloc(160)), refusedByServer),
  probe('a hundred kilobytes of noise', raw(Buffer.alloc(100_000, 0x80)), refusedByServer),
  probe(
    'an upgrade to something else',
    raw(
      'GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n',
    ),
    { status: [400, 405], maxLength: 400 },
  ),
  probe(
    'five hundred requests at once on one connection',
    ({ origin }) =>
      write(origin, {
        pieces: [
          times(499, () => `${head('content-length: 34')}${body}`, ''),
          `${head('content-length: 34', 'connection: close')}${body}`,
        ],
      }),
    { status: 401, maxLength: 500_000, wrong: ({ answers }) => (answers === 500 ? undefined : `${answers} answers`) },
  ),
  probe(
    'a promise of a gigabyte, and then waiting to be asked for it',
    raw(head('content-length: 1000000000', 'expect: 100-continue', 'connection: close')),
    {
      status: [100, 401, 413],
      maxLength: 600,
      wrong: ({ body: answer }) => (answer.includes('"data"') ? 'data' : undefined),
    },
  ),
  probe(
    'a gigabyte from somebody who is known',
    (target) =>
      write(target.origin, {
        pieces: [head('content-length: 1000000000', `authorization: ${headersOf(target)['authorization'] ?? ''}`), '{'],
      }),
    { status: 413, maxLength: 600 },
  ),
  probe(
    'a gigabyte from somebody who is not known',
    raw(head('content-length: 1000000000', 'connection: close'), '{'),
    { status: 401, maxLength: 600 },
  ),
  probe(
    'something that the gateway does not expect',
    (target) => send(target.origin, { headers: { ...headersOf(target), expect: 'the-impossible' }, body }),
    { status: 417 },
  ),
  probe(
    'a body of an unknown caller, of ten megabytes',
    ({ origin }) =>
      send(origin, { headers: { 'content-type': 'application/json' }, body: Buffer.alloc(10_000_000, ' ') }),
    refused('UNAUTHENTICATED', [0, 401]),
  ),
];
