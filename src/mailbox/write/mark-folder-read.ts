import { EwsError } from '../../ews/errors.ts';
import { findItem } from '../../ews/operations/find-item.ts';
import { updateItem } from '../../ews/operations/update-item.ts';
import type { FolderTarget, ItemId } from '../../ews/properties/id.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isMessage } from './own-kind.ts';
import { mostInOneWrite } from './write-each.ts';
import { WriteRefusal } from './write-refusal.ts';

/** Unread messages that are looked for at once; Exchange lowers more than this to its own limit. */
const foundAtOnce = 1_000;

/** Messages that one mutation may look at: what it may cause has to be known before. */
export const mostMarked = 5_000;
/** How often it may look for them, on servers whose pages are smaller than was asked for. */
export const mostMarkLooks = 10;

/** With this a server says that what reads as a message is not written as one: a post, for example. */
const otherKind = 'ErrorObjectTypeChanged';

/** How many of these stay unread, and why the first of them that should not. One that is gone by now is not missed. */
const mark = async (
  { session, items }: OpenedMailbox,
  ids: readonly ItemId[],
): Promise<{ readonly unmarked: number; readonly failure: EwsError | undefined }> => {
  const answers = await session.callEach(updateItem, {
    changes: ids.map((id) => ({ id, type: 'Message' as const, changes: { isRead: true } })),
    conflictResolution: 'AlwaysOverwrite',
    disposition: 'SaveOnly',
  });
  for (const id of ids) items.forget(id);
  const unmarked = answers.filter(
    (answer): answer is EwsError => answer instanceof EwsError && answer.responseCode !== 'ErrorItemNotFound',
  );
  return { unmarked: unmarked.length, failure: unmarked.find(({ responseCode }) => responseCode !== otherKind) };
};

/**
 * Marks as read the messages that are unread in a folder when it begins; what comes in meanwhile may stay unread, and posts and the like do. By
 * FindItem and UpdateItem, oldest first, since MarkAllItemsAsRead came with Exchange 2013. `onMarked` is told when some have been. Stops after
 * `mostMarked`. Throws the EwsError of a call that failed, and in the end that of the first message that could not be marked, or WriteRefusal
 * CONFLICT when there are more.
 */
export const markFolderRead = async (
  mailbox: OpenedMailbox,
  folder: FolderTarget,
  onMarked: () => void,
): Promise<void> => {
  let firstFailure: EwsError | undefined;
  /** Rows at the head of the list that stay unread. */
  let passed = 0;
  let left = Number.POSITIVE_INFINITY;
  /** Rows that may still be looked at, and how often. */
  let rows = mostMarked;
  let looks = mostMarkLooks;
  try {
    while (left > 0 && rows > 0 && looks > 0) {
      looks -= 1;
      const { items, total, isLast, nextOffset } = await mailbox.session.call(findItem, {
        parents: [folder],
        wanted: [itemProperties.parentFolderId],
        view: { type: 'indexed', offset: passed, limit: Math.min(left, rows, foundAtOnce) },
        restriction: { property: messageProperties.isRead, is: 'equalTo', value: 'false' },
        sort: [{ property: itemProperties.receivedAt, direction: 'Ascending' }],
      });
      // Rows that are not this mailbox's have been left out of the items.
      const seen = nextOffset === undefined ? items.length : nextOffset - passed;
      // Nothing more, or a server that tells nothing more.
      left = seen <= 0 ? 0 : Math.min(left, total) - seen;
      rows -= seen;
      const ids = items.filter(isMessage).map(({ id }) => id);
      passed += seen - ids.length;
      for (let from = 0; from < ids.length; from += mostInOneWrite) {
        const some = ids.slice(from, from + mostInOneWrite);
        const { unmarked, failure } = await mark(mailbox, some);
        if (unmarked < some.length) onMarked();
        passed += unmarked;
        firstFailure ??= failure;
      }
      if (isLast) left = 0;
    }
  } finally {
    mailbox.folders.forget();
  }
  if (firstFailure !== undefined) throw firstFailure;
  if (left > 0)
    throw new WriteRefusal({
      reason: 'CONFLICT',
      detail: 'These were the oldest. There are more: ask again for the rest.',
    });
};
