import { describe, expect, it } from 'vitest';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import type { EwsSession, Operation } from '../../../src/ews/operation.ts';
import { createFolder } from '../../../src/ews/operations/create-folder.ts';
import { deleteFolder } from '../../../src/ews/operations/delete-folder.ts';
import { moveFolder } from '../../../src/ews/operations/move-folder.ts';
import { moveItem } from '../../../src/ews/operations/move-item.ts';
import { updateFolder } from '../../../src/ews/operations/update-folder.ts';
import { updateItem } from '../../../src/ews/operations/update-item.ts';
import { folderId, itemId, type FolderId, type ItemId } from '../../../src/ews/properties/id.ts';
import type { MailboxChange } from '../../../src/mailbox/feed/mailbox-change.ts';
import { createReadChanges, type ChangeBatch, type FollowedMailbox } from '../../../src/mailbox/feed/read-changes.ts';
import type { KnownFolder } from '../../../src/mailbox/folder-tree.ts';
import { createSealer } from '../../../src/sealer.ts';
import { element } from '../../emulator/elements.ts';
import { mail, smallOrganization } from '../../emulator/small-organization.ts';
import { readToEnd } from './feed-client.ts';
import { startFedMailbox } from './fed-mailbox.ts';

const sealer = createSealer(new Uint8Array(32).fill(3));
const everything = { limit: 100, follows: () => true };

const start = async () => {
  let nowMs = Date.parse('2026-03-18T09:00:00Z');
  const now = (): number => nowMs;
  const fed = await startFedMailbox({ seed: smallOrganization(), now });
  const readChanges = createReadChanges({ sealer, now });
  const mailbox = await fed.open();
  const folders = await mailbox.folders.tree();
  const idOf = (path: string): FolderId => folders.find((folder) => folder.path === path)?.id ?? folderId('none');
  const position = async (followed: FollowedMailbox = mailbox): Promise<string> =>
    (await readToEnd(readChanges, followed, undefined)).at(-1)?.token ?? '';
  return {
    ...fed,
    mailbox,
    readChanges,
    idOf,
    inbox: idOf('/Inbox'),
    project: idOf('/Inbox/Project'),
    position,
    advance: (ms: number) => void (nowMs += ms),
    deliver: (subject = 'New'): ItemId => itemId(fed.emulator.deliver(fed.address, 'inbox', mail(subject))),
  };
};

/** Without what is told of the folders' counts. */
const apartFromCounts = ({ changes }: ChangeBatch): readonly MailboxChange[] =>
  changes.filter((change) => change.type !== 'folder' || change.what !== 'counted');

/** Folders as one line each. */
const folderLines = ({ changes }: ChangeBatch): readonly string[] =>
  changes.flatMap((change) => (change.type === 'folder' ? [`${change.what} ${change.folder.path}`] : []));

/** A session that does something before each call of an operation, or instead of it. */
const intercepted = (
  session: EwsSession,
  name: string,
  before: (input: unknown) => Promise<void> | void,
): EwsSession => ({
  ...session,
  call: async <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> => {
    if (operation.name === name) await before(input);
    return session.call(operation, input);
  },
});

/** A session, and the names of what was called in it. */
const counted = (session: EwsSession) => {
  const calls: string[] = [];
  const call: EwsSession['call'] = (operation, input) => {
    calls.push(operation.name);
    return session.call(operation, input);
  };
  return { session: { ...session, call }, calls };
};

const edit = (id: ItemId) =>
  [
    updateItem,
    {
      changes: [{ id, type: 'Message' as const, changes: { subject: 'Edited' } }],
      conflictResolution: 'AlwaysOverwrite' as const,
      disposition: 'SaveOnly' as const,
    },
  ] as const;

