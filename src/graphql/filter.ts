import type { Item } from '../ews/properties/item-types.ts';
import { messageProperties } from '../ews/properties/message.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { Recipient } from '../ews/properties/recipient.ts';
import type { Restriction } from '../ews/properties/restriction.ts';
import type { ConversationReference } from '../mailbox/load-conversations.ts';
import type { ItemOrder } from '../mailbox/page.ts';
import { badUserInput } from './errors.ts';
import type {
  DateTimeFilterInput,
  IntFilterInput,
  MessageFilterInput,
  MessageKindName,
  MessageOrderInput,
  StringFilterInput,
  StringListFilterInput,
} from './message-filter.ts';

/** A filter as EWS understands it, and what has to be looked at again afterwards. */
export interface CompiledFilter {
  /** Undefined: everything matches. */
  readonly restriction: Restriction | undefined;
  /** Empty, or conditions that the restriction only approximates; it never leaves out what they would let through. */
  readonly checks: readonly Check[];
}

/** A condition on rows that no restriction can name. */
export interface Check {
  readonly wanted: readonly AnyProperty[];
  readonly matches: (item: Item) => boolean;
}

/** What a filter's compiler has to look up. */
export interface FilterLookups {
  /** Reads a conversation's sealed id. Throws BAD_USER_INPUT. */
  readonly conversation: (id: string) => ConversationReference;
  /** What EWS shows of this address in lists of recipients; undefined when nobody knows. */
  readonly displayName: (address: string) => Promise<string | undefined>;
}

/** Filters nest at most this deep: each level is one of the server's own. */
const maxDepth = 10;
/** Conditions in one filter; Exchange refuses 255 search expressions. */
const maxConditions = 200;

const allOf = (parts: readonly (Restriction | undefined)[]): Restriction | undefined => {
  const given = parts.filter((part) => part !== undefined);
  return given.length > 1 ? { and: given } : given[0];
};
const anyOf = (parts: readonly Restriction[]): Restriction | undefined => (parts.length > 1 ? { or: parts } : parts[0]);

/** Matches nothing: `or: []`, `in: []` and `importance: []` ask for one of no values. */
const nothing: Restriction = {
  and: [
    { property: messageProperties.itemClass, exists: true },
    { not: { property: messageProperties.itemClass, exists: true } },
  ],
};

/** A default string filter: every condition that is given, the server's own way. */
const text = (
  property: AnyProperty,
  { equals, contains, startsWith, in: oneOf, exists }: StringFilterInput,
): readonly (Restriction | undefined)[] => {
  const part = (
    value: string | null | undefined,
    mode: 'Substring' | 'Prefixed' | 'FullString',
  ): Restriction | undefined =>
    value === null || value === undefined || (value === '' && mode !== 'FullString')
      ? undefined
      : { property, contains: value, mode };
  return [
    part(equals, 'FullString'),
    part(contains, 'Substring'),
    part(startsWith, 'Prefixed'),
    oneOf === null || oneOf === undefined
      ? undefined
      : (anyOf(oneOf.map((value): Restriction => ({ property, contains: value, mode: 'FullString' }))) ?? nothing),
    existence(property, exists),
  ];
};

const existence = (property: AnyProperty, exists: boolean | null | undefined): Restriction | undefined =>
  exists === null || exists === undefined
    ? undefined
    : exists
      ? { property, exists: true }
      : { not: { property, exists: true } };

const equal = (property: AnyProperty, value: boolean | string | number | null | undefined): Restriction | undefined =>
  value === null || value === undefined ? undefined : { property, is: 'equalTo', value: String(value) };

const instant = (
  property: AnyProperty,
  { before, after, onOrBefore, onOrAfter }: DateTimeFilterInput,
): readonly (Restriction | undefined)[] => {
  const compare = (
    is: 'lessThan' | 'greaterThan' | 'lessThanOrEqualTo' | 'greaterThanOrEqualTo',
    value: string | null | undefined,
  ): Restriction | undefined => (value === null || value === undefined ? undefined : { property, is, value });
  return [
    compare('lessThan', before),
    compare('greaterThan', after),
    compare('lessThanOrEqualTo', onOrBefore),
    compare('greaterThanOrEqualTo', onOrAfter),
  ];
};

