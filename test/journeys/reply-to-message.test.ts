import { afterAll, describe, expect, it } from 'vitest';
import { alice, bob, carol, dave } from '../../src/emulator/seed/people.ts';
import { child, childText } from '../../src/ews/xml.ts';
import { inlinePicture, textFile } from '../emulator/small-organization.ts';
import { addressesIn } from '../emulator/writing.ts';
import { sealedId } from './journey-of-test.ts';
import { mailOutside } from './outside-mail.ts';
import { receive } from './received-mail.ts';
import { heldIn, marksOn, saveDraft } from './server-mailbox.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

interface Payload {
  readonly submission: { readonly status: string } | null;
  readonly message?: Readonly<Record<string, unknown>> | null;
  readonly userErrors: readonly Readonly<Record<string, unknown>>[];
}

const failure = `userErrors { __typename code detail retryable
  ... on ValidationError { fields { path message } } ... on NotFoundError { missingId } ... on UpstreamError { outcomeUnknown } }`;
const plain = 'submission { status }';
/** Whoever asks for the copy gets an answer that the gateway composed. */
const withCopy = `${plain} message { subject isDraft folder { path } }`;

const reply = (input: object, shown = plain) =>
  journey.query<{ readonly replyToMessage: Payload }>(
    `mutation ($input: ReplyInput!) { replyToMessage(input: $input) { ${shown} ${failure} } }`,
    { input },
  );

const mia = { name: 'Mia Østergård', address: 'mia@customer.example' };
const sent = { submission: { status: 'SENT' }, userErrors: [] };

const leftMail = (subject: string) => mailOutside(journey, subject);

