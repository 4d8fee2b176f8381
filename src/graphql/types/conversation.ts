import type { ItemOf } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { completeItems } from '../../mailbox/complete-items.ts';
import { isHiddenList } from '../../mailbox/content-permission.ts';
import { completeReference, loadConversationOf } from '../../mailbox/conversations/load-conversations.ts';
import { isGone } from '../../mailbox/is-gone.ts';
import { connectionOf, cursorCodec, pageOf } from '../connection.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { notFound } from '../errors.ts';
import { conversationIdText } from '../ids.ts';
import { seesMail } from '../guards/permission.ts';
import {
  Conversation,
  Message,
  MessageConnection,
  Node,
  Recipient,
  type ConversationSource,
  type RecipientSource,
} from '../refs.ts';
import { isSelected, wantedInEach, wantedProperties } from '../selection.ts';
import { itemSource, sourceOf, type ItemSource } from '../sources.ts';

type MessageItem = ItemOf<'Message'>;

/** What is asked for in one tick, whichever fields and conversations it is for, is one FindItem. */
const readMessages = async (
  { mailbox, reference }: ConversationSource,
  ...wanted: readonly AnyProperty[]
): Promise<readonly MessageItem[]> => {
  const messages = await loadConversationOf(mailbox)(reference, wanted);
  if (messages.length === 0) throw notFound('There is no such conversation in this mailbox any more.');
  return messages;
};

const messageSources = async (
  { mailbox }: ConversationSource,
  messages: readonly MessageItem[],
  wanted: readonly AnyProperty[],
): Promise<readonly ItemSource<'Message'>[]> =>
  (await completeItems(mailbox, messages, wanted)).flatMap(
    ({ item, failure }) => sourceOf(itemSource(mailbox, item, { failure }), 'Message') ?? [],
  );

const { from, isRead, hasAttachments, receivedAt, conversationTopic } = messageProperties;

/** Where a page of a conversation ended: messages are ordered by arrival, and one that arrives late does not move the others' pages. */
interface Place {
  readonly at: string;
  readonly id: string;
}

const isBehind = (message: MessageItem, { at, id }: Place): boolean => {
  const received = message.properties.receivedAt ?? '';
  return received > at || (received === at && message.id > id);
};

const byArrival = (a: MessageItem, b: MessageItem): number => {
  const [first, second] = [a.properties.receivedAt ?? '', b.properties.receivedAt ?? ''];
  return first < second ? -1 : first > second ? 1 : a.id < b.id ? -1 : 1;
};

const unreadOf = (messages: readonly MessageItem[]): number =>
  messages.filter(({ properties }) => properties.isRead === false).length;

