import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { instantText } from '../ews/properties/codec.ts';
import { mailboxAddress } from '../ews/properties/id.ts';
import { windowsToIana } from '../ews/properties/time-zone.ts';
import { builder } from './builder.ts';
import { durationMs } from './duration.ts';
import { isUploadedFile } from './inputs/uploaded-file.ts';

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const isRealDate = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** Reads an RFC 3339 instant into `2026-11-20T23:43:09Z` (UTC, fraction only when it is not zero); undefined when it is none. */
const parseInstant = (text: string): string | undefined => {
  const match = instantPattern.exec(text);
  if (match === null || !isRealDate(Number(match[1]), Number(match[2]), Number(match[3]))) return undefined;
  // RFC 3339 allows a lower-case t and z, which Date.parse need not know.
  const time = Date.parse(text.toUpperCase());
  if (Number.isNaN(time)) return undefined;
  const instant = instantText(time);
  // The offset may lead out of the years 0001 to 9999, which is all that RFC 3339 and EWS can write.
  return /^(?!0000)\d{4}-/.test(instant) ? instant : undefined;
};

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:/i.test(text);

/** A scalar whose values are strings on both sides; `parse` gives the canonical text of an input, or undefined when it is none. */
const textScalar = (
  name: Exclude<
    Parameters<typeof builder.scalarType>[0],
    'Upload' | 'Long' | 'ID' | 'Int' | 'Float' | 'String' | 'Boolean'
  >,
  expected: string,
  parse: (text: string) => string | undefined,
  options: { readonly description: string; readonly specifiedByURL?: string },
): void => {
  const refuse = (): never => {
    throw new GraphQLError(`${name} takes ${expected}`);
  };
  const parseValue = (value: unknown): string => (typeof value === 'string' ? parse(value) : undefined) ?? refuse();
  builder.scalarType(name, {
    ...options,
    serialize: (value) => value,
    parseValue,
    parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
  });
};

const sameText = (text: string): string | undefined => (text === '' ? undefined : text);

textScalar('DateTime', 'an RFC 3339 instant with offset, such as 2026-12-01T10:00:00+01:00', parseInstant, {
  description:
    'RFC 3339 instant, always with offset (`2026-11-20T23:43:09Z`). Answers are in UTC; inputs may carry any offset.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
});
textScalar(
  'Date',
  'a calendar date, such as 2026-12-01',
  (text) => {
    const match = datePattern.exec(text);
    return match !== null && isRealDate(Number(match[1]), Number(match[2]), Number(match[3])) ? text : undefined;
  },
  { description: 'Calendar date without a zone: `yyyy-mm-dd`.' },
);
textScalar('TimeZone', 'an IANA zone name such as Europe/Paris, or a Windows one', windowsToIana, {
  description:
    'IANA zone name (`Europe/Paris`). Windows names (`W. Europe Standard Time`) are accepted on input and mapped.',
  specifiedByURL: 'https://www.iana.org/time-zones',
});
textScalar(
  'Duration',
  'an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT5M',
  (text) => (durationMs(text) === undefined ? undefined : text),
  {
    description: 'ISO 8601 duration of weeks, days, hours, minutes and seconds: `PT30M`, `P1DT2H`.',
  },
);
textScalar('EmailAddress', 'an e-mail address', mailboxAddress, {
  description: 'RFC 5321 address, lower-cased; aliases resolve to the primary address.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2',
});
textScalar('SafeHTML', 'HTML', sameText, {
  description: 'HTML already sanitised for display: no scripts, no handlers, no remote images.',
});
textScalar('URL', 'an absolute http or https URL', (text) => (isUrl(text) ? text : undefined), {
  description: 'Absolute http or https URL.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
});
textScalar('Base64', 'base64 with padding', (text) => (base64Pattern.test(text) ? text : undefined), {
  description: 'Bytes in base64 with padding.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
});
textScalar('ChangeKey', 'a change key as the gateway gave it', sameText, {
  description: 'Opaque version of an item or folder: another value means that it was changed.',
});
textScalar('SyncToken', 'a position as the gateway gave it', sameText, {
  description:
    'Opaque position in the changes of one mailbox, up to 512 KB of text. Good for every caller who may see the mailbox, for `changes` and for subscriptions alike; survives restarts and upgrades of the gateway.',
});
textScalar('RecurrenceRuleString', 'an RFC 5545 RRULE value', sameText, {
  description: 'RFC 5545 RRULE value without the property name: `FREQ=WEEKLY;BYDAY=TU;COUNT=6`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10',
});

const parseLong = (value: unknown): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new GraphQLError('Long takes a whole number up to 2^53 - 1');
  return value;
};
builder.scalarType('Long', {
  description: 'Whole number up to 2^53 - 1; a JSON number, larger than Int may hold.',
  serialize: (value) => value,
  parseValue: parseLong,
  parseLiteral: (node) => parseLong(node.kind === Kind.INT ? Number(node.value) : undefined),
});

const notUploaded = (): never => {
  throw new GraphQLError('Upload takes a file of a multipart request');
};
builder.scalarType('Upload', {
  description:
    'A file sent along with the operation: a GraphQL multipart request, with the header `apollo-require-preflight: true`. The variable itself is null in `operations`, and `map` names its place. 45 MB a request, 500 files.',
  specifiedByURL: 'https://github.com/jaydenseric/graphql-multipart-request-spec',
  serialize: notUploaded,
  parseValue: (value) => (isUploadedFile(value) ? value : notUploaded()),
  parseLiteral: notUploaded,
});
