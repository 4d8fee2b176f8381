import { expect, it } from 'vitest';
import type { Permission } from '../../src/access/caller.ts';
import type { SeedItem } from '../../src/emulator/store/model.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { element, message } from '../emulator/elements.ts';
import { alice } from '../emulator/writing-organization.ts';
import { mail } from '../emulator/small-organization.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { ewsIdIn } from './journey-of-test.ts';
import { failureOf, startFolderJourney, writesOf, type FolderJourney } from './folder-journey.ts';
import { operationsOf } from './start.ts';

const folder = (ref: string): string => `mailbox: "${alice}", folder: ${ref}`;
const counts = async ({ atServer }: FolderJourney, path: string): Promise<string> => (await atServer()).counts(path);

it('marks every message of a folder as read, and none below it', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run(
    'markFolderRead',
    folder('{ role: INBOX }'),
    '{ path unreadCount messages(first: 5) { nodes { isRead } } }',
  );
  expect(answer.data.done).toEqual({
    folder: {
      path: '/Inbox',
      unreadCount: 0,
      messages: { nodes: [{ isRead: true }, { isRead: true }, { isRead: true }] },
    },
    userErrors: [],
  });
  expect(writesOf(answer)).toEqual(['UpdateItem']);
  expect([await counts(journey, 'Inbox'), await counts(journey, 'Inbox/Projects')]).toEqual(['3/0', '1/1']);

  const again = await journey.run('markFolderRead', folder('{ path: "/Inbox" }'), '{ unreadCount }');
  expect(again.data.done).toEqual({ folder: { unreadCount: 0 }, userErrors: [] });
  expect(writesOf(again)).toEqual([]);
  const bare = await journey.run('markFolderRead', folder('{ path: "/Inbox/Projects" }'), '{ __typename }');
  expect(operationsOf(bare)).toEqual(['FindItem', 'UpdateItem']);
});

/** Alice's inbox with so many unread messages. */
const startWith = async (unread: number): Promise<FolderJourney> => {
  const journey = await startFolderJourney();
  for (let index = 3; index < unread; index += 1) journey.emulator.deliver(alice, 'inbox', mail(`Number ${index}`));
  return journey;
};

/** Lets something happen when an UpdateItem comes in, before it is done: so many times, every time unless told otherwise. */
const onUpdate = (
  { emulator: { requests } }: FolderJourney,
  happens: () => void,
  times = Number.POSITIVE_INFINITY,
): void => {
  const push = requests.push.bind(requests);
  let left = times;
  requests.push = (...recorded) => {
    if (recorded[0]?.operation === 'UpdateItem' && left > 0) {
      left -= 1;
      happens();
    }
    return push(...recorded);
  };
};

/** Subjects of what is unread in the inbox, as the API tells it. */
const unreadIn = async (journey: FolderJourney): Promise<readonly string[]> => {
  const { data } = await journey.query<{
    mailbox: { inbox: { messages: { nodes: readonly { readonly subject: string }[] } } };
  }>(`{ mailbox(address: "${alice}") { inbox { messages(filter: { isRead: false }) { nodes { subject } } } } }`);
  return data.mailbox.inbox.messages.nodes.map(({ subject }) => subject);
};

/** Younger than all of those. */
const later: SeedItem = {
  element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': 'Later', 't:DateTimeReceived': '2026-03-18T10:00:00Z' }, [
    node('t:IsRead', 'false'),
  ]),
  attachments: [],
};

it('marks thousands, page by page, one call after the other', async () => {
  const journey = await startWith(2_101);
  const answer = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(answer.data.done).toEqual({ folder: { unreadCount: 0 }, userErrors: [] });
  expect(operationsOf(answer).filter((name) => name === 'FindItem')).toHaveLength(3);
  expect(writesOf(answer)).toHaveLength(11);
  expect(await counts(journey, 'Inbox')).toBe('2101/0');
});

