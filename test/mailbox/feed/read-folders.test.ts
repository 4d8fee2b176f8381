import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession } from '../../../src/ews/operation.ts';
import type {
  ItemChange,
  SyncFolderItemsInput,
  SyncFolderItemsPage,
} from '../../../src/ews/operations/sync-folder-items.ts';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import { mostSyncCalls, readFolders, SyncStateLost, type DueFolder } from '../../../src/mailbox/feed/read-folders.ts';
import { address } from '../../access.ts';

const due = (id: string, syncState?: string): DueFolder => ({ id: folderId(id), syncState, kind: 'MAIL' });
const changes = (count: number): readonly ItemChange[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'Delete',
    reference: { id: itemId(`item ${index}`), changeKey: undefined },
  }));

interface Asked {
  readonly folder: string;
  readonly syncState: string | undefined;
  readonly limit: number;
}

/** A server of SyncFolderItems alone, which remembers what it was asked and how much at once. */
const server = (answer: (asked: Asked) => SyncFolderItemsPage) => {
  const asked: Asked[] = [];
  let running = 0;
  let mostRunning = 0;
  const session = {
    mailbox: address('ann@example.test'),
    call: async (_: unknown, { folder, syncState, limit }: SyncFolderItemsInput) => {
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      await Promise.resolve();
      running -= 1;
      const question = { folder: 'id' in folder ? folder.id : folder.distinguished, syncState, limit };
      asked.push(question);
      return answer(question);
    },
  } as unknown as EwsSession;
  return { session, asked, mostRunning: () => mostRunning };
};

const end = (count: number): SyncFolderItemsPage => ({ syncState: 'end', isLast: true, changes: changes(count) });

describe('reading folders', () => {
  it('goes no further than its calls in a folder of 100,000 items, and keeps how far it came', async () => {
    const { session, asked } = server(({ syncState = '0' }) => {
      const next = Number(syncState) + 512;
      return { syncState: String(next), isLast: next >= 100_000, changes: changes(512) };
    });
    let state: string | undefined;
    let rounds = 0;
    for (let isEnd = false; !isEnd; rounds += 1) {
      const { changes: told, readings } = await readFolders(session, [due('large', state)], 'nothing');
      expect(told).toEqual([]);
      ({ syncState: state, isEnd } = readings.get(folderId('large')) ?? { syncState: undefined, isEnd: true });
    }
    expect(state).toBe('100352');
    expect(rounds).toBe(Math.ceil(196 / mostSyncCalls));
    expect(asked).toHaveLength(196);
  });

  it('asks for four folders at once, in their order, and for no more changes than there is room for', async () => {
    const { session, asked, mostRunning } = server(() => end(1));
    const ids = Array.from({ length: 9 }, (_, index) => `folder ${index}`);
    const { changes: told, readings } = await readFolders(
      session,
      ids.map((id) => due(id)),
      20,
    );
    expect(mostRunning()).toBe(4);
    expect(asked.map(({ folder }) => folder)).toEqual(ids);
    expect(asked.map(({ limit }) => limit)).toEqual([20, 20, 20, 20, 16, 16, 16, 16, 12]);
    expect(told.map((change) => change.folderId)).toEqual(ids);
    expect(readings.size).toBe(9);
  });

  it('goes on in a folder before it begins with another', async () => {
    const { session, asked } = server(({ folder, syncState }) =>
      folder === 'long' && syncState !== '2'
        ? { syncState: String(Number(syncState ?? 0) + 1), isLast: false, changes: changes(1) }
        : end(1),
    );
    const { readings } = await readFolders(
      session,
      ['long', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => due(id)),
      50,
    );
    expect(asked.map(({ folder }) => folder).join(' ')).toBe('long b c d long e f g long h');
    expect(readings.get(folderId('long'))).toEqual({ syncState: 'end', isEnd: true });
  });

  it('lets a folder with a backlog take the room that the others leave', async () => {
    const { session, asked } = server(({ folder, limit }) =>
      folder === 'backlog' ? { syncState: 'on', isLast: false, changes: changes(limit) } : end(2),
    );
    const { changes: told, readings } = await readFolders(session, [due('backlog'), due('b'), due('c'), due('d')], 10);
    expect(told.map((change) => change.folderId).join(' ')).toBe('b b c c d d backlog backlog backlog backlog');
    expect(asked.slice(4)).toEqual([{ folder: 'backlog', syncState: undefined, limit: 4 }]);
    expect(readings.get(folderId('backlog'))).toEqual({ syncState: 'on', isEnd: false });
  });

  it('leaves for the next time what has no room, also of a server that tells more than it was asked for', async () => {
    const { session, asked } = server(({ folder }) => end(folder === 'second' ? 5 : 2));
    const { changes: told, readings } = await readFolders(session, [due('first'), due('second'), due('third')], 4);
    expect(told.map((change) => change.folderId)).toEqual(['first', 'first', 'third', 'third']);
    expect([...readings.keys()]).toEqual(['first', 'third']);
    const again = await readFolders(session, [due('first'), due('second')], 4);
    expect([...again.readings.keys()]).toEqual(['first']);
    expect(asked).toHaveLength(5);
  });

  it('takes more than it asked for when it has nothing else, since it would never get less', async () => {
    const { session } = server(() => end(5));
    const { changes: told, readings } = await readFolders(session, [due('first'), due('second')], 2);
    expect(told).toHaveLength(5);
    expect([...readings.keys()]).toEqual(['first']);
  });

  it('asks nothing when there is no room', async () => {
    const { session, asked } = server(() => end(0));
    expect(await readFolders(session, [due('first')], 0)).toEqual({ changes: [], readings: new Map(), calls: 0 });
    expect(asked).toEqual([]);
  });

  it('says so when the server promises more for ever', async () => {
    const { session } = server(({ syncState = 'same' }) => ({ syncState, isLast: false, changes: [] }));
    await expect(readFolders(session, [due('first')], 2)).rejects.toThrow('does not go on');
  });

  it('tells a state that was lost from one that was never given', async () => {
    const { session } = server(() => {
      throw new EwsError('response', 'no', { responseCode: 'ErrorInvalidSyncStateData' });
    });
    await expect(readFolders(session, [due('first', 'state')], 2)).rejects.toThrow(SyncStateLost);
    await expect(readFolders(session, [due('first')], 2)).rejects.toThrow(EwsError);
  });
});
