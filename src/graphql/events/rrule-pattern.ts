import { Temporal } from 'temporal-polyfill';
import { weekIndexes, type RecurrencePattern } from '../../ews/properties/recurrence.ts';
import { weekdays, weekdaysOf, type DayWord, type Weekday } from '../../ews/properties/weekday.ts';
import { dayInMonth, type DayOfMonthRule, type MonthShape } from '../../mailbox/write/events/series-days.ts';
import type { Complain, RuleParts } from './rrule-text.ts';

/** A rule in EWS's terms. */
export interface RulePattern {
  readonly pattern: RecurrencePattern;
  /** The day, yyyy-mm-dd, from which the pattern's interval counts: the start, or the first day of the first month that the rule has after it. */
  readonly from: string;
}

/**
 * What a rule means for a series that begins on a day (yyyy-mm-dd), in EWS's terms: the same days, whatever the months look like. Where EWS has nothing
 * that is the same, it complains of the reason, and the answer is undefined.
 */
export const rulePattern = (rule: RuleParts, startDay: string, complain: Complain): RulePattern | undefined => {
  const problem = problemOf(rule);
  if (problem !== undefined) {
    complain(problem);
    return undefined;
  }
  const { frequency, interval, days, weekStart } = rule;
  const named = days.map(({ weekday }) => weekday);
  if (isEveryWeek(rule)) return { from: startDay, pattern: everyWeek(frequency, named) };
  if (frequency === 'DAILY') {
    if (days.length === 0) return { from: startDay, pattern: { type: 'Daily', interval } };
    complain('holds `BYDAY` beside `FREQ=DAILY` and an `INTERVAL`, which mail servers cannot keep.');
    return undefined;
  }
  if (frequency !== 'WEEKLY') return monthlyPattern(rule, startDay, complain);
  const daysOfWeek = named.length === 0 ? [weekdayOf(Temporal.PlainDate.from(startDay).dayOfWeek)] : named;
  const firstDayOfWeek = interval === 1 ? {} : { firstDayOfWeek: weekStart };
  return {
    from: startDay,
    pattern: { type: 'Weekly', interval, daysOfWeek: weekdaysOf(daysOfWeek), ...firstDayOfWeek },
  };
};

/** [MS-OXOCAL] 2.2.1.44.1. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/cf7153b4-f8b5-4cb6-bf14-e78d21f94814 */
export const longestInterval = { Daily: 999, Weekly: 99, Monthly: 99, Yearly: 8 } as const;

const longest = {
  DAILY: longestInterval.Daily,
  WEEKLY: longestInterval.Weekly,
  MONTHLY: longestInterval.Monthly,
  YEARLY: longestInterval.Yearly,
} as const;

const weekdayOf = (number: number): Weekday => weekdays[number - 1] ?? 'Sunday';

/** What no such rule may hold, by RFC 5545 or for EWS. */
const problemOf = ({ frequency, interval, days, monthDays, months, positions }: RuleParts): string | undefined => {
  const isShort = frequency === 'DAILY' || frequency === 'WEEKLY';
  if (interval > longest[frequency])
    return `must hold \`INTERVAL\` of at most ${longest[frequency]} beside \`FREQ=${frequency}\`.`;
  if (positions.length > 0 && days.length === 0 && monthDays.length === 0 && months.length === 0)
    return 'holds `BYSETPOS` without any days that it could choose from.';
  if (!isShort) return undefined;
  if (days.some(({ ordinal }) => ordinal !== undefined))
    return 'holds `BYDAY` with a number, which RFC 5545 allows in `FREQ=MONTHLY` and `FREQ=YEARLY` only.';
  const [extra] = [
    ['BYMONTHDAY', monthDays] as const,
    ['BYMONTH', months] as const,
    ['BYSETPOS', positions] as const,
  ].filter(([, list]) => list.length > 0);
  return extra === undefined
    ? undefined
    : `holds \`${extra[0]}\` beside \`FREQ=${frequency}\`, which mail servers cannot keep; \`FREQ=MONTHLY\` or \`FREQ=YEARLY\` may say the same.`;
};

/** Days of the week, every week, whatever it calls itself: `FREQ=DAILY;BYDAY=MO,TU`, `FREQ=YEARLY;BYDAY=SU`. */
const isEveryWeek = ({ frequency, interval, days, monthDays, months, positions }: RuleParts): boolean =>
  frequency !== 'WEEKLY' &&
  interval === 1 &&
  days.length > 0 &&
  days.every(({ ordinal }) => ordinal === undefined) &&
  monthDays.length + months.length + positions.length === 0;