it('marks the oldest five thousand, and says that there are more', async () => {
  const journey = await startWith(5_200);
  const answer = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(answer.data.done.folder).toEqual({ unreadCount: 200 });
  expect(failureOf(answer)).toMatchObject({
    __typename: 'ConflictError',
    detail: 'These were the oldest. There are more: ask again for the rest.',
  });
  const rest = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(rest.data.done).toEqual({ folder: { unreadCount: 0 }, userErrors: [] });
});

it('does not run after mail that comes in meanwhile', async () => {
  const journey = await startWith(1_001);
  onUpdate(journey, () => journey.emulator.deliver(alice, 'inbox', later));
  const answer = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ totalCount unreadCount }');
  expect(writesOf(answer)).toHaveLength(6);
  expect(answer.data.done).toEqual({ folder: { totalCount: 1_007, unreadCount: 6 }, userErrors: [] });
  expect(new Set(await unreadIn(journey))).toEqual(new Set(['Later']));
});

it('goes on behind a message that cannot be marked, and does not miss one that is gone', async () => {
  const journey = await startWith(1_300);
  const { emulator } = journey;
  emulator.faults.add({ kind: 'itemError', operation: 'UpdateItem', index: 1, responseCode: 'ErrorAccessDenied' });
  const { data } = await journey.query<{
    mailbox: { inbox: { messages: { nodes: readonly { readonly id: string }[] } } };
  }>(
    `{ mailbox(address: "${alice}") { inbox { messages(filter: { subject: { equals: "Third" } }) { nodes { id } } } } }`,
  );
  const third = ewsIdIn(data.mailbox.inbox.messages.nodes[0]?.id ?? '');
  onUpdate(journey, () => emulator.remove(alice, third), 1);
  const answer = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ totalCount unreadCount }');
  expect(failureOf(answer)).toMatchObject({ __typename: 'AccessDeniedError', code: 'FORBIDDEN' });
  expect(answer.data.done.folder).toEqual({ totalCount: 1_299, unreadCount: 1 });
  expect(await unreadIn(journey)).toEqual(['Second']);
});

it('leaves alone what reads as a message and is not written as one', async () => {
  const journey = await startFolderJourney();
  const texts = { 't:ItemClass': 'IPM.Post', 't:Subject': 'Post', 't:DateTimeReceived': '2026-01-01T10:00:00Z' };
  journey.emulator.deliver(alice, 'inbox', {
    element: element('t:PostItem', texts, [node('t:IsRead', 'false')]),
    attachments: [],
  });
  const answer = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(answer.data.done).toEqual({ folder: { unreadCount: 1 }, userErrors: [] });
  expect(await unreadIn(journey)).toEqual(['Post']);
});

it('shows how far it has come when a call fails, and nothing when it was the first', async () => {
  const journey = await startWith(600);
  const fault = { kind: 'fault', operation: 'UpdateItem', responseCode: 'ErrorAccessDenied' } as const;
  journey.emulator.faults.add({ ...fault, skip: 1 });
  const half = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(half.data.done.folder).toEqual({ unreadCount: 400 });
  expect(failureOf(half).code).toBe('FORBIDDEN');
  journey.emulator.faults.add(fault);
  const none = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(none.data.done.folder).toBeNull();
  expect(failureOf(none).code).toBe('FORBIDDEN');
});

it('tells what a folder that holds no mail has to be marked, which is nothing', async () => {
  const journey = await startFolderJourney();
  const answer = await journey.run('markFolderRead', folder('{ role: CALENDAR }'), '{ name }');
  expect(answer.data.done).toEqual({ folder: { name: 'Calendar' }, userErrors: [] });
  expect(writesOf(answer)).toEqual([]);
});

it('shows nothing to a caller who may write and not read', async () => {
  const held: readonly Permission[] = ['WRITE_MESSAGES'];
  const journey = await startFolderJourney({ access: accessOf(callerNamed('ann'), rulesOf(held)) });
  const answer = await journey.run('markFolderRead', folder('{ role: INBOX }'), '{ unreadCount }');
  expect(answer.data.done).toEqual({ folder: null, userErrors: [] });
  expect(answer.errors).toMatchObject([{ path: ['done', 'folder'], extensions: { code: 'FORBIDDEN' } }]);
  expect(await counts(journey, 'Inbox')).toBe('3/0');
});
