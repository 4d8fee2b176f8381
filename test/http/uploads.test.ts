import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { sealedId } from '../journeys/journey-of-test.ts';
import { startJourney } from '../journeys/start.ts';
import { postForm, uploadForm } from '../journeys/upload.ts';
import { exchange, open } from './edge-requests.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const megabyte = 1024 * 1024;
const preflight = { 'apollo-require-preflight': 'true' };
/** Refused after its files were read, because there is no such mailbox. */
const oneFile =
  'mutation ($file: Upload!) { importMessage(input: { mailbox: "nobody@example.test", to: { role: INBOX }, mime: { upload: $file } }) { userErrors { code } } }';
const taken = { importMessage: { userErrors: [{ code: 'NOT_FOUND' }] } };
const file = (size = 1): File => new File([new Uint8Array(size)], 'x.eml');

/** A form of fields as they are given, in this order. */
const formOf = (...fields: readonly (readonly [string, string | File])[]): FormData => {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
};
const operations = (variables: unknown = { file: null }): readonly [string, string] => [
  'operations',
  JSON.stringify({ query: oneFile, variables }),
];
const map = (places: unknown): readonly [string, string] => ['map', JSON.stringify(places)];

/** Status, code and text of an answer that must be GraphQL's. */
const refusal = async (answer: Response): Promise<readonly [number, string | undefined, string]> => {
  const { errors = [], data } = (await answer.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
  expect(data ?? null).toBeNull();
  return [answer.status, errors[0]?.extensions.code, errors[0]?.message ?? ''];
};
const refused = async (form: FormData): Promise<string> => {
  const [status, code, message] = await refusal(await postForm(journey, form));
  expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(message).not.toContain('Canary');
  return message;
};
const accepted = async (answer: Response): Promise<unknown> => ((await answer.json()) as { data: unknown }).data;

describe('a form with files', () => {
  it('is an operation', async () => {
    const answer = await postForm(journey, uploadForm(oneFile, { file: null }, { 'variables.file': file() }));
    expect([answer.status, await accepted(answer)]).toEqual([200, taken]);
  });

  it('may hold none', async () => {
    const form = formOf(['operations', '{"query":"{ __typename }"}'], map({}));
    expect(await accepted(await postForm(journey, form))).toEqual({ __typename: 'Query' });
  });

  it('may use a file in several places, and places may lie in lists', async () => {
    const query = oneFile
      .replace('$file: Upload!', '$file: Upload!, $files: [AttachmentInput!]!')
      .replace(/ }$/, ' addAttachment(input: { id: "x", attachments: $files }) { userErrors { code } } }');
    const files = [
      { name: 'a', source: { upload: null } },
      { name: 'b', source: { upload: null } },
    ];
    const form = formOf(
      ['operations', JSON.stringify({ query, variables: { file: null, files } })],
      map({ 0: ['variables.file', 'variables.files.1.source.upload'], 1: ['variables.files.0.source.upload'] }),
      ['0', file()],
      ['1', file()],
    );
    expect(await accepted(await postForm(journey, form))).toEqual({
      ...taken,
      addAttachment: { userErrors: [{ code: 'BAD_USER_INPUT' }] },
    });
  });

  it.each([undefined, ''])('without the header that forms cannot set is refused with 415: %j', async (value) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'apollo-require-preflight': value };
    const form = uploadForm(oneFile, { file: null }, { 'variables.file': file() });
    expect(await refusal(await postForm(journey, form, headers))).toEqual([415, 'BAD_USER_INPUT', expect.any(String)]);
  });

  it('is not compressed', async () => {
    const form = uploadForm(oneFile, { file: null }, { 'variables.file': file() });
    const answer = await postForm(journey, form, { ...preflight, 'content-encoding': 'gzip' });
    expect(await refusal(answer)).toEqual([415, 'BAD_USER_INPUT', expect.any(String)]);
  });

  it.each<[string, readonly (readonly [string, string | File])[]]>([
    ['nothing', []],
    ['no operations', [map({ 0: ['variables.file'] }), ['0', file()]]],
    ['no map', [operations(), ['0', file()]]],
    ['map before operations', [map({ 0: ['variables.file'] }), operations(), ['0', file()]]],
    ['a file before map', [operations(), ['0', file()], map({ 0: ['variables.file'] })]],
    ['operations that are no JSON', [['operations', 'Canary'], map({})]],
    ['a list of operations', [['operations', `[{"query":"{ __typename }"}]`], map({})]],
    ['operations that are null', [['operations', 'null'], map({})]],
    ['a map that is no JSON', [operations(), ['map', 'Canary']]],
    ['a map that is a list', [operations(), map([['variables.file']]), ['0', file()]]],
    ['a map that is null', [operations(), map(null)]],
    ['a map of texts', [operations(), map({ 0: 'variables.file' }), ['0', file()]]],
    ['a map of numbers', [operations(), map({ 0: [0] }), ['0', file()]]],
    ['a file without a place', [operations(), map({ 0: [] }), ['0', file()]]],
    ['a file that is missing', [operations(), map({ 0: ['variables.file'] })]],
    [
      'a file that map does not name',
      [operations({ file: null }), map({ 0: ['variables.file'] }), ['0', file()], ['Canary', file()]],
    ],
    ['a file twice', [operations(), map({ 0: ['variables.file'] }), ['0', file()], ['0', file()]]],
    ['map twice', [operations(), map({ 0: ['variables.file'] }), map({}), ['0', file()]]],
    [
      'two files in one place',
      [operations(), map({ 0: ['variables.file'], 1: ['variables.file'] }), ['0', file()], ['1', file()]],
    ],
    ['operations of more than a megabyte', [operations({ file: null, x: 'x'.repeat(1_000_000) }), map({})]],
    [
      'operations of more values than any',
      [operations({ file: null, x: Array.from({ length: 4_000 }, () => 1) }), map({})],
    ],
    ['a map of more than any', [operations(), map({ 0: ['variables.file'], 1: ['x'.repeat(70_000)] })]],
    [
      'more files than a message may have',
      [
        operations({ files: Array.from({ length: 501 }, () => null) }),
        map(Object.fromEntries(Array.from({ length: 501 }, (_, index) => [index, [`variables.files.${index}`]]))),
      ],
    ],
  ])('is refused with 400 when it holds %s', async (_, fields) => {
    await refused(formOf(...fields));
  });

  it('may hold 500 files', async () => {
    const count = Array.from({ length: 500 }, (_, index) => index);
    const form = formOf(
      ['operations', JSON.stringify({ query: oneFile, variables: { file: null, files: count.map(() => null) } })],
      map(Object.fromEntries(count.map((index) => [index, [`variables.files.${index}`]]))),
      ...count.map((index) => [String(index), file()] as const),
    );
    const [status, , message] = await refusal(await postForm(journey, form));
    // Read, and refused for the variable that has no file.
    expect([status, message]).toEqual([400, 'Variable "$file" of non-null type "Upload!" must not be null.']);
  });

  it.each([
    ['a value', { file: 'Canary' }, 'variables.file'],
    ['an object', { file: {} }, 'variables.file'],
    ['nothing', {}, 'variables.file'],
    ['something inside a value', { file: 'x' }, 'variables.file.length'],
    ['the length of a list', { file: [] }, 'variables.file.length'],
    ['a place behind a list', { file: [null] }, 'variables.file.1'],
    ['the variables', { file: null }, 'variables'],
    ['the query', { file: null }, 'query'],
    ['extensions', { file: null }, 'extensions.x'],
    ['a prototype', { file: null }, 'variables.__proto__.file'],
    ['a prototype itself', { file: null }, 'variables.__proto__'],
    ['a constructor', { file: null }, 'variables.constructor.prototype.file'],
    ['nowhere', { file: null }, ''],
    ['a method', { file: null }, 'variables.toString'],
  ])('is refused with 400 when map leads to %s', async (_, variables, path) => {
    const message = await refused(formOf(operations(variables), map({ 0: [path] }), ['0', file()]));
    expect(message).toBe('A path in map leads to something else than a null in the variables.');
    expect(({} as Record<string, unknown>)['file']).toBeUndefined();
  });

  it('may name a prototype that it brings along, which is then a name like others', async () => {
    const form = formOf(
      ['operations', `{"query":${JSON.stringify(oneFile)},"variables":{"file":null,"__proto__":{"x":null}}}`],
      map({ 0: ['variables.file'], 1: ['variables.__proto__.x'] }),
      ['0', file()],
      ['1', file()],
    );
    expect((await postForm(journey, form)).status).toBe(200);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('that ends too soon is refused, and its connection goes on', async () => {
    const form = '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }"}\r\n--x';
    const head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\napollo-require-preflight: true\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${form.length}\r\n\r\n`;
    const answers = await exchange(
      journey.origin,
      head + form,
      'GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n',
    );
    expect(answers).toMatch(/^HTTP\/1\.1 400 [\s\S]*The form ends before its last boundary[\s\S]*HTTP\/1\.1 200 /);
  });

  it('that is refused in its middle is read to its end, so that its client sees why and its connection goes on', async () => {
    const body = `${'--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n'}${' '.repeat(4 * megabyte)}`;
    const head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\napollo-require-preflight: true\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${body.length}\r\n\r\n`;
    const health = 'GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n';
    expect(await exchange(journey.origin, head + body, health)).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*operations is missing[\s\S]*HTTP\/1\.1 200 /,
    );
  });

  it('without a file that its map names says so', async () => {
    expect(await refused(formOf(operations(), map({ 0: ['variables.file'] })))).toBe(
      'A file that map names is missing.',
    );
  });
});

