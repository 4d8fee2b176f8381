import { afterAll, describe, expect, test } from 'vitest';
import { childText } from '../../src/ews/xml.ts';
import { operationsAt } from './journey-of-test.ts';
import { heldIn } from './server-mailbox.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

interface DraftAnswer {
  readonly createDraft: {
    readonly message: { readonly id: string } | null;
    readonly userErrors: readonly Readonly<Record<string, unknown>>[];
  };
}

const failure =
  'userErrors { __typename code detail ... on ValidationError { fields { path message } } ... on QuotaExceededError { quota limit actual } }';

const create = (message: object) =>
  journey.query<DraftAnswer>(
    `mutation ($message: MessageContentInput!) { createDraft(input: { mailbox: "alice@example.test", message: $message }) { message { id } ${failure} } }`,
    { message },
  );

const writesSoFar = (): number => operationsAt(journey).filter((name) => name === 'CreateItem').length;

const address = 'mia@customer.example';
const lineBreak = 'holds a line break or another control character.';
const unwritable =
  'holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.';

/** What a client may get wrong: what it sends, where it is told, and in which words. */
const wrongs: readonly (readonly [message: object, path: string, problem: string])[] = [
  [{ subject: 'secret\r\nBcc: eve@example.test' }, 'subject', lineBreak],
  [{ subject: 'secret\u0000' }, 'subject', lineBreak],
  [{ subject: 'secret\ud83d' }, 'subject', unwritable],
  [{ subject: 'secret'.repeat(50) }, 'subject', 'is longer than 255 characters.'],
  [{ subject: '=?utf-8?q?secret?=' }, 'subject', 'holds an encoded word (`=?…?=`); write the characters themselves.'],
  [{ to: [{ address }, { address, name: 'secret\n' }] }, 'to.1.name', lineBreak],
  [{ cc: [{ address, name: 'secret\uffff' }] }, 'cc.0.name', unwritable],
  [{ bcc: [{ address, name: 'secret\u202e' }] }, 'bcc.0.name', 'holds a mark that overrides the direction of text.'],
  [{ replyTo: [{ address, name: 'secret=?' }] }, 'replyTo.0.name', 'holds `=?`, which begins an encoded word.'],
  [{ to: [{ address, name: 'secret'.repeat(50) }] }, 'to.0.name', 'is longer than 255 characters.'],
  [{ body: { text: 'secret\u0000' } }, 'body.text', unwritable],
  [{ body: { html: '<p>secret\u001b</p>' } }, 'body.html', unwritable],
  [{ body: { markdown: 'secret\udc00' } }, 'body.markdown', unwritable],
  [{ body: { markdown: '>'.repeat(200) } }, 'body.markdown', 'is nested too deep.'],
  [{ body: { markdown: '_*'.repeat(40_000) } }, 'body.markdown', 'is too intricate; send HTML instead.'],
  [
    { body: { markdown: 'secret '.repeat(15_000) } },
    'body.markdown',
    'is longer than 100000 characters; send HTML instead.',
  ],
  [{ categories: ['ok', ' '] }, 'categories.1', 'must not be empty.'],
  [
    { categories: ['secret, secret'] },
    'categories.0',
    'holds a comma or semicolon, which mail programs take for the end of a category.',
  ],
  [{ categories: ['secret\t'] }, 'categories.0', lineBreak],
  [{ categories: ['secret'.repeat(50)] }, 'categories.0', 'is longer than 255 characters.'],
  [
    { headers: [{ name: 'Bcc', value: 'secret' }] },
    'headers.0.name',
    'must be `X-` followed by letters, digits, `-`, `_` or `.`.',
  ],
  [
    { headers: [{ name: 'X-MS-Exchange-Organization-AuthAs', value: 'secret' }] },
    'headers.0.name',
    'is a name that mail servers give a meaning of their own.',
  ],
  [
    { headers: ['X-Secret', 'x-secret'].map((name) => ({ name, value: 'secret' })) },
    'headers.1.name',
    'is given twice.',
  ],
  [{ headers: [{ name: 'X-Secret', value: '' }] }, 'headers.0.value', 'must not be empty.'],
  [{ headers: [{ name: 'X-Secret', value: 'secret ' }] }, 'headers.0.value', 'has white space around it.'],
  [{ headers: [{ name: 'X-Secret', value: 'secret\r\n folded' }] }, 'headers.0.value', lineBreak],
  [
    { headers: [{ name: 'X-Secret', value: '=?utf-8?b?c2VjcmV0?=' }] },
    'headers.0.value',
    'holds an encoded word (`=?…?=`); write the characters themselves.',
  ],
  [
    { headers: [{ name: 'X-Secret', value: 'é'.repeat(495) }] },
    'headers.0.value',
    'makes a line of more than 998 bytes.',
  ],
  [
    { headers: [{ name: 'X-Secret', value: 'secret'.repeat(200) }] },
    'headers.0.value',
    'is longer than 998 characters.',
  ],
  [
    { headers: Array.from({ length: 51 }, (_, index) => ({ name: `X-Secret-${index}`, value: 'v' })) },
    'headers',
    'holds more than 50 header lines.',
  ],
];

