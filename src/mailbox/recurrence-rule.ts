import { Temporal } from 'temporal-polyfill';
import type { Recurrence, RecurrencePattern, WeekIndex } from '../ews/properties/recurrence.ts';
import { weekdaysOf, type DayWord, type Weekday } from '../ews/properties/weekday.ts';

const positions: Readonly<Record<WeekIndex, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };

/** `Monday` -> `MO`. */
const dayCode = (day: Weekday): string => day.slice(0, 2).toUpperCase();
const byDay = (days: readonly Weekday[]): string => `BYDAY=${days.map(dayCode).join(',')}`;

/** The n-th of some days in a month: `BYDAY=2TU`, or for several kinds of day the n-th of all of them together. */
const nthOf = (days: readonly DayWord[], index: WeekIndex): readonly string[] => {
  const position = positions[index];
  const weekdays = weekdaysOf(days);
  const [only] = weekdays;
  if (weekdays.length === 1 && only !== undefined) return [`BYDAY=${position}${dayCode(only)}`];
  // The first day of all is the first of the month; the words differ, so that it is read as it was written.
  if (weekdays.length === 7 && index === 'Last') return ['BYMONTHDAY=-1'];
  return [byDay(weekdays), `BYSETPOS=${position}`];
};

/**
 * A day of the month. EWS means the last day of a month that is too short for it, RFC 5545 would skip such a month; the last of the days from
 * `shortest` to the wanted one is the same in both.
 */
const monthDay = (day: number, shortest: number): readonly string[] => {
  if (day <= shortest) return [`BYMONTHDAY=${day}`];
  const candidates = Array.from({ length: day - shortest + 1 }, (_, index) => shortest + index);
  return [`BYMONTHDAY=${candidates.join(',')}`, 'BYSETPOS=-1'];
};

const shortMonths: ReadonlySet<number> = new Set([4, 6, 9, 11]);
const shortestLength = (month: number): number => (month === 2 ? 28 : shortMonths.has(month) ? 30 : 31);

const every = (frequency: string, interval: number): readonly string[] =>
  interval === 1 ? [`FREQ=${frequency}`] : [`FREQ=${frequency}`, `INTERVAL=${interval}`];

const patternParts = (pattern: RecurrencePattern): readonly string[] => {
  switch (pattern.type) {
    case 'Daily':
      return every('DAILY', pattern.interval);
    case 'Weekly': {
      // Where a week begins decides which week is skipped; RFC 5545 begins it on Monday unless told otherwise, EWS on Sunday.
      const weekStart = pattern.interval === 1 ? [] : [`WKST=${dayCode(pattern.firstDayOfWeek ?? 'Sunday')}`];
      return [...every('WEEKLY', pattern.interval), byDay(weekdaysOf(pattern.daysOfWeek)), ...weekStart];
    }
    case 'AbsoluteMonthly':
      return [...every('MONTHLY', pattern.interval), ...monthDay(pattern.dayOfMonth, 28)];
    case 'RelativeMonthly':
      return [...every('MONTHLY', pattern.interval), ...nthOf(pattern.daysOfWeek, pattern.weekIndex)];
    case 'AbsoluteYearly':
      return [
        ...every('YEARLY', 1),
        `BYMONTH=${pattern.month}`,
        ...monthDay(pattern.dayOfMonth, shortestLength(pattern.month)),
      ];
    case 'RelativeYearly':
      return [...every('YEARLY', 1), `BYMONTH=${pattern.month}`, ...nthOf(pattern.daysOfWeek, pattern.weekIndex)];
  }
};

/** RFC 5545 wants UNTIL of a timed series in UTC: the last second of the last day on the series' own clock. */
const untilInstant = (endDate: string, timeZone: string): string =>
  Temporal.PlainDate.from(endDate)
    .add({ days: 1 })
    .toZonedDateTime(timeZone)
    .subtract({ seconds: 1 })
    .toInstant()
    .toString({ smallestUnit: 'second' })
    .replace(/[-:]/g, '');

/**
 * The rule in RFC 5545's words, without the property name: `FREQ=WEEKLY;BYDAY=TU;COUNT=6`. It says the same as EWS's recurrence to every reader,
 * short months and starts of weeks included. `timeZone`: IANA name of the zone that the series repeats in.
 */
export const recurrenceRule = (
  { pattern, range }: Recurrence,
  { timeZone, isAllDay }: { readonly timeZone: string; readonly isAllDay: boolean },
): string => {
  const parts = [...patternParts(pattern)];
  if (range.type === 'Numbered') parts.push(`COUNT=${range.count}`);
  if (range.type === 'EndDate') {
    parts.push(`UNTIL=${isAllDay ? range.endDate.replaceAll('-', '') : untilInstant(range.endDate, timeZone)}`);
  }
  return parts.join(';');
};
