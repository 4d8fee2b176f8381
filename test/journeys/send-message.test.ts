import PostalMime from 'postal-mime';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../src/emulator/faults/faults.ts';
import { childText } from '../../src/ews/xml.ts';
import { addressesIn } from '../emulator/writing.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { journeyOfTest, operationsAt, sealedId } from './journey-of-test.ts';
import { sendMessage } from './sending.ts';
import { heldIn, marksOn } from './server-mailbox.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const alice = 'alice@example.test';
const bob = { address: 'bob@example.test' };

const send = (input: object, shown?: string) => sendMessage(journey, { mailbox: alice, ...input }, shown);

const inboxOf = (person: string, subject: string) => heldIn(journey, person, 'inbox', subject);
const sentBy = (person: string, subject: string) => heldIn(journey, person, 'sentitems', subject);

describe('a message', () => {
  it('to a colleague arrives, and its copy is told with the payload', async () => {
    const subject = 'Kestrel drawings, 2nd round';
    const { payload } = await send(
      {
        message: {
          to: [{ ...bob, name: 'Bob' }],
          bcc: [{ address: 'carol@example.test' }],
          subject,
          body: { text: 'Attached — see page 3.' },
        },
      },
      'message { subject isDraft bcc { address } folder { path } } submission { status internetMessageId }',
    );
    expect(payload).toEqual({
      message: { subject, isDraft: false, bcc: [{ address: 'carol@example.test' }], folder: { path: '/Sent Items' } },
      submission: { status: 'SENT', internetMessageId: expect.stringMatching(/^<.+@.+>$/) },
      userErrors: [],
    });

    const [received, ...others] = await inboxOf('bob', subject);
    expect(others).toEqual([]);
    expect(received && childText(received, 'Body')).toContain('see page 3');
    expect(received && addressesIn(received, 'BccRecipients')).toEqual([]);
    expect(received && marksOn(received)).toEqual({});
    expect(await inboxOf('carol', subject)).toHaveLength(1);
    const [copy] = await sentBy('alice', subject);
    expect(copy && Object.keys(marksOn(copy))).toEqual(['key']);
    expect(await heldIn(journey, 'alice', 'drafts', subject)).toEqual([]);

    const read = await journey.query<{ mailbox: { messages: { nodes: readonly object[] } } }>(
      `{ mailbox(address: "bob@example.test") { messages(filter: { subject: { equals: "${subject}" } }) { nodes { internetMessageId from { address } to { address } bcc { address } isRead } } } }`,
    );
    expect(read.data.mailbox.messages.nodes).toEqual([
      {
        internetMessageId: payload.submission?.internetMessageId,
        from: { address: alice },
        to: [bob],
        bcc: [],
        isRead: false,
      },
    ]);
  });

  it('to somebody outside leaves the organisation as it was written, its files with it', async () => {
    journey.emulator.outbox.length = 0;
    const { payload } = await send({
      message: {
        to: [{ address: 'mia@customer.example', name: 'Mia Øst' }],
        bcc: [{ address: 'hidden@customer.example' }],
        subject: 'Angebot für März',
        body: { html: '<p>Grüße aus <b>Köln</b></p>' },
        attachments: [
          { name: 'Maße.txt', contentType: 'text/plain', source: { base64: Buffer.from('12 × 4').toString('base64') } },
        ],
      },
    });
    expect(payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    const [left, ...others] = journey.emulator.outbox;
    expect(others).toEqual([]);
    expect(left?.sender).toBe(alice);
    expect(left?.recipients).toEqual(['mia@customer.example', 'hidden@customer.example']);
    const mime = left?.mime() ?? new Uint8Array();
    const mail = await PostalMime.parse(mime);
    expect(mail).toMatchObject({
      from: { address: alice },
      to: [{ address: 'mia@customer.example', name: 'Mia Øst' }],
      subject: 'Angebot für März',
    });
    expect(mail.bcc).toBeUndefined();
    expect(mail.html).toContain('Grüße aus <b>Köln</b>');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['Maße.txt']);
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString()).toBe('12 × 4');
    expect(Buffer.from(mime).toString()).not.toContain('workmail-graphql');
  });

  it('to an address of the organisation that nobody has is ordinary mail, and comes back as a report', async () => {
    const subject = 'To nobody at all';
    const { payload } = await send({ message: { cc: [{ address: 'nobody@example.test' }], subject } });
    expect(payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    expect(await sentBy('alice', subject)).toHaveLength(1);
    expect(await inboxOf('alice', `Undeliverable: ${subject}`)).toHaveLength(1);
  });

  it('is written under the role that may write, and everything else under the one that may not', async () => {
    journey.emulator.requests.length = 0;
    const message = { to: [bob], subject: 'Roles' };
    await send({ message, idempotencyKey: 'roles' }, 'message { to { address } }');
    expect(journey.emulator.requests.map(({ operation, access }) => [operation, access])).toEqual([
      ['FindItem', 'READ_ONLY'],
      ['CreateItem', 'FULL_ACCESS'],
      ['FindItem', 'READ_ONLY'],
      ['GetItem', 'READ_ONLY'],
    ]);
  });
});