const number = (
  property: AnyProperty,
  { equals, lessThan, greaterThan }: IntFilterInput,
): readonly (Restriction | undefined)[] => [
  equal(property, equals),
  lessThan === null || lessThan === undefined ? undefined : { property, is: 'lessThan', value: String(lessThan) },
  greaterThan === null || greaterThan === undefined
    ? undefined
    : { property, is: 'greaterThan', value: String(greaterThan) },
];

const list = (
  property: AnyProperty,
  { containsAny, containsAll, isEmpty }: StringListFilterInput,
): readonly (Restriction | undefined)[] => [
  containsAny === null || containsAny === undefined
    ? undefined
    : (anyOf(containsAny.map((value): Restriction => ({ property, contains: value, mode: 'FullString' }))) ?? nothing),
  allOf((containsAll ?? []).map((value): Restriction => ({ property, contains: value, mode: 'FullString' }))),
  existence(property, isEmpty === null || isEmpty === undefined ? isEmpty : !isEmpty),
];

/** Beginnings of item classes; the kinds of mail that are nothing else are what remains. */
const classPrefixes: Readonly<
  Record<Exclude<MessageKindName, 'MAIL' | 'DELIVERY_REPORT' | 'READ_RECEIPT' | 'OTHER'>, string>
> = {
  MEETING_REQUEST: 'IPM.Schedule.Meeting.Request',
  MEETING_RESPONSE: 'IPM.Schedule.Meeting.Resp',
  MEETING_CANCELLATION: 'IPM.Schedule.Meeting.Canceled',
  POST: 'IPM.Post',
};

const classStartsWith = (prefix: string): Restriction => ({
  property: messageProperties.itemClass,
  contains: prefix,
  mode: 'Prefixed',
});
const classContains = (part: string): Restriction => ({
  property: messageProperties.itemClass,
  contains: part,
  mode: 'Substring',
});
const receiptParts = ['.IPNRN', '.IPNNRN'];
const isReport = classStartsWith('REPORT.');
const isReceipt: Restriction = { and: [isReport, { or: receiptParts.map(classContains) }] };
const isMail = classStartsWith('IPM.Note');

const kindRestriction = (kind: MessageKindName): Restriction => {
  switch (kind) {
    case 'MAIL':
      return isMail;
    case 'READ_RECEIPT':
      return isReceipt;
    case 'DELIVERY_REPORT':
      return { and: [isReport, { not: isReceipt }] };
    case 'OTHER':
      return { not: { or: [isMail, isReport, ...Object.values(classPrefixes).map(classStartsWith)] } };
    default:
      return classStartsWith(classPrefixes[kind]);
  }
};

/** The kind of a message by its item class; the same rules as the filter's. */
export const messageKind = (itemClass: string | undefined): MessageKindName => {
  const name = (itemClass ?? 'IPM.Note').toUpperCase();
  if (name.startsWith('IPM.NOTE')) return 'MAIL';
  if (name.startsWith('REPORT.'))
    return receiptParts.some((part) => name.includes(part)) ? 'READ_RECEIPT' : 'DELIVERY_REPORT';
  for (const [kind, prefix] of Object.entries(classPrefixes))
    if (name.startsWith(prefix.toUpperCase())) return kind as keyof typeof classPrefixes;
  return 'OTHER';
};

/** Messages of one conversation, by what the server can search: PR_CONVERSATION_ID, else the topic. */
export const conversationRestriction = ({ key, topic }: ConversationReference): Restriction =>
  key === undefined
    ? { property: messageProperties.conversationTopic, is: 'equalTo', value: topic ?? '' }
    : { property: messageProperties.conversationKey, is: 'equalTo', value: key };

type PeopleField = 'to' | 'cc' | 'participants';

const peopleRows: Readonly<
  Record<PeopleField, { readonly display: readonly AnyProperty[]; readonly exact: readonly AnyProperty[] }>
