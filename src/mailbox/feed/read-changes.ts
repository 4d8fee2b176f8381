import type { Sealer } from '../../sealer.ts';
import type { KnownFolder } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { compareFolders } from './compare-folders.ts';
import { createListFolders, type ListedFolder } from './list-folders.ts';
import type { MailboxChange } from './mailbox-change.ts';
import { hasUnmet, nameMoves, type ToldChange } from './name-moves.ts';
import { readGone } from './read-gone.ts';
import { readFolders, SyncStateLost, type FolderReading } from './read-folders.ts';
import { stillThere } from './still-there.ts';
import { createSyncTokens, type FeedPosition, type FollowedFolder } from './sync-token.ts';

/** What a mailbox must have so that its changes can be read. */
export type FollowedMailbox = Pick<OpenedMailbox, 'address' | 'session' | 'folders' | 'moves'>;

/** How much is to be told, and of what. */
export interface ReadChangesOptions {
  /** Changes wanted, 1 or more. A server that tells more at once than it is asked for is passed on. */
  readonly limit: number;
  /**
   * Whose contents are to be told; the folders themselves are told in any case. One that comes to be followed only later is told from the beginning, as
   * if it were new; one that is followed again goes on from where it was left.
   */
  readonly follows: (folder: KnownFolder) => boolean;
}

/** What has changed since a token. */
export interface ChangeBatch {
  /**
   * Folders first, parents before children, then what is in them, each folder's in the server's order. What happened is told at least once; something
   * that has been told before, or has changed again meanwhile, may be among it.
   */
  readonly changes: readonly MailboxChange[];
  /** Where to go on from, whatever becomes of the gateway; sealed for this mailbox. */
  readonly token: string;
  /** Ask again at once: there is more, or the first position is not reached yet. */
  readonly hasMore: boolean;
  /**
   * It does not take up a round that earlier readings have begun. A folder is read once in a round: what had happened when the first of its readings began
   * has been told when the last of them has no more, and what happened in between perhaps not.
   */
  readonly beginsRound: boolean;
  /**
   * How far the reader had come is lost: drop what is known, go on from this token until `hasMore` is false, and read afresh after that.
   */
  readonly resyncRequired: boolean;
}

/**
 * Everything that has changed in a mailbox since a token, which may be as old as the server's memory. Without one: the present position, and no
 * changes; who has it (`hasMore` false) and reads the mailbox then will miss nothing. One FindFolder, and a SyncFolderItems for each folder that may
 * have changed, four at once and 32 in all; what is left then comes with the next call. As much once more where something was moved in the middle, so that
 * it is told as one move. Throws InvalidInputError for a token that was not made for this
 * mailbox and for a mailbox of too many folders, and EwsError: then nothing is lost, and the same token serves again.
 */
export type ReadChanges = (
  mailbox: FollowedMailbox,
  since: string | undefined,
  options: ReadChangesOptions,
) => Promise<ChangeBatch>;

