import { afterAll, describe, expect, it, test } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { globalIdTypes, type GlobalIdType } from '../../src/global-id.ts';
import { schema } from '../../src/graphql/schema.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { idUses } from './id-uses.ts';
import { ewsIdIn, operationsAt, sealedId } from './journey-of-test.ts';
import { startJourney, type Journey } from './start.ts';

/*
 * Ids that the gateway itself made, of another mailbox than the one that they are used in: wherever the schema takes an id.
 */

const alice = 'alice@example.test';
const bob = 'bob@example.test';

const may = (...mailboxes: readonly string[]) =>
  accessOf(
    callerNamed('alice'),
    rulesOf(permissions, (mailbox) => mailboxes.includes(mailbox)),
  );

const demo = await startJourney();
const own = await startJourney({ access: may(alice) });
const both = await startJourney({ access: may(alice, bob) });
afterAll(() => Promise.all([demo, own, both].map((journey) => journey.close())));

interface Bob {
  readonly mailbox: {
    readonly inbox: { readonly id: string; readonly messages: { readonly nodes: readonly BobsMessage[] } };
    readonly calendar: { readonly id: string };
  };
}
interface BobsMessage {
  readonly id: string;
  readonly subject: string;
  readonly conversation: { readonly id: string };
  readonly attachments: readonly { readonly id: string }[];
}

const { data } = await demo.query<Bob>(
  `{ mailbox(address: "${bob}") { calendar { id }
     inbox { id messages(first: 200) { nodes { id subject conversation { id } attachments { id } } } } } }`,
);
const { inbox, calendar } = data.mailbox;
const [message] = inbox.messages.nodes;
const attachment = inbox.messages.nodes.flatMap(({ attachments }) => attachments)[0]?.id ?? message!.id;

/** The EWS ids of bob's things: what an id of each type holds. */
const held: Readonly<Record<GlobalIdType, string>> = {
  Mailbox: bob,
  Folder: ewsIdIn(inbox.id),
  Calendar: ewsIdIn(calendar.id),
  Item: ewsIdIn(message!.id),
  Conversation: ewsIdIn(message!.conversation.id),
  MessageAttachment: ewsIdIn(attachment),
  EventAttachment: ewsIdIn(attachment),
  MixedAttachment: ewsIdIn(attachment),
  MessageAttachedItem: ewsIdIn(attachment),
  EventAttachedItem: ewsIdIn(attachment),
  MixedAttachedItem: ewsIdIn(attachment),
  InboxRule: 'AAAAAAEAAAA=',
  MailboxExportJob: '11111111-2222-3333-4444-555555555555',
};

const window = '{ start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }';
const uses = idUses(schema, {
  EmailAddress: JSON.stringify(alice),
  FolderRef: '{ role: INBOX }',
  TimeWindowInput: window,
  'Mailbox.messageByInternetMessageId(internetMessageId:)': '"<x>"',
  'Query.resolveNames(query:)': '"a"',
});

const expectNothingOfBob = (journey: Journey, answer: string): void => {
  expect(answer).not.toContain(message!.subject);
  for (const { body, mailbox } of journey.emulator.requests) {
    expect(mailbox).not.toBe(bob);
    for (const id of Object.values(held)) expect(body).not.toContain(id);
  }
};

test('the places that take an id are found by walking the schema', () => {
  const places = uses.map(({ place }) => place);
  expect(places).toEqual(
    expect.arrayContaining([
      'Query.node(id)',
      'Query.nodes(ids)',
      'Mailbox.message(id)',
      'Mailbox.folder(where.id)',
      'Mailbox.calendar(id)',
      'Mailbox.messages(in.id)',
      'Mailbox.messages(filter.conversationId)',
      'Mailbox.messages(filter.and.conversationId)',
      'Mailbox.messages(filter.or.conversationId)',
      'Mailbox.messages(filter.not.conversationId)',
      'Folder.messages(filter.conversationId)',
    ]),
  );
  expect(places.length).toBe(new Set(places).size);
});

describe.each(globalIdTypes)('the id of a %s of another mailbox', (type) => {
  const id = sealedId(type, bob, held[type]);

  it.each(uses)('is refused by $place, and no call is made with it', async ({ document }) => {
    own.emulator.requests.length = 0;
    const answer = await own.query(document, { id });
    const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => code !== 'BAD_USER_INPUT' && code !== 'NOT_FOUND')).toEqual([]);
    expectNothingOfBob(own, JSON.stringify(answer));
  });

  it.each(uses.filter(({ place }) => !place.startsWith('Query.')))(
    'is no id of this one for $place, even to a caller who may open both',
    async ({ document }) => {
      both.emulator.requests.length = 0;
      const answer = await both.query(document, { id });
      expect((answer.errors ?? []).map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expectNothingOfBob(both, JSON.stringify(answer));
    },
  );

  it.each(['attachments', 'mime'])('downloads nothing from /%s/', async (route) => {
    own.emulator.requests.length = 0;
    const response = await fetch(`${own.origin}/${route}/${id}`);
    expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining(message!.subject)]);
    expect(operationsAt(own)).toEqual([]);
  });
});
