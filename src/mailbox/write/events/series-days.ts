import { Temporal } from 'temporal-polyfill';
import type { Recurrence, RecurrencePattern, WeekIndex } from '../../../ews/properties/recurrence.ts';
import { weekdays, weekdaysOf, type DayWord, type Weekday } from '../../../ews/properties/weekday.ts';

/** The days, yyyy-mm-dd, with which calendars of Exchange begin and end. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/cf7153b4-f8b5-4cb6-bf14-e78d21f94814 */
export const firstDayOfAll = '1601-01-01';
export const lastDayOfAll = '4500-08-31';

/**
 * The days on which a series falls by its pattern and range, in order: yyyy-mm-dd on its own calendar. Deleted and moved occurrences count; a series
 * without end has days until 4500.
 */
export function* seriesDays({ pattern, range }: Recurrence): Generator<string, void> {
  const last = range.type === 'EndDate' && range.endDate < lastDayOfAll ? range.endDate : lastDayOfAll;
  let left = range.type === 'Numbered' ? range.count : Number.POSITIVE_INFINITY;
  for (const day of patternDays(pattern, Temporal.PlainDate.from(range.startDate))) {
    const text = day.toString();
    if (text < range.startDate) continue;
    if (left === 0 || text > last) return;
    left -= 1;
    yield text;
  }
}

/** How long a month is and on which day of the week it begins, which is all that its days depend on. */
export interface MonthShape {
  /** 28 to 31. */
  readonly length: number;
  /** 1 is Monday, 7 Sunday. */
  readonly firstWeekday: number;
}

/** A day of the month, or one of some days of the week in it. */
export type DayOfMonthRule =
  | { readonly dayOfMonth: number }
  | { readonly daysOfWeek: readonly DayWord[]; readonly weekIndex: WeekIndex };

/** The one day of such a month, 1 to 31, on which a monthly or yearly series falls. */
export const dayInMonth = (rule: DayOfMonthRule, { length, firstWeekday }: MonthShape): number => {
  if ('dayOfMonth' in rule) return Math.min(rule.dayOfMonth, length);
  const wanted = new Set(weekdaysOf(rule.daysOfWeek).map(weekdayNumber));
  const days = Array.from({ length }, (_, index) => index + 1).filter((day) =>
    wanted.has(((firstWeekday + day - 2) % 7) + 1),
  );
  // Every day of the week comes four times at least.
  return (rule.weekIndex === 'Last' ? days.at(-1) : days[indexes.indexOf(rule.weekIndex)]) ?? length;
};

const indexes: readonly WeekIndex[] = ['First', 'Second', 'Third', 'Fourth'];
const weekdayNumber = (day: Weekday): number => weekdays.indexOf(day) + 1;

const patternDays = (pattern: RecurrencePattern, first: Temporal.PlainDate): Iterable<Temporal.PlainDate> => {
  switch (pattern.type) {
    case 'Daily':
      return dailyDays(first, pattern.interval);
    case 'Weekly':
      return weeklyDays(first, pattern);
    case 'AbsoluteMonthly':
    case 'RelativeMonthly':
      return monthlyDays(first.toPlainYearMonth(), pattern.interval, pattern);
    case 'AbsoluteYearly':
    case 'RelativeYearly':
      return monthlyDays(first.toPlainYearMonth().with({ month: pattern.month }), 12, pattern);
  }
};

const isKnown = (year: number): boolean => year <= 4500;

function* dailyDays(first: Temporal.PlainDate, interval: number): Generator<Temporal.PlainDate, void> {
  for (let day = first; isKnown(day.year); day = day.add({ days: interval })) yield day;
}

function* weeklyDays(
  first: Temporal.PlainDate,
  { interval, daysOfWeek, firstDayOfWeek = 'Sunday' }: Extract<RecurrencePattern, { readonly type: 'Weekly' }>,
): Generator<Temporal.PlainDate, void> {
  const weekStart = weekdayNumber(firstDayOfWeek);
  const offsets = weekdaysOf(daysOfWeek)
    .map((day) => (weekdayNumber(day) - weekStart + 7) % 7)
    .toSorted((one, other) => one - other);
  let begin = first.subtract({ days: (first.dayOfWeek - weekStart + 7) % 7 });
  for (; isKnown(begin.year); begin = begin.add({ weeks: interval })) {
    for (const days of offsets) yield begin.add({ days });
  }
}

function* monthlyDays(
  first: Temporal.PlainYearMonth,
  interval: number,
  rule: DayOfMonthRule,
): Generator<Temporal.PlainDate, void> {
  for (let month = first; isKnown(month.year); month = month.add({ months: interval })) {
    const shape = { length: month.daysInMonth, firstWeekday: month.toPlainDate({ day: 1 }).dayOfWeek };
    yield month.toPlainDate({ day: dayInMonth(rule, shape) });
  }
}
