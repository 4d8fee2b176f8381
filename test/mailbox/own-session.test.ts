import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeEntryId } from '../../src/emulator/store/entry-id.ts';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession, Operation } from '../../src/ews/operation.ts';
import { createAttachment } from '../../src/ews/operations/create-attachment.ts';
import { createFolder } from '../../src/ews/operations/create-folder.ts';
import { createItem } from '../../src/ews/operations/create-item.ts';
import { deleteAttachment } from '../../src/ews/operations/delete-attachment.ts';
import { deleteFolder } from '../../src/ews/operations/delete-folder.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { emptyFolder } from '../../src/ews/operations/empty-folder.ts';
import { findItem, type FindItemInput, type FindItemPage } from '../../src/ews/operations/find-item.ts';
import { getAttachment } from '../../src/ews/operations/get-attachment.ts';
import { getItem, type GetItemInput } from '../../src/ews/operations/get-item.ts';
import { moveFolder } from '../../src/ews/operations/move-folder.ts';
import { copyItem, moveItem } from '../../src/ews/operations/move-item.ts';
import { sendItem } from '../../src/ews/operations/send-item.ts';
import { subscribe } from '../../src/ews/operations/subscribe.ts';
import { syncFolderItems } from '../../src/ews/operations/sync-folder-items.ts';
import { updateFolder } from '../../src/ews/operations/update-folder.ts';
import { updateItem } from '../../src/ews/operations/update-item.ts';
import {
  attachmentId,
  folderId,
  itemId,
  mailboxAddress,
  type FolderId,
  type FolderTarget,
} from '../../src/ews/properties/id.ts';
import type { Folder } from '../../src/ews/properties/folder.ts';
import type { Item } from '../../src/ews/properties/item-types.ts';
import { itemProperties } from '../../src/ews/properties/item.ts';
import { createLoadItems } from '../../src/mailbox/load-items.ts';
import { loadReferenced } from '../../src/mailbox/load-referenced.ts';
import { createFolderMemory, createMailboxFolders } from '../../src/mailbox/folders.ts';
import { createOwnSession, type ForeignMail } from '../../src/mailbox/own-session.ts';

const ann = mailboxAddress('ann@example.test')!;
const ben = mailboxAddress('ben@example.test')!;

const folder = (id: string, parent: string): Folder => ({
  element: 'Folder',
  id: folderId(id),
  changeKey: 'ck',
  properties: { displayName: id, folderClass: 'IPF.Note', parentFolderId: folderId(parent) },
});
const item = (id: string, parent?: string): Item => ({
  type: 'Message',
  element: 'Message',
  id: itemId(id),
  changeKey: 'ck',
  properties: { subject: id, ...(parent === undefined ? {} : { parentFolderId: folderId(parent) }) },
});

const missing = (responseCode: string): EwsError => new EwsError('response', 'none', { responseCode });

/** A server of ann's folders, which also answers with whatever the test puts among her items. */
const server = (folders: Folder[], items: Readonly<Record<string, readonly Item[]>>) => {
  const calls: string[] = [];
  const asked: unknown[] = [];
  const foreign: ForeignMail[] = [];
  const all = Object.values(items).flat();
  const answer = (name: string, input: object, count: number): readonly unknown[] => {
    if (name === 'FindFolder') {
      const page = { folders, total: folders.length, isLast: true, nextOffset: undefined };
      return (input as { parents: readonly unknown[] }).parents.map((_, index) =>
        index === 0 ? page : missing('ErrorFolderNotFound'),
      );
    }
    if (name === 'GetFolder')
      return (input as { folders: readonly FolderTarget[] }).folders.map((target) =>
        'distinguished' in target && target.distinguished === 'msgfolderroot'
          ? folder('root', 'store')
          : missing('ErrorFolderNotFound'),
      );
    if (name === 'FindItem')
      return (input as FindItemInput).parents.map((parent): FindItemPage => {
        const rows = items['id' in parent ? parent.id : parent.distinguished] ?? [];
        return { items: rows, total: rows.length, isLast: true, nextOffset: undefined };
      });
    if (name === 'GetItem')
      return (input as GetItemInput).ids.map(
        (target) => all.find(({ id }) => 'id' in target && target.id === id) ?? missing('ErrorItemNotFound'),
      );
    return Array.from({ length: count }, () => ({ kind: 'file' }));
  };
  const raw = {
    mailbox: ann,
    callEach: (operation: Operation<object, unknown>, input: object) => {
      calls.push(operation.name);
      asked.push(input);
      return Promise.resolve(answer(operation.name, input, operation.keys?.(input) ?? 1));
    },
    open: (operation: { readonly name: string }) => {
      calls.push(operation.name);
      return Promise.resolve([]);
    },
  } as unknown as EwsSession;
  const memory = createFolderMemory(() => 0);
  /** A session as one request has it. */
  const request = () => {
    const ownFolders = createMailboxFolders(raw, memory, (operation, count) =>
      foreign.push({ mailbox: ann, operation, count }),
    );
    const session = createOwnSession(raw, ownFolders, (left) => foreign.push(left));
    return { session, folders: ownFolders, items: createLoadItems(session), address: ann };
  };
  return { calls, asked, foreign, request };
};

