import { EwsError } from '../../ews/errors.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { Restriction } from '../../ews/properties/restriction.ts';
import { badUserInput } from '../errors.ts';

/** What is known of the EWS endpoint's search. */
export interface SearchMemory {
  /** False for an hour after the endpoint refused a QueryString: an update may bring one, and one odd refusal shall not last. */
  hasQueryString(): boolean;
  /** The endpoint refused a QueryString. */
  refused(): void;
}

const refusalMs = 3_600_000;

/** Hopes for the best. `nowMs`: a clock that only moves forward. */
export const createSearchMemory = (nowMs: () => number): SearchMemory => {
  let refusedUntil = Number.NEGATIVE_INFINITY;
  return {
    hasQueryString: () => nowMs() >= refusedUntil,
    refused: () => {
      refusedUntil = nowMs() + refusalMs;
    },
  };
};

const refusals: ReadonlySet<string | undefined> = new Set([
  'ErrorInvalidRequest',
  'ErrorInvalidOperation',
  'ErrorSchemaValidation',
  'ErrorUnsupportedQueryFilter',
]);

/** True for the answer of a server that does not know QueryString at all. */
export const isQueryStringRefusal = (error: unknown): boolean =>
  error instanceof EwsError &&
  (error.kind === 'fault' || error.kind === 'response') &&
  refusals.has(error.responseCode);

const longestSearch = 1000;

/** A search as the client wrote it, trimmed. Throws BAD_USER_INPUT when nothing is sought, or too much. */
export const searchText = (search: string): string => {
  const text = search.trim();
  if (text === '') throw badUserInput('search must not be empty');
  if (text.length > longestSearch) throw badUserInput(`search may have ${longestSearch} characters at most`);
  return text;
};

const { subject, from, displayTo, displayCc, bodyText, hasAttachments, isRead } = messageProperties;

// Maps: every object has a `constructor`, which somebody will look for.
const textFields: ReadonlyMap<string, readonly AnyProperty[]> = new Map(
  Object.entries({
    subject: [subject],
    from: [from],
    to: [displayTo],
    cc: [displayCc],
    participants: [from, displayTo, displayCc],
    body: [bodyText],
  }),
);
const booleanFields: ReadonlyMap<string, AnyProperty> = new Map(
  Object.entries({
    hasattachment: hasAttachments,
    hasattachments: hasAttachments,
    isread: isRead,
    read: isRead,
  }),
);
const everywhere = [subject, from, bodyText];

const containsIn = (properties: readonly AnyProperty[], text: string): Restriction => {
  const parts = properties.map((property): Restriction => ({ property, contains: text, mode: 'Substring' }));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { or: parts };
};

/** `subject:`, `-` or NOT before a word, then a phrase in quotes or a bare word. */
const termPattern = /(NOT\s+|-)?(?:(\w+):)?(?:"([^"]*)"|([^\s"]+))/g;
const joiners: ReadonlySet<string> = new Set(['AND', 'OR']);

/**
 * A search as a Restriction, for servers without QueryString and for searches beside a filter, which a QueryString cannot stand beside: every
 * word and quoted phrase must be in the subject, the author or the body, or in the field that is named before it (`subject:`, `from:`, `to:`,
 * `cc:`, `participants:`, `body:`, `hasattachment:`, `isread:`). AND is understood, and so is NOT; an OR joins its two neighbours.
 */
export const searchRestriction = (text: string): Restriction => {
  const groups: Restriction[][] = [];
  let joinsPrevious = false;
  for (const [, not, field = '', phrase, word] of text.matchAll(termPattern)) {
    const value = phrase ?? word ?? '';
    if (phrase === undefined && not === undefined && field === '' && joiners.has(value)) {
      joinsPrevious = value === 'OR';
      continue;
    }
    const flag = booleanFields.get(field.toLowerCase());
    const properties = textFields.get(field.toLowerCase());
    if (value === '') continue;
    const isFlag = flag !== undefined && /^(true|false|yes|no)$/i.test(value);
    const term: Restriction = isFlag
      ? { property: flag, is: 'equalTo', value: String(/^(true|yes)$/i.test(value)) }
      : containsIn(properties ?? everywhere, properties === undefined && field !== '' ? `${field}:${value}` : value);
    const wanted: Restriction = not === undefined ? term : { not: term };
    const previous = groups.at(-1);
    if (joinsPrevious && previous !== undefined) previous.push(wanted);
    else groups.push([wanted]);
    joinsPrevious = false;
  }
  const parts = groups.map((alternatives): Restriction =>
    alternatives.length === 1 && alternatives[0] !== undefined ? alternatives[0] : { or: alternatives },
  );
  const [first, ...others] = parts;
  if (first === undefined) throw badUserInput('search holds no word to look for');
  return others.length === 0 ? first : { and: parts };
};
