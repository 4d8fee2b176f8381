import { describe, expect, it } from 'vitest';
import type { EwsSession } from '../../../src/ews/operation.ts';
import type { SyncFolderItemsInput, SyncFolderItemsPage } from '../../../src/ews/operations/sync-folder-items.ts';
import { folderId, itemId, type FolderId } from '../../../src/ews/properties/id.ts';
import type { ListedFolder } from '../../../src/mailbox/feed/list-folders.ts';
import { mostSyncCalls } from '../../../src/mailbox/feed/read-folders.ts';
import { readGone } from '../../../src/mailbox/feed/read-gone.ts';
import type { FollowedFolder, ToldFolder } from '../../../src/mailbox/feed/sync-token.ts';
import { address } from '../../access.ts';

const inbox = folderId('inbox');
// Of a listing only the kind is looked at, of a position only the state.
const listing = new Map<FolderId, ListedFolder>([[inbox, { folder: { kind: 'MAIL' } } as ListedFolder]]);
const reached = [{ id: inbox, syncState: 'now' } as FollowedFolder];

/** A server on which one item has gone since each state; the names of the states that it was asked from. */
const server = () => {
  const asked: (string | undefined)[] = [];
  const session = {
    mailbox: address('ann@example.test'),
    call: ({ syncState }: SyncFolderItemsInput): Promise<SyncFolderItemsPage> => {
      asked.push(syncState);
      const reference = { id: itemId(`gone since ${syncState}`), changeKey: undefined };
      return Promise.resolve({ syncState: 'now', isLast: true, changes: [{ type: 'Delete', reference }] });
    },
  };
  const call = (_operation: unknown, input: SyncFolderItemsInput) => session.call(input);
  return { session: { ...session, call } as unknown as EwsSession, asked };
};

describe('looking after what has gone', () => {
  it('makes no more calls than a reading may, however often a token was told of one folder, and comes to its end', async () => {
    const { session, asked } = server();
    const told = Array.from({ length: 256 }, (_, index): ToldFolder => ({ id: inbox, syncState: `state ${index}` }));
    const found: string[] = [];
    let left: readonly ToldFolder[] = told;
    let readings = 0;
    while (left.length > 0) {
      const before = asked.length;
      const gone = await readGone(session, left, reached, listing);
      expect(asked.length - before).toBeLessThanOrEqual(mostSyncCalls);
      found.push(...gone.items.map(({ id }) => id));
      left = gone.told;
      readings += 1;
    }
    expect(readings).toBe(256 / mostSyncCalls);
    expect(new Set(found)).toEqual(new Set(told.map(({ syncState }) => `gone since ${syncState}`)));
  });
});