const find = async (session: EwsSession, parents: readonly FolderTarget[]): Promise<readonly unknown[]> => {
  const pages = await session.callEach(findItem, {
    parents,
    wanted: [itemProperties.subject],
    view: { type: 'indexed', offset: 0, limit: 10 },
  });
  return pages.map((page) => (page instanceof EwsError ? page.responseCode : page.items.map(({ id }) => id)));
};
const get = async (session: EwsSession, ids: readonly string[]): Promise<readonly unknown[]> => {
  const items = await session.callEach(getItem, { ids: ids.map((id) => ({ id: itemId(id) })), wanted: [] });
  return items.map((found) => (found instanceof EwsError ? found.responseCode : found.id));
};
const byId = (id: string): FolderTarget => ({ id: folderId(id) });
const inbox: FolderTarget = { distinguished: 'inbox', mailbox: ann };

const tree = (): Folder[] => [folder('inbox', 'root'), folder('work', 'inbox')];

describe('a server whose ids tell nothing', () => {
  it('gets no row past that says it lies in somebody else’s folder', async () => {
    const rows = [item('own', 'inbox'), item('foreign', 'bens'), item('silent')];
    const { request, foreign } = server(tree(), { inbox: rows });
    expect(await find(request().session, [inbox])).toEqual([['own', 'silent']]);
    expect(foreign).toEqual([{ mailbox: ann, operation: 'FindItem', count: 1 }]);
  });

  it('may show rows of other folders in a search folder, as long as they are the mailbox’s own', async () => {
    const rows = [item('a', 'inbox'), item('b', 'work'), item('c', 'bens')];
    const { request } = server([...tree(), folder('search', 'root')], { search: rows });
    expect(await find(request().session, [byId('search')])).toEqual([['a', 'b']]);
  });

  it('is asked about no folder that is not in the tree, once the tree is known', async () => {
    const { request, calls, asked } = server(tree(), { bens: [item('foreign', 'bens')], work: [item('own', 'work')] });
    await request().folders.known();
    expect(await find(request().session, [byId('bens'), byId('work')])).toEqual(['ErrorFolderNotFound', ['own']]);
    expect(asked.at(-1)).toMatchObject({ parents: [byId('work')] });
    calls.length = 0;
    expect(await find(request().session, [byId('bens')])).toEqual(['ErrorFolderNotFound']);
    expect(calls).toEqual(['FindFolder']);
  });

  it('may have a folder that is younger than what is remembered: the list is read again before anything is refused', async () => {
    const folders = tree();
    const { request, foreign } = server(folders, { new: [item('first', 'new')] });
    await request().folders.known();
    folders.push(folder('new', 'inbox'));
    expect(await find(request().session, [byId('new')])).toEqual([['first']]);
    expect(await get(request().session, ['first'])).toEqual(['first']);
    expect(foreign).toEqual([]);
  });

  it('shows no item that says it lies elsewhere, and costs no call to find out', async () => {
    const { request, calls } = server(tree(), { inbox: [item('own', 'inbox'), item('foreign', 'bens')] });
    await request().folders.known();
    calls.length = 0;
    expect(await get(request().session, ['own'])).toEqual(['own']);
    expect(calls).toEqual(['GetItem']);
    expect(await get(request().session, ['foreign', 'own', 'gone'])).toEqual([
      'ErrorItemNotFound',
      'own',
      'ErrorItemNotFound',
    ]);
  });

  it('shows what an item points at only when it tells a folder of the tree, known or not', async () => {
    const items = [item('own', 'work'), item('foreign', 'bens'), item('silent')];
    for (const isKnown of [false, true]) {
      const { request } = server(tree(), { inbox: items });
      if (isKnown) await request().folders.known();
      expect((await loadReferenced(request(), itemId('own'), [])).id).toBe('own');
      for (const id of ['foreign', 'silent'])
        await expect(loadReferenced(request(), itemId(id), [])).rejects.toMatchObject({
          responseCode: 'ErrorItemNotFound',
        });
    }
  });

  it('leaves folders out of the tree that hang on somebody else’s root, and lists nothing of them', async () => {
    const { request, foreign } = server([...tree(), folder('bens', 'bens-root'), folder('deep', 'bens')], {});
    expect((await request().folders.known()).map(({ id }) => id)).toEqual(['inbox', 'work']);
    expect(foreign).toEqual([{ mailbox: ann, operation: 'FindFolder', count: 2 }]);
    expect(await request().folders.byId(folderId('deep'))).toBeUndefined();
    expect(await find(request().session, [byId('deep')])).toEqual(['ErrorFolderNotFound']);
  });
});

