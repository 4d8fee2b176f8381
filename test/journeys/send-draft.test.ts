import { afterAll, describe, expect, it } from 'vitest';
import { child, childText, type XmlElement } from '../../src/ews/xml.ts';
import { people } from '../emulator/writing.ts';
import { ewsIdIn, journeyOfTest, operationsAt, sealedId } from './journey-of-test.ts';
import { sendDraft, sendMessage } from './sending.ts';
import { changeSubject, heldIn, marksOn, saveDraft } from './server-mailbox.ts';
import { operationsOf, startJourney, type Journey } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const toBob = people('ToRecipients', 'bob@example.test');

const draftOf = (subject: string, more = toBob, folder?: string) =>
  saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>${more}`, folder);

const inboxOf = (person: string, subject: string) => heldIn(journey, person, 'inbox', subject);
const drafts = (subject: string) => heldIn(journey, 'alice', 'drafts', subject);
const sent = (subject: string) => heldIn(journey, 'alice', 'sentitems', subject);

const fromOf = (item: XmlElement | undefined): string | undefined =>
  item && childText(child(child(item, 'From') ?? item, 'Mailbox') ?? item, 'EmailAddress');

const changeKeyOf = async (id: string, { query }: Pick<Journey, 'query'> = journey): Promise<string> =>
  (
    await query<{ node: { changeKey: string } }>(
      `query ($id: ID!) { node(id: $id) { ... on Message { changeKey } } }`,
      { id },
    )
  ).data.node.changeKey;

describe('a draft', () => {
  it('is sent, is a draft no longer, and its copy is told', async () => {
    const subject = 'Offer for the pumps';
    const { payload } = await sendDraft(
      journey,
      { id: await draftOf(subject) },
      'submission { status internetMessageId } message { subject isDraft folder { path } }',
    );
    expect(payload).toEqual({
      message: { subject, isDraft: false, folder: { path: '/Sent Items' } },
      submission: { status: 'SENT', internetMessageId: expect.stringMatching(/^<.+@.+>$/) },
      userErrors: [],
    });
    const [received, ...others] = await inboxOf('bob', subject);
    expect(others).toEqual([]);
    expect(received && marksOn(received)).toEqual({});
    expect(await drafts(subject)).toEqual([]);
    const [copy] = await sent(subject);
    expect(copy && Object.keys(marksOn(copy)).toSorted()).toEqual(['key', 'sending']);
  });

  it('costs three calls, and one more with a key', async () => {
    const plain = await sendDraft(journey, { id: await draftOf('Three') });
    expect(operationsOf(plain.answer)).toEqual(['GetItem', 'UpdateItem', 'SendItem']);
    const keyed = await sendDraft(journey, { id: await draftOf('Four'), idempotencyKey: 'four' });
    expect(operationsOf(keyed.answer)).toEqual(['FindItem', 'GetItem', 'UpdateItem', 'SendItem']);
    expect(keyed.payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
  });

  it('is read and looked for under the role that may only read', async () => {
    const id = await draftOf('Roles of a draft');
    journey.emulator.requests.length = 0;
    await sendDraft(journey, { id, idempotencyKey: 'roles-of-a-draft' }, 'message { subject }');
    expect(journey.emulator.requests.map(({ operation, access }) => [operation, access])).toEqual([
      ['FindItem', 'READ_ONLY'],
      ['GetItem', 'READ_ONLY'],
      ['UpdateItem', 'FULL_ACCESS'],
      ['SendItem', 'FULL_ACCESS'],
      ['FindItem', 'READ_ONLY'],
    ]);
  });

  it('is kept where the caller wants it, or nowhere', async () => {
    const kept = { saveTo: { path: '/Archive' } };
    const shown = 'message { folder { path } }';
    const archived = await sendDraft(journey, { id: await draftOf('For the archive'), options: kept }, shown);
    expect(archived.payload).toEqual({ message: { folder: { path: '/Archive' } }, userErrors: [] });
    const dropped = await sendDraft(
      journey,
      { id: await draftOf('For nobody'), options: { skipSaveCopy: true } },
      shown,
    );
    expect(dropped.payload).toEqual({ message: null, userErrors: [] });
    expect(await sent('For nobody')).toEqual([]);
    expect(await inboxOf('bob', 'For nobody')).toHaveLength(1);
  });

  it('of the version that is meant is sent, and not when it has changed', async () => {
    const id = await draftOf('First words');
    const ifChangeKey = await changeKeyOf(id);
    await changeSubject(journey, 'alice', id, 'Second thoughts');
    const { payload } = await sendDraft(journey, { id, ifChangeKey });
    const currentChangeKey = await changeKeyOf(id);
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [
        { __typename: 'ConflictError', code: 'CONFLICT', currentChangeKey, current: { subject: 'Second thoughts' } },
      ],
    });
    expect(await drafts('Second thoughts')).toHaveLength(1);
    const again = await sendDraft(journey, { id, ifChangeKey: currentChangeKey });
    expect(again.payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
  });

  /** Somebody changes the subject while the mark on it is under way. `named`: whether the version before was named. */
  const changedMeanwhile = async (named: 'named' | 'not named') => {
    const own = await journeyOfTest();
    const id = await saveDraft(own, 'alice', `<t:Subject>Read</t:Subject>${toBob}`);
    const ifChangeKey = named === 'named' ? await changeKeyOf(id, own) : undefined;
    own.emulator.faults.add({ kind: 'delay', ms: 2_000, operation: 'UpdateItem', mailbox: 'alice@example.test' });
    const sending = sendDraft(own, { id, ifChangeKey });
    await expect.poll(() => operationsAt(own).at(-1), { timeout: 10_000 }).toBe('UpdateItem');
    await changeSubject(own, 'alice', id, 'Changed meanwhile');
    return { own, payload: (await sending).payload };
  };

  it('that somebody changes between the look and the mark is sent as it is then', async () => {
    const { own, payload } = await changedMeanwhile('not named');
    expect(payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    expect(await heldIn(own, 'bob', 'inbox', 'Changed meanwhile')).toHaveLength(1);
    expect(await heldIn(own, 'bob', 'inbox', 'Read')).toEqual([]);
    expect(operationsAt(own).filter((operation) => operation === 'SendItem')).toHaveLength(1);
  });

  it('that somebody changes between the look and the mark is not sent when the version before was meant', async () => {
    const { own, payload } = await changedMeanwhile('named');
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [{ __typename: 'ConflictError', current: { subject: 'Changed meanwhile' } }],
    });
    const [draft] = await heldIn(own, 'alice', 'drafts', 'Changed meanwhile');
    expect(draft && marksOn(draft)).toEqual({});
    expect(operationsAt(own)).not.toContain('SendItem');
  });
});

describe('a key of a draft', () => {
  it('sends once, and answers the same again although the draft is gone', async () => {
    const input = { id: await draftOf('Once only'), idempotencyKey: 'draft-once' };
    const shown = 'submission { status internetMessageId } message { id }';
    const first = await sendDraft(journey, input, shown);
    const second = await sendDraft(journey, input, shown);
    expect(second.payload).toEqual({
      ...first.payload,
      submission: { ...first.payload.submission, status: 'REPLAYED' },
    });
    expect(operationsOf(second.answer)).not.toContain('SendItem');
    expect(await inboxOf('bob', 'Once only')).toHaveLength(1);
  });

  it('lets twins wait for each other', async () => {
    const input = { id: await draftOf('Twins'), idempotencyKey: 'draft-twins' };
    const all = await Promise.all(Array.from({ length: 8 }, () => sendDraft(journey, input)));
    expect(all.map(({ payload }) => payload.submission?.status).toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => 'REPLAYED'),
      'SENT',
    ]);
    expect(await inboxOf('bob', 'Twins')).toHaveLength(1);
  });

  it('of another draft, or of something else, is a mismatch', async () => {
    await sendDraft(journey, { id: await draftOf('One'), idempotencyKey: 'shared' });
    const other = await sendDraft(journey, { id: await draftOf('Another one'), idempotencyKey: 'shared' });
    const message = { to: [{ address: 'bob@example.test' }], subject: 'A third' };
    const third = await sendMessage(journey, { mailbox: 'alice@example.test', message, idempotencyKey: 'shared' });
    for (const { payload } of [other, third])
      expect(payload.userErrors).toMatchObject([{ __typename: 'ConflictError', code: 'IDEMPOTENCY_MISMATCH' }]);
    expect(await drafts('Another one')).toHaveLength(1);
    expect(await inboxOf('bob', 'A third')).toEqual([]);
  });
});

describe('what hinders a draft', () => {
  it('that is gone: it is not found, with or without a key', async () => {
    const id = await draftOf('Gone');
    journey.emulator.remove('alice@example.test', ewsIdIn(id));
    for (const idempotencyKey of [undefined, 'gone']) {
      const { payload } = await sendDraft(journey, { id, idempotencyKey });
      expect(payload).toMatchObject({
        submission: null,
        userErrors: [{ __typename: 'NotFoundError', code: 'NOT_FOUND', missingId: id }],
      });
    }
    const wasSent = await draftOf('Gone for good');
    await sendDraft(journey, { id: wasSent });
    const { payload } = await sendDraft(journey, { id: wasSent });
    expect(payload.userErrors).toMatchObject([{ __typename: 'NotFoundError', code: 'NOT_FOUND', missingId: wasSent }]);
  });

  it('that is none: what has been sent or received', async () => {
    const received = await journey.query<{ mailbox: { inbox: { messages: { nodes: readonly { id: string }[] } } } }>(
      '{ mailbox(address: "alice@example.test") { inbox { messages(first: 1, filter: { kind: [MAIL] }) { nodes { id } } } } }',
    );
    const { payload } = await sendDraft(journey, { id: received.data.mailbox.inbox.messages.nodes[0]?.id });
    expect(payload.userErrors).toMatchObject([
      { __typename: 'ConflictError', code: 'CONFLICT', detail: 'This message is no draft.' },
    ]);
  });

  it('without recipients, and an id of something else', async () => {
    const { payload } = await sendDraft(journey, { id: await draftOf('To whom', '') });
    expect(payload.userErrors).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'id'], message: 'is a draft without recipients.' }] },
    ]);
    const folder = await sendDraft(journey, { id: sealedId('Folder', 'alice@example.test', 'AAMk') });
    expect(folder.payload.userErrors).toMatchObject([{ __typename: 'ValidationError', code: 'BAD_USER_INPUT' }]);
  });

  it('that is an event looks like nothing', async () => {
    const [event] = await heldIn(journey, 'alice', 'calendar');
    const id = sealedId('Item', 'alice@example.test', (event && child(event, 'ItemId')?.attributes['Id']) ?? '');
    const { payload } = await sendDraft(journey, { id });
    expect(payload.userErrors).toMatchObject([{ __typename: 'NotFoundError', code: 'NOT_FOUND' }]);
  });

  it('refused by the mail server: the marks come off, and it can be sent when that is mended', async () => {
    const subject = 'Mended';
    const input = { id: await draftOf(subject), idempotencyKey: 'mended' };
    const responseCode = 'ErrorInvalidRecipients';
    journey.emulator.faults.add({ kind: 'itemError', index: 0, responseCode, operation: 'SendItem' });
    const refused = await sendDraft(journey, input);
    expect(refused.payload.userErrors).toMatchObject([
      { __typename: 'ValidationError', code: 'RECIPIENT_REJECTED', upstreamCode: responseCode },
    ]);
    const [draft, ...others] = await drafts(subject);
    expect(others).toEqual([]);
    expect(draft && marksOn(draft)).toEqual({});
    const again = await sendDraft(journey, input);
    expect(again.payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    expect(await inboxOf('bob', subject)).toHaveLength(1);
  });

  it('refused for its new sender: the draft has its own back', async () => {
    const subject = 'From somebody else';
    const id = await draftOf(subject);
    const [before] = await drafts(subject);
    const refused = await sendDraft(journey, { id, options: { sendAs: 'bob@example.test' } });
    expect(refused.payload.userErrors).toMatchObject([
      { __typename: 'AccessDeniedError', code: 'FORBIDDEN', upstreamCode: 'ErrorSendAsDenied' },
    ]);
    expect(journey.emulator.requests.filter(({ body }) => body.includes('message:From'))).not.toEqual([]);
    const [draft] = await drafts(subject);
    expect(draft && [marksOn(draft), fromOf(draft)]).toEqual([{}, fromOf(before)]);
    expect((await sendDraft(journey, { id })).payload.userErrors).toEqual([]);
  });
});

describe('a draft that was handed over before', () => {
  const extended = (uri: string, type: string, value: string): string =>
    `<t:ExtendedProperty><t:ExtendedFieldURI ${uri} PropertyType="${type}"/><t:Value>${value}</t:Value></t:ExtendedProperty>`;
  const mark = (name: string, value: string): string =>
    extended(`DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql:${name}"`, 'String', value);
  const marks = (key: string): string => mark('key', key) + mark('sending', '2026-03-18T08:00:00.000Z');

  /** What a server leaves behind that sends a draft and keeps it. */
  const handedOver = (subject: string, key: string, folder = 'drafts'): Promise<string> =>
    draftOf(subject, marks(key) + toBob, folder);

  it('is not sent again: nobody knows whether it was', async () => {
    const id = await handedOver('Left behind', 'left');
    // The marks made another version of it.
    const ifChangeKey = await changeKeyOf(await draftOf('An older one'));
    for (const more of [{}, { idempotencyKey: 'left-behind' }, { ifChangeKey }]) {
      const { payload } = await sendDraft(journey, { id, ...more });
      expect(payload).toMatchObject({
        submission: null,
        userErrors: [{ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN', outcomeUnknown: true }],
      });
    }
    expect(await inboxOf('bob', 'Left behind')).toEqual([]);
    expect(await drafts('Left behind')).toHaveLength(1);
  });

  it('is known to be sent when its copy is there', async () => {
    const id = await handedOver('Left and sent', 'sent');
    // PidTagMessageFlags without the bit of drafts.
    await draftOf('Left and sent', extended('PropertyTag="0x0E07"', 'Integer', '1') + marks('sent'), 'sentitems');
    const { payload } = await sendDraft(journey, { id });
    expect(payload.userErrors).toMatchObject([
      { __typename: 'ConflictError', code: 'CONFLICT', detail: 'This draft has been sent already.' },
    ]);
    expect(await inboxOf('bob', 'Left and sent')).toEqual([]);
  });

  it('proves nothing by lying among the copies itself', async () => {
    const id = await handedOver('Misplaced', 'misplaced', 'sentitems');
    const { payload } = await sendDraft(journey, { id });
    expect(payload.userErrors).toMatchObject([{ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN' }]);
  });
});
