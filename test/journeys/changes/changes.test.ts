import { describe, expect, it } from 'vitest';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { element } from '../../emulator/elements.ts';
import { createSealer } from '../../../src/sealer.ts';

import { askServer } from '../ask-server.ts';
import { alice, deliver, deliverSealed } from '../bulk-mail.ts';
import { ewsIdIn, journeyOfTest, problemsOf, sealedId } from '../journey-of-test.ts';
import { journeySecret, operationsOf, type Journey } from '../start.ts';
import { askChanges, changesSince, changesToEnd, positionOf, type ToldChange } from './follow-changes.ts';

/** A journey in which everything that lies in the mailbox has lain there for long. */
const startSettled = async (): Promise<Journey> => {
  const journey = await journeyOfTest();
  journey.clock.advance(20 * 365 * 86_400_000);
  return journey;
};

const apartFromFolders = (changes: readonly ToldChange[]): readonly ToldChange[] =>
  changes.filter(({ __typename }) => !__typename.startsWith('Folder'));

const idOfFolder = async (journey: Journey, where: string): Promise<string> => {
  const { data } = await journey.query<{ mailbox: { folder: { id: string } } }>(
    `{ mailbox(address: "${alice}") { folder(where: ${where}) { id } } }`,
  );
  return data.mailbox.folder.id;
};

const item = (
  name: string,
  itemClass: string,
  subject: string,
  more: Parameters<typeof element>[2] = [],
): SeedItem => ({
  element: element(name, { 't:ItemClass': itemClass, 't:Subject': subject }, more),
  attachments: [],
});
const appointment = (subject: string): SeedItem =>
  item('t:CalendarItem', 'IPM.Appointment', subject, [
    node('t:Start', '2026-03-18T09:00:00.000Z'),
    node('t:End', '2026-03-18T10:00:00.000Z'),
  ]);
const contact = (name: string): SeedItem =>
  item('t:Contact', 'IPM.Contact', name, [node('t:DisplayName', name), node('t:GivenName', name)]);
const task = (subject: string): SeedItem => item('t:Task', 'IPM.Task', subject);

describe('what it takes', () => {
  it('is one call when nothing has happened, and three for new mail with its subject', async () => {
    const journey = await startSettled();
    const since = await positionOf(journey, alice);
    const quiet = await askChanges(journey, alice, since);
    expect(operationsOf(quiet)).toEqual(['FindFolder']);
    expect(quiet.data.mailbox?.changes).toMatchObject({ changes: [], hasMore: false, resyncRequired: false });

    deliver(journey, 'Mail 1');
    const one = await askChanges(journey, alice, since);
    expect(operationsOf(one)).toEqual(['FindFolder', 'SyncFolderItems', 'GetItem']);

    deliver(journey, 'Mail 2', 'Mail 3');
    journey.emulator.deliver(alice, 'contacts', contact('Ada'));
    journey.emulator.deliver(alice, 'calendar', appointment('Board'));
    journey.emulator.deliver(alice, 'tasks', task('Call'));
    const many = await askChanges(journey, alice, since);
    expect(operationsOf(many)).toEqual([
      'FindFolder',
      ...Array.from({ length: 4 }, () => 'SyncFolderItems'),
      'GetItem',
    ]);
    expect(apartFromFolders(many.data.mailbox?.changes.changes ?? [])).toHaveLength(6);
  });

  it('is no GetItem where nothing of the items is selected, and no call more for folders, read states and removals', async () => {
    const journey = await startSettled();
    const [first = '', second = ''] = deliver(journey, 'Mail 1', 'Mail 2');
    const inbox = await idOfFolder(journey, '{ role: INBOX }');
    const since = await positionOf(journey, alice);
    deliver(journey, 'Mail 3');
    journey.emulator.setRead(alice, first, true);
    journey.emulator.remove(alice, second);
    const answer = await askChanges(journey, alice, since, {
      row: '__typename ... on MessageChanged { kind previousId folder { id name } } ... on MessageReadStateChanged { id isRead } ... on ItemRemoved { id folder { id } } ... on FolderChanged { kind folder { id name path kind totalCount unreadCount } }',
    });
    expect(operationsOf(answer)).toEqual(['FindFolder', 'SyncFolderItems']);
    expect(answer.data.mailbox?.changes.changes).toEqual([
      {
        __typename: 'FolderChanged',
        kind: 'UPDATED',
        folder: expect.objectContaining({ id: inbox, name: 'Inbox', path: '/Inbox', kind: 'MAIL' }) as object,
      },
      { __typename: 'MessageChanged', kind: 'CREATED', previousId: null, folder: { id: inbox, name: 'Inbox' } },
      { __typename: 'MessageReadStateChanged', id: sealedId('Item', alice, first), isRead: true },
      { __typename: 'ItemRemoved', id: sealedId('Item', alice, second), folder: { id: inbox } },
    ]);
  });
});

