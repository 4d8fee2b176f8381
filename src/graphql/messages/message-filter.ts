import { builder } from '../builder.ts';
import { Importance, SortDirection } from '../enums.ts';

/*
 * The inputs that choose and order messages, and what they look like to resolvers. filter.ts turns them into what EWS understands.
 */

export const MessageKind = builder.enumType('MessageKind', {
  description: 'What a message is.',
  values: {
    MAIL: { description: 'Ordinary mail.' },
    MEETING_REQUEST: { description: 'An invitation or its update.' },
    MEETING_RESPONSE: { description: 'Somebody accepted, declined or is not sure.' },
    MEETING_CANCELLATION: { description: 'A meeting was called off.' },
    DELIVERY_REPORT: { description: 'A server tells that mail was or was not delivered.' },
    READ_RECEIPT: { description: 'Somebody has, or has not, read a message.' },
    POST: { description: 'A note left in a folder.' },
    OTHER: { description: 'Something else, such as a voice message or a signed wrapper of a kind of its own.' },
  },
});

/** One kind of message, as MessageKind names it. */
export type MessageKindName = typeof MessageKind.$inferType;

export interface StringFilterInput {
  readonly equals?: string | null | undefined;
  readonly contains?: string | null | undefined;
  readonly startsWith?: string | null | undefined;
  readonly in?: readonly string[] | null | undefined;
  readonly exists?: boolean | null | undefined;
}

const StringFilter = builder.inputRef<StringFilterInput>('StringFilter').implement({
  description: 'Conditions on a text; all given ones must hold. Upper and lower case are the same.',
  fields: (t) => ({
    equals: t.string({ description: 'The whole text.' }),
    contains: t.string({ description: 'A part of it.' }),
    startsWith: t.string({ description: 'Its beginning.' }),
    in: t.stringList({ description: 'The whole text is one of these.' }),
    exists: t.boolean({ description: 'Whether there is any text at all.' }),
  }),
});

export interface StringListFilterInput {
  readonly containsAny?: readonly string[] | null | undefined;
  readonly containsAll?: readonly string[] | null | undefined;
  readonly isEmpty?: boolean | null | undefined;
}

export const StringListFilter = builder.inputRef<StringListFilterInput>('StringListFilter').implement({
  description: 'Conditions on a list of texts; all given ones must hold.',
  fields: (t) => ({
    containsAny: t.stringList({ description: 'At least one of these is in it.' }),
    containsAll: t.stringList({ description: 'All of these are in it.' }),
    isEmpty: t.boolean({ description: 'Whether nothing is in it.' }),
  }),
});

export interface DateTimeFilterInput {
  readonly before?: string | null | undefined;
  readonly after?: string | null | undefined;
  readonly onOrBefore?: string | null | undefined;
  readonly onOrAfter?: string | null | undefined;
}

const DateTimeFilter = builder.inputRef<DateTimeFilterInput>('DateTimeFilter').implement({
  description: 'Conditions on an instant; all given ones must hold.',
  fields: (t) => ({
    before: t.field({ type: 'DateTime', description: 'Earlier than this.' }),
    after: t.field({ type: 'DateTime', description: 'Later than this.' }),
    onOrBefore: t.field({ type: 'DateTime', description: 'This or earlier.' }),
    onOrAfter: t.field({ type: 'DateTime', description: 'This or later.' }),
  }),
});

export interface IntFilterInput {
  readonly equals?: number | null | undefined;
  readonly lessThan?: number | null | undefined;
  readonly greaterThan?: number | null | undefined;
}

const IntFilter = builder.inputRef<IntFilterInput>('IntFilter').implement({
  description: 'Conditions on a number; all given ones must hold.',
  fields: (t) => ({
    equals: t.int({ description: 'Exactly this.' }),
    lessThan: t.int({ description: 'Less than this.' }),
    greaterThan: t.int({ description: 'More than this.' }),
  }),
});

