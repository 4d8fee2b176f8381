import { afterAll, describe, expect, it } from 'vitest';
import { openRules } from '../../src/access/policy.ts';
import { demoAccess } from '../../src/embedded.ts';
import { bob, carol } from '../../src/emulator/seed/people.ts';
import { child, childText } from '../../src/ews/xml.ts';
import { inlinePicture, textFile } from '../emulator/small-organization.ts';
import { addressesIn } from '../emulator/writing.ts';
import { askServer } from './ask-server.ts';
import { ewsIdIn, journeyOfTest, operationsAt, sealedId } from './journey-of-test.ts';
import { receive } from './received-mail.ts';
import { changeSubject, heldIn, marksOn, saveDraft } from './server-mailbox.ts';
import { operationsOf, startJourney, type Journey } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

interface Told {
  readonly __typename: string;
  readonly code: string;
  readonly currentChangeKey?: string;
}

interface Payload {
  readonly message: { readonly id: string; readonly changeKey: string } & Readonly<Record<string, unknown>>;
  readonly userErrors: readonly Told[];
}

const shown = `message { id changeKey subject isDraft to { address name } cc { address } importance categories body(format: BEST) { content format } folder { path } }
  userErrors {
    __typename code detail
    ... on ValidationError { fields { path message } } ... on NotFoundError { missingId }
    ... on ConflictError { currentChangeKey current { ... on Message { subject to { address } } } }
  }`;

const create = (input: object, selection = shown, where: Journey = journey) =>
  where.query<{ readonly createDraft: Payload }>(
    `mutation ($input: CreateDraftInput!) { createDraft(input: $input) { ${selection} } }`,
    { input: { mailbox: 'alice@example.test', ...input } },
  );

const update = (input: object, selection = shown) =>
  journey.query<{ readonly updateDraft: Payload }>(
    `mutation ($input: UpdateDraftInput!) { updateDraft(input: $input) { ${selection} } }`,
    { input },
  );

const drafts = (subject: string) => heldIn(journey, 'alice', 'drafts', subject);