describe('changes', () => {
  it('tell nothing on the way to the first position, and afterwards each thing once, a page at a time', async () => {
    const journey = await startSettled();
    const before = deliverSealed(journey, 'Mail 0');
    const position = await changesToEnd(journey, alice, undefined);
    expect(position).toMatchObject({ changes: [], hasMore: false, resyncRequired: false });

    const ids = deliverSealed(journey, 'Mail 1', 'Mail 2', 'Mail 3');
    const page = await changesSince(journey, alice, position.token, { first: 2 });
    expect(page.changes).toHaveLength(2);
    expect(page.hasMore).toBe(true);
    const { changes } = await changesToEnd(journey, alice, position.token, { first: 2 });
    const messages = apartFromFolders(changes).map(({ message }) => (message as { readonly id: string }).id);
    expect(messages).toEqual(ids);
    expect(messages).not.toContain(before[0]);
  });

  it('of a mailbox with many folders begin after several calls, each of which says that there is more', async () => {
    const journey = await startSettled();
    const folders = Array.from(
      { length: 40 },
      (_, index) => `<t:Folder><t:DisplayName>Made ${index}</t:DisplayName></t:Folder>`,
    );
    await askServer(
      journey,
      'alice',
      `<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders>${folders.join('')}</m:Folders></m:CreateFolder>`,
    );
    const beginning = await askChanges(journey, alice, undefined);
    expect(operationsOf(beginning).filter((operation) => operation === 'SyncFolderItems')).toHaveLength(32);
    expect(beginning.data.mailbox?.changes).toMatchObject({ changes: [], hasMore: true, resyncRequired: false });
    const end = await changesToEnd(journey, alice, beginning.data.mailbox?.changes.token);
    expect(end).toMatchObject({ changes: [], hasMore: false });
    const [id] = deliverSealed(journey, 'Mail 1');
    expect(apartFromFolders((await changesSince(journey, alice, end.token)).changes)).toMatchObject([
      { message: { id } },
    ]);
  });

  it('show a message as it is now, and null of one that is gone again, without an error', async () => {
    const journey = await startSettled();
    const since = await positionOf(journey, alice);
    const changed = '2026-03-18T09:00:00Z';
    deliver(journey, 'Mail 1');
    journey.emulator.deliver(
      alice,
      'inbox',
      item('t:Message', 'IPM.Note', 'Mail 2', [node('t:LastModifiedTime', changed)]),
    );
    const gone = { kind: 'itemError', index: 0, operation: 'GetItem', responseCode: 'ErrorItemNotFound' } as const;
    journey.emulator.faults.add(gone);
    const { changes } = await changesSince(journey, alice, since, {
      row: '__typename ... on MessageChanged { kind at message { subject } }',
    });
    expect(apartFromFolders(changes)).toEqual([
      { __typename: 'MessageChanged', kind: 'CREATED', at: null, message: null },
      {
        __typename: 'MessageChanged',
        kind: 'CREATED',
        at: changed,
        message: { subject: 'Mail 2' },
      },
    ]);
  });

  it('of items that could not be read stand, with an error beside each, and so does their token', async () => {
    const journey = await startSettled();
    const since = await positionOf(journey, alice);
    deliver(journey, 'Mail 1');
    journey.emulator.faults.add({ kind: 'status', status: 500, operation: 'GetItem', times: 10 });
    const answer = await askChanges(journey, alice, since);
    expect(apartFromFolders(answer.data.mailbox?.changes.changes ?? [])).toMatchObject([
      { kind: 'CREATED', message: null },
    ]);
    expect(problemsOf(answer)).toMatchObject([
      { code: 'UPSTREAM_ERROR', path: ['mailbox', 'changes', 'changes', expect.any(Number), 'message'] },
    ]);
    expect(answer.data.mailbox?.changes.token).toEqual(expect.any(String));
  });

  it('name the id that a message had before moveMessages, and no other', async () => {
    const journey = await startSettled();
    const [id = ''] = deliverSealed(journey, 'Mail 1');
    const since = await positionOf(journey, alice);
    const { data } = await journey.query<{
      readonly moveMessages: { readonly results: readonly { readonly message: { readonly id: string } }[] };
    }>(
      `mutation ($input: MoveMessagesInput!) { moveMessages(input: $input) { results { message { id } } userErrors { code } } }`,
      { input: { mailbox: alice, ids: [id], to: { role: 'JUNK_EMAIL' } } },
    );
    const [moved] = data.moveMessages.results;
    const { changes } = await changesSince(journey, alice, since);
    const junk = await idOfFolder(journey, '{ role: JUNK_EMAIL }');
    expect(apartFromFolders(changes)).toEqual([
      {
        __typename: 'MessageChanged',
        kind: 'MOVED',
        previousId: id,
        message: expect.objectContaining({ id: moved?.message.id, subject: 'Mail 1', folder: { id: junk } }) as object,
      },
    ]);
  });

  it('tell an event, a contact and a task that go to Deleted Items as gone from where they were, and nothing more', async () => {
    const journey = await startSettled();
    const ids = [
      journey.emulator.deliver(alice, 'calendar', appointment('Board')),
      journey.emulator.deliver(alice, 'contacts', contact('Ada')),
      journey.emulator.deliver(alice, 'tasks', task('Call')),
    ].map((id) => sealedId('Item', alice, id));
    const since = await positionOf(journey, alice);
    const deleted = await journey.query<{ readonly deleteItems: object }>(
      `mutation ($alice: EmailAddress!, $ids: [ID!]!) { deleteItems(mailbox: $alice, ids: $ids) { userErrors { code } } }`,
      { ids, alice },
    );
    expect(deleted.data.deleteItems).toEqual({ userErrors: [] });
    const { changes } = await changesSince(journey, alice, since);
    const gone = apartFromFolders(changes);
    expect(gone.map(({ __typename }) => __typename)).toEqual(['ItemRemoved', 'ItemRemoved', 'ItemRemoved']);
    expect(gone.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(gone.map(({ folder }) => (folder as { readonly path: string }).path).toSorted()).toEqual([
      '/Calendar',
      '/Contacts',
      '/Tasks',
    ]);
  });

  it('tell a folder as it is, also to who asks about it next', async () => {
    const journey = await startSettled();
    const inbox = await idOfFolder(journey, '{ role: INBOX }');
    const made = await journey.query<{ readonly createFolder: { readonly folder: { readonly id: string } } }>(
      `mutation ($input: CreateFolderInput!) { createFolder(input: $input) { folder { id } userErrors { code } } }`,
      { input: { mailbox: alice, parent: { id: inbox }, name: 'Made' } },
    );
    const { id } = made.data.createFolder.folder;
    const since = await positionOf(journey, alice);
    // From now on the gateway has the name in its memory, and then the owner’s own mail program changes it.
    expect(await idOfFolder(journey, '{ path: "/Inbox/Made" }')).toBe(id);
    await askServer(
      journey,
      'alice',
      `<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="${ewsIdIn(id)}"/><t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/><t:Folder><t:DisplayName>Renamed</t:DisplayName></t:Folder></t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
    );
    const renamed = await changesSince(journey, alice, since);
    expect(renamed.changes).toMatchObject([
      { __typename: 'FolderChanged', kind: 'UPDATED', folder: { id, name: 'Renamed', path: '/Inbox/Renamed' } },
    ]);
    const { data } = await journey.query(
      `{ mailbox(address: "${alice}") { folder(where: { id: "${id}" }) { name } } }`,
    );
    expect(data).toEqual({ mailbox: { folder: { name: 'Renamed' } } });

    await journey.query(
      `mutation ($input: DeleteFolderInput!) { deleteFolder(input: $input) { userErrors { code } } }`,
      { input: { mailbox: alice, folder: { id }, mode: 'HARD_DELETE' } },
    );
    expect((await changesSince(journey, alice, renamed.token)).changes).toContainEqual({
      __typename: 'FolderRemoved',
      id,
    });
  });

  it('begin anew where the server has lost how far they were read, and say so', async () => {
    const journey = await startSettled();
    const since = await positionOf(journey, alice);
    journey.emulator.expireSyncStates(alice);
    deliver(journey, 'Mail 1');
    const lost = await changesSince(journey, alice, since);
    expect(lost).toMatchObject({ changes: [], resyncRequired: true });
    const { token } = lost.hasMore ? await changesToEnd(journey, alice, lost.token) : lost;
    const [id] = deliverSealed(journey, 'Mail 2');
    const { changes, resyncRequired } = await changesSince(journey, alice, token);
    expect(resyncRequired).toBe(false);
    expect(apartFromFolders(changes)).toMatchObject([{ message: { id, subject: 'Mail 2' } }]);
  });
});

describe('a token', () => {
  const bob = 'bob@example.test';

  it.each([
    ['forged', () => 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['cut', (token: string) => token.slice(0, -5)],
    ['of another mailbox', (_token: string, other: string) => other],
    ['too long', () => 'A'.repeat(600_000)],
    ['empty', () => ''],
    ['that is an id', () => sealedId('Item', alice, 'AAMk')],
  ])('that is %s is BAD_USER_INPUT, not repeated, and asks the mail server nothing', async (_what, spoil) => {
    const journey = await startSettled();
    const [token, other] = [await positionOf(journey, alice), await positionOf(journey, bob)];
    journey.emulator.requests.length = 0;
    const bad = spoil(token, other);
    const answer = await askChanges(journey, alice, bad);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    if (bad !== '') expect(JSON.stringify(answer)).not.toContain(bad);
    expect(journey.emulator.requests).toEqual([]);
  });

  it('of a form that this version does not read is no error: the position is lost', async () => {
    const journey = await startSettled();
    const older = createSealer(journeySecret).sealBytes('sync-token', Buffer.from([0, 1, 2, 3]));
    const { changes, resyncRequired } = await changesSince(journey, alice, older);
    expect([changes, resyncRequired]).toEqual([[], true]);
  });

  it('goes with 1 to 1000 changes, and with no other number', async () => {
    const journey = await startSettled();
    const since = await positionOf(journey, alice);
    for (const first of [0, -1, 1001])
      expect((await askChanges(journey, alice, since, { first, row: '__typename' })).errors).toMatchObject([
        { message: 'first must be from 1 to 1000', extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    for (const first of [1, 1000])
      expect((await askChanges(journey, alice, since, { first, row: '__typename' })).errors).toBeUndefined();
  });
});
