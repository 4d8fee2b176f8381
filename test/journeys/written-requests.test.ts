import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { lineText } from './hostile-text.ts';
import { changeOf, sample } from './random-change.ts';
import { journeyOfTest } from './journey-of-test.ts';
import type { Journey } from './start.ts';

const alice = 'alice@example.test';

const trimmed = lineText.map((text) => text.trim() || 'x');
const person = fc.record(
  { address: fc.constantFrom('bob@example.test', 'mia@customer.example', 'dørte@customer.example'), name: trimmed },
  { requiredKeys: ['address'] },
);
const people = fc.array(person, { minLength: 1, maxLength: 4 });
const several = fc.string({ maxLength: 60 });

/** What may be changed of a draft. */
const changeable = {
  to: people,
  cc: people,
  bcc: people,
  replyTo: people,
  subject: lineText,
  body: fc.oneof(
    several.map((text) => ({ text })),
    several.map((html) => ({ html })),
    several.map((markdown) => ({ markdown })),
  ),
  importance: fc.constantFrom('LOW', 'NORMAL', 'HIGH'),
  sensitivity: fc.constantFrom('NORMAL', 'PERSONAL', 'PRIVATE', 'CONFIDENTIAL'),
  categories: fc.array(
    trimmed.map((text) => text.replaceAll(/[,;]/g, '.')),
    { maxLength: 3 },
  ),
  requestReadReceipt: fc.boolean(),
  requestDeliveryReceipt: fc.boolean(),
};
const files = fc.array(
  fc
    .record(
      { name: fc.string(), contentType: fc.constantFrom('text/plain', 'image/png'), contentId: fc.constant('a@b') },
      { requiredKeys: ['name'] },
    )
    .map((file) => ({ ...file, source: { base64: 'YQ==' } })),
  { maxLength: 3 },
);
const headers = fc
  .subarray(['X-Ticket', 'X-Auto-Response-Suppress', 'x-a.b_c'])
  .map((names) => names.map((name) => ({ name, value: 'a <b> & "c"' })));

/** A whole message, of which everything may be missing. */
const message = fc.record({ ...changeable, attachments: files, headers }, { requiredKeys: [] });
const sendable = fc.record({ ...changeable, attachments: files, headers }, { requiredKeys: ['to'] });
const change = changeOf(changeable);

interface Done {
  readonly message?: { readonly id: string } | null;
  readonly userErrors: readonly object[];
}

/** Runs a mutation with its input, and refuses to go on when anything is complained of. */
const run = async (
  journey: Journey,
  mutation: string,
  type: string,
  input: object,
  shown = 'message { id }',
): Promise<Done> => {
  const { data, errors } = await journey.query<{ done: Done }>(
    `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { ${shown} userErrors { code detail } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  expect([mutation, input, data.done.userErrors]).toEqual([mutation, input, []]);
  return data.done;
};

describeWithWitness('what clients write reaches the mail server in valid requests', (dir) => {
  it('whatever a message says, as it is made, changed, sent, answered and passed on', async () => {
    const journey = await journeyOfTest();
    const { message: original } = await run(journey, 'createDraft', 'CreateDraftInput', {
      mailbox: alice,
      message: { subject: 'Kestrel', to: [{ address: 'bob@example.test' }], body: { html: '<p>Kestrel</p>' } },
    });
    for (const draft of sample(message, 60))
      await run(journey, 'createDraft', 'CreateDraftInput', { mailbox: alice, message: draft });
    for (const changes of sample(change, 60))
      await run(journey, 'updateDraft', 'UpdateDraftInput', { id: original?.id, message: changes });
    for (const sent of sample(sendable, 40))
      await run(journey, 'sendMessage', 'SendMessageInput', { mailbox: alice, message: sent });

    const { data } = await journey.query<{
      mailbox: { inbox: { messages: { nodes: readonly { readonly id: string }[] } } };
    }>(`{ mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { id } } } } }`);
    const [first, second] = data.mailbox.inbox.messages.nodes;
    // With nothing but a text, and nothing asked of the copy, a reply is the server's own; else the gateway composes it.
    for (const body of [{ text: 'Yes' }, { html: '<p>Yes</p>' }])
      await run(journey, 'replyToMessage', 'ReplyInput', { id: first?.id, message: { body } }, 'submission { status }');
    for (const answer of sample(message, 20))
      await run(journey, 'replyToMessage', 'ReplyInput', { id: first?.id, message: answer });
    for (const answer of sample(sendable, 20))
      await run(journey, 'forwardMessage', 'ForwardInput', { id: second?.id, message: answer });
    const envelopes = [...new Set(journey.emulator.requests.map(({ body }) => body))];
    const written = envelopes.join('\n');
    for (const element of [
      'UpdateItem',
      'ReplyToItem',
      'InternetHeaders',
      'ContentId',
      'DeleteItemField',
      'ReplyTo>',
      'Sensitivity',
    ])
      expect([element, written.includes(element)]).toEqual([element, true]);
    expect(envelopes.length).toBeGreaterThan(150);
    expect(await schemaErrors(dir, envelopes)).toEqual([]);
  }, 60_000);
});
