import { findConversation, type FoundConversation } from '../../ews/operations/find-conversation.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { InstantCursor } from '../page.ts';
import {
  shownUpTo,
  type ConversationPage,
  type ConversationPageRequest,
  type ConversationRow,
} from './conversation-page.ts';
import type { ConversationFacts } from './load-conversations.ts';

/** Conversations looked at before the place where a page should begin, for others may have come or gone meanwhile. */
const slack = 10;
/** FindItem tells no more of a topic; so it is the same however a conversation is found. */
const longestTopic = 255;
/** How often a page looks for its place and for more of itself. */
const mostLooks = 6;

/**
 * A page of a folder's conversations as FindConversation gives them. The server pages by numbers alone, so what a walk has shown is looked for around
 * its old number and left out; so is what has had mail since then and now stands further up. Undefined where so much has come or gone that the place
 * is not found.
 */
export const conversationsByServer = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  folder: FolderTarget,
  { limit, after }: ConversationPageRequest,
): Promise<ConversationPage | undefined> => {
  const shown = shownUpTo(after);
  const isAhead = ({ id, inFolder }: FoundConversation): boolean =>
    shown.has(id) || (after !== undefined && (secondOf(inFolder.lastDeliveredAt) ?? '') > (after.row.at ?? ''));
  const rows: ConversationRow[] = [];
  const passed = after?.passed ?? 0;
  let offset = Math.max(0, passed - slack);
  let isJump = offset > 0;
  for (let look = 1; look <= mostLooks; look += 1) {
    // One more than the page holds: only that tells whether something follows.
    const wanted = limit + 1 - rows.length + (look === 1 ? passed - offset : slack);
    const { conversations, mayHaveMore } = await session.call(findConversation, { folder, offset, limit: wanted });
    const [first] = conversations;
    if (isJump && (first === undefined || !isAhead(first))) {
      // More than the slack went from the front of the list: the page begins further ahead than its number says.
      offset = Math.max(0, offset - limit - slack);
      isJump = offset > 0;
      continue;
    }
    isJump = false;
    for (const [index, conversation] of conversations.entries()) {
      if (isAhead(conversation)) continue;
      if (rows.length === limit) return { rows, next: rows.at(-1)?.place, total: undefined };
      shown.add(conversation.id);
      rows.push(rowOf(conversation, offset + index + 1, shown.marks()));
    }
    offset += conversations.length;
    if (!mayHaveMore) return { rows, next: undefined, total: offset };
  }
  const last = rows.at(-1);
  return last === undefined ? undefined : { rows, next: { ...last.place, passed: offset }, total: undefined };
};

const rowOf = (
  { id, topic, inFolder, everywhere }: FoundConversation,
  passed: number,
  shown: string,
): ConversationRow => {
  const { messageCount, unreadCount, hasAttachments, lastDeliveredAt, items } = everywhere;
  const latest = items[0]?.id;
  const isTold =
    messageCount !== undefined &&
    unreadCount !== undefined &&
    hasAttachments !== undefined &&
    lastDeliveredAt !== undefined &&
    latest !== undefined;
  const facts: ConversationFacts | undefined = isTold
    ? { messageCount, unreadCount, hasAttachments, lastDeliveredAt, latest }
    : undefined;
  const row: InstantCursor = {
    by: 'instant',
    at: secondOf(inFolder.lastDeliveredAt) ?? null,
    seen: [],
    passed: 0,
    total: 0,
  };
  return {
    reference: { id, key: undefined, topic: topic?.slice(0, longestTopic), toldBy: latest ?? inFolder.items[0]?.id },
    facts,
    place: { row, passed, shown },
  };
};

const secondOf = (instant: string | undefined): string | undefined =>
  instant === undefined ? undefined : `${new Date(instant).toISOString().slice(0, 19)}Z`;
