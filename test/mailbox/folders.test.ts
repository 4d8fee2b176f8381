import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { FindFolderPage } from '../../src/ews/operations/find-folder.ts';
import type { Folder } from '../../src/ews/properties/folder.ts';
import { folderId, mailboxAddress, type FolderTarget } from '../../src/ews/properties/id.ts';
import { folderTree } from '../../src/mailbox/folder-tree.ts';
import { createFolderMemory, createMailboxFolders } from '../../src/mailbox/folders.ts';

const ann = mailboxAddress('ann@example.test')!;
const folder = (id: string, displayName: string, parent: string, folderClass = 'IPF.Note'): Folder => ({
  element: 'Folder',
  id: folderId(id),
  changeKey: 'ck',
  properties: { displayName, folderClass, parentFolderId: folderId(parent), totalCount: 3, unreadCount: 1 },
});
const stored = [
  folder('acme', 'Acme', 'clients'),
  folder('clients', 'Clients', 'inbox'),
  folder('inbox', 'Inbox', 'root'),
  folder('slash', 'In/Out 100%', 'root'),
  folder('cal', 'Calendar', 'root', 'IPF.Appointment'),
];

/** A server with these folders that answers at most `cap` a page; `below` is what lies below the deleted items. */
const folderServer = (folders: Folder[], { cap = 1000, below = [] }: { cap?: number; below?: Folder[] } = {}) => {
  const calls: string[] = [];
  const page = (all: readonly Folder[], offset: number): FindFolderPage => {
    const found = all.slice(offset, offset + cap);
    return { folders: found, total: all.length, isLast: offset + found.length >= all.length, nextOffset: undefined };
  };
  const named = (target: FolderTarget): Folder | EwsError => {
    const name = 'distinguished' in target ? target.distinguished : '';
    if (name === 'msgfolderroot') return folder('root', 'Top', 'store');
    if (name === 'inbox') return folder('inbox', 'Inbox', 'root');
    return new EwsError('response', 'none', { responseCode: 'ErrorFolderNotFound' });
  };
  const session = {
    mailbox: ann,
    call: (operation: { name: string }) => {
      calls.push(operation.name);
      return Promise.resolve(folder('root', 'Top', 'store'));
    },
    callEach: (
      operation: { name: string },
      input: { folders: readonly FolderTarget[]; parents: readonly FolderTarget[]; offset: number },
    ) => {
      calls.push(operation.name);
      if (operation.name === 'GetFolder') return Promise.resolve(input.folders.map(named));
      const junk = new EwsError('response', 'none', { responseCode: 'ErrorFolderNotFound' });
      return Promise.resolve([page(folders, input.offset), page(below, input.offset), junk]);
    },
  } as unknown as EwsSession;
  return { session, calls };
};

describe('the folder tree', () => {
  it('puts parents before children, siblings by name, with paths whose segments can be told apart', () => {
    const tree = folderTree(stored, new Map([[folderId('inbox'), 'JUNK_EMAIL']]));
    expect(tree.map(({ path, kind, below }) => [path, kind, below])).toEqual([
      ['/Calendar', 'CALENDAR', undefined],
      ['/In%2FOut 100%25', 'MAIL', undefined],
      ['/Inbox', 'MAIL', 'JUNK_EMAIL'],
      ['/Inbox/Clients', 'MAIL', undefined],
      ['/Inbox/Clients/Acme', 'MAIL', undefined],
    ]);
  });

  it("loses no folder when folders claim to be each other's parents", () => {
    const tree = folderTree([folder('a', 'A', 'b'), folder('b', 'B', 'a'), folder('c', 'C', 'root')], new Map());
    expect(tree.map(({ name }) => name).toSorted()).toEqual(['A', 'B', 'C']);
  });
});