describe('the position of a mailbox', () => {
  it('is read without telling anything, by one call for the folders and one for each of them', async () => {
    const { emulator, mailbox, readChanges } = await start();
    emulator.requests.length = 0;
    const batch = await readChanges(mailbox, undefined, everything);
    expect(batch).toMatchObject({ changes: [], hasMore: false, resyncRequired: false });
    const folders = ['Inbox', 'Project', 'Calendar', 'Contacts', 'Tasks'];
    expect(emulator.requests.map(({ operation }) => operation)).toEqual([
      'FindFolder',
      ...folders.map(() => 'SyncFolderItems'),
    ]);
  });

  it('takes several calls of bounded work in a mailbox of many folders, and is silent on the way', async () => {
    const { emulator, mailbox, readChanges, inbox, deliver } = await start();
    await mailbox.session.callEach(createFolder, {
      parent: { id: inbox },
      folders: Array.from({ length: 40 }, (_, index) => ({
        element: 'Folder' as const,
        properties: { displayName: `Folder ${index}` },
      })),
    });
    emulator.requests.length = 0;
    const first = await readChanges(mailbox, undefined, everything);
    expect(first).toMatchObject({ changes: [], hasMore: true });
    expect(emulator.requests).toHaveLength(1 + 32);
    deliver();
    const second = await readChanges(mailbox, first.token, everything);
    expect(second).toMatchObject({ changes: [], hasMore: false });
    expect(emulator.requests).toHaveLength(1 + 32 + 1 + 13);

    const id = deliver();
    const [last] = (await readToEnd(readChanges, mailbox, second.token)).flatMap(({ changes }) => changes).slice(-1);
    expect(last).toMatchObject({ type: 'item', what: 'created', id });
  });
});

const aMessage = { itemType: 'Message', isPeopleList: false, folderKind: 'MAIL' } as const;
const newMail = { ...aMessage, type: 'item', what: 'created' } as const;

