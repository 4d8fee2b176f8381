import DataLoader from 'dataloader';
import { EwsError } from '../../ews/errors.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item, ItemOf } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { anyOf, type Restriction } from '../../ews/properties/restriction.ts';
import { isHiddenList } from '../content-permission.ts';
import { findItems } from '../find-items.ts';
import { isGone } from '../is-gone.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { Cursor } from '../page.ts';

/** What every message of a conversation carries, and what a search can find them by. */
export interface ConversationReference {
  /** `@Id` of t:ConversationId, which no Restriction understands. */
  readonly id: string;
  /** PR_CONVERSATION_ID, base64, where the server tells it. */
  readonly key: string | undefined;
  /** The subject without `Re:`; other conversations may have the same. */
  readonly topic: string | undefined;
  /** A message that tells the key, where this was made from what does not. */
  readonly toldBy?: ItemId | undefined;
}

/** What a server tells of a conversation for itself: of the whole mailbox, as what is counted here from its messages. */
export interface ConversationFacts {
  readonly messageCount: number;
  readonly unreadCount: number;
  readonly hasAttachments: boolean;
  readonly lastDeliveredAt: string;
  /** The message that arrived last, as far as the server keeps to an order. */
  readonly latest: ItemId;
}

/** The messages of a conversation in every mail folder, oldest first, with the wanted rows as far as FindItem returns them. */
export type LoadConversation = (
  reference: ConversationReference,
  wanted: readonly AnyProperty[],
) => Promise<readonly ItemOf<'Message'>[]>;

interface Wish {
  readonly reference: ConversationReference;
  readonly wanted: readonly AnyProperty[];
}

/** Conversations asked for by one FindItem; Exchange refuses 255 search expressions. */
const mostReferences = 100;
/** As many as Exchange gives in a call. */
const rowsPerPage = 1000;

const { conversationId, conversationKey, conversationTopic, receivedAt } = messageProperties;

const byKey = ({ key }: ConversationReference): Restriction | undefined =>
  key === undefined ? undefined : { property: conversationKey, is: 'equalTo', value: key };
const byTopic = ({ topic }: ConversationReference): Restriction | undefined =>
  topic === undefined ? undefined : { property: conversationTopic, is: 'equalTo', value: topic };

/** Messages of one conversation, by the best that the server can search; undefined when nothing is known to search by. */
export const conversationRestriction = (reference: ConversationReference): Restriction | undefined =>
  byKey(reference) ?? byTopic(reference);

/** Answers of servers that cannot search by an extended property of this kind. */
const refusals: ReadonlySet<string | undefined> = new Set([
  'ErrorUnsupportedPathForQuery',
  'ErrorUnsupportedPropertyDefinition',
  'ErrorInvalidPropertyRequest',
  'ErrorInvalidExtendedProperty',
  'ErrorInvalidExtendedPropertyValue',
  'ErrorInvalidRequest',
  'ErrorInvalidOperation',
  'ErrorInvalidRestriction',
  'ErrorInvalidValueForProperty',
]);
const isRefusal = (error: unknown): boolean => error instanceof EwsError && refusals.has(error.responseCode);

/** The same with its key: one GetItem for all that are asked for in a tick, shared with what else is read of their messages. */
export const completeReference = async (
  { items }: Pick<OpenedMailbox, 'items'>,
  reference: ConversationReference,
): Promise<ConversationReference> => {
  const { id, key, topic, toldBy } = reference;
  if (key !== undefined || toldBy === undefined) return reference;
  try {
    const item = await items.load(toldBy, [conversationKey, conversationTopic]);
    const told = item.type === 'Message' ? item.properties : undefined;
    return { id, key: told?.conversationKey, topic: told?.conversationTopic ?? topic };
  } catch (error) {
    if (isGone(error)) return { id, key, topic };
    throw error;
  }
};

const loaders = new WeakMap<OpenedMailbox, LoadConversation>();

/** The conversations of an opened mailbox; one loader for it, so that what one request asks for travels together. */
export const loadConversationOf = (mailbox: OpenedMailbox): LoadConversation => {
  const found = loaders.get(mailbox) ?? createLoadConversation(mailbox);
  loaders.set(mailbox, found);
  return found;
};

/**
 * Reads conversations of one mailbox for one request. Everything asked for in the same tick is one FindItem over all mail folders: by
 * PR_CONVERSATION_ID where the server can, else by topic with a look at the conversation id of what was found.
 */
const createLoadConversation = (mailbox: OpenedMailbox): LoadConversation => {
  const isReadableMessage = (item: Item): item is ItemOf<'Message'> =>
    item.type === 'Message' && !isHiddenList(item, mailbox);

  const findAll = async (restriction: Restriction, wanted: readonly AnyProperty[]): Promise<readonly Item[]> => {
    const folders = (await mailbox.folders.known()).filter(({ kind }) => kind === 'MAIL').map(({ id }) => ({ id }));
    const items: Item[] = [];
    let cursor: Cursor | undefined;
    for (;;) {
      const page = await findItems(mailbox, {
        folders,
        wanted,
        restriction,
        order: [{ property: receivedAt, direction: 'ASC' }],
        page: { limit: rowsPerPage, direction: 'forward', cursor },
      });
      items.push(...page.rows.map(({ item }) => item));
      cursor = page.rows.at(-1)?.cursor;
      if (!page.hasNext || cursor === undefined) return items;
    }
  };

  const find = async (
    references: readonly ConversationReference[],
    wanted: readonly AnyProperty[],
  ): Promise<readonly Item[]> => {
    const first = anyOf(references.flatMap((reference) => conversationRestriction(reference) ?? []));
    if (first === undefined) return [];
    try {
      return await findAll(first, wanted);
    } catch (error) {
      const second = anyOf(references.flatMap((reference) => byTopic(reference) ?? []));
      if (!isRefusal(error) || second === undefined) throw error;
      return findAll(second, wanted);
    }
  };

  const belongsTo = (item: ItemOf<'Message'>, { id, key }: ConversationReference): boolean => {
    const { conversationId: itsId, conversationKey: itsKey } = item.properties;
    return itsId === undefined ? key !== undefined && itsKey === key : itsId === id;
  };

  const loader = new DataLoader<Wish, readonly ItemOf<'Message'>[], Wish>(
    async (wishes) => {
      const references = [...new Map(wishes.map(({ reference }) => [reference.id, reference])).values()];
      const wanted = new Set(wishes.flatMap((wish) => wish.wanted.filter(({ allows }) => allows.find === true)));
      const rows = [...wanted, conversationId, conversationKey, receivedAt];
      const parts = Array.from({ length: Math.ceil(references.length / mostReferences) }, (_, index) =>
        references.slice(index * mostReferences, (index + 1) * mostReferences),
      );
      const found = await Promise.all(parts.map((part) => find(part, rows)));
      const messages = found.flat().filter(isReadableMessage);
      return wishes.map(({ reference }) => messages.filter((message) => belongsTo(message, reference)));
    },
    // Every field of a conversation is a wish of its own, so the number of wishes says nothing.
    { cache: false, maxBatchSize: Infinity },
  );
  return async (reference, wanted) => {
    const complete = reference.toldBy === undefined ? reference : await completeReference(mailbox, reference);
    return loader.load({ reference: complete, wanted });
  };
};