describe('the copy', () => {
  it('costs nothing unless it is shown, and then one call, or two', async () => {
    const message = { to: [bob], subject: 'Round trips' };
    const costOf = async (shown?: string) => operationsOf((await send({ message }, shown)).answer);
    expect(await costOf()).toEqual(['CreateItem']);
    expect(await costOf('submission { internetMessageId } message { subject }')).toEqual(['CreateItem', 'FindItem']);
    expect(await costOf('submission { internetMessageId } message { to { address } }')).toEqual([
      'CreateItem',
      'FindItem',
      'GetItem',
    ]);
  });

  it('is counted in its folder', async () => {
    const one = `sendMessage(input: { mailbox: "${alice}", message: { to: [{ address: "bob@example.test" }] } }) { message { folder { totalCount } } }`;
    const { data } = await journey.query<Record<'a' | 'b', { message: { folder: { totalCount: number } } }>>(
      `mutation { a: ${one} b: ${one} }`,
    );
    expect(data.b.message.folder.totalCount).toBe(data.a.message.folder.totalCount + 1);
  });

  it('is kept where the caller wants it', async () => {
    const subject = 'Kept in the archive';
    const options = { saveTo: { path: '/Archive' } };
    const { payload } = await send({ message: { to: [bob], subject }, options }, 'message { subject folder { path } }');
    expect(payload).toEqual({ message: { subject, folder: { path: '/Archive' } }, userErrors: [] });
    expect(await sentBy('alice', subject)).toEqual([]);
  });

  it('is not kept when nobody wants it', async () => {
    const subject = 'No copy of this';
    const { payload, answer } = await send(
      { message: { to: [bob], subject }, options: { skipSaveCopy: true } },
      'submission { status internetMessageId } message { subject }',
    );
    expect(payload).toEqual({ message: null, submission: { status: 'SENT', internetMessageId: null }, userErrors: [] });
    expect(operationsOf(answer)).toEqual(['CreateItem']);
    expect(await inboxOf('bob', subject)).toHaveLength(1);
    expect(await sentBy('alice', subject)).toEqual([]);
  });

  it('may be thrown away at once: then it is found where it went', async () => {
    const shown = 'submission { status } message { subject folder { path } }';
    const message = { to: [bob], subject: 'Thrown away' };
    const options = { saveTo: { role: 'DELETED_ITEMS' } };
    const { payload } = await send({ message, options, idempotencyKey: 'thrown-away' }, shown);
    expect(payload.message).toEqual({ subject: 'Thrown away', folder: { path: '/Deleted Items' } });
  });
});

describe('a key', () => {
  it('sends once, and answers the same again', async () => {
    const input = { message: { to: [bob], subject: 'Only once' }, idempotencyKey: 'only-once' };
    const shown = 'submission { status internetMessageId } message { id subject }';
    const first = await send(input, shown);
    const second = await send(input, shown);
    expect(first.payload.submission?.status).toBe('SENT');
    expect(second.payload).toEqual({
      ...first.payload,
      submission: { ...first.payload.submission, status: 'REPLAYED' },
    });
    expect(operationsOf(first.answer)).toEqual(['FindItem', 'CreateItem', 'FindItem']);
    expect(operationsOf(second.answer)).not.toContain('CreateItem');
    expect(await inboxOf('bob', 'Only once')).toHaveLength(1);
  });

  it('of other content is a mismatch', async () => {
    const send1 = (subject: string) => send({ message: { to: [bob], subject }, idempotencyKey: 'two-things' });
    await send1('The first thing');
    const { payload } = await send1('The second thing');
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [{ __typename: 'ConflictError', code: 'IDEMPOTENCY_MISMATCH' }],
    });
    expect(await inboxOf('bob', 'The second thing')).toEqual([]);
  });
});

