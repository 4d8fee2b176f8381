import { describe, expect, it } from 'vitest';
import { addFolder, changeFolder, removeFolder } from '../../src/emulator/store/folder-writes.ts';
import { changeItem, removeItem } from '../../src/emulator/store/store-writes.ts';
import { createStore } from '../../src/emulator/store/store.ts';
import { accountOf } from '../../src/emulator/store/directory.ts';
import { syncFolderHierarchy } from '../../src/emulator/operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../../src/emulator/operations/sync-folder-items.ts';
import { child, childrenNamed, childText, node } from '../../src/emulator/xml/xml.ts';
import { answered, only } from './answered.ts';
import { byId, folderTree, named } from './mailbox-contents.ts';
import { bodyOf, codesIn, type RunningEmulator, startEmulator } from './running-emulator.ts';
import { mail, smallOrganization } from './small-organization.ts';
import { startWriting } from './writing-organization.ts';

const syncItems = (state: string, limit = 100, more = ''): string =>
  `<m:SyncFolderItems><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>${state === '' ? '' : `<m:SyncState>${state}</m:SyncState>`}${more}<m:MaxChangesReturned>${limit}</m:MaxChangesReturned></m:SyncFolderItems>`;

const sync = async ({ call }: RunningEmulator, state = '', limit = 100, more = '') => {
  const body = bodyOf(await call(syncItems(state, limit, more)));
  return {
    body,
    state: /<m:SyncState>([^<]+)</.exec(body)?.[1] ?? '',
    isLast: body.includes('<m:IncludesLastItemInRange>true<'),
    kinds: [...body.matchAll(/<t:(Create|Update|Delete|ReadFlagChange)>/g)].map(([, kind]) => kind),
    subjects: [...body.matchAll(/<t:Subject>([^<]*)</g)].map(([, subject]) => subject),
  };
};