describe('a reply', () => {
  it('is composed by the mail server where nobody needs its copy', async () => {
    const id = receive(journey, { name: 'Plans' });
    const answer = await reply({ id, message: { body: { text: 'Yes — agreed.' } } });
    expect(answer.data.replyToMessage).toEqual(sent);
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem']);
    expect(journey.emulator.requests.at(-1)?.body).toMatch(/<t:ReferenceItemId Id="[^"]+" ChangeKey="[^"]+"/);
    const [copy, ...others] = await heldIn(journey, 'bob', 'inbox', 'RE: Plans');
    expect(others).toEqual([]);
    expect(copy && childText(copy, 'Body')).toMatch(/^Yes — agreed\.[^]*The text of Plans/);
    const [kept] = await heldIn(journey, 'alice', 'sentitems', 'RE: Plans');
    expect(kept && marksOn(kept)).toEqual({});
  });

  it('is composed by the gateway where its copy is shown, and joins the thread all the same', async () => {
    const id = receive(journey, {
      name: 'Plans 2',
      subject: 'AW: Re: Pläne',
      from: mia,
      conversation: {
        name: 'plans',
        topic: 'Pläne',
        startedAt: '2026-03-16T08:00:00Z',
        earlier: ['<first@customer.example>', '<second@customer.example>'],
      },
    });
    const answer = await reply(
      { id, message: { body: { text: 'Größe passt' } } },
      `${withCopy} submission { internetMessageId }`,
    );
    expect(answer.data.replyToMessage).toMatchObject({
      submission: { status: 'SENT', internetMessageId: expect.stringMatching(/^<.+>$/) },
      message: { subject: 'Re: Pläne', isDraft: false, folder: { path: '/Sent Items' } },
      userErrors: [],
    });
    expect(operationsOf(answer).slice(0, 3)).toEqual(['GetItem', 'CreateItem', 'FindItem']);
    const mail = await leftMail('Re: Pläne');
    const [original] = await heldIn(journey, 'alice', 'inbox', 'AW: Re: Pläne');
    const originalId = original && childText(original, 'InternetMessageId');
    expect(mail).toMatchObject({ to: [mia], subject: 'Re: Pläne', inReplyTo: originalId });
    expect(mail.references).toBe(`<first@customer.example> <second@customer.example> ${originalId}`);
    expect(mail.text?.replaceAll('\r', '').trimEnd()).toBe(
      'Größe passt\n\nFrom: Mia Østergård <mia@customer.example>\nSent: Tue, 17 Mar 2026 09:29:54 GMT\nTo: Alice Smith <alice@example.test>\nSubject: AW: Re: Pläne\n\n> The text of Plans 2',
    );
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'Re: Pläne');
    expect(copy && Object.keys(marksOn(copy))).toEqual(['key']);
    expect(copy && child(copy, 'ConversationId')).toEqual(original && child(original, 'ConversationId'));
  });

  const html = { type: 'HTML', content: '<html><body dir="ltr"><p>Schön</p></body></html>' } as const;
  const text = { type: 'Text', content: 'Schön\n> älter' } as const;

  it.each([
    ['text on text', { text: 'Ja' }, text, undefined, /^Ja\n\nFrom: .*\n\n> Schön\n>> älter$/s],
    [
      'text on HTML',
      { text: 'Ja < 1' },
      html,
      /Ja &lt; 1.*<b>From:<\/b>.*<blockquote.*<p>Schön<\/p><\/div><\/blockquote>/s,
      /Ja < 1/,
    ],
    [
      'HTML on text',
      { html: '<html><body><i>Ja</i></body></html>' },
      text,
      /<i>Ja<\/i>.*<blockquote.*Schön\n&gt; älter/s,
      /Ja/,
    ],
    ['HTML on HTML', { html: '<p>Ja' }, html, /<p>Ja.*<blockquote.*<p>Schön<\/p>/s, /Ja/],
    ['markdown on HTML', { markdown: '**Ja**' }, html, /<strong>Ja<\/strong>.*<blockquote.*<p>Schön<\/p>/s, /Ja/],
    ['nothing on HTML', undefined, html, /^<div><b>From:.*<p>Schön<\/p>/s, /Schön/],
  ] as const)('quotes %s', async (form, body, original, asHtml, asText) => {
    const id = receive(journey, { name: `Forms ${form}`, from: mia, body: original });
    const answer = await reply({ id, message: { body }, idempotencyKey: form.replaceAll(' ', '-') });
    expect(answer.data.replyToMessage).toEqual(sent);
    const mail = await leftMail(`Re: Forms ${form}`);
    if (asHtml === undefined) expect(mail.html).toBeUndefined();
    else expect(mail.html?.trim()).toMatch(asHtml);
    expect(mail.text?.replaceAll('\r', '').trim()).toMatch(asText);
  });

  it('shows the pictures of what it quotes, and leaves its other files behind', async () => {
    const body = { type: 'HTML', content: '<img src="cid:logo@x">' } as const;
    const attachments = [inlinePicture('logo.png', 'logo@x'), inlinePicture('unused.png', 'y'), textFile('a.txt', 'a')];
    const id = receive(journey, { name: 'Pictures', from: mia, body, attachments });
    const answer = await reply({ id, message: { body: { html: '<p>Nice' } } });
    expect(answer.data.replyToMessage).toEqual(sent);
    expect(operationsOf(answer)).toEqual(['GetItem', 'GetAttachment', 'CreateItem']);
    const mail = await leftMail('Re: Pictures');
    expect(mail.attachments).toMatchObject([
      { filename: 'logo.png', contentId: '<logo@x>', disposition: 'inline', mimeType: 'image/png' },
    ]);
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString()).toBe('not really a picture');
  });

  it('without a quote is the new text alone', async () => {
    const id = receive(journey, { name: 'Unquoted', from: mia, body: html });
    const answer = await reply({ id, quoteOriginal: false, message: { body: { text: 'Only this' } } });
    expect(answer.data.replyToMessage).toEqual(sent);
    const mail = await leftMail('Re: Unquoted');
    expect([mail.text?.trim(), mail.html]).toEqual(['Only this', undefined]);
    expect(mail.inReplyTo).toMatch(/^<.+>$/);
  });

  it('goes to where answers are wanted', async () => {
    const id = receive(journey, { name: 'Elsewhere', from: bob, replyTo: [mia] });
    await reply({ id, message: {}, idempotencyKey: 'elsewhere' });
    expect((await leftMail('Re: Elsewhere')).to).toEqual([mia]);
    expect(await heldIn(journey, 'bob', 'inbox', 'Re: Elsewhere')).toEqual([]);
  });

  it('to all goes to everybody once, and to no address of its own mailbox', async () => {
    const projects = { name: 'Projects', address: 'projects@example.test' };
    const id = receive(journey, { name: 'Everybody', to: [alice, carol, mia], cc: [projects, dave, bob, mia] });
    await reply({ id, replyAll: true, message: {}, idempotencyKey: 'all' });
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'Re: Everybody');
    expect(copy && addressesIn(copy, 'ToRecipients')).toEqual([bob.address, carol.address, mia.address]);
    expect(copy && addressesIn(copy, 'CcRecipients')).toEqual([dave.address]);
  });

  it('to one’s own mail goes to those who got it', async () => {
    const id = receive(journey, { name: 'My own', from: alice, to: [bob], cc: [carol] }, 'sentitems');
    const answer = await reply({ id, message: { body: { text: 'One more thing' } } });
    expect(answer.data.replyToMessage).toEqual(sent);
    expect(await heldIn(journey, 'bob', 'inbox', 'Re: My own')).toHaveLength(1);
    await reply({ id, replyAll: true, message: { subject: 'To all' } });
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'To all');
    expect(copy && [addressesIn(copy, 'ToRecipients'), addressesIn(copy, 'CcRecipients')]).toEqual([
      [bob.address],
      [carol.address],
    ]);
  });

  it('goes to whom the caller names instead, under the subject that he gives, with his files', async () => {
    const id = receive(journey, { name: 'Mine' });
    const message = {
      to: [{ address: mia.address, name: mia.name }],
      subject: 'Another subject',
      importance: 'HIGH',
      headers: [{ name: 'X-Ticket', value: '4711' }],
      attachments: [{ name: 'a.txt', source: { base64: Buffer.from('abc').toString('base64') } }],
    };
    expect((await reply({ id, message })).data.replyToMessage).toEqual(sent);
    const mail = await leftMail('Another subject');
    expect(mail).toMatchObject({ to: [mia], subject: 'Another subject' });
    expect(mail.headers.find(({ key }) => key === 'x-ticket')?.value).toBe('4711');
    expect(mail.attachments).toMatchObject([{ filename: 'a.txt' }]);
    expect(await heldIn(journey, 'bob', 'inbox', 'Another subject')).toEqual([]);
  });
});

