import { gzipSync, deflateSync, brotliCompressSync } from 'node:zlib';
import { canary, headersOf, operation, probesOf, rawBody, refused, times, whoIsAlice, type Probe } from './probe.ts';
import { send } from './attacker.ts';

const probe = probesOf(16);
const persisted = probesOf(20);
const invalid = refused('BAD_USER_INPUT');
const unsupported = refused('BAD_USER_INPUT', 415);
const tooLarge = refused('BAD_USER_INPUT', 413);
const asAlice = { status: 200, data: whoIsAlice } as const;

const honest = '{ viewer { subject } }';
const honestBody = JSON.stringify({ query: honest });
const withVariables = (variables: string): string => `{"query":"${honest}","variables":${variables}}`;
const bySearch =
  'query ($search: String) { mailbox(address: "alice@example.test") { messages(search: $search) { totalCount } } }';

const zeros = Buffer.alloc(50_000_000, ' ');
const multipart = [
  '--x',
  'Content-Disposition: form-data; name="operations"',
  '',
  honestBody,
  '--x',
  'Content-Disposition: form-data; name="map"',
  '',
  '{"0":["variables.file"]}',
  '--x--',
  '',
].join('\r\n');

/** Bodies that are too much, or are not what they seem. */
export const bodyProbes: readonly Probe[] = [
  probe('a megabyte and a byte', rawBody(honestBody.padEnd(1_000_001)), tooLarge),
  probe('ten megabytes of variables', rawBody(withVariables(`{"x":"${'x'.repeat(10_000_000)}"}`)), tooLarge),
  probe(
    'ten megabytes in chunks, which do not say how many they are',
    rawBody(withVariables(`{"x":"${'x'.repeat(10_000_000)}"}`), { 'transfer-encoding': 'chunked' }),
    tooLarge,
  ),
  probe('fifty megabytes in a gzip', rawBody(gzipSync(zeros), { 'content-encoding': 'gzip' }), unsupported),
  probe('fifty megabytes deflated', rawBody(deflateSync(zeros), { 'content-encoding': 'deflate' }), unsupported),
  probe('fifty megabytes in Brotli', rawBody(brotliCompressSync(zeros), { 'content-encoding': 'br' }), unsupported),
  probe('compressed twice', rawBody(gzipSync(gzipSync(zeros)), { 'content-encoding': 'gzip, gzip' }), unsupported),
  probe(
    'JSON in UTF-16',
    rawBody(Buffer.from(honestBody, 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
    unsupported,
  ),
  probe(
    'JSON in UTF-7, which some readers take for ASCII',
    rawBody(honestBody, { 'content-type': 'application/json; charset=utf-7' }),
    unsupported,
  ),
  probe(
    'an upload that any form could send',
    rawBody(multipart, { 'content-type': 'multipart/form-data; boundary=x' }),
    unsupported,
  ),
  probe('a list of a thousand operations', rawBody(`[${times(1_000, () => honestBody, ',')}]`), invalid),
  probe('nothing', rawBody(''), invalid),
  probe('half of an operation', rawBody(honestBody.slice(0, 20)), invalid),
  probe('bytes that are no UTF-8', rawBody(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0xaf, 0x22, 0x7d])), invalid),
  probe(
    'the name of another mailbox in overlong UTF-8',
    rawBody(
      Buffer.concat([
        Buffer.from('{"query":"{ mailbox(address: \\"'),
        // b as two bytes, which a careless reader takes for b.
        Buffer.from([0xc1, 0xa2]),
        Buffer.from('ob@example.test\\") { id } }"}'),
      ]),
    ),
    { status: [200, 400], codes: ['BAD_USER_INPUT', 'NOT_FOUND'] },
  ),
  probe('a byte order mark before it', rawBody(`\uFEFF${honestBody}`), {
    status: [200, 400],
    wrong: ({ body }) =>
      body.includes('"errors"') || body.includes('alice') ? undefined : 'neither refused nor answered',
  }),
  probe('NUL characters before, in and after it', rawBody(`\0${honestBody}\0`), invalid),
  probe(
    'a hundred thousand brackets in variables',
    rawBody(withVariables(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)),
    invalid,
  ),
  probe(
    'a hundred thousand braces in variables',
    rawBody(withVariables(`{"x":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`)),
    invalid,
  ),
  probe(
    'a hundred thousand braces in extensions',
    rawBody(`{"query":"${honest}","extensions":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
    invalid,
  ),
  probe(
    'fifty thousand members of one object',
    rawBody(withVariables(`{${times(50_000, (i) => `"k${i}":1`, ',')}}`)),
    invalid,
  ),
  probe(
    'two queries in one object: what one reader sees as harmless, another executes',
    rawBody(`{"query":"${honest}","query":"{ mailbox(address: \\"bob@example.test\\") { id } }"}`),
    { status: 200, codes: ['NOT_FOUND'] },
  ),
  probe('a prototype in variables', rawBody(withVariables('{"__proto__":{"subject":"bob","isAdmin":true}}')), asAlice),
  probe(
    'a prototype in the constructor of variables',
    rawBody(withVariables('{"constructor":{"prototype":{"subject":"bob"}}}')),
    asAlice,
  ),
  probe('a prototype in the request', rawBody(`{"__proto__":{"query":"${honest}"},"x":1}`), invalid),
  probe(
    'a prototype in a filter',
    rawBody(
      JSON.stringify({
        query:
          'query ($f: MessageFilter) { mailbox(address: "alice@example.test") { messages(filter: $f) { totalCount } } }',
        variables: { f: 'F' },
      }).replace('"F"', '{"__proto__":{"isRead":true}}'),
    ),
    { status: [200, 400], codes: ['BAD_USER_INPUT'] },
  ),
  probe(
    'a number beyond all numbers',
    rawBody(`{"query":"query ($n: Int) { mailboxes(first: $n) { totalCount } }","variables":{"n":1e400}}`),
    {
      ...invalid,
      status: [200, 400],
    },
  ),
  probe(
    'a number of a hundred thousand digits',
    rawBody(
      `{"query":"query ($n: Int) { mailboxes(first: $n) { totalCount } }","variables":{"n":${'1'.repeat(100_000)}}}`,
    ),
    { ...invalid, status: [200, 400] },
  ),
  probe('a query that is a list', rawBody(`{"query":["${honest}"]}`), invalid),
  probe('a query with methods of its own', rawBody('{"query":{"toString":"x","length":1}}'), invalid),
  probe('variables that are a list', rawBody(withVariables(`["${canary}"]`)), {
    status: [200, 400],
    wrong: ({ body }) => (body.includes('"errors"') || body.includes('alice') ? undefined : 'neither'),
  }),
  probe('an operation name that is an object', rawBody(`{"query":"${honest}","operationName":{"a":1}}`), invalid),
  probe('a member that nobody knows', rawBody(`{"query":"${honest}","${canary}":1}`), invalid),
  probe('NUL in a search', operation(bySearch, { search: 'a\0b' }), invalid200()),
  probe(
    'half a surrogate pair in a search',
    rawBody(JSON.stringify({ query: bySearch, variables: { search: 'X' } }).replace('"X"', '"\\ud800"')),
    invalid200(),
  ),
  probe('characters that XML cannot hold in a search', operation(bySearch, { search: 'a\u0001\uFFFEb' }), invalid200()),
  probe(
    'a type that is two types',
    (target) =>
      send(target.origin, {
        headers: { ...headersOf(target), 'content-type': ['application/json', 'text/plain'].join(', ') },
        body: honestBody,
      }),
    unsupported,
  ),
  probe('the answer in a type that nobody has', rawBody(honestBody, { accept: 'text/html' }), {
    status: [200, 406],
    wrong: ({ headers }) => (/html/.test(headers['content-type'] ?? '') ? 'HTML' : undefined),
  }),

  persisted(
    'the hash of an operation that nobody has registered',
    rawBody(JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } })),
    invalid,
  ),
  persisted(
    'an operation to be registered under a hash',
    async (target) => {
      const extensions = { persistedQuery: { version: 1, sha256Hash: 'b'.repeat(64) } };
      await rawBody(JSON.stringify({ query: honest, extensions }))(target);
      return rawBody(JSON.stringify({ extensions }))(target);
    },
    invalid,
  ),
];

/** Refused at its field or as a whole. */
function invalid200() {
  return { ...invalid, status: [200, 400] } as const;
}