describe('SyncFolderItems', () => {
  it('tells a folder in pages, each item once, and then nothing', async () => {
    const running = await startEmulator();
    const first = await sync(running, '', 3);
    expect([first.isLast, first.kinds]).toEqual([false, ['Create', 'Create', 'Create']]);
    const second = await sync(running, first.state, 3);
    expect([second.isLast, second.kinds]).toEqual([true, ['Create']]);
    expect([...first.subjects, ...second.subjects]).toEqual([
      'First',
      'Ünïcode and &lt;angle brackets&gt;',
      'Third',
      'Weekly',
    ]);
    expect((await sync(running, second.state)).kinds).toEqual([]);
  });

  it('tells what arrived, what was read and what was removed since', async () => {
    const running = await startEmulator();
    const { emulator } = running;
    const old = emulator.deliver('alice@example.test', 'inbox', mail('Old'));
    const { state } = await sync(running);
    const arrived = emulator.deliver('alice@example.test', 'inbox', mail('Arrived'));
    const passing = emulator.deliver('alice@example.test', 'inbox', mail('Came and went'));
    emulator.remove('alice@example.test', passing);
    emulator.setRead('alice@example.test', old, true);
    const changes = await sync(running, state);
    expect(changes.kinds).toEqual(['Create', 'ReadFlagChange']);
    expect(changes.body).toContain(`<t:ReadFlagChange><t:ItemId Id="${old}" ChangeKey="`);
    expect(changes.body).toContain('<t:IsRead>true</t:IsRead></t:ReadFlagChange>');
    emulator.remove('alice@example.test', arrived);
    const removal = await sync(running, changes.state);
    expect(removal.body).toContain(`<m:Changes><t:Delete><t:ItemId Id="${arrived}"/></t:Delete></m:Changes>`);
  });

  it('never calls an item an update that the client has not seen created', async () => {
    const running = await startEmulator();
    running.emulator.setRead(
      'alice@example.test',
      running.emulator.deliver('alice@example.test', 'inbox', mail('x')),
      true,
    );
    const pages = [await sync(running, '', 2)];
    for (let page = pages[0]; page !== undefined && !page.isLast; page = pages.at(-1)) {
      pages.push(await sync(running, page.state, 2));
    }
    expect(pages.flatMap(({ kinds }) => kinds)).toEqual(['Create', 'Create', 'Create', 'Create', 'Create']);
  });

  it('says nothing of what was gone before the client asked, however small its pages', async () => {
    const running = await startEmulator();
    const { emulator } = running;
    const [gone = ''] = ['Gone', 'One', 'Two'].map((subject) =>
      emulator.deliver('alice@example.test', 'inbox', mail(subject)),
    );
    emulator.remove('alice@example.test', gone);
    const pages = [await sync(running, '', 1)];
    for (let page = pages[0]; page !== undefined && !page.isLast; page = pages.at(-1)) {
      pages.push(await sync(running, page.state, 1));
    }
    expect(new Set(pages.flatMap(({ kinds }) => kinds))).toEqual(new Set(['Create']));
    expect(pages.flatMap(({ subjects }) => subjects).toSorted()).not.toContain('Gone');
  });

  it('tells as created what it has not told yet, though it was read in the middle of the round', async () => {
    const running = await startEmulator();
    const { state } = await sync(running);
    const [, , last = ''] = ['One', 'Two', 'Three'].map((subject) =>
      running.emulator.deliver('alice@example.test', 'inbox', mail(subject)),
    );
    const first = await sync(running, state, 1);
    running.emulator.setRead('alice@example.test', last, true);
    const rest = await sync(running, first.state);
    expect([first.kinds, rest.kinds]).toEqual([['Create'], ['Create', 'Create']]);
    expect([...first.subjects, ...rest.subjects]).toEqual(['One', 'Two', 'Three']);
  });

  it('tells as created what is always behind the page, however long that lasts', async () => {
    const running = await startEmulator();
    const { emulator } = running;
    const deliver = (subject: string): string => emulator.deliver('alice@example.test', 'inbox', mail(subject));
    const { state } = await sync(running);
    const [restless = ''] = ['Restless', 'One', 'Two', 'Three'].map(deliver);
    emulator.setRead('alice@example.test', restless, true);
    const pages = [await sync(running, state, 1)];
    for (const isRead of [false, true, false]) {
      deliver('Meanwhile');
      emulator.setRead('alice@example.test', restless, isRead);
      pages.push(await sync(running, pages.at(-1)?.state, 2));
    }
    pages.push(await sync(running, pages.at(-1)?.state));
    expect(pages.flatMap(({ kinds }) => kinds)).toEqual(Array.from({ length: 7 }, () => 'Create'));
    expect(pages.flatMap(({ subjects }) => subjects)).toContain('Restless');
  });

  it('leaves out what the client wants to ignore', async () => {
    const running = await startEmulator();
    const { state } = await sync(running);
    const sent = running.emulator.deliver('alice@example.test', 'inbox', mail('By this client'));
    const ignored = await sync(running, state, 100, `<m:Ignore><t:ItemId Id="${sent}"/></m:Ignore>`);
    expect(ignored.kinds).toEqual([]);
  });

  it.each([
    ['garbage', 'Z2FyYmFnZQ=='],
    ['no base64', '%%%'],
  ])('refuses a state that is %s', async (_, state) => {
    const { call } = await startEmulator();
    expect(codesIn(await call(syncItems(state)))).toEqual(['ErrorInvalidSyncStateData']);
  });

  it('refuses a state of another mailbox, and one from the future', async () => {
    const running = await startEmulator();
    const { state } = await sync(running);
    expect(codesIn(await running.call(syncItems(state), 'bob@example.test'))).toEqual(['ErrorInvalidSyncStateData']);
    const future = Buffer.from(Buffer.from(state, 'base64').toString().replace(/\d+$/, '99999')).toString('base64');
    expect(codesIn(await running.call(syncItems(future)))).toEqual(['ErrorInvalidSyncStateData']);
  });

  it('begins anew when its states were made to expire, as do folders, in that mailbox alone', async () => {
    const running = await startEmulator();
    const folders = (state: string) =>
      `<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:SyncState>${state}</m:SyncState></m:SyncFolderHierarchy>`;
    const stateIn = async (request: string, mailbox?: string): Promise<string> =>
      /<m:SyncState>([^<]+)</.exec(bodyOf(await running.call(request, mailbox)))?.[1] ?? '';
    const states = [await stateIn(syncItems('', 2)), await stateIn(folders(''))];
    const bobs = await stateIn(syncItems(''), 'bob@example.test');
    running.emulator.expireSyncStates('alice@example.test');
    const asked = [syncItems(states[0] ?? ''), folders(states[1] ?? '')];
    for (const request of asked) {
      expect(codesIn(await running.call(request))).toEqual(['ErrorInvalidSyncStateData']);
    }
    expect(codesIn(await running.call(syncItems(bobs), 'bob@example.test'))).toEqual(['NoError']);
    const fresh = await sync(running);
    expect(fresh.subjects).toHaveLength(4);
    running.emulator.deliver('alice@example.test', 'inbox', mail('Later'));
    expect((await sync(running, fresh.state)).subjects).toEqual(['Later']);
  });

  it('says when there is no such folder', async () => {
    const { call } = await startEmulator();
    expect(codesIn(await call(syncItems('').replace('inbox', 'voicemail')))).toEqual(['ErrorSyncFolderNotFound']);
  });
});

