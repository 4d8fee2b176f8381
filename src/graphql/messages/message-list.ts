import type { GraphQLResolveInfo } from 'graphql';
import type { FolderTarget } from '../../ews/properties/id.ts';
import { mailboxAddress } from '../../ews/properties/id.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import { allOf, type Restriction } from '../../ews/properties/restriction.ts';
import { findItems, type FindItemsInput, type ItemPage, type ItemRow } from '../../mailbox/find-items.ts';
import { isHiddenList } from '../../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { isInstant } from '../../mailbox/page-by-instant.ts';
import { connectionOf, cursorCodec, pageOf, pageSize, type PageArguments } from '../connection.ts';
import type { Context } from '../context.ts';
import { compileFilter, type CompiledFilter, type FilterLookups } from './filter.ts';
import { compileOrder } from './message-order.ts';
import { conversationReference, readIdIn } from '../ids.ts';
import { checkedListCalls } from '../guards/price-amounts.ts';
import { clientError } from '../errors.ts';
import type { MessageFilterInput, MessageOrderInput } from './message-filter.ts';
import type { MessageConnectionSource } from '../refs.ts';
import { readableClasses } from './readable-classes.ts';
import { isQueryStringRefusal, searchRestriction, searchText, type SearchMemory } from './search.ts';
import { wantedProperties } from '../selection.ts';
import { edgesOf } from '../sources.ts';

/** The arguments of every field that lists messages. */
export interface MessageListArguments extends PageArguments {
  readonly filter?: MessageFilterInput | null | undefined;
  readonly search?: string | null | undefined;
  readonly orderBy?: readonly MessageOrderInput[] | null | undefined;
}

/** Which folders a list covers. */
export interface MessageScope {
  readonly folders: readonly FolderTarget[];
  /** Folders that may be among them, by names that do not tell which: what is in them is left out. */
  readonly except?: readonly FolderTarget[];
  /** What the list is of, as the client said it; the whole mailbox stays the same list when a folder is created. */
  readonly scope: unknown;
}

/** Who tells what a filter's texts stand for. */
export const filterLookups = (context: Context, mailbox: OpenedMailbox): FilterLookups => ({
  conversation: (id) =>
    conversationReference(readIdIn(context, 'filter.conversationId', id, ['Conversation'], mailbox)),
  displayName: async (text) => {
    const address = mailboxAddress(text);
    return address === undefined ? undefined : (await context.directory.find(address))?.displayName;
  },
});

/** What is not a message, and what a check refuses, is not in the list; a message that could not be read for its check is. */
const isListed = ({ item, failure }: ItemRow, { checks }: CompiledFilter, mailbox: OpenedMailbox): boolean =>
  item.type === 'Message' &&
  !isHiddenList(item, mailbox) &&
  (failure !== undefined || checks.every(({ matches }) => matches(item)));

/** Each time that too few of the rows were listed, so many times more are looked at: few calls, and no long ones for short pages. */
const growth = 4;
const mostRowsOfFolder = 900;
const mostRows = 10_000;
/** What may be refused is looked at in pages no smaller. */
const leastRows = 50;
/** How often a list looks for the rest of a page; each time may be a FindItem and a GetItem. The price of a list with checks counts them: cost.ts. */
const mostLooks = checkedListCalls / 2;

const tooManyLookedAt = (looked: number, { checks }: CompiledFilter): Error =>
  clientError(
    'QUERY_TOO_EXPENSIVE',
    checks.length > 0
      ? `The filter on recipients found nothing among ${looked} messages that come near it, and there are more: narrow it by a date, a folder or a longer text.`
      : `None of the first ${looked} items is a message, and there are more: say with the filter which kind of messages is wanted.`,
  );

/**
 * Reads on until the page is full of listed rows. Checks that refuse nearly everything, and thousands of appointments or contacts before the first
 * message, end it early: with a short page, or, when there is nothing on it, with QUERY_TOO_EXPENSIVE.
 */
