import type { EwsSession } from '../../ews/operation.ts';
import type { FolderId } from '../../ews/properties/id.ts';
import type { FolderRemoved, ItemRemoved } from './mailbox-change.ts';
import { mostSyncCalls, readFolders, type DueFolder, type ToldItemChange } from './read-folders.ts';
import type { FollowedFolder, ToldFolder } from './sync-token.ts';
import type { ListedFolder } from './list-folders.ts';

/** What has gone since somebody was told of it. */
export interface Gone {
  readonly items: readonly ItemRemoved[];
  readonly folders: readonly FolderRemoved[];
  /** What could not be looked after yet. */
  readonly told: readonly ToldFolder[];
}

/** Each folder once; one may be among them as often as somebody was told of it in between. */
const rounds = (told: readonly DueFolder[]): readonly (readonly DueFolder[])[] => {
  const byRound: DueFolder[][] = [];
  for (const folder of told) {
    const round = byRound.find((folders) => folders.every(({ id }) => id !== folder.id));
    if (round === undefined) byRound.push([folder]);
    else round.push(folder);
  }
  return byRound;
};

const isRemoval = (change: ToldItemChange): change is ItemRemoved => change.type === 'itemRemoved';

/**
 * What has gone of what was told, up to a position that the reader has just reached. A folder that it knows the same state of is not asked for. At most
 * `mostSyncCalls` in all, however often was told of a folder: who is cut off again and again makes his own tokens. Throws SyncStateLost and EwsError.
 */
export const readGone = async (
  session: EwsSession,
  told: readonly ToldFolder[],
  reached: readonly FollowedFolder[],
  listing: ReadonlyMap<FolderId, ListedFolder>,
): Promise<Gone> => {
  const states = new Map(reached.map(({ id, syncState }) => [id, syncState]));
  const folders = [...new Set(told.map(({ id }) => id))].filter((id) => !states.has(id));
  const asked = told.flatMap(({ id, syncState }) => {
    const kind = listing.get(id)?.folder.kind;
    return kind === undefined || syncState === undefined || syncState === states.get(id)
      ? []
      : [{ id, kind, syncState }];
  });
  const items: ItemRemoved[] = [];
  const left: ToldFolder[] = [];
  let callsLeft = mostSyncCalls;
  for (const round of rounds(asked)) {
    const { changes, readings, calls } = await readFolders(session, round, 'removals', callsLeft);
    callsLeft -= calls;
    items.push(...changes.filter(isRemoval));
    for (const folder of round) {
      const reading = readings.get(folder.id);
      if (reading?.isEnd !== true) left.push({ id: folder.id, syncState: reading?.syncState ?? folder.syncState });
    }
  }
  return { items, folders: folders.map((id) => ({ type: 'folderRemoved', id })), told: left };
};
