import { allOf } from '../../ews/properties/restriction.ts';
import type { ConversationPlace } from '../../mailbox/conversations/conversation-page.ts';
import type { MessageCondition } from '../../mailbox/conversations/conversations-by-grouping.ts';
import { findConversations } from '../../mailbox/conversations/find-conversations.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { connectionOf, cursorCodec, pageOf, type Connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import type { ConversationSource } from '../refs.ts';
import type { FolderSource } from '../sources.ts';
import { compileFilter } from './filter.ts';
import type { MessageFilterInput } from './message-filter.ts';
import { filterLookups } from './message-list.ts';
import { readableClasses } from './readable-classes.ts';

/** The arguments of a list of conversations. */
export interface ConversationListArguments {
  readonly filter?: MessageFilterInput | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const defaultSize = 25;
/** Each may have hundreds of messages that facts are counted from. */
const mostConversations = 100;

const conditionOf = async (
  context: Context,
  mailbox: OpenedMailbox,
  filter: MessageFilterInput | null | undefined,
): Promise<MessageCondition | undefined> => {
  const { restriction, checks } = await compileFilter(filter, filterLookups(context, mailbox));
  if (restriction === undefined && checks.length === 0) return undefined;
  return {
    restriction: allOf([restriction, readableClasses(mailbox)]),
    // A message that could not be read for its check stands for its conversation, as it stands in lists of messages.
    matches: ({ item, failure }) => failure !== undefined || checks.every((check) => check.matches(item)),
    wanted: checks.flatMap((check) => check.wanted),
  };
};

/**
 * One page of a folder's conversations. `findFolder` may ask the server where it is: it is called when the arguments are found to be right. Throws
 * BAD_USER_INPUT.
 */
export const listConversations = async (
  context: Context,
  mailbox: OpenedMailbox,
  findFolder: () => Promise<FolderSource>,
  { filter, first, after }: ConversationListArguments,
): Promise<Connection<ConversationSource> & { readonly mailbox: OpenedMailbox }> => {
  if (first !== null && first !== undefined && (first < 1 || first > mostConversations))
    throw badUserInput(`first must be from 1 to ${mostConversations}`);
  const condition = await conditionOf(context, mailbox, filter);
  const { target: folder } = await findFolder();
  const list = { conversationsIn: folder, filter };
  const cursors = cursorCodec<ConversationPlace>(context.sealer, { mailbox: mailbox.address, list });
  const { limit, cursor } = pageOf({ first, after }, cursors, defaultSize);
  const { rows, next, total } = await findConversations(mailbox, {
    folder,
    condition,
    page: { limit, after: cursor },
  });
  const edges = rows.map(({ reference, facts, place }) => ({
    node: { typeName: 'Conversation', mailbox, reference, facts } as const,
    cursor: () => cursors.write(place),
  }));
  const page = connectionOf(edges, { hasNext: next !== undefined, hasPrevious: cursor !== undefined, total });
  // A page that ended early goes on behind what it looked at, not behind what it shows.
  const endCursor = next === undefined ? page.pageInfo.endCursor : () => cursors.write(next);
  return { ...page, mailbox, pageInfo: { ...page.pageInfo, endCursor } };
};
