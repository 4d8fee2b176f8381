import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { ewsIdIn, sealedId } from './journey-of-test.ts';
import { changeSubject, saveDraft } from './server-mailbox.ts';
import { operationsOf, startJourney, type Answer } from './start.ts';
import { upload, type Uploads } from './upload.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const failure =
  'userErrors { __typename code detail ... on ValidationError { fields { path message } } ... on ConflictError { currentChangeKey current { ... on Message { subject } } } ... on QuotaExceededError { quota limit actual } }';
const shownFile =
  'id __typename name contentType isInline contentId sizeBytes ... on FileAttachment { base64(maxBytes: 8000000) } ... on ItemAttachment { item { ... on Message { subject } } }';
const document = `mutation ($input: AddAttachmentInput!) { addAttachment(input: $input) {
  message { subject changeKey hasAttachments attachments(includeInline: true) { ${shownFile} } } ${failure} } }`;

interface Shown {
  readonly id: string;
  readonly __typename: string;
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly base64?: string;
  readonly item?: { readonly subject: string };
}
interface Added {
  readonly addAttachment: {
    readonly message: {
      readonly subject: string;
      readonly changeKey: string;
      readonly hasAttachments: boolean;
      readonly attachments: readonly Shown[];
    } | null;
    readonly userErrors: readonly Record<string, unknown>[];
  };
}

const add = (id: string, attachments: readonly object[], more: object = {}, uploads: Uploads = {}) => {
  const variables = { input: { id, attachments, ...more } };
  return Object.keys(uploads).length === 0
    ? journey.query<Added>(document, variables)
    : upload<Added>(journey, document, variables, uploads);
};

