import type { FolderTarget } from '../../ews/properties/id.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { Restriction } from '../../ews/properties/restriction.ts';
import { isHiddenList } from '../content-permission.ts';
import { findItems, type ItemRow } from '../find-items.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { Cursor, InstantCursor } from '../page.ts';
import {
  shownUpTo,
  type ConversationPage,
  type ConversationPageRequest,
  type ConversationRow,
} from './conversation-page.ts';

/** Which messages of the folder a list of conversations goes by. */
export interface MessageCondition {
  readonly restriction: Restriction | undefined;
  /** What the restriction cannot tell, and the rows that this looks at. */
  readonly matches: (row: ItemRow) => boolean;
  readonly wanted: readonly AnyProperty[];
}

/** Every message. */
export const anyMessage: MessageCondition = { restriction: undefined, matches: () => true, wanted: [] };

/** Messages looked at for a conversation, to begin with. */
const messagesEach = 4;
const leastRows = 100;
const mostRows = 900;
/** How often a page looks for more, each time in more rows: more than four thousand messages in all. */
const mostLooks = 6;
const growth = 4;

const { conversationId, conversationKey, conversationTopic, receivedAt } = messageProperties;

/**
 * A page of a folder's conversations, made of its messages from the newest on: each conversation stands where its newest message that meets the
 * condition does. New mail does not move what is left of a walk.
 */
export const conversationsByGrouping = async (
  mailbox: OpenedMailbox,
  folder: FolderTarget,
  { limit, after }: ConversationPageRequest,
  { restriction, matches, wanted }: MessageCondition,
): Promise<ConversationPage> => {
  const shown = shownUpTo(after);
  const rows: ConversationRow[] = [];
  let cursor = after?.row;
  let size = Math.min(Math.max((limit + 1) * messagesEach, leastRows), mostRows);
  for (let look = 1; ; look += 1, size = Math.min(size * growth, mostRows)) {
    const page = await findItems(mailbox, {
      folders: [folder],
      wanted: [conversationId, conversationKey, conversationTopic, ...wanted],
      restriction,
      order: [{ property: receivedAt, direction: 'DESC' }],
      page: { limit: size, direction: 'forward', cursor },
    });
    const passed = after?.passed ?? 0;
    for (const row of page.rows) {
      const { item } = row;
      if (item.type !== 'Message' || isHiddenList(item, mailbox)) continue;
      const { conversationId: id, conversationKey: key, conversationTopic: topic } = item.properties;
      if (id === undefined || shown.has(id) || !matches(row)) continue;
      if (rows.length === limit) return { rows, next: rows.at(-1)?.place, total: undefined };
      shown.add(id);
      const place = { row: instantIn(row.cursor), passed: passed + rows.length + 1, shown: shown.marks() };
      rows.push({ reference: { id, key, topic }, facts: undefined, place });
    }
    const last = page.rows.at(-1);
    if (!page.hasNext || last === undefined) return { rows, next: undefined, total: passed + rows.length };
    cursor = instantIn(last.cursor);
    if (look === mostLooks) {
      const next = { row: cursor, passed: passed + rows.length, shown: shown.marks() };
      return { rows, next, total: undefined };
    }
  }
};

/** A list that is ordered by an instant is paged by it. */
const instantIn = (cursor: Cursor): InstantCursor => {
  if (cursor.by !== 'instant') throw new TypeError('a list by arrival was paged by offset');
  return cursor;
};