describe('a server whose ids name their mailbox', () => {
  const organizationId = 'm-00112233445566778899aabbccddeeff';
  const idOf = (owner: 'ann' | 'ben', number: number, inFolder = 1, attachments: readonly number[] = []): string =>
    writeEntryId({
      organizationId,
      directoryId: `${owner === 'ann' ? '0' : '1'}b0e5d5c-3f57-4a4e-8f10-7c1d5f8f0c11`,
      folder: inFolder,
      item: number,
      attachments,
    });
  const folderOf = (owner: 'ann' | 'ben', number: number): FolderId =>
    folderId(
      writeEntryId({
        organizationId,
        directoryId: `${owner === 'ann' ? '0' : '1'}b0e5d5c-3f57-4a4e-8f10-7c1d5f8f0c11`,
        folder: number,
        attachments: [],
      }),
    );
  const anns = (): Folder[] => [folder(folderOf('ann', 2), folderOf('ann', 1))];

  it('gets no row past that is named otherwise, whatever folder it tells', async () => {
    const [own, foreign] = [idOf('ann', 5, 2), idOf('ben', 5, 2)];
    const { request, calls } = server(anns(), { inbox: [item(own), item(foreign), item('opaque')] });
    await request().folders.known();
    calls.length = 0;
    expect(await find(request().session, [inbox])).toEqual([[own, 'opaque']]);
    expect(calls).toEqual(['FindItem', 'FindFolder', 'GetFolder']);
  });

  it('is not asked for anything of another mailbox, streams included', async () => {
    const { request, calls, foreign } = server(anns(), {});
    await request().folders.known();
    const { session } = request();
    calls.length = 0;
    expect(await get(session, [idOf('ben', 5)])).toEqual(['ErrorItemNotFound']);
    expect(await find(session, [byId(folderOf('ben', 2))])).toEqual(['ErrorFolderNotFound']);
    const ids = [attachmentId(idOf('ben', 5, 2, [0]))];
    await expect(session.call(getAttachment, { ids })).rejects.toMatchObject({ responseCode: 'ErrorItemNotFound' });
    await expect(session.open(getAttachment, { ids })).rejects.toMatchObject({ responseCode: 'ErrorItemNotFound' });
    const target = { masterOf: itemId(idOf('ben', 5)) };
    await expect(session.call(getItem, { ids: [target], wanted: [] })).rejects.toMatchObject({
      responseCode: 'ErrorItemNotFound',
    });
    await expect(
      session.call(syncFolderItems, { folder: byId(folderOf('ben', 2)), wanted: [], limit: 1 }),
    ).rejects.toMatchObject({ responseCode: 'ErrorFolderNotFound' });
    expect(new Set(calls)).toEqual(new Set(['FindFolder', 'GetFolder']));
    expect(foreign.map(({ operation }) => operation)).toEqual([
      'GetItem',
      'FindItem',
      'GetAttachment',
      'GetAttachment',
      'GetItem',
      'SyncFolderItems',
    ]);
  });

  it('may be asked for what is named as the mailbox’s own folders are, in the tree or not', async () => {
    const id = idOf('ann', 5, 9);
    const outside = { ...item(id), properties: { parentFolderId: folderOf('ann', 9) } } as Item;
    const { request, calls } = server(anns(), { inbox: [outside] });
    await request().folders.known();
    calls.length = 0;
    expect(await get(request().session, [id])).toEqual([id]);
    expect(await find(request().session, [byId(folderOf('ann', 9))])).toEqual([[]]);
    expect(calls).toEqual(['GetItem', 'FindItem']);
  });

  it('is believed when the mailbox was made anew under the same address', async () => {
    const folders = anns();
    const row = idOf('ben', 5, 2);
    const { request, foreign } = server(folders, { inbox: [item(row)] });
    await request().folders.known();
    folders.splice(0, 1, folder(folderOf('ben', 2), folderOf('ben', 1)));
    expect(await find(request().session, [inbox])).toEqual([[row]]);
    expect(foreign).toEqual([]);
  });
});