describe('a reply under another name', () => {
  it.each([plain, withCopy])('is not sent when the mail server says no: %s', async (shown) => {
    const id = receive(journey, { name: `As Bob ${shown.length}` });
    const as = (sendAs: string) => reply({ id, message: {}, options: { sendAs } }, shown);
    const denied = await as('bob@example.test');
    expect(denied.data.replyToMessage.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(operationsOf(denied).filter((name) => name === 'CreateItem')).toHaveLength(1);
    expect(await heldIn(journey, 'bob', 'inbox', `re: as bob ${shown.length}`)).toEqual([]);
    expect((await as('projects@example.test')).data.replyToMessage).toMatchObject(sent);
  });

  it('keeps no copy when none is wanted', async () => {
    const id = receive(journey, { name: 'No copy' });
    for (const message of [{}, { body: { html: '<p>x' } }]) {
      const answer = await reply({ id, message, options: { skipSaveCopy: true } });
      expect(answer.data.replyToMessage).toEqual(sent);
    }
    expect(await heldIn(journey, 'bob', 'inbox', 're: no copy')).toHaveLength(2);
    expect(await heldIn(journey, 'alice', 'sentitems', 're: no copy')).toEqual([]);
  });

  it('keeps its copy in the folder that is named', async () => {
    const id = receive(journey, { name: 'Kept' });
    for (const message of [{}, { body: { html: '<p>x' } }])
      await reply({ id, message, options: { saveTo: { role: 'INBOX' } } });
    expect(await heldIn(journey, 'alice', 'inbox', 're: kept')).toHaveLength(2);
    expect(await heldIn(journey, 'alice', 'sentitems', 're: kept')).toEqual([]);
  });
});

describe('a response object', () => {
  it.each(['ErrorInvalidRequest', 'ErrorSchemaValidation', 'ErrorInvalidReferenceItem'])(
    'that is refused as %s is followed by one composed reply',
    async (responseCode) => {
      const id = receive(journey, { name: responseCode });
      journey.emulator.faults.add({ kind: 'itemError', operation: 'CreateItem', index: 0, responseCode });
      const answer = await reply({ id, message: { body: { text: 'Yes' } } });
      expect(answer.data.replyToMessage).toEqual(sent);
      expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem', 'GetItem', 'CreateItem']);
      const got = await heldIn(journey, 'bob', 'inbox', `re: ${responseCode}`);
      expect(got.map((item) => childText(item, 'Subject'))).toEqual([`Re: ${responseCode}`]);
    },
  );

  it('that a server does not know, as gromox says it, is followed by one composed reply', async () => {
    const id = receive(journey, { name: 'Unknown' });
    const body = `<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"><SOAP:Header/><SOAP:Body><SOAP:Fault><faultcode>SOAP:Client</faultcode><faultstring>E-3046: missing required child element  'Message' in element 'ReplyToItem'</faultstring></SOAP:Fault></SOAP:Body></SOAP:Envelope>`;
    journey.emulator.faults.add({ kind: 'body', operation: 'CreateItem', body, contentType: 'text/xml' });
    expect((await reply({ id, message: {} })).data.replyToMessage).toEqual(sent);
    expect(await heldIn(journey, 'bob', 'inbox', 'Re: Unknown')).toHaveLength(1);
  });

  it.each([
    ['ErrorSendAsDenied', 'FORBIDDEN'],
    ['ErrorInvalidRecipients', 'RECIPIENT_REJECTED'],
    ['ErrorServerBusy', 'THROTTLED'],
  ])('that is refused as %s is not tried in another way', async (responseCode, code) => {
    const id = receive(journey, { name: `Denied ${code}` });
    journey.emulator.faults.add({ kind: 'itemError', operation: 'CreateItem', index: 0, responseCode, times: 9 });
    const { submission, userErrors } = (await reply({ id, message: {} })).data.replyToMessage;
    expect([submission, userErrors]).toMatchObject([null, [{ code }]]);
    journey.emulator.faults.clear();
    expect(await heldIn(journey, 'bob', 'inbox', `re: denied ${code}`)).toEqual([]);
  });

  it('whose answer is lost is not sent in another way: nobody knows', async () => {
    const id = receive(journey, { name: 'Lost' });
    journey.emulator.faults.add({ kind: 'cut', operation: 'CreateItem', atByte: 20 });
    const answer = await reply({ id, message: {} });
    const { submission, userErrors } = answer.data.replyToMessage;
    expect([submission, userErrors]).toMatchObject([null, [{ code: 'OUTCOME_UNKNOWN', outcomeUnknown: true }]]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem']);
    expect(await heldIn(journey, 'bob', 'inbox', 'RE: Lost')).toHaveLength(1);
  });
});

describe('a keyed reply', () => {
  it('is sent once, and told again even when the original is gone', async () => {
    const id = receive(journey, { name: 'Once' });
    const input = { id, message: { body: { text: 'Yes' } }, idempotencyKey: 'k-1' };
    const first = await reply(input);
    expect(operationsOf(first)).toEqual(['FindItem', 'GetItem', 'CreateItem']);
    await journey.query(
      'mutation ($ids: [ID!]!) { deleteMessages(input: { mailbox: "alice@example.test", ids: $ids, mode: HARD_DELETE }) { succeeded } }',
      { ids: [id] },
    );
    const again = await reply(input, withCopy);
    expect(again.data.replyToMessage).toMatchObject({
      submission: { status: 'REPLAYED' },
      message: { subject: 'Re: Once' },
      userErrors: [],
    });
    const other = await reply({ ...input, message: { body: { text: 'No' } } });
    expect(other.data.replyToMessage.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    expect(await heldIn(journey, 'bob', 'inbox', 'Re: Once')).toHaveLength(1);
  });

  it('whose answer is lost is found by its mark', async () => {
    const id = receive(journey, { name: 'Found' });
    journey.emulator.faults.add({ kind: 'cut', operation: 'CreateItem', atByte: 20 });
    const answer = await reply({ id, message: {}, idempotencyKey: 'k-2' });
    expect(answer.data.replyToMessage).toEqual(sent);
    expect(await heldIn(journey, 'bob', 'inbox', 'Re: Found')).toHaveLength(1);
  });
});

describe('a reply is refused', () => {
  it('to a draft, to an event, to what is gone, and without anybody to send it to', async () => {
    const errorsOf = async (input: object) => (await reply({ message: {}, ...input })).data.replyToMessage.userErrors;
    const draft = await saveDraft(journey, 'alice', '<t:Subject>Draft</t:Subject>');
    expect(await errorsOf({ id: draft })).toMatchObject([
      { __typename: 'ValidationError', fields: [{ path: ['input', 'id'] }] },
    ]);
    const [event] = await heldIn(journey, 'alice', 'calendar');
    const eventId = sealedId('Item', alice.address, (event && child(event, 'ItemId')?.attributes['Id']) ?? '');
    expect(await errorsOf({ id: eventId })).toMatchObject([{ __typename: 'NotFoundError', missingId: eventId }]);
    const id = receive(journey, { name: 'Nobody' });
    for (const shown of [plain, withCopy]) {
      const empty = await reply({ id, message: { to: [] } }, shown);
      expect(empty.data.replyToMessage.userErrors).toMatchObject([
        { __typename: 'ValidationError', fields: [{ path: ['input', 'message', 'to'] }] },
      ]);
    }
    expect(await errorsOf({ id: 'nonsense' })).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(await heldIn(journey, 'alice', 'sentitems', 're: nobody')).toEqual([]);
  });
});
