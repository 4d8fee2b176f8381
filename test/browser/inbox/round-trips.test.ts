import { print, type DocumentNode } from 'graphql';
import { expect, it } from 'vitest';
import * as operations from '../../../examples/inbox/src/generated/graphql.ts';
import { journeyOfTest } from '../../journeys/journey-of-test.ts';
import { operationsOf } from '../../journeys/start.ts';

const mailbox = 'alice@example.test';

interface Screen {
  readonly mailbox: {
    readonly messages: {
      readonly pageInfo: { readonly endCursor: string };
      readonly nodes: readonly { readonly id: string; readonly kind: string; readonly isRead: boolean }[];
    };
  };
}

it('costs the mail server what its README says', async () => {
  const journey = await journeyOfTest();
  const ask = async (document: DocumentNode, variables: object) => {
    const answer = await journey.query<Screen>(print(document), { ...variables });
    expect(answer.errors).toBeUndefined();
    return { data: answer.data, calls: operationsOf(answer).toSorted() };
  };
  const inbox = { mailbox, in: [{ role: 'INBOX' }] };
  const cold = await ask(operations.MailScreenDocument, inbox);
  expect(cold.calls).toEqual(['FindFolder', 'FindItem', 'GetFolder', 'GetItem']);
  const warm = await ask(operations.MailScreenDocument, inbox);
  expect(warm.calls).toEqual(['FindFolder', 'FindItem', 'GetItem']);
  const { nodes, pageInfo } = warm.data.mailbox.messages;
  const idOf = (kind: string): string => {
    const found = nodes.find((node) => node.kind === kind && !node.isRead);
    if (found === undefined) throw new Error(`no unread ${kind} among the first messages`);
    return found.id;
  };
  const more = await ask(operations.MoreMessagesDocument, { ...inbox, after: pageInfo.endCursor });
  expect(more.calls).toEqual(['FindItem', 'GetItem']);
  expect((await ask(operations.OpenMessageDocument, { mailbox, id: idOf('MAIL') })).calls).toEqual(['GetItem']);
  const invitation = await ask(operations.OpenMessageDocument, { mailbox, id: idOf('MEETING_REQUEST') });
  expect(invitation.calls).toEqual(['GetItem', 'GetItem']);
  const read = { input: { mailbox, ids: [idOf('MAIL')], patch: { isRead: true } } };
  expect((await ask(operations.UpdateMessagesDocument, read)).calls).toEqual(['FindFolder', 'GetItem', 'UpdateItem']);
  const move = { input: { mailbox, ids: [idOf('MAIL')], to: { role: 'DELETED_ITEMS' } } };
  expect((await ask(operations.MoveMessagesDocument, move)).calls).toEqual(['GetItem', 'MoveItem']);
  const window = { start: '2026-03-16T00:00:00Z', end: '2026-03-23T00:00:00Z', timeZone: 'Europe/Paris' };
  expect((await ask(operations.WeekDocument, { mailbox, window })).calls).toEqual(['FindItem']);
  expect((await ask(operations.MailboxesDocument, {})).calls).toEqual([]);
});
