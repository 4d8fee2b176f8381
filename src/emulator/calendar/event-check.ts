import { EmulatorError } from '../emulator-error.ts';
import { eventClock } from './event-clock.ts';
import { recurrenceDays } from './recurrence-pattern.ts';
import { child, childText, type XmlNode } from '../xml/xml.ts';

/**
 * Whether an event can take place when it says. Throws EmulatorError: ErrorCalendarEndDateIsEarlierThanStartDate, ErrorCalendarDurationIsTooLong over five
 * years, and for a series ErrorRecurrenceHasNoOccurrence, ErrorOccurrenceTimeSpanTooBig when an occurrence begins before the last one is over, and what
 * `recurrenceDays` throws. https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
export const checkEventTimes = (event: XmlNode): void => {
  const start = Date.parse(childText(event, 't:Start') ?? '');
  const end = Date.parse(childText(event, 't:End') ?? '');
  if (end < start) throw new EmulatorError('ErrorCalendarEndDateIsEarlierThanStartDate');
  const latest = new Date(start);
  latest.setUTCFullYear(latest.getUTCFullYear() + 5);
  if (end > latest.getTime()) throw new EmulatorError('ErrorCalendarDurationIsTooLong');
  const recurrence = child(event, 't:Recurrence');
  if (recurrence === undefined) return;
  const clock = eventClock(event);
  const shortest = shortestDistance(recurrence);
  if (clock.wallOf(end) - clock.wallOf(start) > shortest * msPerDay)
    throw new EmulatorError('ErrorOccurrenceTimeSpanTooBig');
};

const msPerDay = 86_400_000;

/** So many days of a pattern show how close to each other they come. */
const lookedAt = 60;

/** Days from an occurrence to the next, at the least; endless for a single one. */
const shortestDistance = (recurrence: XmlNode): number => {
  let shortest = Number.POSITIVE_INFINITY;
  let before: number | undefined;
  let seen = 0;
  for (const day of recurrenceDays(recurrence)) {
    if (before !== undefined) shortest = Math.min(shortest, day - before);
    before = day;
    seen += 1;
    if (seen === lookedAt) break;
  }
  if (seen === 0) throw new EmulatorError('ErrorRecurrenceHasNoOccurrence');
  return shortest;
};