describe('the folders of a mailbox', () => {
  it('costs FindFolder and GetFolder the first time, FindFolder alone afterwards, and nothing where a role is enough', async () => {
    const memory = createFolderMemory(() => 0);
    const { session, calls } = folderServer(stored);
    await createMailboxFolders(session, memory).tree();
    expect(calls.toSorted()).toEqual(['FindFolder', 'GetFolder']);
    calls.length = 0;
    const folders = createMailboxFolders(session, memory);
    await Promise.all([folders.tree(), folders.tree(), folders.known()]);
    expect(folders.targetOfRole('INBOX')).toEqual({ distinguished: 'inbox', mailbox: ann });
    expect(calls).toEqual(['FindFolder']);
  });

  it('asks for the roles once for all rows that want them at the same time, and again where that failed', async () => {
    const { session, calls } = folderServer(stored);
    const busy = new EwsError('throttled', 'busy');
    let isBusy = true;
    const callEach = ((...args: Parameters<EwsSession['callEach']>) => {
      const answers = session.callEach(...args);
      return isBusy ? Promise.reject(busy) : answers;
    }) as EwsSession['callEach'];
    const memory = createFolderMemory(() => 0);
    const folders = createMailboxFolders({ ...session, callEach }, memory);
    await expect(Promise.allSettled([folders.roles(), folders.roles()])).resolves.toMatchObject([
      { reason: busy },
      { reason: busy },
    ]);
    isBusy = false;
    const [first, second] = await Promise.all([folders.roles(), folders.roles()]);
    expect([first.get(folderId('inbox')), second]).toEqual(['INBOX', first]);
    expect(calls).toEqual(['GetFolder', 'GetFolder']);
  });

  it('is complete however many pages the server makes of it', async () => {
    const many = Array.from({ length: 57 }, (_, index) => folder(`f${index}`, `F${index}`, 'root'));
    const { session, calls } = folderServer(many, { cap: 10 });
    expect(
      await createMailboxFolders(
        session,
        createFolderMemory(() => 0),
      ).tree(),
    ).toHaveLength(57);
    expect(calls.filter((name) => name === 'FindFolder')).toHaveLength(6);
  });

  it('remembers the structure for a minute and looks again for a folder that it does not know', async () => {
    let now = 0;
    const memory = createFolderMemory(() => now);
    const folders = [...stored];
    const { session, calls } = folderServer(folders);
    await createMailboxFolders(session, memory).known();
    calls.length = 0;
    await createMailboxFolders(session, memory).known();
    expect(calls).toEqual([]);
    folders.push(folder('new', 'New', 'inbox'));
    expect((await createMailboxFolders(session, memory).place(folderId('new')))?.path).toBe('/Inbox/New');
    calls.length = 0;
    now = 61_000;
    await createMailboxFolders(session, memory).known();
    expect(calls).toEqual(['FindFolder']);
  });

  it('does not remember a reading that had begun before a folder was written', async () => {
    const memory = createFolderMemory(() => 0);
    const folders = [...stored];
    const { session, calls } = folderServer(folders);
    let answer = (): void => {};
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const answerLate = {
      ...session,
      callEach: async (...call: Parameters<EwsSession['callEach']>) => {
        const answers = await session.callEach(...call);
        await slow;
        return answers;
      },
    } as EwsSession;
    const before = createMailboxFolders(answerLate, memory).known();
    folders.push(folder('new', 'New', 'inbox'));
    createMailboxFolders(session, memory).forget();
    answer();
    expect((await before).map(({ id }) => id)).not.toContain('new');

    calls.length = 0;
    expect((await createMailboxFolders(session, memory).known()).map(({ id }) => id)).toContain('new');
    expect(calls).toEqual(['FindFolder']);
  });

  it('looks again in every request that had looked before a folder was written, whichever wrote it', async () => {
    const memory = createFolderMemory(() => 0);
    const folders = [...stored];
    const { session } = folderServer(folders);
    const [writing, other] = [createMailboxFolders(session, memory), createMailboxFolders(session, memory)];
    await Promise.all([writing.tree(), other.tree()]);
    folders.push(folder('new', 'New', 'inbox'));
    writing.forget();
    for (const one of [other, writing]) {
      expect((await one.ownAfresh()).ids?.has(folderId('new'))).toBe(true);
      expect((await one.tree()).map(({ id }) => id)).toContain('new');
    }
  });

  it('asks for no roles where kind and place are enough', async () => {
    const { session, calls } = folderServer(stored);
    const folders = createMailboxFolders(
      session,
      createFolderMemory(() => 0),
    );
    await folders.known();
    await folders.place(folderId('acme'));
    await folders.byPath('/Inbox');
    expect(calls).toEqual(['FindFolder']);
    expect(folders.rolesIfKnown()).toBeUndefined();
    expect((await folders.roles()).get(folderId('inbox'))).toBe('INBOX');
    expect(folders.rolesIfKnown()?.size).toBe(2);
  });

  it('knows what lies below the deleted items, and does without a junk folder', async () => {
    const { session } = folderServer(stored, { below: [folder('acme', 'Acme', 'clients')] });
    const known = await createMailboxFolders(
      session,
      createFolderMemory(() => 0),
    ).known();
    expect(known.filter(({ below }) => below !== undefined).map(({ id, below }) => [id, below])).toEqual([
      ['acme', 'DELETED_ITEMS'],
    ]);
  });

  it('counts afresh in every request', async () => {
    const memory = createFolderMemory(() => 0);
    const folders = [...stored];
    const { session } = folderServer(folders);
    await createMailboxFolders(session, memory).tree();
    folders[2] = { ...folders[2]!, properties: { ...folders[2]!.properties, unreadCount: 2 } };
    expect(await createMailboxFolders(session, memory).byRole('INBOX')).toMatchObject({ unreadCount: 2 });
    expect(await createMailboxFolders(session, memory).byId(folderId('inbox'))).toMatchObject({
      unreadCount: 2,
      role: 'INBOX',
    });
  });

  it('finds a folder by path without regard to case, and the root by its role and id', async () => {
    const { session } = folderServer(stored);
    const folders = createMailboxFolders(
      session,
      createFolderMemory(() => 0),
    );
    expect((await folders.byPath('/inbox/CLIENTS/acme/'))?.id).toBe('acme');
    expect(await folders.byPath('/nowhere')).toBeUndefined();
    expect(await folders.byRole('ROOT')).toMatchObject({ id: 'root', path: '/', role: 'ROOT' });
    expect(await folders.byId(folderId('root'))).toMatchObject({ path: '/' });
    expect(await folders.byRole('NOTES')).toBeUndefined();
  });

  it('tells the reason when a mailbox cannot be read at all', async () => {
    const denied = new EwsError('fault', 'denied', { responseCode: 'ErrorImpersonateUserDenied' });
    const session = {
      mailbox: ann,
      call: () => Promise.reject(denied),
      callEach: () => Promise.reject(denied),
    } as unknown as EwsSession;
    await expect(
      createMailboxFolders(
        session,
        createFolderMemory(() => 0),
      ).tree(),
    ).rejects.toBe(denied);
  });
});
