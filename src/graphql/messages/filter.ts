import { instantText } from '../../ews/properties/codec.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { allOf, anyOf, type Restriction } from '../../ews/properties/restriction.ts';
import { conversationRestriction, type ConversationReference } from '../../mailbox/conversations/load-conversations.ts';
import { nothing } from './conditions.ts';
import { badUserInput } from '../errors.ts';
import type {
  DateTimeFilterInput,
  IntFilterInput,
  MessageFilterInput,
  StringFilterInput,
  StringListFilterInput,
} from './message-filter.ts';
import { kindRestriction } from './message-kind.ts';
import { compilePeople, isChecked, type Check, type PeopleField } from './people-filter.ts';

/** A filter as EWS understands it, and what has to be looked at again afterwards. */
export interface CompiledFilter {
  /** Undefined: everything matches. */
  readonly restriction: Restriction | undefined;
  /** Empty, or conditions that the restriction only approximates; it never leaves out what they would let through. */
  readonly checks: readonly Check[];
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
/** UTF-16 code units of a text to look for: twice what a line of a header may have. */
export const longestText = 2_000;
/** The same of all texts in a filter. One variable may stand in every list of an operation, and each sends it on, five times as long in XML. */
const longestTexts = 20_000;

/** Every condition that is given, the server's own way. */
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

/**
 * Answers tell whole seconds while the server compares the whole of a time, so bounds stand where a second begins: what an answer shows as equal
 * to a bound is equal to it.
 */
const instant = (
  property: AnyProperty,
  { before, after, onOrBefore, onOrAfter }: DateTimeFilterInput,
): readonly (Restriction | undefined)[] => {
  const compare = (
    is: 'lessThan' | 'greaterThanOrEqualTo',
    value: string | null | undefined,
    secondOf: (seconds: number) => number,
  ): Restriction | undefined => {
    if (value === null || value === undefined) return undefined;
    return { property, is, value: instantText(secondOf(Date.parse(value) / 1_000) * 1_000) };
  };
  const next = (seconds: number): number => Math.floor(seconds) + 1;
  return [
    compare('lessThan', before, Math.ceil),
    compare('greaterThanOrEqualTo', after, next),
    compare('lessThan', onOrBefore, next),
    compare('greaterThanOrEqualTo', onOrAfter, Math.ceil),
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

interface Compiler {
  readonly lookups: FilterLookups;
  readonly checks: Check[];
  conditions: number;
}

const people = async (
  compiler: Compiler,
  field: PeopleField,
  filter: StringFilterInput | null | undefined,
  isConjunct: boolean,
): Promise<readonly (Restriction | undefined)[]> => {
  if (filter === null || filter === undefined) return [];
  // Before the directory is asked for a single name.
  if (isChecked(filter) && !isConjunct) {
    throw badUserInput(
      `${field} inside or and not takes contains and exists only: its other conditions are checked against each recipient afterwards`,
    );
  }
  const { restrictions, checks } = await compilePeople(field, filter, compiler.lookups.displayName);
  compiler.checks.push(...checks);
  return restrictions;
};

const compileBody = (filter: StringFilterInput): readonly (Restriction | undefined)[] => {
  if (isChecked(filter)) throw badUserInput('body takes contains and exists only');
  return text(messageProperties.bodyText, filter);
};

const joiners: ReadonlySet<string> = new Set(['and', 'or', 'not']);

/** Conditions in one level of a filter: each value of a list is one, and so is each joiner. */
const conditionsIn = (filter: MessageFilterInput): number =>
  Object.entries(filter).reduce((sum, [field, value]) => sum + (joiners.has(field) && value ? 1 : sizeOf(value)), 0);

const sizeOf = (value: unknown): number => {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  const parts: readonly unknown[] = Object.values(value);
  return Math.max(
    1,
    parts.reduce<number>((sum, part) => sum + sizeOf(part), 0),
  );
};

const lengthsIn = (value: unknown): readonly number[] => {
  if (typeof value === 'string') return [value.length];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(lengthsIn) : [];
};

const compile = async (
  compiler: Compiler,
  filter: MessageFilterInput,
  depth: number,
  isConjunct: boolean,
): Promise<Restriction | undefined> => {
  compiler.conditions += conditionsIn(filter);
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
    ...(await people(compiler, 'to', to, isConjunct)),
    ...(await people(compiler, 'cc', cc, isConjunct)),
    ...(await people(compiler, 'participants', participants, isConjunct)),
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
      : (conversationRestriction(compiler.lookups.conversation(conversationId)) ?? nothing),
    equal(messageProperties.internetMessageId, filter.internetMessageId),
  ]);
};

/** Turns a filter into a Restriction. An empty one lets everything through. Throws BAD_USER_INPUT for what cannot be searched. */
export const compileFilter = async (
  filter: MessageFilterInput | null | undefined,
  lookups: FilterLookups,
): Promise<CompiledFilter> => {
  const lengths = lengthsIn(filter);
  if (lengths.some((length) => length > longestText))
    throw badUserInput(`a text in filter may have ${longestText} characters at most`);
  if (lengths.reduce((sum, length) => sum + length, 0) > longestTexts)
    throw badUserInput(`the texts in filter may have ${longestTexts} characters together`);
  const compiler: Compiler = { lookups, checks: [], conditions: 0 };
  const restriction = await compile(compiler, filter ?? {}, 1, true);
  return { restriction, checks: compiler.checks };
};