describe('what hinders a message', () => {
  beforeEach(() => {
    journey.emulator.requests.length = 0;
  });

  const message = { to: [bob], subject: 'Hindered' };
  const written = () => operationsAt(journey).filter((operation) => operation === 'CreateItem');

  it.each<readonly [string, object, readonly string[], RegExp]>([
    ['nobody to send it to', { message: { subject: 'x', to: [] } }, ['input', 'message', 'to'], /at least one/],
    [
      'a key for what leaves no copy',
      { message, options: { skipSaveCopy: true }, idempotencyKey: 'k' },
      ['input', 'options', 'skipSaveCopy'],
      /the copy is what proves/,
    ],
    [
      'a place for a copy that is not wanted',
      { message, options: { skipSaveCopy: true, saveTo: { role: 'INBOX' } } },
      ['input', 'options', 'saveTo'],
      /skipSaveCopy/,
    ],
  ])('%s is told with its field, and nothing is asked of the mail server', async (_, input, path, text) => {
    const { payload } = await send(input);
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [{ __typename: 'ValidationError', code: 'BAD_USER_INPUT', fields: [{ path }] }],
    });
    expect(payload.userErrors[0]?.detail).toMatch(text);
    expect(operationsAt(journey)).toEqual([]);
  });

  it.each<readonly [FaultEffect, object]>([
    [
      { kind: 'itemError', index: 0, responseCode: 'ErrorInvalidRecipients' },
      { __typename: 'ValidationError', code: 'RECIPIENT_REJECTED', fields: [] },
    ],
    [
      { kind: 'itemError', index: 0, responseCode: 'ErrorSendAsDenied' },
      { __typename: 'AccessDeniedError', code: 'FORBIDDEN' },
    ],
    [
      { kind: 'itemError', index: 0, responseCode: 'ErrorMessageSizeExceeded' },
      { __typename: 'QuotaExceededError', code: 'QUOTA_EXCEEDED' },
    ],
    [
      { kind: 'itemError', index: 0, responseCode: 'ErrorSubmissionQuotaExceeded' },
      { __typename: 'QuotaExceededError', code: 'QUOTA_EXCEEDED' },
    ],
    [
      { kind: 'itemError', index: 0, responseCode: 'ErrorSavedItemFolderNotFound' },
      { __typename: 'NotFoundError', code: 'NOT_FOUND' },
    ],
    [
      { kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 3000 },
      { __typename: 'ThrottledError', code: 'THROTTLED', retryable: true, retryAfter: 'PT3S' },
    ],
    [
      { kind: 'fault', responseCode: 'ErrorAccessDenied' },
      { __typename: 'AccessDeniedError', code: 'FORBIDDEN' },
    ],
  ])('the refusal of the mail server, %o, is told, and leaves nothing behind', async (effect, told) => {
    journey.emulator.faults.add({ ...effect, operation: 'CreateItem' });
    const { payload } = await send({ message, idempotencyKey: `refused-${Math.random()}` });
    const upstreamCode = 'responseCode' in effect ? effect.responseCode : undefined;
    expect(payload).toMatchObject({ submission: null, userErrors: [{ ...told, upstreamCode }] });
    expect(payload.userErrors).toHaveLength(1);
    expect(written()).toHaveLength(1);
    for (const folder of ['drafts', 'outbox', 'sentitems'])
      expect(await heldIn(journey, 'alice', folder, 'Hindered')).toEqual([]);
    expect(await inboxOf('bob', 'Hindered')).toEqual([]);
  });

  it('a mailbox that is not there, and a folder of another one', async () => {
    const stranger = await send({ mailbox: 'nobody@example.test', message });
    expect(stranger.payload.userErrors).toMatchObject([{ __typename: 'NotFoundError', code: 'NOT_FOUND' }]);
    const saveTo = { id: sealedId('Folder', bob.address, 'AAAA') };
    const foreign = await send({ message, options: { saveTo } });
    expect(foreign.payload.userErrors).toMatchObject([{ __typename: 'ValidationError', code: 'BAD_USER_INPUT' }]);
    expect(written()).toEqual([]);
  });

  it('a folder that is no place for mail, where its owner would not find the copy', async () => {
    for (const role of ['RECOVERABLE_ITEMS', 'CALENDAR', 'ROOT']) {
      const { payload } = await send({ message, options: { saveTo: { role } } });
      const fields = [{ path: ['input', 'options', 'saveTo'], message: 'is not a folder for messages.' }];
      expect(payload.userErrors).toMatchObject([{ __typename: 'ValidationError', fields }]);
    }
    expect(written()).toEqual([]);
  });

  it('a caller who may write but not send', async () => {
    const rules = rulesOf(['READ_MESSAGES', 'WRITE_MESSAGES']);
    const own = await journeyOfTest({ access: accessOf(callerNamed('ann'), rules) });
    const { payload } = await sendMessage(own, { mailbox: alice, message });
    expect(payload.userErrors).toMatchObject([
      { __typename: 'AccessDeniedError', code: 'FORBIDDEN', detail: 'This needs SEND on this mailbox.' },
    ]);
    expect(own.emulator.requests).toEqual([]);
  });
});

it('a caller who may send but not read is told that it was sent, and shown nothing', async () => {
  const own = await journeyOfTest({ access: accessOf(callerNamed('ann'), rulesOf(['SEND'])) });
  const { payload, answer } = await sendMessage(
    own,
    { mailbox: alice, message: { to: [bob], subject: 'Blind' } },
    'submission { status } message { subject }',
  );
  expect(payload).toEqual({ submission: { status: 'SENT' }, message: null, userErrors: [] });
  expect(answer.errors).toMatchObject([{ path: ['sendMessage', 'message'], extensions: { code: 'FORBIDDEN' } }]);
  expect(operationsAt(own)).toEqual(['CreateItem']);
});
