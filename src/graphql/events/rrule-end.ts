import { Temporal } from 'temporal-polyfill';
import type { EventTimes } from '../../mailbox/write/events/event-times.ts';
import type { Complain } from './rrule-text.ts';

/**
 * The last day (yyyy-mm-dd on the calendar of the event's zone) on which an occurrence may begin by an UNTIL as `parseRule` gives it: a day, an instant in
 * UTC, or a wall clock of the zone. Complains of one before the start, and of a time of day for an all-day event; undefined then.
 */
export const lastDayOf = (
  until: string,
  { isAllDay, start, zone, firstDay }: EventTimes,
  complain: Complain,
): string | undefined => {
  const day = Temporal.PlainDate.from(until.slice(0, 8));
  const isDay = until.length === 8;
  if (isAllDay && !isDay) {
    complain('must hold `UNTIL` as a day, such as `20261231`: the event lasts whole days.');
    return undefined;
  }
  const begin = Temporal.Instant.from(start);
  const end = isDay ? undefined : until.endsWith('Z') ? Temporal.Instant.from(until) : wallClock(until, zone);
  const isEarly = end === undefined ? day.toString() < firstDay : Temporal.Instant.compare(end, begin) < 0;
  if (isEarly) {
    complain('must hold an `UNTIL` that is not before the start.');
    return undefined;
  }
  return end === undefined ? day.toString() : lastBefore(end, begin.toZonedDateTimeISO(zone)).toString();
};

const wallClock = (text: string, zone: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();

/** The last day on which a clock that shows what it shows at `start` does so at or before `end`. */
const lastBefore = (end: Temporal.Instant, start: Temporal.ZonedDateTime): Temporal.PlainDate => {
  const day = end.toZonedDateTimeISO(start.timeZoneId).toPlainDate();
  const occurrence = day.toZonedDateTime({ timeZone: start.timeZoneId, plainTime: start.toPlainTime() });
  return Temporal.Instant.compare(occurrence.toInstant(), end) <= 0 ? day : day.subtract({ days: 1 });
};
