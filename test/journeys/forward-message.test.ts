import PostalMime, { type Email } from 'postal-mime';
import { afterAll, describe, expect, it } from 'vitest';
import { childText } from '../../src/ews/xml.ts';
import { inlinePicture, mail, textFile } from '../emulator/small-organization.ts';
import { mailOutside } from './outside-mail.ts';
import { receive } from './received-mail.ts';
import { heldIn, marksOn } from './server-mailbox.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

interface Payload {
  readonly submission: { readonly status: string } | null;
  readonly userErrors: readonly Readonly<Record<string, unknown>>[];
}

const forward = (input: object, shown = 'submission { status }') =>
  journey.query<{ readonly forwardMessage: Payload }>(
    `mutation ($input: ForwardInput!) {
      forwardMessage(input: $input) {
        ${shown} userErrors { __typename code detail ... on ValidationError { fields { path message } } ... on QuotaExceededError { quota limit } }
      }
    }`,
    { input },
  );

const mia = { name: 'Mia Østergård', address: 'mia@customer.example' };
const to = [mia];
const sent = { submission: { status: 'SENT' }, userErrors: [] };
const html = { type: 'HTML', content: '<p>Original <img src="cid:logo@x"></p>' } as const;
const attachments = [
  inlinePicture('logo.png', 'logo@x'),
  textFile('Übersicht.txt', 'Zeile 1'),
  { kind: 'item', name: 'An older one', item: mail('Older', [textFile('inner.txt', 'inner')]) } as const,
];

const leftMail = (subject: string) => mailOutside(journey, subject);

const bytesIn = ({ attachments: files }: Email): Readonly<Record<string, string>> =>
  Object.fromEntries(
    files.map(({ filename, content }) => [filename ?? '', Buffer.from(content as ArrayBuffer).toString()]),
  );

