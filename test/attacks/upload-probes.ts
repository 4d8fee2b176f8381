import { send, write, type Outcome } from './attacker.ts';
import { canary, headersOf, probesOf, refused, times, type Probe } from './probe.ts';
import type { Target } from './target.ts';

const probe = probesOf(16);
const page = probesOf(17);
const invalid = refused('BAD_USER_INPUT');
const unsupported = refused('BAD_USER_INPUT', 415);

const boundary = 'x';
const field = (name: string, value: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, content: string, fileName = 'a.eml'): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: message/rfc822\r\n\r\n${content}\r\n`;
const form = (...parts: readonly string[]): string => `${parts.join('')}--${boundary}--\r\n`;

const document = (mailbox: string): string =>
  `mutation ($file: Upload) { importMessage(input: { mailbox: "${mailbox}", to: { role: INBOX }, mime: { upload: $file } }) { message { id } userErrors { code } } }`;
const operations = (variables = '{"file":null}', mailbox = 'alice@example.test'): string =>
  field('operations', `{"query":${JSON.stringify(document(mailbox))},"variables":${variables}}`);
const map = (json = '{"0":["variables.file"]}'): string => field('map', json);

const type = `multipart/form-data; boundary=${boundary}`;

/** Sends a form with good credentials, and with the header that forms of a page cannot set. */
const upload =
  (body: string, headers: Readonly<Record<string, string>> = {}) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, {
      headers: { ...headersOf(target), 'content-type': type, 'apollo-require-preflight': 'true', ...headers },
      body,
    });

const withoutPreflight =
  (headers: Readonly<Record<string, string>>) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, {
      headers: { ...headersOf(target), 'content-type': type, origin: 'https://evil.test', ...headers },
      body: form(operations(), map(), file('0', 'Subject: x\r\n\r\nx')),
    });

const message = 'Subject: x\r\n\r\nx';
const deniedImport = { importMessage: { message: null, userErrors: [{ code: 'NOT_FOUND' }] } };

/** Forms with files. */
export const uploadProbes: readonly Probe[] = [
  page('a form with files, as a page of another origin can send it', withoutPreflight({}), unsupported),
  page('a form with files and an empty header', withoutPreflight({ 'apollo-require-preflight': '' }), unsupported),
  page(
    'a form with files and the header of another server',
    withoutPreflight({ 'graphql-require-preflight': '1', 'x-apollo-operation-name': 'x' }),
    unsupported,
  ),
  page(
    'a form with files by somebody unknown',
    ({ origin }) =>
      send(origin, {
        headers: { 'content-type': type, 'apollo-require-preflight': 'true' },
        body: form(operations(), map(), file('0', message)),
      }),
    refused('UNAUTHENTICATED', 401),
  ),
  probe(
    'a file for somebody else’s mailbox',
    upload(form(operations('{"file":null}', 'bob@example.test'), map(), file('0', message))),
    { status: 200, data: deniedImport },
  ),
  probe('forty-six megabytes', upload(form(operations(), map(), file('0', 'x'.repeat(46 * 1024 * 1024)))), {
    // The gateway ends the connection with its answer, which may be before the attacker has read it.
    status: [0, 413],
    codes: ['BAD_USER_INPUT'],
  }),
  probe(
    'a form that says that it is a gigabyte',
    (target) =>
      write(target.origin, {
        pieces: [
          [
            'POST /graphql HTTP/1.1',
            'host: 127.0.0.1',
            ...Object.entries({ ...headersOf(target), 'content-type': type, 'apollo-require-preflight': 'true' }).map(
              ([name, value]) => `${name}: ${value}`,
            ),
            'content-length: 1073741824',
            '',
            '--x\r\n',
          ].join('\r\n'),
        ],
      }),
    refused('BAD_USER_INPUT', 413),
  ),
  probe(
    'a thousand files',
    upload(
      form(
        operations(`{"file":null,"files":[${times(1_000, () => 'null', ',')}]}`),
        map(`{${times(1_000, (i) => `"${i}":["variables.files.${i}"]`, ',')}}`),
        times(1_000, (i) => file(String(i), 'x'), ''),
      ),
    ),
    invalid,
  ),
  probe(
    'a thousand parts that nobody named',
    upload(
      form(
        operations(),
        map('{}'),
        times(1_000, (i) => file(`f${i}`, 'x'), ''),
      ),
    ),
    invalid,
  ),
  probe(
    'a thousand operations',
    upload(
      form(
        times(1_000, () => operations(), ''),
        map(),
        file('0', message),
      ),
    ),
    invalid,
  ),
  probe('a list of operations', upload(form(field('operations', '[{"query":"{ __typename }"}]'), map('{}'))), invalid),
  probe('two maps', upload(form(operations(), map(), map('{}'), file('0', message))), invalid),
  probe(
    'a file in the place of the query',
    upload(form(operations(), map('{"0":["query"]}'), file('0', message))),
    invalid,
  ),
  probe(
    'a file in a prototype',
    upload(form(operations(), map('{"0":["variables.__proto__.isAdmin"]}'), file('0', message))),
    invalid,
  ),
  probe(
    'a file in the prototype of a constructor',
    upload(form(operations(), map('{"0":["variables.constructor.prototype.isAdmin"]}'), file('0', message))),
    invalid,
  ),
  probe('a file in a value', upload(form(operations(`{"file":"${canary}"}`), map(), file('0', message))), invalid),
  probe('a file that nobody asked for', upload(form(operations(), map('{}'), file('0', message))), invalid),
  probe('a file that never comes', upload(form(operations(), map())), invalid),
  probe('a form without an end', upload(form(operations(), map(), file('0', message)).slice(0, -8)), invalid),
  probe('headers of a megabyte in a part', upload(form(`--x\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`)), invalid),
  probe(
    'a hundred thousand brackets in operations',
    upload(
      form(operations(`{"file":null,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), map(), file('0', message)),
    ),
    invalid,
  ),
  probe(
    'an encoded part',
    upload(form(operations().replace('\r\n\r\n', '\r\nContent-Transfer-Encoding: base64\r\n\r\n'))),
    invalid,
  ),
  probe(
    'a boundary in a content, with an operation of its own behind it',
    upload(
      form(
        operations('{"file":null}', 'bob@example.test'),
        map(),
        file(
          '0',
          `x\r\n--${boundary}\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }"}`,
        ),
      ),
    ),
    invalid,
  ),
  probe(
    'JSON that looks like a file',
    (target) =>
      send(target.origin, {
        headers: headersOf(target),
        body: JSON.stringify({
          query: document('alice@example.test'),
          variables: { file: { name: 'x', type: 'x', size: 1, stream: 'x', path: '/etc/passwd' } },
        }),
      }),
    { ...invalid, status: [200, 400] },
  ),
];