> = {
  to: { display: [messageProperties.displayTo], exact: [messageProperties.toRecipients] },
  cc: { display: [messageProperties.displayCc], exact: [messageProperties.ccRecipients] },
  participants: {
    display: [messageProperties.displayTo, messageProperties.displayCc, messageProperties.from],
    exact: [messageProperties.toRecipients, messageProperties.ccRecipients, messageProperties.from],
  },
};

const peopleOf = (item: Item, field: PeopleField): readonly Recipient[] => {
  if (item.type !== 'Message') return [];
  const { toRecipients = [], ccRecipients = [], from } = item.properties;
  if (field === 'to') return toRecipients;
  if (field === 'cc') return ccRecipients;
  return [...toRecipients, ...ccRecipients, ...(from === undefined ? [] : [from])];
};

const isAddress = (value: string): boolean => value.includes('@');

interface Compiler {
  readonly lookups: FilterLookups;
  readonly checks: Check[];
  conditions: number;
}

const compilePeople = async (
  compiler: Compiler,
  field: PeopleField,
  filter: StringFilterInput,
  isConjunct: boolean,
): Promise<readonly (Restriction | undefined)[]> => {
  const { display, exact } = peopleRows[field];
  const shown = (value: string): Restriction | undefined =>
    anyOf(display.map((property): Restriction => ({ property, contains: value, mode: 'Substring' })));
  const texts: { readonly sought: readonly string[]; readonly matches: (text: string) => boolean }[] = [];
  const fold = (value: string): string => value.toLowerCase();
  if (typeof filter.equals === 'string')
    texts.push({ sought: [filter.equals], matches: (value) => fold(value) === fold(filter.equals ?? '') });
  if (typeof filter.startsWith === 'string')
    texts.push({
      sought: [filter.startsWith],
      matches: (value) => fold(value).startsWith(fold(filter.startsWith ?? '')),
    });
  if (Array.isArray(filter.in)) {
    const accepted = new Set(filter.in.map(fold));
    texts.push({ sought: filter.in, matches: (value) => accepted.has(fold(value)) });
  }
  if (texts.length > 0 && !isConjunct)
    throw badUserInput(
      `${field} inside or and not takes contains and exists only: the others are checked against each recipient afterwards`,
    );
  const approximations = await Promise.all(
    texts.map(async ({ sought, matches }) => {
      compiler.checks.push({
        wanted: exact,
        matches: (item) =>
          peopleOf(item, field).some(
            ({ name, address }) => (name !== undefined && matches(name)) || (address !== undefined && matches(address)),
          ),
      });
      // The list of recipients shows names where there are names, so an address is looked for under its owner's name too.
      const names = await Promise.all(sought.filter(isAddress).map(compiler.lookups.displayName));
      return (
        anyOf([...sought, ...names.filter((name) => name !== undefined)].flatMap((value) => shown(value) ?? [])) ??
        nothing
      );
    }),
  );
  const { exists } = filter;
  const present = anyOf(display.map((property): Restriction => ({ property, exists: true })));
  return [
    ...approximations,
    typeof filter.contains === 'string' && filter.contains !== '' ? shown(filter.contains) : undefined,
    exists === null || exists === undefined || present === undefined ? undefined : exists ? present : { not: present },
  ];
};

const compileBody = (filter: StringFilterInput): readonly (Restriction | undefined)[] => {
  const { equals, startsWith, in: oneOf } = filter;
  if ([equals, startsWith, oneOf].some((value) => value !== null && value !== undefined))
    throw badUserInput('body takes contains and exists only');
  return text(messageProperties.bodyText, filter);
};