describe('a form of more than 45 MB', () => {
  const head = (length: string): string =>
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\napollo-require-preflight: true\r\ncontent-type: multipart/form-data; boundary=x\r\n${length}\r\n\r\n`;

  it('is refused with 413 before it has arrived', async () => {
    const answer = await exchange(journey.origin, head(`content-length: ${45 * megabyte + 1}`), '--x\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*47185920 bytes at most/i);
  });

  it('is refused with 413 when it does not say so', async () => {
    const start =
      '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }"}\r\n--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{}\r\n--x--\r\n';
    const chunk = `100000\r\n${' '.repeat(megabyte)}\r\n`;
    const answer = await exchange(
      journey.origin,
      head('transfer-encoding: chunked'),
      `${start.length.toString(16)}\r\n${start}\r\n`,
      ...Array.from({ length: 45 }, () => chunk),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('uploads at the same time', () => {
  const begun = (bytes: number): string =>
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\napollo-require-preflight: true\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${bytes}\r\n\r\n--x\r\n`;
  const small = () => postForm(journey, uploadForm(oneFile, { file: null }, { 'variables.file': file(1_000) }));

  /** Until the gateway has read the heads that were written; tells whether an upload is taken by then. */
  const eventually = async (status: number): Promise<Response> => {
    for (let turn = 0; ; turn += 1) {
      const answer = await small();
      if (answer.status === status || turn === 200) return answer;
      await answer.body?.cancel();
      await sleep(10);
    }
  };

  it('of one caller hold 90 MB at most; the next waits, and is taken when one has gone', async () => {
    const sockets = await Promise.all([open(journey.origin), open(journey.origin)]);
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(begun(45 * megabyte));
    }
    const busy = await eventually(503);
    expect(busy.headers.get('retry-after')).toBe('10');
    expect(await refusal(busy)).toEqual([503, 'OVERLOADED', 'Too many files are being sent at the moment.']);
    const copy = await journey.query<{ addAttachment: { userErrors: readonly object[] } }>(
      'mutation ($id: ID!) { addAttachment(input: { id: $id, attachments: [{ name: "a", source: { copyOf: $id } }] }) { userErrors { __typename code retryAfter } } }',
      { id: sealedId('Item', 'alice@example.test', 'x') },
    );
    expect(copy.data.addAttachment.userErrors).toEqual([
      { __typename: 'ThrottledError', code: 'OVERLOADED', retryAfter: 'PT10S' },
    ]);
    sockets[0]?.destroy();
    const free = await eventually(200);
    expect(await accepted(free)).toEqual(taken);
    sockets[1]?.destroy();
  });
});

