import { afterAll, describe, expect, it, test } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { operationEffect } from '../../src/emulator/contract.ts';
import { globalIdTypes, type GlobalIdType } from '../../src/global-id.ts';
import { schema } from '../../src/graphql/schema.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { ewsIdIn, operationsAt, sealedId } from './journey-of-test.ts';
import { documentOf, failuresIn, startMutations, type Done, type MutationJourney } from './mutation-samples.ts';
import { writtenPlaces } from './written-places.ts';

/*
 * Ids that the gateway itself made, of another mailbox than the one that is written to: wherever a mutation takes an id.
 */

const alice = 'alice@example.test';
const bob = 'bob@example.test';

const may = (...mailboxes: readonly string[]) =>
  accessOf(
    callerNamed('alice'),
    rulesOf(permissions, (mailbox) => mailboxes.includes(mailbox)),
  );

const own = await startMutations({ access: may(alice) });
const both = await startMutations({ access: may(alice, bob) });
afterAll(() => Promise.all([own, both].map((journey) => journey.close())));

const { data } = await both.query<{
  mailbox: {
    inbox: { id: string; messages: { nodes: readonly { id: string }[] } };
    calendar: { id: string };
    folder: { id: string; messages: { nodes: readonly { attachments: readonly { id: string }[] }[] } };
  };
}>(
  `{ mailbox(address: "${bob}") { calendar { id } inbox { id messages { nodes { id } } }
     folder(where: { path: "/Team" }) { id messages { nodes { attachments(includeInline: true) { id } } } } } }`,
);
const { inbox, calendar, folder } = data.mailbox;
const attachment = ewsIdIn(folder.messages.nodes[0]?.attachments[0]?.id ?? '');
const bobsMessage = ewsIdIn(inbox.messages.nodes[0]?.id ?? '');

/** The EWS ids of bob's things: what an id of each type holds. */
const held: Readonly<Record<GlobalIdType, string>> = {
  Mailbox: bob,
  Folder: ewsIdIn(folder.id),
  Calendar: ewsIdIn(calendar.id),
  Item: bobsMessage,
  Conversation: JSON.stringify([bobsMessage, null, 'Only for Bob']),
  MessageAttachment: attachment,
  EventAttachment: attachment,
  MixedAttachment: attachment,
  MessageAttachedItem: attachment,
  EventAttachedItem: attachment,
  MixedAttachedItem: attachment,
  InboxRule: 'AAAAAAEAAAA=',
  MailboxExportJob: '11111111-2222-3333-4444-555555555555',
};

const uses = writtenPlaces(schema).filter(({ type }) => type === 'ID');

const expectNothingWritten = (journey: MutationJourney): void => {
  expect(operationsAt(journey).filter((operation) => operationEffect(operation) === 'write')).toEqual([]);
  for (const { body, mailbox } of journey.emulator.requests) {
    expect(mailbox).not.toBe(bob);
    for (const id of [bobsMessage, attachment, held.Folder, held.Calendar]) expect(body).not.toContain(id);
  }
};

test('the places that take an id are found by walking the schema', () => {
  const places = uses.map(({ place }) => place);
  expect(places).toEqual(
    expect.arrayContaining([
      'sendMessage(input.options.saveTo.id)',
      'sendMessage(input.message.attachments.source.copyOf)',
      'createDraft(input.replyTo)',
      'createDraft(input.forwardOf)',
      'updateMessages(input.ids)',
      'moveMessages(input.to.id)',
      'addAttachment(input.attachments.source.copyOf)',
      'removeAttachment(input.ids)',
      'updateFolder(input.moveTo.id)',
      'markFolderRead(folder.id)',
    ]),
  );
  expect(places.length).toBe(new Set(places).size);
  // What it opens a mailbox by is refused to whoever may not open that, and is meant by whoever may.
  expect(uses.filter(({ opensMailbox }) => opensMailbox).map(({ place }) => place)).toEqual(
    expect.arrayContaining(['updateDraft(input.id)', 'removeAttachment(input.ids)', 'updateFolder(input.id)']),
  );
});

describe.each(globalIdTypes)('the id of a %s of another mailbox', (type) => {
  const id = sealedId(type, bob, held[type]);

  it.each(uses)('is refused at $place, and nothing is written', async ({ mutation, variables }) => {
    own.emulator.requests.length = 0;
    const answer = await own.query<Done>(documentOf(mutation, undefined), variables(own.things, id));
    expect(answer.errors).toBeUndefined();
    const codes = failuresIn(answer).map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => code !== 'BAD_USER_INPUT' && code !== 'NOT_FOUND')).toEqual([]);
    expectNothingWritten(own);
  });

  it.each(uses.filter(({ opensMailbox }) => !opensMailbox))(
    'is no id of this one at $place, even to a caller who may open both',
    async ({ mutation, variables }) => {
      both.emulator.requests.length = 0;
      const answer = await both.query<Done>(documentOf(mutation, undefined), variables(both.things, id));
      expect(answer.errors).toBeUndefined();
      expect(failuresIn(answer).map(({ code }) => code)).toEqual(['BAD_USER_INPUT']);
      expectNothingWritten(both);
    },
  );
});