describe('a new draft', () => {
  it('lies in Drafts, says what it was given, and goes to nobody', async () => {
    const message = {
      to: [{ address: 'mia@customer.example', name: 'Mia Øst' }],
      subject: 'Äpfel & Birnen',
      body: { html: '<p>Grüße</p>' },
      importance: 'HIGH',
      categories: ['Obst'],
      attachments: [{ name: 'a.txt', source: { base64: 'YWJj' } }],
    };
    const answer = await create({ message });
    expect(answer.data.createDraft).toMatchObject({
      message: {
        subject: 'Äpfel & Birnen',
        isDraft: true,
        to: [{ address: 'mia@customer.example', name: 'Mia Øst' }],
        importance: 'HIGH',
        categories: ['Obst'],
        body: { content: expect.stringContaining('<p>Grüße</p>'), format: 'HTML' },
        folder: { path: '/Drafts' },
      },
      userErrors: [],
    });
    const [draft] = await drafts('Äpfel &amp; Birnen');
    expect(draft && childText(child(draft, 'Attachments')?.children[0] ?? draft, 'Name')).toBe('a.txt');
    expect(draft && Object.keys(marksOn(draft))).toEqual(['key']);
    expect(journey.emulator.outbox).toEqual([]);
  });

  it('may be empty, and lie elsewhere', async () => {
    const answer = await create({ message: {}, inFolder: { role: 'INBOX' } });
    expect(answer.data.createDraft).toMatchObject({ message: { isDraft: true, folder: { path: '/Inbox' } } });
  });

  it('lies in no folder that is for other things', async () => {
    const answer = await create({ message: { subject: 'Misplaced' }, inFolder: { role: 'CALENDAR' } });
    expect(answer.data.createDraft).toMatchObject({
      message: null,
      userErrors: [{ __typename: 'ValidationError', fields: [{ path: ['input', 'inFolder'] }] }],
    });
    expect(await heldIn(journey, 'alice', 'calendar', 'Misplaced')).toEqual([]);
  });

  it('costs one call, a second to show it, and a third in front when it has a key', async () => {
    const errors = 'userErrors { code }';
    expect(operationsOf(await create({ message: {} }, errors))).toEqual(['CreateItem']);
    expect(operationsOf(await create({ message: {} }, `message { subject } ${errors}`))).toEqual([
      'CreateItem',
      'GetItem',
    ]);
    const keyed = await create({ message: {}, idempotencyKey: 'calls' }, `message { subject } ${errors}`);
    expect(operationsOf(keyed)).toEqual(['FindItem', 'CreateItem', 'GetItem']);
  });

  it('with a key is made once', async () => {
    const input = { message: { subject: 'Made once' }, idempotencyKey: 'once' };
    const first = await create(input);
    expect((await create(input)).data).toEqual(first.data);
    const other = await create({ ...input, message: { subject: 'Another' } });
    expect(other.data.createDraft.userErrors).toMatchObject([
      { __typename: 'ConflictError', code: 'IDEMPOTENCY_MISMATCH' },
    ]);
    expect(await drafts('Made once')).toHaveLength(1);
    expect(await drafts('Another')).toEqual([]);
  });

  it('with a key is not made again when it has been thrown away', async () => {
    const input = { message: { subject: 'Thrown away' }, idempotencyKey: 'thrown-away' };
    const { id } = (await create(input)).data.createDraft.message;
    journey.emulator.remove('alice@example.test', ewsIdIn(id));
    expect((await create(input)).data.createDraft).toEqual({ message: null, userErrors: [] });
    expect(await drafts('Thrown away')).toEqual([]);
  });

  it('with a key is not made again when its owner has sent it, and is shown as what went out', async () => {
    const input = {
      message: { subject: 'Sent since', to: [{ address: 'mia@customer.example' }] },
      idempotencyKey: 'sent-since',
    };
    await create(input);
    const [draft] = await drafts('Sent since');
    const { Id = '', ChangeKey = '' } = (draft && child(draft, 'ItemId'))?.attributes ?? {};
    await askServer(
      journey,
      'alice',
      `<m:SendItem SaveItemToFolder="true"><m:ItemIds><t:ItemId Id="${Id}" ChangeKey="${ChangeKey}"/></m:ItemIds><m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"/></m:SavedItemFolderId></m:SendItem>`,
    );
    expect((await create(input)).data.createDraft).toMatchObject({
      message: { subject: 'Sent since', isDraft: false },
      userErrors: [],
    });
    expect(await drafts('Sent since')).toEqual([]);
  });

  it('whose answer is lost is found again', async () => {
    journey.emulator.faults.add({ kind: 'cut', operation: 'CreateItem', atByte: 20 });
    const answer = await create({ message: { subject: 'Lost and found' } });
    expect(answer.data.createDraft).toMatchObject({ message: { subject: 'Lost and found' }, userErrors: [] });
    expect(await drafts('Lost and found')).toHaveLength(1);
  });
});

