import { z } from 'zod';
import { operationEffect } from '../contract.ts';
import type { FaultScript } from './faults.ts';
import { isApiAction } from '../workmail/answer-api.ts';
import { type JsonMistake, jsonMistakes, readJson, tellMistake } from '../json-mistake.ts';

/**
 * Reads a fault file: a JSON list of faults, each an object with `kind`, what that kind takes, and `operation`, `mailbox`, `skip`, `times` (a number
 * or `"always"`), `probability` and `seed` as FaultScript has them. Throws Error, whose message tells every mistake and its place (`[2].atByte`), one a line.
 */
export const readFaultFile = (text: string): readonly FaultScript[] => {
  const read = readFaults(readJson(text));
  if ('faults' in read) return read.faults;
  throw new Error(read.mistakes.map(tellMistake).join('\n  '));
};

/** Reads a list of faults that is JSON already; either all of them or every mistake. */
export const readFaults = (
  value: unknown,
): { readonly faults: readonly FaultScript[] } | { readonly mistakes: readonly JsonMistake[] } => {
  const read = z.array(faultScript, 'must be a list of faults').safeParse(value);
  if (read.success) return { faults: read.data };
  return { mistakes: jsonMistakes(read.error) };
};

/** A fault as it stands in a file. */
export const writeFault = ({ times, ...script }: FaultScript): Readonly<Record<string, unknown>> => ({
  ...script,
  ...(times === undefined ? {} : { times: times === Infinity ? 'always' : times }),
});

const whole = (lowest: number, highest: number, what: string): z.ZodNumber => {
  const message = `must be ${what}, a whole number from ${lowest} to ${highest}`;
  return z.int(message).min(lowest, message).max(highest, message);
};
/** The longest that a timer of Node.js takes. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestMs = 2 ** 31 - 1;
const milliseconds = whole(0, longestMs, 'milliseconds');
const seconds = whole(0, longestMs, 'seconds');
const index = whole(0, 1_000_000, 'a place counted from 0');
const atByte = whole(0, longestMs, 'a number of bytes');
const envelopes = whole(0, 1_000_000, 'a number of envelopes');
const responseCode = z.string('must be a ResponseCode').regex(/^[A-Za-z]+$/, 'must be a ResponseCode');
const text = z.string('must be text');
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header');
const headerValue = z.string('must be text').regex(/^[\t\x20-\x7E\x80-\xFF]*$/, 'must be what a header can hold');

const isOperation = (name: string): boolean =>
  operationEffect(name) !== undefined || isApiAction(name) || name === 'SendNotification';
const operation = z
  .string('must be the name of an operation, such as FindItem')
  .refine(isOperation, 'must be an operation of Exchange2010_SP2, an action of the WorkMail API, or SendNotification');

const howOften = 'must be a number of requests from 1, or "always"';

const howLikely = 'must be above 0 and at most 1';
/** Which requests are hit. */
const target = {
  operation: operation.optional(),
  mailbox: z.string('must be an address').toLowerCase().optional(),
  skip: whole(0, longestMs, 'a number of requests').optional(),
  times: z
    .union([z.literal('always', howOften).transform(() => Infinity), z.int(howOften).min(1, howOften)], howOften)
    .optional(),
  probability: z.number(howLikely).gt(0, howLikely).max(1, howLikely).optional(),
  seed: whole(0, longestMs, 'a seed').optional(),
};

const fault = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape, ...target });

const kinds = [
  fault('serverBusy', { backOffMs: milliseconds.optional() }),
  fault('unavailable', { retryAfterSeconds: seconds.optional() }),
  fault('tooManyRequests', { retryAfterSeconds: seconds.optional() }),
  fault('unauthorized', {}),
  fault('forbidden', {}),
  fault('status', {
    status: whole(200, 599, 'an HTTP status'),
    headers: z.record(headerName, headerValue, 'must be headers: an object of names and texts').optional(),
    body: text.optional(),
  }),
  fault('fault', { responseCode, backOffMs: milliseconds.optional() }),
  fault('body', { body: text, contentType: headerValue.optional() }),
  fault('garbage', { bytes: whole(1, 10_000_000, 'a number of bytes').optional() }),
  fault('delay', { ms: milliseconds }),
  fault('late', { ms: milliseconds }),
  fault('cut', { atByte }),
  fault('breakAnswer', { atByte }),
  fault('stall', { atByte, ms: milliseconds.optional() }),
  fault('slow', { bytes: whole(1, longestMs, 'a number of bytes'), everyMs: milliseconds }),
  fault('illegalReferences', {}),
  fault('doctype', {
    entities: z.enum(['expanding', 'external'], 'must be expanding or external'),
    url: z.url('must be a URL').optional(),
  }),
  fault('poisonedItem', {
    index: index.optional(),
    itemId: text.optional(),
    poison: z.enum(['illegalReference', 'strayTag'], 'must be illegalReference or strayTag'),
  }).refine((given) => (given.index === undefined) !== (given.itemId === undefined), {
    error: 'must name the item either by index or by itemId',
  }),
  fault('itemError', { index, responseCode, stopsBatch: z.boolean('must be true or false').optional() }),
  fault('hang', {}),
  fault('withhold', {}),
  fault('reset', {}),
  fault('breakOff', {}),
  fault('lose', {}),
  fault('breakStream', { envelopes }),
  fault('muteStream', { envelopes }),
  fault('endStream', { envelopes }),
  fault('expireToken', {}),
  fault('expireTokenAfter', {}),
  fault('loseSyncStates', {}),
  fault('loseSubscriptions', {}),
  fault('forgetEvents', {}),
  fault('jumpClock', { ms: z.int('must be whole milliseconds') }),
] as const;

/** The kinds that there are. */
export const faultKinds: readonly FaultScript['kind'][] = kinds.map(({ shape }) => shape.kind.value);

const faultScript = z.discriminatedUnion('kind', kinds, {
  error: () => `must be an object with a kind, one of ${faultKinds.join(', ')}`,
});