describe('SyncFolderItems of an item whose content changed', () => {
  it('calls it an update, and a deletion by its id when it is gone', () => {
    const store = createStore(smallOrganization(), Date.now);
    const mailbox = accountOf(store, 'bob@example.test').open();
    const context = { store, mailbox, access: 'USER' as const, now: Date.now, timeZoneId: undefined, options };
    const changes = (state: string | undefined) => {
      const answer = syncFolderItems(
        node('m:SyncFolderItems', [
          node('m:ItemShape', [node('t:BaseShape', 'IdOnly')]),
          node('m:SyncFolderId', [node('t:DistinguishedFolderId', { Id: 'inbox' })]),
          state === undefined ? undefined : node('m:SyncState', state),
          node('m:MaxChangesReturned', '10'),
        ]),
        context,
      );
      const message = child(child(answer, 'm:ResponseMessages'), 'm:SyncFolderItemsResponseMessage');
      const kinds = child(message, 'm:Changes')?.children.map(({ name }) => name);
      return { kinds, state: childText(message, 'm:SyncState') };
    };
    const { state } = changes(undefined);
    const [item] = mailbox.items.values();
    if (item === undefined) throw new Error('bob has a message');
    changeItem(mailbox, item, [node('t:Subject', 'Another subject')]);
    const updated = changes(state);
    expect(updated.kinds).toEqual(['t:Update']);
    removeItem(mailbox, item);
    expect(changes(updated.state).kinds).toEqual(['t:Delete']);
  });

  it('calls it an update, too, when it was marked as read afterwards and told in the middle of the round', async () => {
    const running = await startEmulator();
    const [changed = '', other = ''] = ['Changed', 'Other'].map((subject) =>
      running.emulator.deliver('alice@example.test', 'inbox', mail(subject)),
    );
    const { state } = await sync(running);
    await running.call(
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange><t:ItemId Id="${changed}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>Another</t:Subject></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    );
    running.emulator.setRead('alice@example.test', other, true);
    running.emulator.setRead('alice@example.test', changed, true);
    const first = await sync(running, state, 1);
    const rest = await sync(running, first.state);
    expect([first.kinds, rest.kinds]).toEqual([['ReadFlagChange'], ['Update']]);
  });
});

describe('SyncFolderHierarchy', () => {
  const store = createStore(smallOrganization(), Date.now);
  const mailbox = accountOf(store, 'alice@example.test').open();
  const context = { store, mailbox, access: 'USER' as const, now: Date.now, timeZoneId: undefined, options };
  const hierarchy = (state: string | undefined) => {
    const answer = syncFolderHierarchy(
      node('m:SyncFolderHierarchy', [
        node('m:FolderShape', [node('t:BaseShape', 'Default')]),
        state === undefined ? undefined : node('m:SyncState', state),
      ]),
      context,
    );
    const message = child(child(answer, 'm:ResponseMessages'), 'm:SyncFolderHierarchyResponseMessage');
    const changes = child(message, 'm:Changes');
    return {
      state: childText(message, 'm:SyncState'),
      created: childrenNamed(changes, 't:Create').map(({ children }) => childText(children[0], 't:DisplayName')),
      updated: childrenNamed(changes, 't:Update').map(({ children }) => childText(children[0], 't:DisplayName')),
      deleted: childrenNamed(changes, 't:Delete').length,
    };
  };

  it('tells the whole tree, parents first, then only what changed', () => {
    const first = hierarchy(undefined);
    expect(first.created).toEqual([
      'Top of Information Store',
      'Inbox',
      'Project',
      'Calendar',
      'Contacts',
      'Tasks',
      'Search Folders',
      'Unread Mail',
    ]);
    expect(hierarchy(first.state)).toMatchObject({ created: [], updated: [], deleted: 0 });
    const added = addFolder(mailbox, mailbox.root, { name: 'New', folderClass: 'IPF.Note', children: [], items: [] });
    const [tasks] = [...mailbox.folders.values()].filter(({ name }) => name === 'Tasks');
    if (tasks !== undefined) changeFolder(tasks, { name: 'Duties' });
    const second = hierarchy(first.state);
    expect(second).toMatchObject({ created: ['New'], updated: ['Duties'], deleted: 0 });
    removeFolder(mailbox, added);
    expect(hierarchy(second.state)).toMatchObject({ created: [], updated: [], deleted: 1 });
  });
});

describe('SyncFolderHierarchy of one folder', () => {
  it('tells folders that were moved here as created, those moved away as deleted, and those moved within as updated', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const inbox = await hierarchy(running, 'inbox');
    const drafts = await hierarchy(running, 'drafts');
    const root = await hierarchy(running, 'root');
    const move = async (path: string, to: string) =>
      running.call(
        `<m:MoveFolder><m:ToFolderId>${named(to)}</m:ToFolderId><m:FolderIds>${byId(tree.id(path))}</m:FolderIds></m:MoveFolder>`,
      );
    await move('Inbox/Projects', 'drafts');
    const moved = [`Delete ${tree.id('Inbox/Projects')}`, `Delete ${tree.id('Inbox/Projects/Old')}`];
    expect((await hierarchy(running, 'inbox', inbox.state)).changes).toEqual(moved);
    const arrived = await hierarchy(running, 'drafts', drafts.state);
    expect(arrived.changes).toEqual(moved.map((change) => change.replace('Delete', 'Create')));
    expect((await hierarchy(running, 'root', root.state)).changes).toEqual([`Update ${tree.id('Inbox/Projects')}`]);
    await running.call(
      `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${byId(tree.id('Inbox/Projects'))}</m:FolderIds></m:DeleteFolder>`,
    );
    expect((await hierarchy(running, 'inbox', inbox.state)).changes.toSorted()).toEqual(moved.toSorted());
    expect((await hierarchy(running, 'drafts', arrived.state)).changes.toSorted()).toEqual(moved.toSorted());
    expect((await hierarchy(running, 'drafts', drafts.state)).changes).toEqual([]);
  });

  it('says nothing of a folder that went away and came back, but that it changed', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const { state } = await hierarchy(running, 'inbox');
    for (const to of ['drafts', 'inbox']) {
      await running.call(
        `<m:MoveFolder><m:ToFolderId>${named(to)}</m:ToFolderId><m:FolderIds>${byId(tree.id('Inbox/Projects'))}</m:FolderIds></m:MoveFolder>`,
      );
    }
    expect((await hierarchy(running, 'inbox', state)).changes).toEqual([`Update ${tree.id('Inbox/Projects')}`]);
  });
});

const hierarchy = async ({ call }: RunningEmulator, folder: string, state = '') => {
  const known = state === '' ? '' : `<m:SyncState>${state}</m:SyncState>`;
  const answer = await call(
    `<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:SyncFolderId>${named(folder)}</m:SyncFolderId>${known}</m:SyncFolderHierarchy>`,
  );
  const { body } = answered(answer);
  return {
    state: only(body, 'SyncState').text,
    changes: only(body, 'Changes').children.map(
      (change) => `${change.name} ${only(change, 'FolderId').attributes['Id']}`,
    ),
  };
};

const options = {
  withoutOperations: [],
  withoutQueryString: false,
  withoutFolderCommits: false,
  directoryWithoutMailbox: false,
};
