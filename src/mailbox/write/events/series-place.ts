import { isDeepStrictEqual } from 'node:util';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import { EwsError } from '../../../ews/errors.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import type { Recurrence } from '../../../ews/properties/recurrence.ts';
import { weekdaysOf } from '../../../ews/properties/weekday.ts';
import { WriteRefusal } from '../write-refusal.ts';
import type { Event } from './event-standing.ts';
import { seriesDays } from './series-days.ts';
import { dayOf, timesOf, timesRows, zoneOf } from './series-times.ts';

/** Rows of a series that the functions below read. */
export const seriesRows: readonly AnyProperty[] = [...timesRows, rows.recurrence, rows.deletedOccurrences];

/** Where an occurrence stands in its series. Days are yyyy-mm-dd on the series' own calendar. */
export interface SeriesPlace {
  /** Where the pattern puts it, wherever it is now. */
  readonly day: string;
  /** The days of the occurrences before it, deleted ones too. */
  readonly daysBefore: readonly string[];
  /** Whether none takes place before it any more, or ever did. */
  readonly isFirst: boolean;
}

/** Where the mail server tells no zone, a series repeats in this one. */
export const zoneless = 'UTC';

/** The pattern and range of a series. Throws EwsError `decode` when the server does not tell them, or one that never comes to its next day. */
export const recurrenceOf = ({ properties: { recurrence } }: Event): Recurrence => {
  if (recurrence === undefined) throw new EwsError('decode', 'a series does not tell when it repeats');
  const { pattern } = recurrence;
  if ('interval' in pattern && pattern.interval < 1) throw new EwsError('decode', 'a series repeats at no interval');
  return recurrence;
};

/** Whether a series repeats so by now. */
export const isSameRecurrence = ({ properties: { recurrence } }: Event, other: Recurrence): boolean =>
  recurrence !== undefined && isDeepStrictEqual(plain(recurrence), plain(other));

/** What two say in other words: servers tell the first day of the week where it does not matter, and days in any order. */
const plain = ({ pattern, range }: Recurrence): unknown => {
  const days = 'daysOfWeek' in pattern ? { daysOfWeek: weekdaysOf(pattern.daysOfWeek) } : {};
  if (pattern.type !== 'Weekly') return { ...pattern, ...days, ...range, pattern: pattern.type };
  const { interval, firstDayOfWeek = 'Sunday' } = pattern;
  return { interval, ...days, ...range, firstDayOfWeek: interval === 1 ? undefined : firstDayOfWeek };
};

/** The days on which occurrences were deleted. */
export const deletedDays = (master: Event): ReadonlySet<string> => {
  const times = timesOf(master, zoneless);
  return new Set((master.properties.deletedOccurrences ?? []).map((start) => dayOf(start, times)));
};

/** The day on which the pattern puts an occurrence. */
export const patternDay = (
  master: Event,
  { properties: { originalStart, start } }: Pick<Event, 'properties'>,
): string => {
  const at = originalStart ?? start;
  if (at === undefined) throw new EwsError('decode', 'an occurrence has no start');
  return dayOf(at, timesOf(master, zoneless));
};

/**
 * Throws WriteRefusal UNSUPPORTED for a series that repeats in a zone of a name that nobody knows: on which days it falls, and at what hour, cannot be
 * told then.
 */
export const demandKnownZone = (master: Event): void => {
  if (master.properties.startTimeZone?.id === undefined || zoneOf(master) !== undefined) return;
  throw new WriteRefusal({
    reason: 'UNSUPPORTED',
    detail:
      'This series repeats in a time zone that the mail server calls by a name of its own. Give it timing and recurrence anew.',
  });
};

/** Days that are gone through for one change: daily for 54 years. A series may be as long as calendars are, and nobody else is served meanwhile. */
const mostDays = 20_000;

/** The days of a series. Throws WriteRefusal UNSUPPORTED behind the last that is gone through. */
function* daysOf(recurrence: Recurrence): Generator<string, void> {
  let left = mostDays;
  for (const day of seriesDays(recurrence)) {
    if (left === 0)
      throw new WriteRefusal({
        reason: 'UNSUPPORTED',
        detail: `This is further from the beginning of its series than ${mostDays} occurrences. Change the whole series, or a single occurrence.`,
      });
    left -= 1;
    yield day;
  }
}

/**
 * Where an occurrence stands. Throws WriteRefusal UNSUPPORTED as `demandKnownZone`, when there are too many before it, and when the series, as the server
 * tells it, has none on that day; and EwsError.
 */
export const placeInSeries = (master: Event, occurrence: Event): SeriesPlace => {
  demandKnownZone(master);
  const day = patternDay(master, occurrence);
  const deleted = deletedDays(master);
  const daysBefore: string[] = [];
  for (const one of daysOf(recurrenceOf(master))) {
    if (one === day) return { day, daysBefore, isFirst: daysBefore.every((before) => deleted.has(before)) };
    if (one > day) break;
    daysBefore.push(one);
  }
  throw new WriteRefusal({
    reason: 'UNSUPPORTED',
    detail: 'The mail server tells of this series what its occurrences do not follow, so it cannot be split.',
  });
};

/** A series up to the day before one of its occurrences. */
export const endedBefore = ({ pattern, range }: Recurrence, { daysBefore }: SeriesPlace): Recurrence => {
  const { startDate } = range;
  if (range.type === 'Numbered') return { pattern, range: { ...range, count: daysBefore.length } };
  return { pattern, range: { type: 'EndDate', startDate, endDate: daysBefore.at(-1) ?? startDate } };
};

/** What is left of a series from one of its occurrences on. */
export const restFrom = ({ pattern, range }: Recurrence, { day, daysBefore }: SeriesPlace): Recurrence => ({
  pattern,
  range:
    range.type === 'Numbered'
      ? { ...range, startDate: day, count: range.count - daysBefore.length }
      : { ...range, startDate: day },
});

/** The numbers, from 1 on, that those of these days have in a series on which it falls. Throws WriteRefusal UNSUPPORTED where there are too many before. */
export const indexesOn = (recurrence: Recurrence, days: ReadonlySet<string>): readonly number[] => {
  const last = [...days].toSorted().at(-1) ?? '';
  const indexes: number[] = [];
  let index = 0;
  for (const day of daysOf(recurrence)) {
    if (day > last) break;
    index += 1;
    if (days.has(day)) indexes.push(index);
  }
  return indexes;
};
