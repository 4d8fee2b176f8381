import PostalMime from 'postal-mime';
import { afterAll, describe, expect, it } from 'vitest';
import { childText } from '../../src/ews/xml.ts';
import { addressesIn } from '../emulator/writing.ts';
import { heldIn, marksOn } from './server-mailbox.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const failure =
  'userErrors { __typename code detail retryable upstreamCode ... on ValidationError { fields { path message } } }';

/** Sends; `shown`: what the payload selects besides its errors. */
const send = (input: object, shown = 'submission { status }') =>
  journey.query<{ sendMessage: Record<string, unknown> }>(
    `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ${shown} ${failure} } }`,
    { input: { mailbox: 'alice@example.test', ...input } },
  );

const inboxOf = (person: string, subject: string) => heldIn(journey, person, 'inbox', subject);

describe('a message', () => {
  it('to a colleague arrives, and its copy is told with the payload', async () => {
    const answer = await send(
      {
        message: {
          to: [{ address: 'bob@example.test', name: 'Bob' }],
          bcc: [{ address: 'carol@example.test' }],
          subject: 'Kestrel drawings, 2nd round',
          body: { text: 'Attached — see page 3.' },
        },
      },
      'message { subject isDraft bcc { address } folder { path } } submission { status internetMessageId }',
    );
    expect(answer.data.sendMessage).toEqual({
      message: {
        subject: 'Kestrel drawings, 2nd round',
        isDraft: false,
        bcc: [{ address: 'carol@example.test' }],
        folder: { path: '/Sent Items' },
      },
      submission: { status: 'SENT', internetMessageId: expect.stringMatching(/^<.+@.+>$/) },
      userErrors: [],
    });
    const [received, ...others] = await inboxOf('bob', 'Kestrel drawings, 2nd round');
    expect(others).toEqual([]);
    expect(received && childText(received, 'Body')).toContain('see page 3');
    expect(received && marksOn(received)).toEqual({});
    expect(received && addressesIn(received, 'BccRecipients')).toEqual([]);
    expect(await inboxOf('carol', 'Kestrel drawings, 2nd round')).toHaveLength(1);
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'Kestrel drawings, 2nd round');
    expect(copy && Object.keys(marksOn(copy))).toEqual(['key']);
    expect(await heldIn(journey, 'alice', 'drafts', 'Kestrel drawings, 2nd round')).toEqual([]);
  });

  it('costs one call, and two more when its copy is shown', async () => {
    const message = { to: [{ address: 'bob@example.test' }], subject: 'Round trips' };
    expect(operationsOf(await send({ message }))).toEqual(['CreateItem']);
    expect(operationsOf(await send({ message }, 'submission { internetMessageId } message { subject }'))).toEqual([
      'CreateItem',
      'FindItem',
    ]);
    expect(
      operationsOf(await send({ message }, 'submission { internetMessageId } message { to { address } }')),
    ).toEqual(['CreateItem', 'FindItem', 'GetItem']);
  });

  it('to somebody outside leaves the organisation as it was written', async () => {
    journey.emulator.outbox.length = 0;
    const answer = await send({
      message: {
        to: [{ address: 'mia@customer.example', name: 'Mia Øst' }],
        bcc: [{ address: 'hidden@customer.example' }],
        subject: 'Angebot für März',
        body: { html: '<p>Grüße aus <b>Köln</b></p>' },
      },
    });
    expect(answer.data.sendMessage).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    const [left, ...others] = journey.emulator.outbox;
    expect(others).toEqual([]);
    expect(left?.sender).toBe('alice@example.test');
    expect(left?.recipients).toEqual(['mia@customer.example', 'hidden@customer.example']);
    const mail = await PostalMime.parse(left?.mime() ?? '');
    expect(mail).toMatchObject({
      from: { address: 'alice@example.test' },
      to: [{ address: 'mia@customer.example', name: 'Mia Øst' }],
      subject: 'Angebot für März',
    });
    expect(mail.bcc).toBeUndefined();
    expect(mail.html).toContain('Grüße aus <b>Köln</b>');
    expect(Buffer.from(left?.mime() ?? '').toString()).not.toContain('workmail-graphql');
  });
});