/** The latest message by the id that the server tells; undefined where it tells none, or one that is not the latest any more. */
const toldLatest = async (
  { mailbox, facts }: ConversationSource,
  wanted: readonly AnyProperty[],
): Promise<ItemSource<'Message'> | undefined> => {
  if (facts === undefined) return undefined;
  try {
    const item = await mailbox.items.load(facts.latest, [...wanted, receivedAt]);
    if (isHiddenList(item, mailbox)) return undefined;
    const isLatest = Date.parse(item.properties.receivedAt ?? '') >= Date.parse(facts.lastDeliveredAt);
    return isLatest ? sourceOf(itemSource(mailbox, item), 'Message') : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

const cursorsOf = (context: Context, { mailbox, reference }: ConversationSource) =>
  cursorCodec<Place>(context.sealer, { mailbox: mailbox.address, list: { conversation: reference.id } });

Conversation.implement({
  permission: seesMail,
  description: 'Messages that answer each other, in whatever folders of the mailbox they lie.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Stable id of the conversation in this mailbox.',
      resolve: async ({ mailbox, reference }, _args, context) =>
        conversationIdText(context, { mailbox, reference: await completeReference(mailbox, reference) }),
    }),
    topic: t.string({
      complexity: cost('conversationFact'),
      description:
        'The subject that the conversation began with, at most 255 characters of it: who changes the subject begins another conversation.',
      resolve: async (source) =>
        source.reference.topic ?? (await readMessages(source, conversationTopic))[0]?.properties.conversationTopic,
    }),
    participants: t.field({
      complexity: cost('participants'),
      type: [Recipient],
      nullable: false,
      description: 'Everybody who wrote in it, each once, in the order of their first message.',
      resolve: async (source) => {
        const authors = (await readMessages(source, from)).flatMap((message) => message.properties.from ?? []);
        const distinct = new Map<string, RecipientSource>();
        for (const recipient of authors) {
          const who = (recipient.address ?? recipient.name ?? '').toLowerCase();
          if (!distinct.has(who)) distinct.set(who, { mailbox: source.mailbox, recipient });
        }
        return [...distinct.values()];
      },
    }),
    messageCount: t.int({
      complexity: cost('conversationFact'),
      nullable: false,
      description:
        'How many messages it has in this mailbox: in every mail folder, sent, junk and deleted ones and drafts included.',
      resolve: async (source) => source.facts?.messageCount ?? (await readMessages(source)).length,
    }),
    unreadCount: t.int({
      complexity: cost('conversationFact'),
      nullable: false,
      description: 'How many of them are unread.',
      resolve: async (source) => source.facts?.unreadCount ?? unreadOf(await readMessages(source, isRead)),
    }),
    hasAttachments: t.boolean({
      complexity: cost('conversationFact'),
      nullable: false,
      description: 'Whether something hangs on any of them.',
      resolve: async (source) =>
        source.facts?.hasAttachments ??
        (await readMessages(source, hasAttachments)).some((message) => message.properties.hasAttachments === true),
    }),
    lastDeliveredAt: t.field({
      complexity: cost('conversationFact'),
      type: 'DateTime',
      description: 'When the latest of them arrived.',
      resolve: async (source) =>
        source.facts?.lastDeliveredAt ??
        (await readMessages(source, receivedAt)).toSorted(byArrival).at(-1)?.properties.receivedAt,
    }),
    latestMessage: t.field({
      complexity: cost('latestMessage'),
      type: Message,
      description: 'The one that arrived last.',
      resolve: async (source, _args, _context, info) => {
        const wanted = wantedInEach(info, source.mailbox);
        const told = await toldLatest(source, wanted);
        if (told !== undefined) return told;
        const latest = (await readMessages(source, ...wanted)).toSorted(byArrival).slice(-1);
        return (await messageSources(source, latest, wanted))[0];
      },
    }),
    messages: t.field({
      complexity: cost('conversationPage'),
      type: MessageConnection,
      nullable: false,
      description: 'Its messages, oldest first, from every mail folder, sent items included.',
      args: {
        first: t.arg.int({ defaultValue: 50, description: 'How many, 1 to 1000.' }),
        after: t.arg.string({ description: 'endCursor of the previous page.' }),
      },
      resolve: async (source, args, context, info) => {
        const cursors = cursorsOf(context, source);
        const { limit, cursor } = pageOf(args, cursors);
        const wanted = wantedProperties(info, source.mailbox, ['nodes'], ['edges', 'node']);
        const counted = isSelected(info, ['unreadCount']) ? [isRead] : [];
        const all = (await readMessages(source, ...wanted, ...counted)).toSorted(byArrival);
        const ahead = cursor === undefined ? all : all.filter((message) => isBehind(message, cursor));
        const page = ahead.slice(0, limit);
        const edges = (await messageSources(source, page, wanted)).map((node) => ({
          node,
          cursor: () => cursors.write({ at: node.item.properties.receivedAt ?? '', id: node.item.id }),
        }));
        return {
          ...connectionOf(edges, { hasNext: ahead.length > page.length, hasPrevious: ahead.length < all.length }),
          mailbox: source.mailbox,
          totalCount: all.length,
          countUnread: () => Promise.resolve(unreadOf(all)),
        };
      },
    }),
  }),
});