const everyWeek = (frequency: RuleParts['frequency'], named: readonly Weekday[]): RecurrencePattern => {
  const daysOfWeek = weekdaysOf(named);
  return frequency === 'DAILY' && daysOfWeek.length === weekdays.length
    ? { type: 'Daily', interval: 1 }
    : { type: 'Weekly', interval: 1, daysOfWeek };
};

/** Months that lie evenly: every `step` months from `first` on, counted from January of the year 0. */
interface Months {
  readonly first: number;
  readonly step: number;
}

const unevenProblem = 'falls into months that do not follow each other evenly; mail servers need a series for each.';

const monthlyPattern = (written: RuleParts, startDay: string, complain: Complain): RulePattern | undefined => {
  const start = Temporal.PlainDate.from(startDay);
  const rule = withMonths(written, start);
  const months = typeof rule === 'string' ? rule : monthsOf(rule, start);
  if (typeof rule === 'string' || typeof months === 'string') {
    complain(typeof months === 'string' ? months : unevenProblem);
    return undefined;
  }
  const days = dayRule(rule, months, start.day);
  if (typeof days === 'string') {
    complain(days);
    return undefined;
  }
  const { first, step } = months;
  const from = Temporal.PlainDate.from({ year: Math.floor(first / 12), month: (first % 12) + 1, day: 1 }).toString();
  // What was written in months stays in months, which is how it is read again.
  const isYearly = step === 12 && (written.frequency === 'YEARLY' || written.months.length > 0);
  return {
    from: from < startDay ? startDay : from,
    pattern: isYearly ? yearly(days, (first % 12) + 1) : monthly(days, step),
  };
};

const monthly = (days: DayOfMonthRule, interval: number): RecurrencePattern =>
  'dayOfMonth' in days
    ? { type: 'AbsoluteMonthly', interval, dayOfMonth: days.dayOfMonth }
    : { type: 'RelativeMonthly', interval, ...days };

const yearly = (days: DayOfMonthRule, month: number): RecurrencePattern =>
  'dayOfMonth' in days
    ? { type: 'AbsoluteYearly', dayOfMonth: days.dayOfMonth, month }
    : { type: 'RelativeYearly', ...days, month };

/** The rule with the months that a yearly one without BYMONTH means; a text: why EWS cannot have them. */
const withMonths = (rule: RuleParts, start: Temporal.PlainDate): RuleParts | string => {
  const { frequency, days, monthDays, months, positions } = rule;
  if (frequency === 'MONTHLY') return rule;
  // Positions of a yearly rule are positions in the year.
  if (positions.length > 0 && months.length !== 1)
    return 'holds `BYSETPOS` of a whole year, which mail servers cannot keep; with one `BYMONTH` it is of that month.';
  if (months.length > 0) return rule;
  if (days.length === 0 && monthDays.length === 0) return { ...rule, months: [start.month] };
  const ordinal = days.find((day) => day.ordinal !== undefined)?.ordinal;
  if (ordinal === undefined) return { ...rule, months: Array.from({ length: 12 }, (_, index) => index + 1) };
  // The first four of a year are those of January, the last one is December's.
  const month = ordinal === -1 ? 12 : ordinal >= 1 && ordinal <= 4 ? 1 : undefined;
  return month === undefined || days.length > 1 || monthDays.length > 0
    ? 'counts days of the week in a whole year, which mail servers cannot keep; with `BYMONTH` they count in that month.'
    : { ...rule, months: [month] };
};

const greatestCommonDivisor = (one: number, other: number): number =>
  other === 0 ? one : greatestCommonDivisor(other, one % other);

/** The months that a rule falls into, if EWS can count to them; else why not. */
const monthsOf = ({ frequency, interval, months }: RuleParts, start: Temporal.PlainDate): Months | string => {
  const startMonth = start.year * 12 + start.month - 1;
  const [base, step] = frequency === 'YEARLY' ? [start.year * 12, 1] : [startMonth, interval];
  const period =
    frequency === 'YEARLY'
      ? 12 * interval
      : months.length === 0
        ? interval
        : (12 * interval) / greatestCommonDivisor(12, interval);
  const within = frequency === 'YEARLY' ? 12 : period;
  const found: number[] = [];
  for (let offset = 0; offset < within; offset += step) {
    if (months.length === 0 || months.includes(((base + offset) % 12) + 1)) found.push(base + offset);
  }
  const [first] = found;
  if (first === undefined)
    return 'never falls on any day: `INTERVAL` never leads from the start into a month of `BYMONTH`.';
  const distance = period / found.length;
  if (found.some((month, index) => month !== first + index * distance)) return unevenProblem;
  if (distance > longestInterval.Monthly)
    return `leaves more than ${longestInterval.Monthly} months between two occurrences, which mail servers cannot keep.`;
  return { first: first + Math.max(0, Math.ceil((startMonth - first) / distance)) * distance, step: distance };
};

