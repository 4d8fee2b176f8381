import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { InvalidInputError } from '../../ews/errors.ts';
import type { FolderId, MailboxAddress } from '../../ews/properties/id.ts';
import type { Sealer } from '../../sealer.ts';

/** How far somebody may have been told of a folder beyond a position, or of the folder at all. */
export interface ToldFolder {
  readonly id: FolderId;
  /** Undefined: only that there is such a folder. */
  readonly syncState: string | undefined;
}

/** How far a reader of a mailbox's changes has come in one folder. */
export interface FollowedFolder {
  readonly id: FolderId;
  /** Where it lay when that was last told, as a hash. */
  readonly place: string;
  /** What it was called and held then, as a hash. */
  readonly look: string;
  /** Its counts then. */
  readonly counts: string;
  /** How its contents looked when they were last read to their end; undefined when that tells nothing reliable. */
  readonly contents: string | undefined;
  /** When they were last read to their end, minutes since 1970; 0: never. */
  readonly readAt: number;
  /** Something may have changed in it that this reader has not been told. */
  readonly isDue: boolean;
  /** What SyncFolderItems goes on from; undefined: from the beginning. */
  readonly syncState: string | undefined;
}

/** How far a reader has come in a mailbox. */
export interface FeedPosition {
  /** False on the way to the first position: nothing is told yet. */
  readonly isReached: boolean;
  readonly folders: readonly FollowedFolder[];
  /**
   * Servers do not tell of what came and went between two positions. Who goes on from here and was told more already, up to a later position, would keep
   * it: what has gone since then is told after everything else. Absent: nobody was.
   */
  readonly told?: readonly ToldFolder[];
}

/** Positions as text that clients keep. */
export interface SyncTokens {
  /**
   * The opaque text of a position: sealed for its mailbox, the same for every replica. Throws InvalidInputError when it would be longer than
   * `longestToken`.
   */
  seal(mailbox: MailboxAddress, position: FeedPosition): string;
  /** A token of a position that is lost: whoever goes on from it has to read the mailbox afresh. */
  readonly lost: string;
  /** As `seal`, marked: the text is another one for each mark, and the position the same. What is costly is done once. */
  sealMarked(mailbox: MailboxAddress, position: FeedPosition): (mark: string) => string;
  /**
   * The position of a text that was sealed for this mailbox; undefined when another version of the gateway wrote it, in a form that this one does
   * not read. Throws InvalidInputError for everything else, caused by a BadTokenError.
   */
  open(mailbox: MailboxAddress, token: string): FeedPosition | undefined;
}

/** A text that is no position in the changes of the mailbox that it was used in. */
export class BadTokenError extends Error {
  override readonly name = 'BadTokenError';
  /** The one that it is of; undefined: no gateway has made it. */
  readonly mailbox: string | undefined;

  constructor(mailbox: string | undefined) {
    super('A token was used that is none, or in another mailbox');
    this.mailbox = mailbox;
  }
}

/** Characters of a token, half of what a request may have: enough for 300 folders with states of 1.5 KB, for instance. How long states are is up to the server. */
const longestToken = 524_288;

/** Bytes that a token may unfold to: ids resemble each other and shrink to a fifth, states hardly shrink at all. */
const mostUnfolded = 10 * longestToken;

/** Characters that a mark adds. */
const longestMark = 64;

const purpose = 'sync-token';

/** Counts up with every change of the form, also of the meaning of what is in it. */
const version = 1;

/** Never that of a position. */
const lostVersion = 0;

type FolderRow = readonly [
  id: string,
  place: string,
  look: string,
  counts: string,
  contents: string | null,
  readAt: number,
  isDue: 0 | 1,
  syncState: string | null,
];
type ToldRow = readonly [id: string, syncState: string | null];
type TokenContent = readonly [
  mailbox: string,
  isReached: 0 | 1,
  folders: readonly FolderRow[],
  told?: readonly ToldRow[],
];

const toRow = (folder: FollowedFolder): FolderRow => [
  folder.id,
  folder.place,
  folder.look,
  folder.counts,
  folder.contents ?? null,
  folder.readAt,
  folder.isDue ? 1 : 0,
  folder.syncState ?? null,
];

const fromRow = ([id, place, look, counts, contents, readAt, isDue, syncState]: FolderRow): FollowedFolder => ({
  // The seal vouches for it: the id was one when it went in.
  id: id as FolderId,
  place,
  look,
  counts,
  contents: contents ?? undefined,
  readAt,
  isDue: isDue === 1,
  syncState: syncState ?? undefined,
});

/** Between a token and its mark; not of base64url. */
const markSign = '.';

const markPurpose = 'sync-token-mark';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 9);

/** Absent where nobody was told anything, as nearly always. */
const toldPart = (told: readonly ToldFolder[]): readonly [told?: readonly ToldRow[]] =>
  told.length === 0 ? [] : [told.map(({ id, syncState }) => [id, syncState ?? null])];

/** Makes tokens with the gateway's seal. */
export const createSyncTokens = (sealer: Sealer): SyncTokens => {
  const seal: SyncTokens['seal'] = (mailbox, { isReached, folders, told = [] }) => {
    const content: TokenContent = [mailbox, isReached ? 1 : 0, folders.map(toRow), ...toldPart(told)];
    const unfolded = Buffer.from(JSON.stringify(content));
    const token = sealer.sealBytes(purpose, Buffer.concat([Buffer.of(version), deflateRawSync(unfolded)]));
    if (token.length > longestToken || unfolded.length > mostUnfolded)
      throw new InvalidInputError('The mailbox has too many folders for one position in its changes');
    return token;
  };

  /** Without its mark, which must have been made for it. */
  const unmarked = (token: string): string | undefined => {
    const at = token.indexOf(markSign);
    if (at === -1) return token;
    const bare = token.slice(0, at);
    const mark = sealer.openBytes(markPurpose, token.slice(at + 1));
    return mark !== undefined && digest(bare).equals(mark.subarray(0, 9)) ? bare : undefined;
  };

  return {
    lost: sealer.sealBytes(purpose, Buffer.of(lostVersion)),
    seal,
    sealMarked: (mailbox, position) => {
      const token = seal(mailbox, position);
      const bound = digest(token);
      return (mark) => token + markSign + sealer.sealBytes(markPurpose, Buffer.concat([bound, digest(mark)]));
    },
    open: (mailbox, token) => {
      const bare = token.length > longestToken + longestMark ? undefined : unmarked(token);
      const bytes = bare === undefined ? undefined : sealer.openBytes(purpose, bare);
      if (bytes === undefined)
        throw new InvalidInputError('This is no position in the changes of a mailbox', {
          cause: new BadTokenError(undefined),
        });
      if (bytes[0] !== version) return undefined;
      const unfolded = inflateRawSync(bytes.subarray(1), { maxOutputLength: mostUnfolded }).toString('utf8');
      // Of this form since it was sealed with this version.
      const [owner, isReached, rows, told = []] = JSON.parse(unfolded) as TokenContent;
      if (owner !== mailbox)
        throw new InvalidInputError('This is a position in the changes of another mailbox', {
          cause: new BadTokenError(owner),
        });
      return {
        isReached: isReached === 1,
        folders: rows.map(fromRow),
        ...(told.length === 0
          ? {}
          : { told: told.map(([id, syncState]) => ({ id: id as FolderId, syncState: syncState ?? undefined })) }),
      };
    },
  };
};