const problems = ({ data }: Answer<Added>) => data.addAttachment.userErrors;
const shown = ({ data }: Answer<Added>): readonly Shown[] => data.addAttachment.message?.attachments ?? [];
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const draft = (subject: string): Promise<string> => saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>`);

/** A message of the demo with what hangs on it. */
const find = async (subject: string) => {
  const answer = await journey.query<{
    readonly mailbox: {
      readonly messages: { readonly nodes: readonly { readonly id: string; readonly attachments: readonly Shown[] }[] };
    };
  }>(
    `query ($subject: String!) { mailbox(address: "alice@example.test") { messages(filter: { subject: { equals: $subject } }, first: 1) { nodes { id attachments(includeInline: true) { ${shownFile} } } } } }`,
    { subject },
  );
  const [found] = answer.data.mailbox.messages.nodes;
  if (found === undefined) throw new Error(`no message "${subject}"`);
  return found;
};

const base64 = (text: string): object => ({ base64: Buffer.from(text).toString('base64') });

describe('files', () => {
  it('that are uploaded hang on the message byte for byte, several in one call', async () => {
    const id = await draft('With uploads');
    const bytes = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 7919) % 251);
    const answer = await add(
      id,
      [
        { name: 'figures.bin', source: { upload: null } },
        { name: '', source: { upload: null } },
        { name: 'note.txt', contentType: 'text/plain', source: base64('Hello') },
      ],
      {},
      {
        'variables.input.attachments.0.source.upload': new File([bytes], 'c:\\figures', {
          type: 'application/x-figures',
        }),
        'variables.input.attachments.1.source.upload': new File(['<p>'], '../„Übersicht“ "1".html', {
          type: 'text/html',
        }),
      },
    );
    expect(problems(answer)).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateAttachment', 'GetItem', 'GetAttachment']);
    const [figures, page, note] = shown(answer);
    expect(figures).toMatchObject({ name: 'figures.bin', contentType: 'application/x-figures', isInline: false });
    expect(hashOf(Buffer.from(figures?.base64 ?? '', 'base64'))).toBe(hashOf(bytes));
    expect(page).toMatchObject({ name: '.._„Übersicht“ "1".html', contentType: 'text/html' });
    expect(note).toMatchObject({ name: 'note.txt', contentType: 'text/plain' });
    expect(Buffer.from(note?.base64 ?? '', 'base64').toString()).toBe('Hello');
  });

  it('with a content id are inline, without its brackets', async () => {
    const answer = await add(await draft('Picture'), [
      { name: 'logo.png', contentType: 'image/png', contentId: '<logo@example.test>', source: base64('x') },
    ]);
    expect(shown(answer)).toMatchObject([{ isInline: true, contentId: 'logo@example.test' }]);
  });

  it('have clean names', async () => {
    const answer = await add(await draft('Names'), [
      { name: 'in\u202Efdp.exe', source: base64('x') },
      { name: '../../etc/passwd', source: base64('x') },
      { name: ' ', source: base64('x') },
    ]);
    expect(shown(answer).map(({ name }) => name)).toEqual(['in_fdp.exe', '.._.._etc_passwd', 'attachment']);
  });

  it('may be empty, and have the type of bytes when nobody tells another', async () => {
    const answer = await add(await draft('Empty'), [{ name: 'empty', source: { base64: '' } }]);
    expect(shown(answer)).toMatchObject([{ contentType: 'application/octet-stream', base64: '' }]);
  });

  it.each([
    ['contentType', 'text', 'is no MIME type such as application/pdf, without parameters.'],
    ['contentType', 'text/plain\r\nx: y', 'is no MIME type such as application/pdf, without parameters.'],
    ['contentType', 'text/plain; name="x"', 'is no MIME type such as application/pdf, without parameters.'],
    ['contentId', 'a\r\nb', 'has to be 1 to 255 characters of visible ASCII.'],
    ['contentId', 'a b', 'has to be 1 to 255 characters of visible ASCII.'],
    ['contentId', '<<a>>', 'has to be 1 to 255 characters of visible ASCII.'],
    ['contentId', '', 'has to be 1 to 255 characters of visible ASCII.'],
  ])('are refused before anything is asked when %s is %j', async (field, value, message) => {
    const before = journey.emulator.requests.length;
    const answer = await add(sealedId('Item', 'alice@example.test', 'nothing'), [
      { name: 'a', source: base64('x') },
      { name: 'b', [field]: value, source: base64('x') },
    ]);
    expect(problems(answer)).toMatchObject([
      {
        __typename: 'ValidationError',
        code: 'BAD_USER_INPUT',
        fields: [{ path: ['input', 'attachments', '1', field], message }],
      },
    ]);
    expect(journey.emulator.requests.length).toBe(before);
  });
});

describe('copies', () => {
  it('of files keep bytes, name, type and place in the text, all read in one call', async () => {
    const source = await find('Photos of the cabinet');
    expect(source.attachments.length).toBeGreaterThan(1);
    const answer = await add(
      await draft('Copies'),
      source.attachments.map(({ id }) => ({ name: '', source: { copyOf: id } })),
    );
    expect(problems(answer)).toEqual([]);
    expect(operationsOf(answer).slice(0, 3)).toEqual(['GetAttachment', 'GetItem', 'CreateAttachment']);
    const withoutIds = (files: readonly Shown[]) => files.map((file) => ({ ...file, id: '' }));
    expect(withoutIds(shown(answer))).toEqual(withoutIds(source.attachments));
  });

  it('of messages, and of attached messages, are attached messages', async () => {
    const source = await find('Photos of the cabinet');
    const outer = await find('FW: FW: Order 4711 (a mail in a mail in a mail)');
    const answer = await add(await draft('Messages'), [
      { name: '', source: { copyOf: source.id } },
      { name: 'inner', source: { copyOf: outer.attachments[0]?.id } },
    ]);
    expect(problems(answer)).toEqual([]);
    expect(shown(answer)).toMatchObject([
      { __typename: 'ItemAttachment', name: 'Photos of the cabinet', item: { subject: 'Photos of the cabinet' } },
      { __typename: 'ItemAttachment', name: 'inner', item: { subject: 'FW: Order 4711 and its drawing' } },
    ]);
  });

  it('of another mailbox, and of what is no content, are refused', async () => {
    const id = await draft('Foreign');
    for (const copyOf of [
      sealedId('MessageAttachment', 'bob@example.test', 'x'),
      sealedId('Item', 'bob@example.test', 'x'),
      sealedId('Folder', 'alice@example.test', 'x'),
      'x',
    ])
      expect(problems(await add(id, [{ name: 'a', source: { copyOf } }]))).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('of what is gone are not found, and nothing is added', async () => {
    const id = await draft('Gone');
    const { attachments } = await find('Photos of the cabinet');
    const copyOf = sealedId('MessageAttachment', 'alice@example.test', `${ewsIdIn(attachments[0]?.id ?? '')}AAAA`);
    const answer = await add(id, [{ name: 'a', source: { copyOf } }]);
    expect(problems(answer)).toHaveLength(1);
    expect(operationsOf(answer)).toEqual(['GetAttachment']);
  });
});

describe('a message', () => {
  it('that has changed since is left alone, and shown as it is now', async () => {
    const id = await draft('As it was');
    const first = await add(id, [{ name: 'a', source: base64('x') }]);
    const ifChangeKey = first.data.addAttachment.message?.changeKey;
    await changeSubject(journey, 'alice', id, 'As it is');
    const refused = await add(id, [{ name: 'b', source: base64('x') }], { ifChangeKey });
    expect(problems(refused)).toMatchObject([
      { __typename: 'ConflictError', code: 'CONFLICT', current: { subject: 'As it is' } },
    ]);
    expect(operationsOf(refused)).toEqual(['GetItem']);
    const currentChangeKey = problems(refused)[0]?.['currentChangeKey'];
    const again = await add(id, [{ name: 'b', source: base64('x') }], { ifChangeKey: currentChangeKey });
    expect(shown(again).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('that is none, nor an event, is refused', async () => {
    const answer = await journey.query<{ mailbox: { tasks: { nodes: readonly { id: string }[] } } }>(
      '{ mailbox(address: "alice@example.test") { tasks(first: 1) { nodes { id } } } }',
    );
    const task = answer.data.mailbox.tasks.nodes[0]?.id ?? '';
    expect(problems(await add(task, [{ name: 'a', source: base64('x') }]))).toMatchObject([
      { __typename: 'AccessDeniedError', code: 'UNSUPPORTED' },
    ]);
  });

  it('takes no more than 500 files and 29 MB', async () => {
    const id = await draft('Too much');
    const many = Array.from({ length: 501 }, () => ({ name: 'a', source: base64('x') }));
    const before = journey.emulator.requests.length;
    expect(problems(await add(id, many))).toMatchObject([
      { __typename: 'QuotaExceededError', quota: 'attachments', limit: 500, actual: 501 },
    ]);
    const tooLarge = new File([new Uint8Array(29 * 1024 * 1024 + 1)], 'x');
    expect(
      problems(
        await add(
          id,
          [{ name: 'a', source: { upload: null } }],
          {},
          { 'variables.input.attachments.0.source.upload': tooLarge },
        ),
      ),
    ).toMatchObject([{ quota: 'contentBytes', limit: 30_408_704, actual: 30_408_705 }]);
    expect(journey.emulator.requests.length).toBe(before);
  });

  it('needs at least one file', async () => {
    expect(problems(await add(await draft('None'), []))).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });
});