describe('a draft of an answer', () => {
  it('replies to the author, in the thread, with the quote', async () => {
    const replyTo = receive(journey, { name: 'To be answered', to: [carol] });
    const answer = await create({ message: { body: { text: 'Dear Bob' } }, replyTo });
    expect(answer.data.createDraft).toMatchObject({
      message: {
        subject: 'Re: To be answered',
        to: [{ address: bob.address }],
        cc: [],
        isDraft: true,
        body: { content: expect.stringMatching(/^Dear Bob\n[^]*\n> The text of To be answered$/), format: 'TEXT' },
      },
      userErrors: [],
    });
    expect(operationsOf(answer).slice(0, 3)).toEqual(['GetItem', 'CreateItem', 'GetItem']);
    const [original] = await heldIn(journey, 'alice', 'inbox', 'To be answered');
    const [draft] = await drafts('Re: To be answered');
    expect(draft && childText(draft, 'InReplyTo')).toBe(original && childText(original, 'InternetMessageId'));
    expect(await heldIn(journey, 'bob', 'inbox', 'Re: To be answered')).toEqual([]);
  });

  it('forwards with all files, and to nobody yet', async () => {
    const forwardOf = receive(journey, {
      name: 'To be forwarded',
      body: { type: 'HTML', content: '<p>Hello' },
      attachments: [textFile('a.txt', 'a'), inlinePicture('b.png', 'b')],
    });
    const answer = await create({ message: {}, forwardOf });
    expect(answer.data.createDraft).toMatchObject({
      message: { subject: 'Fw: To be forwarded', to: [] },
      userErrors: [],
    });
    const [draft] = await drafts('Fw: To be forwarded');
    expect(draft && child(draft, 'Attachments')?.children.map((file) => childText(file, 'Name'))).toEqual([
      'a.txt',
      'b.png',
    ]);
  });

  it('is not made of two messages, of one in another mailbox, of a folder, or of what is gone', async () => {
    const id = receive(journey, { name: 'Refusals' });
    const errorsOf = async (input: object) => (await create({ message: {}, ...input })).data.createDraft.userErrors;
    expect(await errorsOf({ replyTo: id, forwardOf: id })).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'forwardOf'] }] },
    ]);
    expect(await errorsOf({ replyTo: sealedId('Item', bob.address, ewsIdIn(id)) })).toMatchObject([
      { code: 'BAD_USER_INPUT' },
    ]);
    expect(await errorsOf({ forwardOf: sealedId('Folder', 'alice@example.test', ewsIdIn(id)) })).toMatchObject([
      { code: 'BAD_USER_INPUT' },
    ]);
    journey.emulator.remove('alice@example.test', ewsIdIn(id));
    expect(await errorsOf({ replyTo: id })).toMatchObject([{ __typename: 'NotFoundError' }]);
  });

  it('is nothing for whoever may write but not read: it would show what it quotes', async () => {
    const writer = new Set(['READ_METADATA', 'WRITE_MESSAGES', 'SEND'] as const);
    const access = { ...demoAccess, rules: { ...openRules, permissionsOn: () => writer, permissionsOf: () => writer } };
    const restricted = await journeyOfTest({ access });
    const id = receive(restricted, { name: 'Secret plans' });
    for (const input of [{ replyTo: id }, { forwardOf: id }]) {
      const { createDraft } = (
        await create({ message: {}, ...input }, 'message { id } userErrors { __typename code }', restricted)
      ).data;
      expect(createDraft).toEqual({
        message: null,
        userErrors: [{ __typename: 'AccessDeniedError', code: 'FORBIDDEN' }],
      });
    }
    for (const [mutation, more] of [
      ['replyToMessage', ''],
      ['forwardMessage', 'to: [{ address: "bob@example.test" }]'],
    ]) {
      const answer = await restricted.query(
        `mutation { ${mutation}(input: { id: ${JSON.stringify(id)}, message: { ${more} subject: "x" } }) { userErrors { code } } }`,
      );
      expect(answer.data).toEqual({ [mutation ?? '']: { userErrors: [{ code: 'FORBIDDEN' }] } });
    }
    expect(operationsAt(restricted)).toEqual([]);
    const plain = await create({ message: { subject: 'New' } }, 'userErrors { code }', restricted);
    expect(plain.data.createDraft.userErrors).toEqual([]);
  });
});