/** Any operation; the session does not care what it holds. */
type Write = { readonly name: string };

describe('a write', () => {
  const work = byId('work');
  const bens = byId('bens');
  const items = { own: itemId('own'), bens: itemId('bens') };
  const named: readonly (readonly [Write, string, (owner: 'own' | 'bens') => object])[] = [
    [updateItem, 'changes', (owner) => ({ id: items[owner], type: 'Message', changes: { isRead: true } })],
    [deleteItem, 'ids', (owner) => ({ id: items[owner] })],
    [moveItem, 'ids', (owner) => ({ id: items[owner] })],
    [copyItem, 'ids', (owner) => ({ id: items[owner] })],
    [sendItem, 'ids', (owner) => ({ id: items[owner], changeKey: 'ck' })],
    [createItem, 'items', (owner) => ({ response: 'ForwardItem', id: items[owner], properties: {} })],
  ];
  const namedFolders: readonly (readonly [Write, string])[] = [
    [updateFolder, 'changes'],
    [moveFolder, 'folders'],
    [deleteFolder, 'folders'],
    [emptyFolder, 'folders'],
  ];
  const ask = async (session: EwsSession, operation: Write, input: object): Promise<unknown[]> =>
    (await session.callEach(operation as Operation<object, unknown>, input)).map((one) =>
      one instanceof EwsError ? one.responseCode : 'done',
    );
  /** A mailbox whose ids name it: `own` and `bens` are written as WorkMail writes them. */
  const owned = (owner: 'own' | 'bens'): string => {
    const name = `/O=m-1/OU=Amazon WorkMail/CN=Recipients/CN=${owner}`;
    return Buffer.from([0, 0, name.length, ...Buffer.from(name), 1]).toString('base64');
  };

  it.each(named.map(([operation, field, target]) => ({ operation, field, target })))(
    '$operation.name touches no item of another mailbox, and does the rest',
    async ({ operation, field, target }) => {
      const own = { ...target('own'), id: itemId(owned('own')) };
      const foreign = { ...target('bens'), id: itemId(owned('bens')) };
      const { request, asked, foreign: told } = server([folder(owned('own'), 'root')], {});
      await request().folders.known();
      expect(await ask(request().session, operation, { [field]: [own, foreign, own] })).toEqual([
        'done',
        'ErrorItemNotFound',
        'done',
      ]);
      expect(asked.at(-1)).toEqual({ [field]: [own, own] });
      expect(told).toEqual([{ mailbox: ann, operation: operation.name, count: 1 }]);
    },
  );

  it.each(namedFolders.map(([operation, field]) => ({ operation, field })))(
    '$operation.name touches no folder of another mailbox, and does the rest',
    async ({ operation, field }) => {
      const { request, asked } = server(tree(), {});
      await request().folders.known();
      expect(await ask(request().session, operation, { [field]: [bens, work] })).toEqual([
        'ErrorFolderNotFound',
        'done',
      ]);
      expect(asked.at(-1)).toEqual({ [field]: [work] });
    },
  );

  it.each([
    { operation: moveItem, input: { ids: [{ id: items.own }] }, place: 'to' },
    { operation: copyItem, input: { ids: [{ id: items.own }] }, place: 'to' },
    { operation: sendItem, input: { ids: [{ id: items.own, changeKey: 'ck' }] }, place: 'saveCopyIn' },
    { operation: createItem, input: { items: [{ type: 'Message', properties: {} }] }, place: 'saveIn' },
    { operation: updateItem, input: { changes: [{ id: items.own }] }, place: 'saveIn' },
    { operation: createFolder, input: { folders: [{ element: 'Folder', properties: {} }] }, place: 'parent' },
    { operation: moveFolder, input: { folders: [work] }, place: 'to' },
  ] as const)('$operation.name puts nothing into another mailbox', async ({ operation, input, place }) => {
    const { request, calls } = server(tree(), {});
    await request().folders.known();
    const others = [bens, { distinguished: 'inbox', mailbox: ben }];
    for (const other of others)
      expect(await ask(request().session, operation, { ...input, [place]: other })).toEqual(['ErrorFolderNotFound']);
    expect(calls).not.toContain(operation.name);
    expect(await ask(request().session, operation, { ...input, [place]: work })).toEqual(['done']);
  });

  it('hangs no file on an item of another mailbox, and takes none from it', async () => {
    const { request, calls } = server([folder(owned('own'), 'root')], {});
    await request().folders.known();
    const file = { kind: 'file', name: 'a.txt', content: new Blob(['a']) } as const;
    const add = (owner: 'own' | 'bens') => ({ parent: { id: itemId(owned(owner)) }, attachments: [file, file] });
    const { session } = request();
    expect(await ask(session, createAttachment, add('bens'))).toEqual(['ErrorItemNotFound', 'ErrorItemNotFound']);
    expect(await ask(session, deleteAttachment, { ids: [attachmentId(owned('bens'))] })).toEqual(['ErrorItemNotFound']);
    expect(calls.filter((name) => name.endsWith('Attachment'))).toEqual([]);
    expect(await ask(session, createAttachment, add('own'))).toEqual(['done', 'done']);
  });
});