/** What the reader of changes stands on. */
export interface ReadChangesServices {
  readonly sealer: Sealer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One look at all folders, and what came of it. Its moves have no names yet. */
interface Stretch extends Pick<ChangeBatch, 'hasMore' | 'beginsRound'> {
  readonly changes: readonly ToldChange[];
  readonly position: FeedPosition;
}

/** After so many minutes a folder is read even if it looks unchanged: see `contentsStamp`. */
const sweepMinutes = 30;

const beginning: FeedPosition = { isReached: false, folders: [] };

/** Makes the reader; it keeps nothing of a mailbox between calls. */
export const createReadChanges = ({ sealer, now }: ReadChangesServices): ReadChanges => {
  const tokens = createSyncTokens(sealer);
  const listFolders = createListFolders(now);

  const goOn = async (
    mailbox: FollowedMailbox,
    position: FeedPosition,
    { limit, follows }: ReadChangesOptions,
  ): Promise<Stretch> => {
    const minute = Math.floor(now() / 60_000);
    const listed = await listFolders(mailbox);
    const listing = new Map(listed.map((one) => [one.folder.id, one]));
    const compared = compareFolders(position, listed, position.isReached ? limit : Number.POSITIVE_INFINITY);
    // Whoever is told of a folder asks about it next, and must not get what was remembered of it.
    if (
      position.isReached &&
      compared.changes.some((change) => change.type === 'folderRemoved' || change.what !== 'counted')
    )
      mailbox.folders.forget();
    // While a round lasts, nothing is read again, so that every folder has its turn.
    const isRoundOpen = position.folders.some(({ isDue, id }) => isDue && isFollowed(listing.get(id), follows));
    const folders = compared.folders.map((folder): FollowedFolder => {
      const one = listing.get(folder.id);
      const isNew = folder.syncState === undefined;
      const mayDiffer = !isRoundOpen && mayHaveChanged(folder, one, minute);
      return { ...folder, isDue: isFollowed(one, follows) && (folder.isDue || isNew || mayDiffer) };
    });
    const due = folders.flatMap(({ isDue, id, syncState }) => {
      const kind = listing.get(id)?.folder.kind;
      return isDue && kind !== undefined ? [{ id, syncState, kind }] : [];
    });
    const room = position.isReached ? limit - compared.changes.length : 'nothing';
    const { changes, readings } = await readFolders(mailbox.session, due, room);
    const read = folders.map((folder) =>
      afterReading(folder, readings.get(folder.id), listing.get(folder.id)?.contents, minute),
    );
    const isBehind = compared.isCut || read.some(({ isDue }) => isDue);
    // Only what has gone after everything that is told here will be told as gone from here.
    const gone = isBehind
      ? { items: [], folders: [], told: position.told ?? [] }
      : await readGone(mailbox.session, position.told ?? [], read, listing);
    const { told } = gone;
    const hasMore = isBehind || told.length > 0;
    return {
      changes: position.isReached ? [...compared.changes, ...changes, ...gone.items, ...gone.folders] : [],
      position: { isReached: position.isReached || !hasMore, folders: read, told },
      hasMore,
      beginsRound: !isRoundOpen,
    };
  };

  const readOn = async (
    mailbox: FollowedMailbox,
    position: FeedPosition,
    options: ReadChangesOptions,
  ): Promise<Omit<ChangeBatch, 'resyncRequired'>> => {
    const first = await goOn(mailbox, position, options);
    const room = options.limit - first.changes.length;
    // Moved while this was read: from a folder that was read after it to one that was looked at before.
    const isHalfMoved = !first.hasMore && room > 0 && hasUnmet(first.changes, mailbox.moves);
    const last = isHalfMoved ? await goOn(mailbox, first.position, { ...options, limit: room }) : undefined;
    const changes = last === undefined ? first.changes : [...stillThere(first.changes, last.changes), ...last.changes];
    return {
      changes: nameMoves(changes, mailbox.moves),
      token: tokens.seal(mailbox.address, (last ?? first).position),
      hasMore: (last ?? first).hasMore,
      beginsRound: first.beginsRound,
    };
  };

  return async (mailbox, since, options) => {
    const position = since === undefined ? beginning : tokens.open(mailbox.address, since);
    if (position !== undefined) {
      try {
        return { ...(await readOn(mailbox, position, options)), resyncRequired: false };
      } catch (error) {
        if (!(error instanceof SyncStateLost)) throw error;
      }
    }
    return { ...(await readOn(mailbox, beginning, options)), resyncRequired: true };
  };
};

const isFollowed = (one: ListedFolder | undefined, follows: ReadChangesOptions['follows']): boolean =>
  one !== undefined && follows(one.folder);

const mayHaveChanged = (folder: FollowedFolder, one: ListedFolder | undefined, minute: number): boolean =>
  folder.contents === undefined || folder.contents !== one?.contents || minute - folder.readAt >= sweepMinutes;

/** `contents` and `minute` are from before the reading: what came after them will make a difference the next time. */
const afterReading = (
  folder: FollowedFolder,
  reading: FolderReading | undefined,
  contents: string | undefined,
  minute: number,
): FollowedFolder => {
  if (reading === undefined) return folder;
  const { syncState, isEnd } = reading;
  return isEnd
    ? { ...folder, syncState, isDue: false, contents, readAt: minute }
    : { ...folder, syncState, isDue: true };
};