describe('a change of a draft', () => {
  const made = async (subject: string) => {
    const message = {
      to: [{ address: 'bob@example.test' }],
      cc: [{ address: 'carol@example.test' }],
      subject,
      body: { text: 'Before' },
      importance: 'HIGH',
      categories: ['Kept'],
    };
    return (await create({ message })).data.createDraft.message;
  };

  it('touches what is given, clears what is null, and leaves everything else', async () => {
    const { id, changeKey } = await made('To be changed');
    const answer = await update({ id, message: { subject: 'Changed', cc: null, body: { html: '<b>After</b>' } } });
    expect(answer.data.updateDraft).toMatchObject({
      message: {
        id,
        subject: 'Changed',
        to: [{ address: 'bob@example.test' }],
        cc: [],
        importance: 'HIGH',
        categories: ['Kept'],
        body: { content: expect.stringContaining('<b>After</b>'), format: 'HTML' },
      },
      userErrors: [],
    });
    expect(answer.data.updateDraft.message.changeKey).not.toBe(changeKey);
    expect(operationsOf(answer).slice(0, 3)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    const [draft] = await drafts('Changed');
    expect(draft && [addressesIn(draft, 'ToRecipients'), child(draft, 'CcRecipients')]).toEqual([
      ['bob@example.test'],
      undefined,
    ]);
    const cleared = await update({ id, message: { subject: null, body: null, importance: null, categories: null } });
    expect(cleared.data.updateDraft.message).toMatchObject({ subject: null, importance: 'NORMAL', categories: [] });
  });

  it('of a version that is gone is a conflict that tells how it is now', async () => {
    const { id, changeKey } = await made('Version one');
    await changeSubject(journey, 'alice', id, 'Version two');
    const { userErrors } = (await update({ id, ifChangeKey: changeKey, message: { to: [] } })).data.updateDraft;
    expect(userErrors).toMatchObject([
      {
        __typename: 'ConflictError',
        code: 'CONFLICT',
        current: { subject: 'Version two', to: [{ address: 'bob@example.test' }] },
      },
    ]);
    const again = await update({ id, ifChangeKey: userErrors[0]?.currentChangeKey, message: { to: [] } });
    expect(again.data.updateDraft).toMatchObject({ message: { subject: 'Version two', to: [] }, userErrors: [] });
    const forged = await update({ id, ifChangeKey: 'made up', message: { subject: 'Version three' } });
    expect(forged.data.updateDraft.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(await drafts('Version three')).toEqual([]);
  });

  it.each(['ErrorIrresolvableConflict', 'ErrorChangeKeyRequiredForWriteOperations', 'ErrorStaleObject'])(
    'without a version is tried once more after %s',
    async (responseCode) => {
      const { id } = await made('Twice');
      const stale = { kind: 'itemError', operation: 'UpdateItem', index: 0, responseCode } as const;
      journey.emulator.faults.add(stale);
      const answer = await update(
        { id, message: { subject: responseCode } },
        'message { subject } userErrors { code }',
      );
      expect(answer.data.updateDraft).toEqual({ message: { subject: responseCode }, userErrors: [] });
      expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem']);
      journey.emulator.faults.add({ ...stale, times: 2 });
      const { userErrors } = (await update({ id, message: { subject: 'Never' } })).data.updateDraft;
      expect(userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    },
  );

  it('is refused for files, header lines and nothing at all, before anything is asked', async () => {
    const { id } = await made('Refused');
    const before = operationsAt(journey).length;
    for (const [message, field] of [
      [{ attachments: [] }, 'attachments'],
      [{ attachments: null }, 'attachments'],
      [{ headers: [{ name: 'X-A', value: 'b' }] }, 'headers'],
      [{ to: [{ address: 'bob@example.test', name: 'B\nCc: x' }] }, 'to'],
    ] as const) {
      const { userErrors } = (await update({ id, message })).data.updateDraft;
      const path = expect.arrayContaining(['input', 'message', field]) as unknown;
      expect(userErrors).toMatchObject([{ __typename: 'ValidationError', fields: [{ path }] }]);
    }
    const { userErrors } = (await update({ id, message: {} })).data.updateDraft;
    expect(userErrors).toMatchObject([{ __typename: 'ValidationError', fields: [{ path: ['input', 'message'] }] }]);
    expect(operationsAt(journey)).toHaveLength(before);
  });

  it('is refused for mail that was sent, for a draft that is being sent, for an event and for what is gone', async () => {
    const errorsOf = async (id: string) =>
      (await update({ id, message: { subject: 'No' } })).data.updateDraft.userErrors;
    const received = receive(journey, { name: 'Received' });
    expect(await errorsOf(received)).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'id'] }] },
    ]);
    const sending = await saveDraft(
      journey,
      'alice',
      '<t:Subject>Being sent</t:Subject><t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql:sending" PropertyType="String"/><t:Value>2026-03-18T00:00:00Z</t:Value></t:ExtendedProperty>',
    );
    expect(await errorsOf(sending)).toMatchObject([{ __typename: 'ConflictError', code: 'CONFLICT' }]);
    const [event] = await heldIn(journey, 'alice', 'calendar');
    const eventId = (event && child(event, 'ItemId')?.attributes['Id']) ?? '';
    expect(await errorsOf(sealedId('Item', 'alice@example.test', eventId))).toMatchObject([
      { __typename: 'NotFoundError' },
    ]);
    journey.emulator.remove('alice@example.test', ewsIdIn(sending));
    expect(await errorsOf(sending)).toMatchObject([{ __typename: 'NotFoundError', missingId: sending }]);
    expect(await heldIn(journey, 'alice', 'inbox', 'No')).toEqual([]);
  });
});