it('watches no folder together with one of another mailbox', async () => {
  const { request, calls } = server(tree(), {});
  await request().folders.known();
  const watch = (folders: readonly FolderTarget[] | undefined) =>
    request().session.call(subscribe, {
      ...(folders === undefined ? {} : { folders }),
      kinds: ['newMail'],
      delivery: { type: 'streaming' },
    });
  for (const folders of [[byId('work'), byId('bens')], [{ distinguished: 'inbox', mailbox: ben } as const]])
    await expect(watch(folders)).rejects.toMatchObject({ responseCode: 'ErrorFolderNotFound' });
  expect(calls).not.toContain('Subscribe');
  await watch([byId('work'), inbox]);
  await watch(undefined);
  expect(calls.filter((name) => name === 'Subscribe')).toHaveLength(2);
});

it('asks for a well-known folder of its own mailbox only', async () => {
  const { request, calls } = server(tree(), { inbox: [item('a')] });
  expect(await find(request().session, [{ distinguished: 'inbox', mailbox: ben }])).toEqual(['ErrorFolderNotFound']);
  expect(calls).not.toContain('FindItem');
});

it('is told by every operation what it names, or that it names nothing', async () => {
  const { request, calls } = server(tree(), {});
  const { names, ...silent } = findItem;
  // @ts-expect-error An operation that does not say it could reach what others share.
  const refused: Operation<FindItemInput, unknown> = silent;
  expect([names, refused.names]).toEqual([{ field: 'parents', kind: 'folder' }, undefined]);
  const folderOfOperations = new URL('../../src/ews/operations/', import.meta.url);
  const operations = (
    await Promise.all(
      (await readdir(folderOfOperations)).map(async (name) =>
        Object.values((await import(new URL(name, folderOfOperations).href)) as Record<string, unknown>),
      ),
    )
  )
    .flat()
    .filter(
      (value): value is Operation<object, unknown> => typeof value === 'object' && Reflect.has(value ?? {}, 'encode'),
    );
  expect(operations.length).toBeGreaterThan(5);
  for (const operation of operations) {
    calls.length = 0;
    const nothing = { ids: [], parents: [], folders: [], items: [], changes: [], attachments: [], mailboxes: [] };
    await request().session.callEach({ ...operation }, nothing);
    expect(calls, operation.name).toEqual([operation.name]);
  }
});
