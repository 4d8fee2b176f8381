import fc from 'fast-check';
import { expect, test } from 'vitest';
import { child, childrenNamed, childText, type XmlElement } from '../../src/ews/xml.ts';
import { cleanFileName } from '../../src/mailbox/file-name.ts';
import { anyText, isBroken, isPlain } from './hostile-text.ts';
import { journeyOfTest } from './journey-of-test.ts';
import { heldIn } from './server-mailbox.ts';
import type { Journey } from './start.ts';

const alice = 'alice@example.test';

/** Names are cleaned, not refused; a blank one says nothing. */
const fileName = (text: string): string => (text.trim() === '' ? 'attachment' : cleanFileName(text));

/** The fields of a message that take a text: where it stands in the input, and how it is kept. */
const fields = {
  subject: { count: 1, path: () => ['subject'], kept: (text: string) => text },
  body: { count: 1, path: (_index: number, form: string) => ['body', form], kept: (text: string) => text },
  to: { count: 22, path: (index: number) => ['to', String(index), 'name'], kept: (text: string) => text.trim() },
  cc: { count: 14, path: (index: number) => ['cc', String(index), 'name'], kept: (text: string) => text.trim() },
  categories: {
    count: 18,
    path: (index: number) => ['categories', String(index)],
    kept: (text: string) => text.trim(),
  },
  headers: { count: 18, path: (index: number) => ['headers', String(index), 'value'], kept: (text: string) => text },
  attachments: {
    count: 10,
    path: (index: number) => ['attachments', String(index), 'name'],
    kept: fileName,
  },
} as const;
type Field = keyof typeof fields;
const fieldNames = Object.keys(fields) as readonly Field[];
type Texts = Readonly<Record<Field, readonly string[]>>;

interface Written {
  readonly form: 'text' | 'html';
  readonly texts: Texts;
}

const people = (list: string, names: readonly string[]) =>
  names.map((name, index) => ({ address: `${list}${index}@customer.example`, name }));

const input = ({ form, texts: { subject, body, to, cc, categories, headers, attachments } }: Written) => ({
  mailbox: alice,
  message: {
    subject: subject[0],
    body: { [form]: body[0] },
    to: people('to', to),
    cc: people('cc', cc),
    bcc: [{ address: 'bob@example.test' }],
    categories,
    headers: headers.map((value, index) => ({ name: `X-Text-${index}`, value })),
    attachments: attachments.map((name) => ({ name, source: { base64: 'YQ==' } })),
  },
});

interface Payload {
  readonly message: {
    readonly subject: string;
    readonly to: readonly { readonly name: string | null }[];
    readonly cc: readonly { readonly name: string | null }[];
    readonly categories: readonly string[];
    readonly attachments: readonly { readonly name: string }[];
    readonly body: { readonly content: string };
  } | null;
  readonly submission: { readonly internetMessageId: string } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
  }[];
}

const shown = `{
  message { subject to { name } cc { name } categories attachments { name } body(format: TEXT) { content } }
  submission { internetMessageId }
  userErrors { code ... on ValidationError { fields { path message } } }
}`;

/** What one operation may cost is enough for so many. */
const perOperation = 12;

/** Sends all of them, some in one operation. */
const sendAll = async (journey: Journey, messages: readonly Written[]): Promise<readonly Payload[]> => {
  const payloads: Payload[] = [];
  for (let start = 0; start < messages.length; start += perOperation) {
    const some = messages.slice(start, start + perOperation);
    const variables = some.map((_message, index) => `$i${index}: SendMessageInput!`).join(', ');
    const calls = some.map((_message, index) => `m${index}: sendMessage(input: $i${index}) ${shown}`).join('\n');
    const inputs = Object.fromEntries(some.map((message, index) => [`i${index}`, input(message)]));
    const { data, errors } = await journey.query<Record<string, Payload>>(
      `mutation (${variables}) { ${calls} }`,
      inputs,
    );
    expect(errors).toBeUndefined();
    payloads.push(...Object.values(data));
  }
  return payloads;
};

