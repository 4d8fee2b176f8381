import { afterAll, describe, expect, it } from 'vitest';
import { childText } from '../../src/ews/xml.ts';
import { heldIn, marksOn } from './server-mailbox.ts';
import { operationsOf, startJourney, type Answer } from './start.ts';
import { upload } from './upload.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const document = `mutation ($input: ImportMessageInput!) { importMessage(input: $input) {
  message { id subject from { address } isRead isDraft receivedAt folder { path } mime { downloadUrl } }
  userErrors { __typename code detail ... on ValidationError { fields { path message } } ... on QuotaExceededError { quota limit actual } } } }`;

interface Imported {
  readonly importMessage: {
    readonly message: {
      readonly id: string;
      readonly subject: string;
      readonly from: { readonly address: string };
      readonly isRead: boolean;
      readonly isDraft: boolean;
      readonly receivedAt: string;
      readonly folder: { readonly path: string };
      readonly mime: { readonly downloadUrl: string };
    } | null;
    readonly userErrors: readonly Record<string, unknown>[];
  };
}

const inputOf = (more: object): object => ({ mailbox: 'alice@example.test', to: { role: 'INBOX' }, ...more });
const importOf = (more: object): Promise<Answer<Imported>> => journey.query(document, { input: inputOf(more) });
const mimeOf = (subject: string, body = 'Hello'): string =>
  `From: Stranger <stranger@elsewhere.test>\r\nTo: alice@example.test\r\nSubject: ${subject}\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\n\r\n${body}\r\n`;
const base64 = (text: string): object => ({ base64: Buffer.from(text).toString('base64') });
const problems = ({ data }: Answer<Imported>) => data.importMessage.userErrors;

describe('a message', () => {
  it('is kept as it is, received and read, and sent to nobody', async () => {
    journey.emulator.outbox.length = 0;
    const mime = mimeOf('Kept as it is', 'x'.repeat(2_000_000));
    const file = new File([mime], 'old.eml', { type: 'message/rfc822' });
    const answer = await upload<Imported>(
      journey,
      document,
      { input: inputOf({ mime: { upload: null } }) },
      {
        'variables.input.mime.upload': file,
      },
    );
    expect(problems(answer)).toEqual([]);
    const { message } = answer.data.importMessage;
    expect(message).toMatchObject({
      subject: 'Kept as it is',
      from: { address: 'stranger@elsewhere.test' },
      isRead: true,
      isDraft: false,
      folder: { path: '/Inbox' },
    });
    expect(await (await fetch(message?.mime.downloadUrl ?? '')).text()).toBe(mime);
    const held = await heldIn(journey, 'alice', 'inbox', 'Kept as it is');
    expect(held.map((item) => childText(item, 'IsDraft'))).toEqual(['false']);
    expect(journey.emulator.outbox).toEqual([]);
    expect(journey.emulator.requests.filter(({ operation }) => operation === 'SendItem')).toEqual([]);
  });

  it('may be unread, received when it says, and lie in any folder for mail; it costs one call', async () => {
    const answer = await importOf({
      mime: base64(mimeOf('Unread')),
      isRead: false,
      receivedAt: '2020-02-29T12:00:00+01:00',
      to: { role: 'SENT_ITEMS' },
    });
    expect(answer.data.importMessage).toMatchObject({
      message: { isRead: false, isDraft: false, receivedAt: '2020-02-29T11:00:00Z', folder: { path: '/Sent Items' } },
      userErrors: [],
    });
    expect(operationsOf(answer).slice(0, 2)).toEqual(['CreateItem', 'GetItem']);
  });

  it('may be a copy of another one', async () => {
    const first = await importOf({ mime: base64(mimeOf('To be copied')) });
    const answer = await importOf({
      mime: { copyOf: first.data.importMessage.message?.id },
      to: { role: 'DELETED_ITEMS' },
    });
    expect(answer.data.importMessage).toMatchObject({
      message: { subject: 'To be copied', folder: { path: '/Deleted Items' } },
      userErrors: [],
    });
  });

  it('with a key is imported once', async () => {
    const input = { mime: base64(mimeOf('Once')), idempotencyKey: 'import-1' };
    const [first, second] = [await importOf(input), await importOf(input)];
    expect(problems(second)).toEqual([]);
    expect(second.data.importMessage.message?.id).toBe(first.data.importMessage.message?.id);
    const other = await importOf({ ...input, mime: base64(mimeOf('Once', 'Another')) });
    expect(problems(other)).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    const held = await heldIn(journey, 'alice', 'inbox', 'Once');
    expect(held.map((item) => Object.keys(marksOn(item)).toSorted())).toEqual([['content', 'key']]);
  });

  it('with a key is not imported again a day later, when somebody has thrown it away', async () => {
    const input = { mime: base64(mimeOf('Thrown away')), idempotencyKey: 'import-2' };
    const first = await importOf(input);
    await journey.query('mutation ($input: DeleteMessagesInput!) { deleteMessages(input: $input) { succeeded } }', {
      input: { mailbox: 'alice@example.test', ids: [first.data.importMessage.message?.id] },
    });
    journey.clock.advance(25 * 3_600_000);
    expect((await importOf(input)).data.importMessage).toMatchObject({
      message: { subject: 'Thrown away', folder: { path: '/Deleted Items' } },
      userErrors: [],
    });
    expect(await heldIn(journey, 'alice', 'inbox', 'Thrown away')).toEqual([]);
  });

  it('whose answer was lost is found', async () => {
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
    const answer = await importOf({ mime: base64(mimeOf('Lost and found')) });
    expect(problems(answer)).toEqual([]);
    expect(answer.data.importMessage.message?.subject).toBe('Lost and found');
    expect(await heldIn(journey, 'alice', 'inbox', 'Lost and found')).toHaveLength(1);
  });

  it.each([
    ['empty', ''],
    ['no message', 'Hello, this is a text.'],
    ['without a header', '\r\n\r\nHello'],
    ['a picture', '\u0089PNG\r\n'],
    ['with a name of no end', `${'x'.repeat(10_000)}: y`],
  ])('that is none is refused before anything is written: %s', async (_, text) => {
    const before = journey.emulator.requests.length;
    expect(problems(await importOf({ mime: base64(text) }))).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'mime'] }] },
    ]);
    expect(journey.emulator.requests.length).toBe(before);
  });

  it('of more than 40 MB is refused', async () => {
    const file = new File([mimeOf('Large'), new Uint8Array(40 * 1024 * 1024)], 'x.eml');
    const answer = await upload<Imported>(
      journey,
      document,
      { input: inputOf({ mime: { upload: null } }) },
      {
        'variables.input.mime.upload': file,
      },
    );
    expect(problems(answer)).toMatchObject([
      { __typename: 'QuotaExceededError', quota: 'mimeBytes', limit: 41_943_040, actual: file.size },
    ]);
  });

  it.each(['CALENDAR', 'CONTACTS', 'ROOT'])('does not go into %s', async (role) => {
    expect(problems(await importOf({ mime: base64(mimeOf('x')), to: { role } }))).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'to'] }] },
    ]);
  });
});