/** How months look that the rule falls into: as long as one of them, and beginning on any day of the week. */
const shapesOf = ({ first, step }: Months): readonly MonthShape[] => {
  const lengths = new Set(
    Array.from({ length: 12 }, (_, index) => (first + index * step) % 12).flatMap((month) =>
      // A leap year and the one after it.
      [2000, 2001].map((year) => Temporal.PlainYearMonth.from({ year, month: month + 1 }).daysInMonth),
    ),
  );
  return [...lengths].flatMap((length) =>
    Array.from({ length: 7 }, (_, index): MonthShape => ({ length, firstWeekday: index + 1 })),
  );
};

/** The days of a month on which a rule falls. */
const daysOfRule = (
  { days, monthDays, positions }: RuleParts,
  startDay: number,
  { length, firstWeekday }: MonthShape,
): readonly number[] => {
  const wanted = days.length === 0 && monthDays.length === 0 ? [startDay] : monthDays;
  const isWanted = (day: number): boolean => {
    const weekday = weekdayOf(((firstWeekday + day - 2) % 7) + 1);
    const isThatDay = ({ ordinal, weekday: one }: RuleParts['days'][number]): boolean =>
      one === weekday &&
      (ordinal === undefined || ordinal === Math.ceil(day / 7) || ordinal === -Math.ceil((length - day + 1) / 7));
    return (
      (wanted.length === 0 || wanted.includes(day) || wanted.includes(day - length - 1)) &&
      (days.length === 0 || days.some(isThatDay))
    );
  };
  const found = Array.from({ length }, (_, index) => index + 1).filter(isWanted);
  if (positions.length === 0) return found;
  return found.filter((_, index) => positions.includes(index + 1) || positions.includes(index - found.length));
};

const relativeWords: readonly DayWord[] = [...weekdays, 'Weekday', 'WeekendDay', 'Day'];

const relativeRules: readonly DayOfMonthRule[] = relativeWords.flatMap((word) =>
  weekIndexes.map((weekIndex): DayOfMonthRule => ({ daysOfWeek: [word], weekIndex })),
);

const lastDay: DayOfMonthRule = { daysOfWeek: ['Day'], weekIndex: 'Last' };

/** Everything that EWS can say of a day in a month; first what says it in the words of the rule. */
const candidates = ({ days, monthDays }: RuleParts, startDay: number): readonly DayOfMonthRule[] => {
  const wanted = Math.max(...(monthDays.length === 0 ? [startDay] : monthDays));
  const absolute = Array.from({ length: 31 }, (_, index): DayOfMonthRule => ({ dayOfMonth: index + 1 }));
  if (days.length > 0) return [...relativeRules, ...absolute];
  return [wanted > 0 ? { dayOfMonth: wanted } : lastDay, ...absolute, ...relativeRules];
};

/** The day of the month in EWS's terms, if there is one that is the same in all these months; else why there is none. */
const dayRule = (rule: RuleParts, months: Months, startDay: number): DayOfMonthRule | string => {
  const wanted = shapesOf(months).map((shape) => ({ shape, days: daysOfRule(rule, startDay, shape) }));
  if (wanted.some(({ days }) => days.length > 1))
    return 'falls on several days of a month; mail servers need a series for each.';
  const isSame = (candidate: DayOfMonthRule): boolean =>
    wanted.every(({ shape, days: [day] }) => dayInMonth(candidate, shape) === day);
  const found = candidates(rule, startDay).find(isSame);
  if (found !== undefined) return found;
  if (wanted.every(({ days }) => days.length > 0)) return noWordsProblem;
  return rule.days.length > 0
    ? 'skips months that have no such day, which mail servers cannot keep; the last one of a month is counted by `-1`.'
    : 'skips months that have no such day, where mail servers take the last day of the month; `BYMONTHDAY=28,29,30,31;BYSETPOS=-1` and its like say that.';
};

const noWordsProblem =
  'falls on a day of the month that mail servers have no words for: they know days from 1 to 31, and the first to fourth and the last of a day of the week, of Monday to Friday, of Saturday and Sunday, and of all days.';