/** Paths of the fields that a payload complains of, below `input.message`. */
const refusedIn = ({ userErrors }: Payload): ReadonlySet<string> =>
  new Set(
    userErrors.flatMap(({ code, fields: issues = [] }) => {
      expect(code).toBe('BAD_USER_INPUT');
      return issues.map(({ path }) => {
        expect(path.slice(0, 2)).toEqual(['input', 'message']);
        return path.slice(2).join('.');
      });
    }),
  );

const mapTexts = (texts: Texts, change: (text: string, field: Field, index: number) => string): Texts => {
  const changed: Partial<Record<Field, readonly string[]>> = {};
  for (const field of fieldNames) changed[field] = texts[field].map((text, index) => change(text, field, index));
  return changed as Texts;
};

/** The message with what was refused replaced by what cannot be. */
const mended = ({ form, texts }: Written, refused: ReadonlySet<string>): Written => ({
  form,
  texts: mapTexts(texts, (text, field, index) =>
    refused.has(fields[field].path(index, form).join('.')) ? 'fine' : text,
  ),
});

const namesIn = (item: XmlElement, list: string): readonly (string | undefined)[] =>
  childrenNamed(child(item, list) ?? item, 'Mailbox').map((mailbox) => childText(mailbox, 'Name'));

/** What a message says, as it lies in a colleague's mailbox. */
const received = (item: XmlElement) => ({
  subject: childText(item, 'Subject') ?? '',
  body: childText(item, 'Body') ?? '',
  to: namesIn(item, 'ToRecipients'),
  cc: namesIn(item, 'CcRecipients'),
  headers: childrenNamed(child(item, 'InternetMessageHeaders') ?? item, 'InternetMessageHeader')
    .filter(({ attributes }) => /^x-text-/i.test(attributes['HeaderName'] ?? ''))
    .map(({ text }) => text),
  attachments: childrenNamed(child(item, 'Attachments') ?? item, 'FileAttachment').map((file) =>
    childText(file, 'Name'),
  ),
});

const texts = (field: Field): fc.Arbitrary<readonly string[]> =>
  fc.array(anyText, { minLength: fields[field].count, maxLength: fields[field].count });

const written: fc.Arbitrary<Written> = fc.record({
  form: fc.constantFrom('text', 'html'),
  texts: fc.record(Object.fromEntries(fieldNames.map((field) => [field, texts(field)]))) as fc.Arbitrary<Texts>,
});

test('16,000 texts in messages arrive as they were written, or are refused by name', async () => {
  const journey = await journeyOfTest();
  const messages = fc.sample(written, { numRuns: 200, seed: 20_000 });
  const tried = messages.flatMap((message) => fieldNames.flatMap((field) => message.texts[field]));
  expect(tried.length).toBeGreaterThan(16_000);

  const first = await sendAll(journey, messages);
  const refused = first.map(refusedIn);
  let kept = 0;
  for (const [at, { form, texts: all }] of messages.entries())
    for (const field of fieldNames)
      for (const [index, text] of all[field].entries()) {
        const isRefused = refused[at]?.has(fields[field].path(index, form).join('.')) ?? false;
        if (!isRefused) kept += 1;
        if (isPlain(text) && text.trim() === text) expect([isRefused, field, text]).toEqual([false, field, text]);
        if (isBroken(text) && !['body', 'attachments'].includes(field))
          expect([isRefused, field, text]).toEqual([true, field, text]);
      }
  expect(kept).toBeGreaterThan(tried.length / 2);

  const mendedMessages = messages.map((message, at) => mended(message, refused[at] ?? new Set()));
  journey.emulator.outbox.length = 0;
  const second = await sendAll(journey, mendedMessages);
  const arrived = new Map(
    (await heldIn(journey, 'bob', 'inbox')).map((item) => [childText(item, 'InternetMessageId'), item]),
  );
  for (const [at, { form, texts: all }] of mendedMessages.entries()) {
    const { message, submission, userErrors } = second[at] ?? expect.fail();
    expect(userErrors).toEqual([]);
    const expected = mapTexts(all, (text, field) => fields[field].kept(text));
    // Servers show the address of somebody without a name.
    const names = (list: 'to' | 'cc') =>
      people(list, expected[list]).map(({ address, name }) => (name === '' ? address : name));
    expect({ ...message, body: undefined, to: undefined, cc: undefined }).toEqual({
      subject: expected.subject[0],
      categories: expected.categories,
      attachments: expected.attachments.map((name) => ({ name })),
    });
    if (form === 'text') expect(message?.body.content).toBe(expected.body[0]);
    const item = arrived.get(submission?.internetMessageId) ?? expect.fail();
    expect(received(item)).toEqual({
      subject: expected.subject[0],
      body: expected.body[0],
      to: names('to'),
      cc: names('cc'),
      headers: expected.headers,
      attachments: expected.attachments,
    });
  }
}, 60_000);