const findListed = async (mailbox: OpenedMailbox, input: FindItemsInput, filter: CompiledFilter): Promise<ItemPage> => {
  const { limit, direction } = input.page;
  const isForward = direction === 'forward';
  let { cursor } = input.page;
  let rows: readonly ItemRow[] = [];
  let first: ItemPage | undefined;
  let looked = 0;
  const largest = Math.max(limit, leastRows, Math.min(mostRowsOfFolder, Math.ceil(mostRows / input.folders.length)));
  const smallest = filter.checks.length > 0 ? Math.max(limit, leastRows) : limit;
  for (let look = 1, size = smallest; ; look += 1, size = Math.min(size * growth, largest)) {
    const page = await findItems(mailbox, { ...input, page: { limit: size, direction, cursor } });
    first ??= page;
    looked += page.rows.length;
    const listed = page.rows.filter((row) => isListed(row, filter, mailbox));
    rows = isForward ? [...rows, ...listed] : [...listed, ...rows];
    const edge = isForward ? page.rows.at(-1) : page.rows[0];
    const hasMore = isForward ? page.hasNext : page.hasPrevious;
    const isComplete = rows.length >= limit || !hasMore || edge === undefined;
    const isLastLook = look === mostLooks;
    if (isLastLook && !isComplete && rows.length === 0) throw tooManyLookedAt(looked, filter);
    if (isComplete || isLastLook) {
      const kept = isForward ? rows.slice(0, limit) : rows.slice(-limit);
      const isCut = kept.length < rows.length;
      return {
        rows: kept,
        total: first.total,
        hasNext: isForward ? hasMore || isCut : first.hasNext,
        hasPrevious: isForward ? first.hasPrevious : hasMore || isCut,
      };
    }
    cursor = edge?.cursor;
  }
};

/** Searches by QueryString where that can be done, by Restriction where it cannot: beside a filter, and on servers that have none. */
const findSearched = async (
  mailbox: OpenedMailbox,
  input: FindItemsInput,
  filter: CompiledFilter,
  search: string | undefined,
  memory: SearchMemory,
): Promise<ItemPage> => {
  if (search === undefined) return findListed(mailbox, input, filter);
  // A page whose predecessor was found by Restriction is found so too: its cursor means nothing to an index.
  if (memory.hasQueryString() && input.restriction === undefined && input.page.cursor?.by !== 'instant') {
    try {
      return await findListed(mailbox, { ...input, search }, filter);
    } catch (error) {
      if (!isQueryStringRefusal(error)) throw error;
      memory.refused();
    }
  }
  return findListed(mailbox, { ...input, restriction: allOf([input.restriction, searchRestriction(search)]) }, filter);
};

/**
 * One page of the messages in some folders, with the rows that the selection reads: one FindItem, and one GetItem when it needs more. `findScope`
 * may ask the server which folders there are: it is called when the arguments are found to be right. Throws BAD_USER_INPUT.
 */
export const listMessages = async (
  context: Context,
  info: GraphQLResolveInfo,
  mailbox: OpenedMailbox,
  findScope: () => Promise<MessageScope>,
  args: MessageListArguments,
): Promise<MessageConnectionSource> => {
  pageSize(args);
  const { search: written, orderBy } = args;
  const search = written === null || written === undefined ? undefined : searchText(written);
  const order = compileOrder(orderBy);
  const filter = await compileFilter(args.filter, filterLookups(context, mailbox));
  const { folders, except, scope } = await findScope();
  // A place among several folders' rows counts rows in each of them, so it is lost when there is one folder more.
  const isByPlace = search !== undefined || !isInstant(order[0]?.property);
  const list = {
    of: isByPlace ? folders : scope,
    filter: args.filter,
    search,
    order: order.map(({ property, direction }) => [property.key, direction]),
  };
  const cursors = cursorCodec(context.sealer, { mailbox: mailbox.address, list });
  const page = pageOf(args, cursors);
  const wanted = [
    ...new Set([
      ...wantedProperties(info, mailbox, ['nodes'], ['edges', 'node']),
      ...filter.checks.flatMap((check) => check.wanted),
    ]),
  ];
  // The folders of "the whole mailbox" hold mail alone, and its search shall keep the server's index.
  const isNarrowed = filter.restriction !== undefined || (search !== undefined && scope !== 'mailbox');
  const readable = isNarrowed ? readableClasses(mailbox) : undefined;
  const restriction = allOf([filter.restriction, readable]);
  const input: FindItemsInput = { folders, except, wanted, restriction, order, page };
  const found = await findSearched(mailbox, input, filter, search, context.search);
  const edges = edgesOf(mailbox, 'Message', found.rows, cursors.write);
  const isUnread: Restriction = { property: messageProperties.isRead, is: 'equalTo', value: 'false' };
  return {
    ...connectionOf(edges, found),
    mailbox,
    totalCount: found.total,
    countUnread: async () => {
      // What an index finds, no restriction finds again.
      if (search !== undefined && restriction === undefined && context.search.hasQueryString()) return null;
      const sought = search === undefined ? undefined : searchRestriction(search);
      const unread = allOf([allOf([restriction, sought]), isUnread]);
      return (
        await findItems(mailbox, {
          folders,
          except,
          wanted: [],
          restriction: unread,
          order,
          page: { limit: 1, direction: 'forward' },
        })
      ).total;
    },
  };
};
