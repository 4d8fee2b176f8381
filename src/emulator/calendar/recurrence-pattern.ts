import { EmulatorError } from '../emulator-error.ts';
import { childText, type XmlNode } from '../xml/xml.ts';

/**
 * The days on which a t:Recurrence falls, in order, without end when its range has none: each as days since 1970-01-01 on the calendar of the
 * event's own zone. Deleted and moved occurrences count. Throws EmulatorError ErrorCalendarInvalidRecurrence, and ErrorUnsupportedRecurrence
 * for regenerating tasks, which have no days before they are done.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype
 */
export function* recurrenceDays(recurrence: XmlNode): Generator<number, void> {
  const [pattern, range] = recurrence.children;
  if (pattern === undefined || range === undefined) throw invalid('pattern and range are both needed');
  const first = dayNumber(childText(range, 't:StartDate') ?? '');
  const end = childText(range, 't:EndDate');
  const last = Math.min(end === undefined ? latestDay : dayNumber(end), latestDay);
  const most =
    range.name === 't:NumberedRecurrence' ? positive(range, 't:NumberOfOccurrences') : Number.POSITIVE_INFINITY;
  let count = 0;
  for (const day of patternDays(pattern, first)) {
    if (day > last || count === most) return;
    if (day < first) continue;
    count += 1;
    yield day;
  }
}

const msPerDay = 86_400_000;
/** 4500-08-31, the last day that Exchange knows. */
const latestDay = Date.UTC(4500, 7, 31) / msPerDay;

const patternDays = (pattern: XmlNode, first: number): Iterable<number> => {
  switch (pattern.name) {
    case 't:DailyRecurrence':
      return dailyDays(first, positive(pattern, 't:Interval'));
    case 't:WeeklyRecurrence':
      return weeklyDays(first, pattern);
    case 't:AbsoluteMonthlyRecurrence':
      return monthlyDays(monthOf(first), positive(pattern, 't:Interval'), dayOfMonth(pattern));
    case 't:RelativeMonthlyRecurrence':
      return monthlyDays(monthOf(first), positive(pattern, 't:Interval'), relativeDay(pattern));
    case 't:AbsoluteYearlyRecurrence':
      return monthlyDays(yearlyMonth(first, pattern), 12, dayOfMonth(pattern));
    case 't:RelativeYearlyRecurrence':
      return monthlyDays(yearlyMonth(first, pattern), 12, relativeDay(pattern));
    default:
      throw new EmulatorError('ErrorUnsupportedRecurrence');
  }
};

function* dailyDays(first: number, interval: number): Generator<number, void> {
  for (let day = first; day <= latestDay; day += interval) yield day;
}

function* weeklyDays(first: number, pattern: XmlNode): Generator<number, void> {
  const days = daysOfWeek(pattern);
  const step = 7 * positive(pattern, 't:Interval');
  const weekStart = weekdays.indexOf(childText(pattern, 't:FirstDayOfWeek')?.trim() ?? 'Sunday');
  const offset = (weekdayOf(first) - weekStart + 7) % 7;
  for (let week = first - offset; week <= latestDay; week += step) {
    for (let day = week; day < week + 7; day += 1) if (days.has(weekdayOf(day))) yield day;
  }
}

/** Months are counted from January of the year 0. */
function* monthlyDays(first: number, interval: number, dayIn: (month: number) => number): Generator<number, void> {
  for (let month = first; firstDayOf(month) <= latestDay; month += interval) yield dayIn(month);
}

const dayOfMonth = (pattern: XmlNode): ((month: number) => number) => {
  const day = positive(pattern, 't:DayOfMonth');
  // The 31st of a shorter month is its last day.
  return (month) => firstDayOf(month) + Math.min(day, lengthOf(month)) - 1;
};

const relativeDay = (pattern: XmlNode): ((month: number) => number) => {
  const days = daysOfWeek(pattern);
  const index = indexes.indexOf(childText(pattern, 't:DayOfWeekIndex')?.trim() ?? '');
  if (index < 0) throw invalid('DayOfWeekIndex');
  return (month) => {
    const candidates = Array.from({ length: lengthOf(month) }, (_, day) => firstDayOf(month) + day).filter((day) =>
      days.has(weekdayOf(day)),
    );
    const found = index === lastIndex ? candidates.at(-1) : candidates[index];
    if (found === undefined) throw invalid('DaysOfWeek');
    return found;
  };
};

const yearlyMonth = (first: number, pattern: XmlNode): number => {
  const month = months.indexOf(childText(pattern, 't:Month')?.trim() ?? '');
  if (month < 0) throw invalid('Month');
  const start = monthOf(first);
  return start - (start % 12) + month;
};

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const indexes = ['First', 'Second', 'Third', 'Fourth', 'Last'];
const lastIndex = 4;
const months = 'January February March April May June July August September October November December'.split(' ');

const daysOfWeek = (pattern: XmlNode): ReadonlySet<number> => {
  const names = (childText(pattern, 't:DaysOfWeek') ?? '').split(/\s+/).filter((name) => name !== '');
  const days = names.flatMap((name) => {
    if (name === 'Day') return [0, 1, 2, 3, 4, 5, 6];
    if (name === 'Weekday') return [1, 2, 3, 4, 5];
    return name === 'WeekendDay' ? [0, 6] : [weekdays.indexOf(name)];
  });
  if (days.length === 0 || days.includes(-1)) throw invalid('DaysOfWeek');
  return new Set(days);
};

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

const firstDayOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / msPerDay;

const lengthOf = (month: number): number => firstDayOf(month + 1) - firstDayOf(month);

const monthOf = (day: number): number => {
  const date = new Date(day * msPerDay);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** Of an xs:date; an offset behind it says where it was written, not another day. */
const dayNumber = (date: string): number => {
  const [written] = /^\d{4}-\d\d-\d\d/.exec(date.trim()) ?? [];
  const day = Date.parse(`${written}T00:00:00Z`) / msPerDay;
  if (Number.isNaN(day)) throw invalid('a date of the range');
  return day;
};

const positive = (holder: XmlNode, name: string): number => {
  const value = Number(childText(holder, name) ?? Number.NaN);
  if (!Number.isInteger(value) || value < 1) throw invalid(name.slice(2));
  return value;
};

const invalid = (what: string): EmulatorError =>
  new EmulatorError('ErrorCalendarInvalidRecurrence', `The recurrence is invalid: ${what}.`);