test('500 names of folders are kept, without white space around them, or refused', async () => {
  const journey = await journeyOfTest();
  const { data: first } = await journey.query<{ createFolder: { readonly folder: { readonly id: string } } }>(
    `mutation { createFolder(input: { mailbox: "${alice}", parent: { role: INBOX }, name: "Nameless" }) { folder { id } } }`,
  );
  const { id } = first.createFolder.folder;
  const names = fc.sample(anyText, { numRuns: 500, seed: 20_001 });
  const perCall = 15;
  let kept = 0;
  for (let start = 0; start < names.length; start += perCall) {
    const some = names.slice(start, start + perCall);
    const renaming = some.map(
      (_name, index) =>
        `m${index}: updateFolder(input: { id: $id, name: $n${index} }) { folder { name } userErrors { code ... on ValidationError { fields { path } } } }`,
    );
    const { data, errors } = await journey.query<
      Record<string, Pick<Payload, 'userErrors'> & { readonly folder: { readonly name: string } | null }>
    >(
      `mutation ($id: ID!, ${some.map((_name, index) => `$n${index}: String!`).join(', ')}) { ${renaming.join('\n')} }`,
      Object.fromEntries([['id', id], ...some.map((name, index) => [`n${index}`, name])]),
    );
    expect(errors).toBeUndefined();
    for (const [index, name] of some.entries()) {
      const { folder, userErrors } = data[`m${index}`] ?? expect.fail();
      const isRefused = userErrors.length > 0;
      if (isPlain(name) || isBroken(name)) expect([isRefused, name]).toEqual([isBroken(name), name]);
      if (isRefused) {
        expect(userErrors).toEqual([{ code: 'BAD_USER_INPUT', fields: [{ path: ['input', 'name'] }] }]);
      } else {
        kept += 1;
        expect(folder).toEqual({ name: name.trim() });
      }
    }
  }
  expect(kept).toBeGreaterThan(250);
}, 60_000);

test('3,000 texts kept on messages come back as they were written', async () => {
  const journey = await journeyOfTest();
  const { data: inbox } = await journey.query<{
    mailbox: { inbox: { messages: { nodes: readonly { readonly id: string }[] } } };
  }>(`{ mailbox(address: "${alice}") { inbox { messages(first: 1) { nodes { id } } } } }`);
  const id = inbox.mailbox.inbox.messages.nodes[0]?.id;
  const values = fc.sample(anyText, { numRuns: 3000, seed: 20_002 });
  const perCall = 50;
  for (let start = 0; start < values.length; start += perCall) {
    const entries = values.slice(start, start + perCall).map((value, index) => ({ key: `k${10 + index}`, value }));
    const { data, errors } = await journey.query<{
      setMessageMetadata: {
        readonly results: readonly {
          readonly message: { readonly metadata: readonly { readonly key: string; readonly value: string }[] } | null;
          readonly error: object | null;
        }[];
        readonly userErrors: readonly object[];
      };
    }>(
      `mutation ($ids: [ID!]!, $entries: [MetadataInput!]!) {
        setMessageMetadata(input: { mailbox: "${alice}", ids: $ids, namespace: "test", entries: $entries }) {
          results { message { metadata(namespace: "test") { key value } } error { code detail } }
          userErrors { code detail }
        }
      }`,
      { ids: [id], entries },
    );
    expect(errors).toBeUndefined();
    expect(data.setMessageMetadata.userErrors).toEqual([]);
    expect(data.setMessageMetadata.results).toEqual([{ message: { metadata: entries }, error: null }]);
  }
}, 60_000);