describe('changes', () => {
  it('tell new mail after the counts of its folder, and the same again for the same token', async () => {
    const { mailbox, readChanges, position, inbox, deliver } = await start();
    const since = await position();
    const id = deliver();
    const batch = await readChanges(mailbox, since, everything);
    expect(batch).toMatchObject({ hasMore: false, resyncRequired: false });
    expect(batch.changes).toEqual([
      { type: 'folder', what: 'counted', folder: expect.objectContaining({ id: inbox, totalCount: 5 }) },
      { ...newMail, id, folderId: inbox },
    ]);
    expect(await readChanges(mailbox, since, everything)).toEqual(batch);
    expect((await readChanges(mailbox, batch.token, everything)).changes).toEqual([]);
  });

  it('tell what was read, what was edited and what is gone', async () => {
    const { emulator, address, mailbox, readChanges, position, inbox, deliver } = await start();
    const [read, edited, removed] = [deliver(), deliver(), deliver()];
    const since = await position();
    emulator.setRead(address, read, true);
    await mailbox.session.call(...edit(edited));
    emulator.remove(address, removed);
    expect(apartFromCounts(await readChanges(mailbox, since, everything))).toEqual([
      { type: 'readState', id: read, folderId: inbox, folderKind: 'MAIL', isRead: true },
      { ...newMail, what: 'updated', id: edited, folderId: inbox },
      { type: 'itemRemoved', id: removed, folderId: inbox, folderKind: 'MAIL' },
    ]);
  });

  it('name the previous id of what this gateway has moved, and only of that', async () => {
    const { mailbox, readChanges, position, inbox, project, deliver } = await start();
    const [ours, theirs] = [deliver(), deliver()];
    const since = await position();
    const moved = await mailbox.session.callEach(moveItem, {
      ids: [{ id: ours }, { id: theirs }],
      to: { id: project },
    });
    const [id, otherId] = moved.map((answer) => (answer instanceof EwsError ? undefined : answer?.id));
    if (id === undefined || otherId === undefined) throw new Error('not moved');
    mailbox.moves.note(ours, id);
    const told = apartFromCounts(await readChanges(mailbox, since, everything));
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        {
          ...aMessage,
          type: 'itemMoved',
          id,
          folderId: project,
          previousId: ours,
          previousFolder: { folderId: inbox, folderKind: 'MAIL' },
        },
        { ...newMail, id: otherId, folderId: project },
        { type: 'itemRemoved', id: theirs, folderId: inbox, folderKind: 'MAIL' },
      ]),
    );
  });

  it('tell events, contacts and tasks as what they are', async () => {
    const { emulator, address, mailbox, readChanges, position } = await start();
    const since = await position();
    const deliver = (folder: string, name: string, itemClass: string, times: readonly XmlNode[] = []) =>
      emulator.deliver(address, folder, {
        element: element(name, { 't:ItemClass': itemClass, 't:Subject': 'New' }, times),
        attachments: [],
      });
    deliver('calendar', 't:CalendarItem', 'IPM.Appointment', [
      node('t:Start', '2026-03-18T09:00:00.000Z'),
      node('t:End', '2026-03-18T10:00:00.000Z'),
    ]);
    deliver('contacts', 't:Contact', 'IPM.Contact');
    deliver('tasks', 't:Task', 'IPM.Task');
    const { changes } = await readChanges(mailbox, since, everything);
    expect(changes.flatMap((change) => (change.type === 'item' ? [change.itemType] : [])).toSorted()).toEqual([
      'CalendarItem',
      'Contact',
      'Task',
    ]);
  });

  it('tell as one what is moved while they are read, from a folder that is read to one that has been looked at', async () => {
    const { mailbox, readChanges, position, inbox, project, deliver } = await start();
    const ours = deliver();
    const since = await position();
    const other = deliver();
    let moved: ItemId | undefined;
    let hasBegun = false;
    const moving = intercepted(mailbox.session, 'SyncFolderItems', async () => {
      if (hasBegun) return;
      hasBegun = true;
      moved = (await mailbox.session.call(moveItem, { ids: [{ id: ours }], to: { id: project } }))?.id;
      if (moved !== undefined) mailbox.moves.note(ours, moved);
    });
    const { session, calls } = counted(moving);
    const told = apartFromCounts(await readChanges({ ...mailbox, session }, since, everything));
    expect(told).toEqual([
      { ...newMail, id: other, folderId: inbox },
      {
        ...aMessage,
        type: 'itemMoved',
        id: moved,
        folderId: project,
        previousId: ours,
        previousFolder: { folderId: inbox, folderKind: 'MAIL' },
      },
    ]);
    expect(calls.filter((name) => name === 'FindFolder')).toHaveLength(2);
  });

  it('tell nothing of what was there at the first look and is gone at the second, but that it is gone', async () => {
    const { emulator, mailbox, readChanges, position, inbox, project, deliver } = await start();
    const ours = deliver();
    const since = await position();
    const [fleeting, kept] = [deliver(), deliver()];
    const [folder] = await mailbox.session.callEach(createFolder, {
      parent: { id: inbox },
      folders: [{ element: 'Folder', properties: { displayName: 'Fleeting' } }],
    });
    if (folder === undefined || folder instanceof Error) throw new Error('no folder was made', { cause: folder });
    const inFolder = await mailbox.session.call(moveItem, { ids: [{ id: deliver() }], to: { id: folder.id } });
    let looks = 0;
    const losing = intercepted(mailbox.session, 'FindFolder', async () => {
      looks += 1;
      if (looks < 2) return;
      emulator.remove('alice@example.test', fleeting);
      await mailbox.session.call(deleteFolder, { folders: [{ id: folder.id }], deleteType: 'HardDelete' });
    });
    let hasMoved = false;
    const session = intercepted(losing, 'SyncFolderItems', async () => {
      if (hasMoved) return;
      hasMoved = true;
      const moved = await mailbox.session.call(moveItem, { ids: [{ id: ours }], to: { id: project } });
      if (moved !== undefined) mailbox.moves.note(ours, moved.id);
    });
    const { changes } = await readChanges({ ...mailbox, session }, since, everything);
    const toldOf = (id: string | undefined) =>
      changes.flatMap((change) => {
        const ids = change.type === 'folder' ? [change.folder.id] : [change.id];
        return ids.some((one) => one === id) ? [change.type] : [];
      });
    expect(looks).toBe(2);
    expect([folder.id, fleeting, inFolder?.id, kept].map(toldOf)).toEqual([
      ['folderRemoved'],
      ['itemRemoved'],
      [],
      ['item'],
    ]);
  });

  it('tell folders: new with what is in them, renamed, moved, and gone with those below', async () => {
    const { mailbox, readChanges, position, inbox, project, idOf, deliver } = await start();
    const { session } = mailbox;
    let { token } = await readChanges(mailbox, await position(), everything);
    const next = async (): Promise<ChangeBatch> => {
      const batch = await readChanges(mailbox, token, everything);
      ({ token } = batch);
      return batch;
    };
    const make = { element: 'Folder' as const, properties: { displayName: 'Made' } };
    const made = await session.call(createFolder, { parent: { id: project }, folders: [make] });
    const moved = await session.call(moveItem, { ids: [{ id: deliver() }], to: { id: made.id } });
    const born = await next();
    expect(folderLines(born)).toEqual(['created /Inbox/Project/Made']);
    expect(born.changes.slice(1)).toEqual([{ ...newMail, id: moved?.id, folderId: made.id }]);

    const names = { id: project, element: 'Folder' as const, changes: { displayName: 'Renamed' } };
    await session.call(updateFolder, { changes: [names] });
    expect(folderLines(await next())).toEqual(['updated /Inbox/Renamed']);

    await session.call(moveFolder, { folders: [{ id: made.id }], to: { id: inbox } });
    expect(folderLines(await next())).toEqual(['moved /Inbox/Made']);
    await session.call(moveFolder, { folders: [{ id: made.id }], to: { id: project } });
    await next();

    await session.call(deleteFolder, { folders: [{ id: project }], deleteType: 'HardDelete' });
    const { changes } = await next();
    expect(changes.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))).toEqual(
      [project, made.id]
        .toSorted((one, other) => one.localeCompare(other))
        .map((id) => ({ type: 'folderRemoved', id })),
    );
    expect(idOf('/Inbox')).toBe(inbox);
  });

  it('come in batches no longer than was wished, folders counted, and all of them once', async () => {
    const { mailbox, readChanges, position, project, deliver } = await start();
    const since = await position();
    const ids = Array.from({ length: 7 }, () => deliver());
    await mailbox.session.callEach(createFolder, {
      parent: { id: project },
      folders: ['A', 'B', 'C', 'D'].map((displayName) => ({ element: 'Folder' as const, properties: { displayName } })),
    });
    const batches = await readToEnd(readChanges, mailbox, since, 3);
    expect(batches.map(({ changes }) => changes.length)).toEqual([3, 3, 3, 3]);
    expect(batches.map(({ hasMore }) => hasMore)).toEqual([true, true, true, false]);
    expect(batches.flatMap(folderLines)).toEqual([
      'counted /Inbox',
      ...['A', 'B', 'C', 'D'].map((name) => `created /Inbox/Project/${name}`),
    ]);
    const told = batches.flatMap(({ changes }) =>
      changes.flatMap((change) => (change.type === 'item' ? [change.id] : [])),
    );
    expect(told).toEqual(ids);
  });

  it('leave out what is in folders that are not followed, until they are', async () => {
    const { emulator, mailbox, readChanges, inbox, deliver } = await start();
    const follows = ({ kind }: KnownFolder): boolean => kind === 'CALENDAR';
    emulator.requests.length = 0;
    const first = await readChanges(mailbox, undefined, { limit: 100, follows });
    expect(first.hasMore).toBe(false);
    expect(emulator.requests).toHaveLength(2);
    deliver();
    const second = await readChanges(mailbox, first.token, { limit: 100, follows });
    expect(second.changes.map(({ type }) => type)).toEqual(['folder']);
    expect(second.hasMore).toBe(false);
    const third = await readChanges(mailbox, second.token, everything);
    const told = third.changes.flatMap((change) => (change.type === 'item' ? [change.folderId] : []));
    expect(told.filter((id) => id === inbox)).toHaveLength(5);
  });

  it('go on where a folder was left when it is followed again', async () => {
    const { mailbox, readChanges, position, deliver } = await start();
    const since = await position();
    const id = deliver();
    const unfollowed = await readChanges(mailbox, since, { limit: 100, follows: () => false });
    const { changes } = await readChanges(mailbox, unfollowed.token, everything);
    expect(changes).toMatchObject([{ type: 'item', what: 'created', id }]);
  });
});

