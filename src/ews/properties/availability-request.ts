import { InvalidInputError } from '../errors.ts';
import { element, type XmlElement } from '../xml.ts';
import { normalInstant } from './codec.ts';
import type { MailboxAddress } from './id.ts';

/** How many mailboxes one GetUserAvailability may ask about (ErrorMailboxDataArrayTooBig). */
export const mostMailboxes = 100;

/** The longest window, milliseconds: 42 days (ErrorTimeIntervalTooBig). */
export const longestWindowMs = 42 * 86_400_000;

/** Writes `m:MailboxDataArray`. Throws InvalidInputError for nobody and for more than 100. */
export const availabilityMailboxes = (mailboxes: readonly MailboxAddress[]): XmlElement => {
  if (mailboxes.length === 0 || mailboxes.length > mostMailboxes)
    throw new InvalidInputError(`Availability is told of 1 to ${mostMailboxes} mailboxes at once`);
  return element(
    'm:MailboxDataArray',
    mailboxes.map((address) =>
      element('t:MailboxData', [
        element('t:Email', [element('t:Address', address)]),
        element('t:AttendeeType', 'Required'),
        element('t:ExcludeConflicts', 'false'),
      ]),
    ),
  );
};

/** A moment as availability takes it: the wall clock of the request's zone, which is UTC, without an offset. */
const availabilityTime = (name: string, moment: string): XmlElement => {
  const text = normalInstant(moment);
  if (text === undefined) throw new InvalidInputError(`${name} needs a date and time`);
  return element(name, text.replace(/(?:\.\d+)?Z$/, ''));
};

/** Writes a stretch of time between two instants. Throws InvalidInputError when it is empty, runs backwards or lasts over 42 days. */
export const availabilityWindow = (name: string, start: string, end: string): XmlElement => {
  const window = element(name, [availabilityTime('t:StartTime', start), availabilityTime('t:EndTime', end)]);
  const length = Date.parse(end) - Date.parse(start);
  if (length <= 0 || length > longestWindowMs)
    throw new InvalidInputError('Availability is told of a window of up to 42 days');
  return window;
};