describe('what cannot be written', () => {
  test.each(wrongs.map(([message, path, problem]) => [path, problem, message] as const))(
    '%s %s',
    async (path, problem, message) => {
      const before = writesSoFar();
      const { data, errors } = await create(message);
      expect(errors).toBeUndefined();
      const at = ['input', 'message', ...path.split('.')];
      expect(data.createDraft).toEqual({
        message: null,
        userErrors: [
          {
            __typename: 'ValidationError',
            code: 'BAD_USER_INPUT',
            detail: `${at.join('.')} ${problem}`,
            fields: [{ path: at, message: problem }],
          },
        ],
      });
      expect(JSON.stringify(data)).not.toMatch(/secret/i);
      expect(writesSoFar()).toBe(before);
    },
  );

  test('everything that is wrong is told at once, the files too', async () => {
    const { data } = await create({
      subject: 'a\nb',
      to: [{ address }, { address, name: '\u0000' }],
      body: { html: '\u0000' },
      categories: ['', 'a;b'],
      headers: [{ name: 'From', value: '\n' }],
      attachments: [{ name: 'a', contentId: 'a b', source: { base64: 'YQ==' } }],
    });
    const [error] = data.createDraft.userErrors as readonly {
      readonly fields: readonly { readonly path: readonly string[] }[];
    }[];
    expect(error?.fields.map(({ path }) => path.slice(2).join('.'))).toEqual([
      'subject',
      'to.1.name',
      'body.html',
      'categories.0',
      'categories.1',
      'headers.0.name',
      'headers.0.value',
      'attachments.0.contentId',
    ]);
  });

  test('no more than a hundred places are told', async () => {
    const { data } = await create({ categories: Array.from({ length: 300 }, () => '') });
    expect(data.createDraft.userErrors[0]).toMatchObject({ fields: { length: 100 } });
  });

  test.each(['no address', 'a@b, c@d', 'a@example.test\r\nBcc: b@example.test', '"a" <a@example.test>', ''])(
    'the address %j is refused before anything is asked of anybody',
    async (wrong) => {
      const before = journey.emulator.requests.length;
      const answer = await create({ to: [{ address: wrong }] });
      expect(answer.errors?.map(({ message }) => message)).toEqual([
        'Variable "$message" got an invalid value at "message.to[0].address"; EmailAddress takes an e-mail address',
      ]);
      expect(journey.emulator.requests).toHaveLength(before);
    },
  );
});

describe('more than a message may have', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ address: `a${index}@customer.example` }));

  test.each([
    ['recipients', { to: many(300), cc: many(100), bcc: many(101) }, 500, 501],
    [
      'attachments',
      { attachments: Array.from({ length: 501 }, () => ({ name: 'a', source: { base64: '' } })) },
      500,
      501,
    ],
  ])('%s are refused, with the limit and what it would be', async (quota, message, limit, actual) => {
    const before = writesSoFar();
    const { data } = await create(message);
    expect(data.createDraft).toEqual({
      message: null,
      userErrors: [
        expect.objectContaining({ __typename: 'QuotaExceededError', code: 'QUOTA_EXCEEDED', quota, limit, actual }),
      ],
    });
    expect(writesSoFar()).toBe(before);
  });

  test('500 recipients are not', async () => {
    const { data } = await create({ to: many(300), cc: many(100), bcc: many(100), replyTo: many(5) });
    expect(data.createDraft.userErrors).toEqual([]);
  });
});

test('all that can be said is said, and changing one thing keeps the rest', async () => {
  const says = `{ id subject importance sensitivity categories to { name address } replyTo { address } body(format: TEXT) { content } }`;
  const { data } = await journey.query<{ createDraft: { message: Readonly<Record<string, unknown>> } }>(
    `mutation ($message: MessageContentInput!) { createDraft(input: { mailbox: "alice@example.test", message: $message }) { message ${says} ${failure} } }`,
    {
      message: {
        subject: 'Everything',
        to: [{ address, name: 'Mia' }],
        replyTo: [{ address: 'desk@customer.example' }],
        body: { markdown: '**Hello**' },
        importance: 'HIGH',
        sensitivity: 'PRIVATE',
        categories: [' Travel '],
        headers: [{ name: 'X-Ticket', value: '4711' }],
        requestReadReceipt: true,
        requestDeliveryReceipt: true,
      },
    },
  );
  const { id, ...said } = data.createDraft.message;
  expect(said).toEqual({
    subject: 'Everything',
    importance: 'HIGH',
    sensitivity: 'PRIVATE',
    categories: ['Travel'],
    to: [{ address, name: 'Mia' }],
    replyTo: [{ address: 'desk@customer.example' }],
    body: { content: expect.stringContaining('Hello') },
  });
  const receipts = async (subject: string) => {
    const [draft] = await heldIn(journey, 'alice', 'drafts', subject);
    return draft && [childText(draft, 'IsReadReceiptRequested'), childText(draft, 'IsDeliveryReceiptRequested')];
  };
  expect(await receipts('Everything')).toEqual(['true', 'true']);
  const update = async (message: object) => {
    const answer = await journey.query<{ updateDraft: { message: object; userErrors: readonly object[] } }>(
      `mutation ($id: ID!, $message: MessageContentInput!) { updateDraft(input: { id: $id, message: $message }) { message ${says} ${failure} } }`,
      { id, message },
    );
    expect(answer.data.updateDraft.userErrors).toEqual([]);
    expect(operationsOf(answer)).toContain('UpdateItem');
    return answer.data.updateDraft.message;
  };
  expect(await update({ subject: 'Everything else' })).toEqual({ ...said, id, subject: 'Everything else' });
  expect(await receipts('Everything else')).toEqual(['true', 'true']);
  expect(
    await update({
      to: null,
      replyTo: null,
      body: null,
      importance: null,
      sensitivity: null,
      categories: null,
      requestReadReceipt: null,
      requestDeliveryReceipt: null,
    }),
  ).toEqual({
    id,
    subject: 'Everything else',
    importance: 'NORMAL',
    sensitivity: 'NORMAL',
    categories: [],
    to: [],
    replyTo: [],
    body: null,
  });
  expect(await receipts('Everything else')).toEqual(['false', 'false']);
});