describe('folders that look unchanged', () => {
  it('cost no call where the server tells when they were last written, once that is a minute ago', async () => {
    const { mailbox, readChanges, position, advance, deliver } = await start();
    const { session, calls } = counted(mailbox.session);
    const told = { ...mailbox, session };
    deliver();
    const fresh = await position(told);
    advance(61_000);
    const { token } = await readChanges(told, fresh, everything);
    calls.length = 0;
    const quiet = await readChanges(told, token, everything);
    expect(calls).toEqual(['FindFolder']);
    const id = deliver();
    calls.length = 0;
    const { changes } = await readChanges(told, quiet.token, everything);
    expect(calls).toEqual(['FindFolder', 'SyncFolderItems']);
    expect(changes.at(-1)).toMatchObject({ type: 'item', id });
  });

  it('are read all the same after half an hour', async () => {
    const { mailbox, readChanges, position, advance, deliver } = await start();
    const id = deliver();
    let listing: unknown;
    // A server that takes no notice of any change: it goes on telling what it told first.
    const session: EwsSession = {
      ...mailbox.session,
      call: async <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> => {
        if (operation.name !== 'FindFolder') return mailbox.session.call(operation, input);
        listing ??= await mailbox.session.call(operation, input);
        return listing as Output;
      },
    };
    const blind = { ...mailbox, session };
    const fresh = await position(blind);
    advance(61_000);
    const { token } = await readChanges(blind, fresh, everything);
    await mailbox.session.call(...edit(id));
    advance(29 * 60_000);
    const early = await readChanges(blind, token, everything);
    expect(early.changes).toEqual([]);
    advance(60_000);
    expect((await readChanges(blind, early.token, everything)).changes).toMatchObject([{ type: 'item', id }]);
  });
});