export interface MessageFilterInput {
  readonly and?: readonly MessageFilterInput[] | null | undefined;
  readonly or?: readonly MessageFilterInput[] | null | undefined;
  readonly not?: MessageFilterInput | null | undefined;
  readonly subject?: StringFilterInput | null | undefined;
  readonly from?: StringFilterInput | null | undefined;
  readonly to?: StringFilterInput | null | undefined;
  readonly cc?: StringFilterInput | null | undefined;
  readonly participants?: StringFilterInput | null | undefined;
  readonly body?: StringFilterInput | null | undefined;
  readonly receivedAt?: DateTimeFilterInput | null | undefined;
  readonly sentAt?: DateTimeFilterInput | null | undefined;
  readonly sizeBytes?: IntFilterInput | null | undefined;
  readonly isRead?: boolean | null | undefined;
  readonly isDraft?: boolean | null | undefined;
  readonly hasAttachments?: boolean | null | undefined;
  readonly isFlagged?: boolean | null | undefined;
  readonly importance?: readonly (typeof Importance.$inferType)[] | null | undefined;
  readonly categories?: StringListFilterInput | null | undefined;
  readonly kind?: readonly MessageKindName[] | null | undefined;
  readonly conversationId?: string | null | undefined;
  readonly internetMessageId?: string | null | undefined;
}

export const MessageFilter = builder.inputRef<MessageFilterInput>('MessageFilter');
MessageFilter.implement({
  description:
    "Which messages. All given fields must match; compose with and, or and not. `to`, `cc` and `participants` search the display text that the mail server keeps of its recipients (names, or addresses where there is no name); their `equals`, `startsWith` and `in` are then checked against each recipient's name and address, which is why they cannot stand inside `or` or `not`, and why totalCount may then count a few too many.",
  fields: (t) => ({
    and: t.field({ type: [MessageFilter], description: 'All of these.' }),
    or: t.field({ type: [MessageFilter], description: 'At least one of these.' }),
    not: t.field({ type: MessageFilter, description: 'Not this.' }),
    subject: t.field({ type: StringFilter, description: 'The subject, with its `Re:` and `Fwd:`.' }),
    from: t.field({ type: StringFilter, description: 'Name or address of the author.' }),
    to: t.field({ type: StringFilter, description: 'Name or address of a main recipient.' }),
    cc: t.field({ type: StringFilter, description: 'Name or address of a copy recipient.' }),
    participants: t.field({
      type: StringFilter,
      description: 'Name or address of the author or of any main or copy recipient.',
    }),
    body: t.field({
      type: StringFilter,
      permission: ['READ_MESSAGES'],
      description: 'The text of the body. `contains` and `exists` only; slow in large folders.',
    }),
    receivedAt: t.field({ type: DateTimeFilter, description: 'When it arrived.' }),
    sentAt: t.field({ type: DateTimeFilter, description: 'When it was sent.' }),
    sizeBytes: t.field({ type: IntFilter, description: 'Size in the mailbox.' }),
    isRead: t.boolean({ description: 'Whether it has been read.' }),
    isDraft: t.boolean({ description: 'Whether it has not been sent yet.' }),
    hasAttachments: t.boolean({ description: 'Whether something hangs on it; images inside the text do not count.' }),
    isFlagged: t.boolean({ description: 'Whether it is flagged for follow-up and not yet done.' }),
    importance: t.field({ type: [Importance], description: 'Any of these.' }),
    categories: t.field({ type: StringListFilter, description: 'The categories it was put in.' }),
    kind: t.field({ type: [MessageKind], description: 'Any of these.' }),
    conversationId: t.id({ description: 'Part of this conversation, by the id of Conversation.' }),
    internetMessageId: t.string({ description: 'This Message-ID, with its angle brackets.' }),
  }),
});

const MessageOrderField = builder.enumType('MessageOrderField', {
  description:
    'What messages can be ordered by. Pages of the orders by date stay whole while mail arrives; pages of the others go by offset, so mail that arrives between two pages may repeat or hide a row.',
  values: {
    RECEIVED_AT: { description: 'When it arrived. Pages stay whole while mail arrives.' },
    SENT_AT: { description: 'When it was sent. Pages stay whole while mail arrives.' },
    LAST_MODIFIED_AT: { description: 'When it was last changed. Pages stay whole while mail arrives.' },
    SUBJECT: { description: 'The subject. Pages by offset.' },
    FROM: { description: 'The name of the author. Pages by offset.' },
    SIZE: { description: 'The size. Pages by offset.' },
    IMPORTANCE: { description: 'The importance. Pages by offset.' },
  },
});

export interface MessageOrderInput {
  readonly field: typeof MessageOrderField.$inferType;
  readonly direction: 'ASC' | 'DESC';
}

export const MessageOrder = builder.inputRef<MessageOrderInput>('MessageOrder').implement({
  description: 'One key of an order. The first key decides; further ones order what is equal.',
  fields: (t) => ({
    field: t.field({ type: MessageOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
});
