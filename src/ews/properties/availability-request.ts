import { Temporal } from 'temporal-polyfill';
import { InvalidInputError } from '../errors.ts';
import { element, type XmlElement } from '../xml.ts';
import { instant, normalInstant } from './codec.ts';
import type { MailboxAddress } from './id.ts';

/** How many mailboxes one GetUserAvailability may ask about (ErrorMailboxDataArrayTooBig). */
export const mostMailboxes = 100;

/** The longest window, milliseconds: 42 days (ErrorTimeIntervalTooBig). */
const longestWindow = 42 * 86_400_000;

/** Somebody whose time counts, and as what. */
export interface AvailabilityMailbox {
  readonly address: MailboxAddress;
  readonly role: 'Organizer' | 'Required' | 'Optional' | 'Room' | 'Resource';
}

/** Writes `m:MailboxDataArray`. Throws InvalidInputError for nobody and for more than 100. */
export const availabilityMailboxes = (mailboxes: readonly AvailabilityMailbox[]): XmlElement => {
  if (mailboxes.length === 0 || mailboxes.length > mostMailboxes)
    throw new InvalidInputError(`Availability is told of 1 to ${mostMailboxes} mailboxes at once`);
  return element(
    'm:MailboxDataArray',
    mailboxes.map(({ address, role }) =>
      element('t:MailboxData', [
        element('t:Email', [element('t:Address', address)]),
        element('t:AttendeeType', role),
        element('t:ExcludeConflicts', 'false'),
      ]),
    ),
  );
};

/** A moment as availability takes it: the wall clock of the request's zone, which is UTC, without an offset. */
export const availabilityTime = (name: string, moment: string): XmlElement => {
  const text = normalInstant(moment);
  if (text === undefined) throw new InvalidInputError(`${name} needs a date and time`);
  return element(name, text.replace(/(?:\.\d+)?Z$/, ''));
};

/** Writes a stretch of time between two instants. Throws InvalidInputError when it is empty, runs backwards or lasts over 42 days. */
export const availabilityWindow = (name: string, start: string, end: string): XmlElement => {
  const window = element(name, [availabilityTime('t:StartTime', start), availabilityTime('t:EndTime', end)]);
  const length = Date.parse(end) - Date.parse(start);
  if (length <= 0 || length > longestWindow)
    throw new InvalidInputError('Availability is told of a window of up to 42 days');
  return window;
};

/** The whole days of a zone in which a window lies, from midnight to midnight: suggestions are made day by day. Throws as `availabilityWindow`. */
export const availabilityDays = (name: string, start: string, end: string, zone: string): XmlElement => {
  availabilityWindow(name, start, end);
  const dayOf = (moment: string): Temporal.PlainDate =>
    Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate();
  const last = Temporal.Instant.from(end).subtract({ milliseconds: 1 }).toString();
  return element(name, [
    element('t:StartTime', `${dayOf(start).toString()}T00:00:00`),
    element('t:EndTime', `${dayOf(last).add({ days: 1 }).toString()}T00:00:00`),
  ]);
};

/** Reads a moment that is written as a wall clock of `zone`, or with an offset by servers that write one. An hour that is repeated is its first. */
export const momentIn = (node: XmlElement, zone: string): string => {
  const text = node.text.trim();
  const hasOffset = /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const asUtc = instant.decode(node);
  if (hasOffset) return asUtc;
  const wall = Temporal.PlainDateTime.from(asUtc.replace(/Z$/, ''));
  return new Date(wall.toZonedDateTime(zone).epochMilliseconds).toISOString().replace('.000Z', 'Z');
};
