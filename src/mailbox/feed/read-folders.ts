import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { syncFolderItems, type ItemChange, type SyncFolderItemsPage } from '../../ews/operations/sync-folder-items.ts';
import type { FolderId } from '../../ews/properties/id.ts';
import { isPeopleList } from '../content-permission.ts';
import type { FolderKind } from '../folder-tree.ts';
import { isGone } from '../is-gone.ts';
import type { ItemChanged, ItemRemoved, ReadStateChanged } from './mailbox-change.ts';
import type { FollowedFolder } from './sync-token.ts';

/** What the server itself tells of items: moves are not among it. */
export type ToldItemChange = ItemChanged | ReadStateChanged | ItemRemoved;

/** A folder to be read. */
export interface DueFolder extends Pick<FollowedFolder, 'id' | 'syncState'> {
  readonly kind: FolderKind;
}

/** How far a folder was read. */
export interface FolderReading {
  readonly syncState: string | undefined;
  /** Nothing was left to read. */
  readonly isEnd: boolean;
}

/** What was read of several folders. */
export interface FoldersReading {
  readonly changes: readonly ToldItemChange[];
  /** Folders of which something was read. */
  readonly readings: ReadonlyMap<FolderId, FolderReading>;
  /** Those that it took. */
  readonly calls: number;
}

/** The server does not know any more how far a reader has come. */
export class SyncStateLost extends Error {
  override readonly name = 'SyncStateLost';
}

/** How many changes are to be told. `nothing`: what has happened up to now is passed over in silence; `removals`: all but what has gone. */
export type Room = number | 'nothing' | 'removals';

/** Folders that are read at the same time. */
const atOnce = 4;

/** Calls for one reading: 16,384 items of a large mailbox, or the changes of 32 folders. */
export const mostSyncCalls = 32;

/** The contract's own limit. */
const changesPerCall = 512;

const toldChange = ({ id, kind }: DueFolder, change: ItemChange): ToldItemChange => {
  const inFolder = { folderId: id, folderKind: kind };
  switch (change.type) {
    case 'Create':
    case 'Update':
      return {
        type: 'item',
        what: change.type === 'Create' ? 'created' : 'updated',
        itemType: change.item.type,
        isPeopleList: isPeopleList(change.item),
        id: change.item.id,
        ...inFolder,
      };
    case 'Delete':
      return { type: 'itemRemoved', id: change.reference.id, ...inFolder };
    case 'ReadFlagChange':
      return { type: 'readState', id: change.reference.id, ...inFolder, isRead: change.isRead };
  }
};

/** The next changes of a folder; undefined when the folder has gone. Throws SyncStateLost. */
const readPage = async (
  session: EwsSession,
  { id, syncState }: DueFolder,
  limit: number,
): Promise<SyncFolderItemsPage | undefined> => {
  try {
    const page = await session.call(syncFolderItems, {
      folder: { id },
      ...(syncState === undefined ? {} : { syncState }),
      wanted: [],
      limit,
    });
    if (!page.isLast && page.changes.length === 0 && page.syncState === syncState)
      throw new EwsError(
        'decode',
        `SyncFolderItems as ${session.mailbox}: the server promises more and does not go on`,
      );
    return page;
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    if (error.responseCode === 'ErrorInvalidSyncStateData' && syncState !== undefined)
      throw new SyncStateLost('the server has lost how far the changes of a folder were read', { cause: error });
    if (error.responseCode === 'ErrorSyncFolderNotFound' || isGone(error)) return undefined;
    throw error;
  }
};

const isToldIn =
  (room: Room) =>
  ({ type }: ToldItemChange): boolean =>
    room === 'removals' ? type === 'itemRemoved' : room !== 'nothing';

const lengthOf = (page: SyncFolderItemsPage | undefined): number => page?.changes.length ?? 0;

/**
 * Reads folders in their order, each as far as it goes while there is room and `mostCalls` are not used up; what does not fit is left for the next
 * time. A folder that goes meanwhile counts as read. Throws SyncStateLost and EwsError; then nothing has been told.
 */
export const readFolders = async (
  session: EwsSession,
  due: readonly DueFolder[],
  room: Room,
  mostCalls: number = mostSyncCalls,
): Promise<FoldersReading> => {
  const queue: DueFolder[] = [...due];
  const changes: ToldItemChange[] = [];
  const readings = new Map<FolderId, FolderReading>();
  const left = (): number =>
    typeof room === 'number' ? Math.min(changesPerCall, room - changes.length) : changesPerCall;

  let calls = 0;
  while (queue.length > 0 && calls < mostCalls && left() > 0) {
    const wave = queue.splice(0, Math.min(atOnce, mostCalls - calls));
    calls += wave.length;
    const limit = left();
    const pages = await Promise.all(
      wave.map(async (folder) => ({ folder, page: await readPage(session, folder, limit) })),
    );
    const unfinished: typeof queue = [];
    // The shortest first: a folder with a backlog takes what room the others leave, and none of them waits for its end.
    for (const { folder, page } of pages.toSorted((one, other) => lengthOf(one.page) - lengthOf(other.page))) {
      if (page === undefined) {
        readings.set(folder.id, { syncState: folder.syncState, isEnd: true });
        continue;
      }
      // A server that tells more than it was asked for is taken at its word when nothing else has been told, and not asked again when something has.
      if (typeof room === 'number' && page.changes.length > left() && changes.length > 0) {
        if (page.changes.length <= limit) unfinished.push(folder);
        continue;
      }
      changes.push(...page.changes.map((change) => toldChange(folder, change)).filter(isToldIn(room)));
      const { syncState, isLast } = page;
      readings.set(folder.id, { syncState, isEnd: isLast });
      if (!isLast) unfinished.push({ ...folder, syncState });
    }
    queue.unshift(...unfinished);
  }
  return { changes, readings, calls };
};
