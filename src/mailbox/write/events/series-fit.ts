import { Temporal } from 'temporal-polyfill';
import type { RecurrencePattern } from '../../../ews/properties/recurrence.ts';
import { wrongTiming } from './event-patch.ts';
import type { EventTimes } from './event-times.ts';
import { seriesDays } from './series-days.ts';
import { daysBetween, wallClock } from './series-times.ts';

/**
 * Why occurrences of a series cannot have these times; undefined when they can. A series is kept as wall clocks in whole minutes ([MS-OXOCAL] 2.2.1.44.5,
 * StartTimeOffset), so that of an hour that is shown twice only the first pass can be meant.
 */
export const clockProblem = ({ isAllDay, start, end, zone }: EventTimes): string | undefined => {
  if (isAllDay) return undefined;
  for (const time of [start, end]) {
    const clock = Temporal.Instant.from(time).toZonedDateTimeISO(zone);
    if (clock.second !== 0) return 'would have a series begin or end within a minute; it does so on whole minutes.';
    if (!clock.toPlainDateTime().toZonedDateTime(zone).equals(clock))
      return 'would have a series begin or end in an hour that the clock of its zone shows for the second time; it takes place in the first one.';
  }
  return undefined;
};

/** Throws WriteRefusal INVALID when occurrences of a series that repeats so cannot have the times that a patch gives them. */
export const demandFit = (pattern: RecurrencePattern, times: EventTimes): void => {
  const problem = clockProblem(times) ?? overlapProblem(pattern, times);
  if (problem !== undefined) throw wrongTiming(problem);
};

/** So many occurrences show the shortest distance between two of them. */
const lookedAt = 60;

/**
 * Why a series with occurrences as long as this one, its first, cannot repeat so; undefined when it can. ErrorOccurrenceTimeSpanTooBig:
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
export const overlapProblem = (
  pattern: RecurrencePattern,
  { isAllDay, start, end, zone, firstDay, lastDay }: EventTimes,
): string | undefined => {
  const length = isAllDay
    ? daysBetween(firstDay, lastDay) + 1
    : wallClock(start, zone).until(wallClock(end, zone)).total('days');
  if (length <= 1) return undefined;
  let before: string | undefined;
  let seen = 0;
  for (const day of seriesDays({ pattern, range: { type: 'NoEnd', startDate: firstDay } })) {
    const distance = before === undefined ? length : daysBetween(before, day);
    if (distance < length)
      return 'would let occurrences overlap: the event lasts longer than what lies between two of them.';
    if (++seen === lookedAt) return undefined;
    before = day;
  }
  return undefined;
};