describe('when something is lost', () => {
  it('the reader is told to start over, and goes on from the position that comes with it', async () => {
    const { emulator, address, mailbox, readChanges, position, deliver } = await start();
    const since = await position();
    deliver();
    emulator.expireSyncStates(address);
    const batch = await readChanges(mailbox, since, everything);
    expect(batch).toMatchObject({ changes: [], hasMore: false, resyncRequired: true });
    const id = deliver();
    const after = await readChanges(mailbox, batch.token, everything);
    expect(after.resyncRequired).toBe(false);
    expect(apartFromCounts(after)).toMatchObject([{ type: 'item', what: 'created', id }]);
  });

  it('a token of another version of the gateway means starting over, too', async () => {
    const { mailbox, readChanges } = await start();
    const token = sealer.sealBytes('sync-token', Buffer.of(255, 1, 2, 3));
    expect(await readChanges(mailbox, token, everything)).toMatchObject({ changes: [], resyncRequired: true });
  });

  it('a token that was not made for this mailbox is refused before the server is asked', async () => {
    const { emulator, mailbox, readChanges } = await start();
    emulator.requests.length = 0;
    await expect(readChanges(mailbox, 'bm90IG9uZQ', everything)).rejects.toThrow(InvalidInputError);
    expect(emulator.requests).toEqual([]);
  });

  it('a folder that goes between the list and its turn does not end the feed', async () => {
    const { mailbox, readChanges, position, project, deliver } = await start();
    const since = await position();
    const id = deliver();
    let isGone = false;
    const session = intercepted(mailbox.session, 'SyncFolderItems', async () => {
      if (isGone) return;
      isGone = true;
      await mailbox.session.call(deleteFolder, { folders: [{ id: project }], deleteType: 'HardDelete' });
    });
    const batch = await readChanges({ ...mailbox, session }, since, everything);
    expect(batch.hasMore).toBe(false);
    expect(apartFromCounts(batch)).toMatchObject([{ type: 'item', id }]);
    expect((await readChanges(mailbox, batch.token, everything)).changes).toContainEqual({
      type: 'folderRemoved',
      id: project,
    });
  });

  it('a failure of the server loses nothing: the same token serves again', async () => {
    const { mailbox, readChanges, position, deliver } = await start();
    const since = await position();
    const id = deliver();
    const session = intercepted(mailbox.session, 'SyncFolderItems', () => {
      throw new EwsError('unreachable', 'the server has gone');
    });
    await expect(readChanges({ ...mailbox, session }, since, everything)).rejects.toThrow('the server has gone');
    expect(apartFromCounts(await readChanges(mailbox, since, everything))).toMatchObject([{ type: 'item', id }]);
  });
});
