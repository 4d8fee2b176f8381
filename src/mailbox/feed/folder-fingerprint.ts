import { createHash } from 'node:crypto';
import type { Folder } from '../../ews/properties/folder.ts';
import type { KnownFolder } from '../folder-tree.ts';

/**
 * A commit that is younger than this, milliseconds, may have a successor with the same time: servers tell whole seconds, and their clocks are not
 * ours.
 */
const settlesAfterMs = 60_000;

/** 48 bits: enough to tell what one folder is from what it was. */
const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 6).toString('base64url');

/** Where a folder lies. */
export const placeOf = ({ parentId }: KnownFolder): string => digest(parentId ?? '');

/** What its users call a folder, and what it is for. */
export const lookOf = ({ name, kind }: KnownFolder): string => digest(name, kind);

/** How many items and unread ones it holds. */
export const countsOf = ({ totalCount, unreadCount }: KnownFolder): string => `${totalCount}/${unreadCount}`;

/**
 * A text that is another as soon as something in the folder was made, changed or deleted: the time of the last commit and how many were ever deleted,
 * by which Microsoft has clients find out what they have missed, and the counts, since not every server counts a read flag as a commit. Two marks that
 * leave the number of unread ones as it was can still escape it: whoever relies on it looks for himself now and then. A folder without a commit has
 * never held anything. `askedAt`: milliseconds since 1970, before the folder was read. Undefined while the last commit is too young.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-notification-related-errors-in-ews-in-exchange
 */
export const contentsStamp = (
  { totalCount, unreadCount, lastCommit = '', deletedCount }: Folder['properties'],
  askedAt: number,
): string | undefined => {
  const committedAt = lastCommit === '' ? 0 : Date.parse(lastCommit);
  const isSettled = askedAt - committedAt > settlesAfterMs;
  return isSettled ? digest(lastCommit, [totalCount, unreadCount, deletedCount].join('/')) : undefined;
};