describe('memory of an upload whose client leaves', () => {
  it('is free again when the mail server has answered', async () => {
    const query = oneFile.replace('nobody@', 'alice@');
    const mime = new File(['Subject: x\r\n\r\n', new Uint8Array(30 * megabyte)], 'x.eml');
    const form = uploadForm(query, { file: null }, { 'variables.file': mime });
    const before = journey.emulator.requests.length;
    journey.emulator.faults.add({ kind: 'delay', ms: 2_000, operation: 'CreateItem' });
    const client = new AbortController();
    const sending = fetch(`${journey.origin}/graphql`, {
      method: 'POST',
      headers: preflight,
      body: form,
      signal: client.signal,
    });
    while (journey.emulator.requests.length === before) await sleep(10);
    client.abort();
    await expect(sending).rejects.toThrow();

    const full = { ...preflight, 'content-type': 'multipart/form-data; boundary=x' };
    const large = (): Promise<Response> =>
      fetch(`${journey.origin}/graphql`, { method: 'POST', headers: full, body: new Uint8Array(44 * megabyte) });
    const both = async (): Promise<readonly number[]> =>
      (await Promise.all([large(), large()])).map(({ status }) => status);
    // No forms: they are refused, but not for want of memory.
    let statuses = await both();
    for (let turn = 0; turn < 500 && statuses.includes(503); turn += 1) {
      await sleep(20);
      statuses = await both();
    }
    expect(statuses).toEqual([400, 400]);
  });
});

describe('an Upload', () => {
  it.each([
    ['an object that looks like a file', { name: 'x', type: '', size: 1 }],
    ['a text', 'x'],
    ['a number', 1],
  ])('that comes as JSON is refused: %s', async (_, value) => {
    const answer = await journey.query(oneFile, { file: value });
    expect(answer.errors).toMatchObject([
      { message: 'Variable "$file" got an invalid value; Upload takes a file of a multipart request' },
    ]);
  });

  it('cannot be written into a document', async () => {
    const answer = await journey.query(oneFile.replace('($file: Upload!)', '').replace('$file', '"x"'));
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