describe('a forward', () => {
  it('takes over no header of a file that is more than a line', async () => {
    const odd = { ...inlinePicture('odd.png', 'a\u0085X-Odd: b@x'), contentType: 'image/png\u2028X-Odd: b' };
    const id = receive(journey, { name: 'Odd files', attachments: [odd, inlinePicture('even.png', 'even@x')] });
    expect((await forward({ id, message: { to }, idempotencyKey: 'f-odd' })).data.forwardMessage).toEqual(sent);
    const { attachments: files } = await leftMail('Fw: Odd files');
    expect(files.map(({ mimeType, contentId }) => [mimeType, contentId])).toEqual([
      ['application/octet-stream', undefined],
      ['image/png', '<even@x>'],
    ]);
  });

  it('is composed by the mail server where nobody needs its copy', async () => {
    const id = receive(journey, { name: 'Drawings', attachments: [textFile('a.txt', 'a')] });
    const answer = await forward({ id, message: { to, body: { text: 'See below' } } });
    expect(answer.data.forwardMessage).toEqual(sent);
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem']);
    const left = await leftMail('FW: Drawings');
    expect([left.subject, bytesIn(left)]).toEqual(['FW: Drawings', { 'a.txt': 'a' }]);
    expect(left.text).toMatch(/^See below[^]*The text of Drawings/);
  });

  it('composed by the gateway takes the text and everything that hangs on it along', async () => {
    const id = receive(journey, { name: 'Everything', body: html, attachments });
    const answer = await forward({ id, message: { to, body: { text: 'Für Sie' } }, idempotencyKey: 'f-1' });
    expect(answer.data.forwardMessage).toEqual(sent);
    expect(operationsOf(answer)).toEqual(['FindItem', 'GetItem', 'GetAttachment', 'CreateItem']);
    const left = await leftMail('Fw: Everything');
    expect(left.subject).toBe('Fw: Everything');
    expect(left.html).toMatch(
      /Für Sie.*<b>From:<\/b> Bob Okafor &lt;bob@example.test&gt;.*<p>Original <img src="cid:logo@x"><\/p>/s,
    );
    const [original] = await heldIn(journey, 'alice', 'inbox', 'Everything');
    expect(left.references).toBe(original && childText(original, 'InternetMessageId'));
    const files = bytesIn(left);
    expect(Object.keys(files)).toEqual(['logo.png', 'Übersicht.txt', 'An older one']);
    expect(files).toMatchObject({ 'logo.png': 'not really a picture', 'Übersicht.txt': 'Zeile 1' });
    const inner = await PostalMime.parse(files['An older one'] ?? '');
    expect([inner.subject, bytesIn(inner)]).toEqual(['Older', { 'inner.txt': 'inner' }]);
    expect(left.attachments.map(({ mimeType }) => mimeType)).toEqual(['image/png', 'text/plain', 'message/rfc822']);
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'Fw: Everything');
    expect(copy && Object.keys(marksOn(copy)).toSorted()).toEqual(['content', 'key']);
  });

  it('as an attachment holds the original whole, and quotes nothing', async () => {
    const id = receive(journey, { name: 'Whole: a/b', body: html, attachments });
    const input = { id, asAttachment: true, message: { to, body: { text: 'Attached' } } };
    const answer = await forward(input);
    expect(answer.data.forwardMessage).toEqual(sent);
    expect(operationsOf(answer)).toEqual(['GetItem', 'GetItem', 'CreateItem']);
    const left = await leftMail('Fw: Whole: a/b');
    expect([left.subject, left.text?.trim(), left.html]).toEqual(['Fw: Whole: a/b', 'Attached', undefined]);
    expect(left.inReplyTo).toBeUndefined();
    expect(left.attachments).toMatchObject([{ mimeType: 'message/rfc822', filename: 'Whole: a_b' }]);
    const inner = await PostalMime.parse(Object.values(bytesIn(left))[0] ?? '');
    expect(inner).toMatchObject({ subject: 'Whole: a/b', from: { address: 'bob@example.test' } });
    expect(Object.keys(bytesIn(inner))).toEqual(['logo.png', 'Übersicht.txt', 'An older one']);
  });

  it('that the mail server refuses to compose is sent once all the same', async () => {
    const id = receive(journey, { name: 'Refused forward' });
    journey.emulator.faults.add({ kind: 'fault', operation: 'CreateItem', responseCode: 'ErrorSchemaValidation' });
    expect((await forward({ id, message: { to } })).data.forwardMessage).toEqual(sent);
    expect((await leftMail('Fw: Refused forward')).subject).toBe('Fw: Refused forward');
  });

  it('needs a recipient, and costs nothing without one', async () => {
    const id = receive(journey, { name: 'To nobody' });
    const answer = await forward({ id, message: { body: { text: 'x' } } });
    expect(answer.data.forwardMessage).toMatchObject({
      submission: null,
      userErrors: [{ __typename: 'ValidationError', fields: [{ path: ['input', 'message', 'to'] }] }],
    });
    expect(operationsOf(answer)).toEqual([]);
  });

  it('of an appointment that hangs on it takes it along as the file that it is', async () => {
    const answer = await journey.query<{ mailbox: { messages: { nodes: readonly { id: string }[] } } }>(
      `query ($search: MessageFilter!) { mailbox(address: "alice@example.test") { messages(filter: $search, first: 1) { nodes { id } } } }`,
      { search: { subject: { contains: 'Appointment and business card for Acme' } } },
    );
    const id = answer.data.mailbox.messages.nodes[0]?.id;
    expect((await forward({ id, message: { to }, idempotencyKey: 'f-ics' })).data.forwardMessage).toEqual(sent);
    const { attachments: files } = await leftMail('Fw: Appointment and business card for Acme');
    expect(files.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['Acceptance test at Acme.ics', 'text/calendar'],
      [expect.stringMatching(/\.vcf$/), 'text/vcard'],
      ['directions.txt', 'text/plain'],
    ]);
  });

  it('of more than a message may have is refused before its files are read', async () => {
    const file = {
      kind: 'file',
      name: 'a.bin',
      contentType: 'a/b',
      isInline: false,
      content: () => Buffer.from('a'),
    } as const;
    const big = [20, 10].map((megabytes) => ({ ...file, size: megabytes * 1024 * 1024 }));
    const id = receive(journey, { name: 'Too big', attachments: big });
    const answer = await forward({ id, message: { to, body: { html: '<p>x' } } });
    expect(answer.data.forwardMessage).toMatchObject({
      submission: null,
      userErrors: [{ __typename: 'QuotaExceededError', quota: 'contentBytes', limit: 29 * 1024 * 1024 }],
    });
    expect(operationsOf(answer)).toEqual(['GetItem']);
  });
});