const compile = async (
  compiler: Compiler,
  filter: MessageFilterInput,
  depth: number,
  isConjunct: boolean,
): Promise<Restriction | undefined> => {
  compiler.conditions += Object.values(filter).filter((value) => value !== null && value !== undefined).length;
  if (depth > maxDepth) throw badUserInput(`filter nests deeper than ${maxDepth} levels`);
  if (compiler.conditions > maxConditions) throw badUserInput(`filter holds more than ${maxConditions} conditions`);
  const {
    and,
    or,
    not,
    to,
    cc,
    participants,
    body,
    subject,
    from,
    receivedAt,
    sentAt,
    sizeBytes,
    categories,
    conversationId,
    isFlagged,
    importance,
    kind,
  } = filter;

  const alternatives =
    or === null || or === undefined
      ? undefined
      : await Promise.all(or.map((part) => compile(compiler, part, depth + 1, false)));
  const negated =
    not === null || not === undefined ? undefined : { inner: await compile(compiler, not, depth + 1, false) };
  const flagged = equal(messageProperties.flagStatus, '2');

  return allOf([
    ...(await Promise.all((and ?? []).map((part) => compile(compiler, part, depth + 1, isConjunct)))),
    // One alternative that asks for nothing lets everything through; none at all lets nothing through.
    alternatives === undefined || alternatives.includes(undefined)
      ? undefined
      : (anyOf(alternatives.filter((part) => part !== undefined)) ?? nothing),
    negated === undefined ? undefined : negated.inner === undefined ? nothing : { not: negated.inner },
    ...text(messageProperties.subject, subject ?? {}),
    ...text(messageProperties.from, from ?? {}),
    ...(await compilePeople(compiler, 'to', to ?? {}, isConjunct)),
    ...(await compilePeople(compiler, 'cc', cc ?? {}, isConjunct)),
    ...(await compilePeople(compiler, 'participants', participants ?? {}, isConjunct)),
    ...compileBody(body ?? {}),
    ...instant(messageProperties.receivedAt, receivedAt ?? {}),
    ...instant(messageProperties.sentAt, sentAt ?? {}),
    ...number(messageProperties.size, sizeBytes ?? {}),
    equal(messageProperties.isRead, filter.isRead),
    equal(messageProperties.isDraft, filter.isDraft),
    equal(messageProperties.hasAttachments, filter.hasAttachments),
    isFlagged === null || isFlagged === undefined || flagged === undefined
      ? undefined
      : isFlagged
        ? flagged
        : { not: flagged },
    importance === null || importance === undefined
      ? undefined
      : (anyOf(importance.flatMap((value) => equal(messageProperties.importance, value) ?? [])) ?? nothing),
    ...list(messageProperties.categories, categories ?? {}),
    kind === null || kind === undefined ? undefined : (anyOf(kind.map(kindRestriction)) ?? nothing),
    conversationId === null || conversationId === undefined
      ? undefined
      : conversationRestriction(compiler.lookups.conversation(conversationId)),
    equal(messageProperties.internetMessageId, filter.internetMessageId),
  ]);
};

/** Turns a filter into a Restriction. An empty one lets everything through. Throws BAD_USER_INPUT for what cannot be searched. */
export const compileFilter = async (
  filter: MessageFilterInput | null | undefined,
  lookups: FilterLookups,
): Promise<CompiledFilter> => {
  const compiler: Compiler = { lookups, checks: [], conditions: 0 };
  const restriction = await compile(compiler, filter ?? {}, 1, true);
  return { restriction, checks: compiler.checks };
};

const orderProperties = {
  RECEIVED_AT: messageProperties.receivedAt,
  SENT_AT: messageProperties.sentAt,
  LAST_MODIFIED_AT: messageProperties.lastModifiedAt,
  SUBJECT: messageProperties.subject,
  FROM: messageProperties.from,
  SIZE: messageProperties.size,
  IMPORTANCE: messageProperties.importance,
} as const satisfies Record<MessageOrderInput['field'], AnyProperty>;

/** Newest first. */
export const defaultOrder: readonly MessageOrderInput[] = [{ field: 'RECEIVED_AT', direction: 'DESC' }];

/** Turns an order into rows to sort by; no keys at all mean the default. */
export const compileOrder = (order: readonly MessageOrderInput[] | null | undefined): readonly ItemOrder[] =>
  (order === null || order === undefined || order.length === 0 ? defaultOrder : order).map(({ field, direction }) => ({
    property: orderProperties[field],
    direction,
  }));
