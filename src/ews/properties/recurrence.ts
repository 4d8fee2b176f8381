import { element, required, type XmlElement } from '../xml.ts';
import { EwsError } from '../errors.ts';
import { date, integer, oneOf, optional, unreadable, type Codec } from './codec.ts';
import { dayList, weekdays, type DayWord, type Weekday } from './weekday.ts';

/** Words of which one of a kind of day in a month. */
export const weekIndexes = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Which one of some days in the month. */
export type WeekIndex = (typeof weekIndexes)[number];

/**
 * When a series repeats. `interval` counts days, weeks or months and is 1 or more; EWS has no yearly interval. `dayOfMonth` is 1 to 31, in a
 * shorter month its last day; `month` is 1 to 12. `firstDayOfWeek` matters to weekly intervals over 1 and is Sunday when absent.
 */
export type RecurrencePattern =
  | { readonly type: 'Daily'; readonly interval: number }
  | {
      readonly type: 'Weekly';
      readonly interval: number;
      readonly daysOfWeek: readonly DayWord[];
      readonly firstDayOfWeek?: Weekday;
    }
  | { readonly type: 'AbsoluteMonthly'; readonly interval: number; readonly dayOfMonth: number }
  | {
      readonly type: 'RelativeMonthly';
      readonly interval: number;
      readonly daysOfWeek: readonly DayWord[];
      readonly weekIndex: WeekIndex;
    }
  | { readonly type: 'AbsoluteYearly'; readonly dayOfMonth: number; readonly month: number }
  | {
      readonly type: 'RelativeYearly';
      readonly daysOfWeek: readonly DayWord[];
      readonly weekIndex: WeekIndex;
      readonly month: number;
    };

/** How long it repeats: without end, up to a date (inclusive), or a number of times. Dates are yyyy-mm-dd on the series' own wall calendar. */
export type RecurrenceRange =
  | { readonly type: 'NoEnd'; readonly startDate: string }
  | { readonly type: 'EndDate'; readonly startDate: string; readonly endDate: string }
  | { readonly type: 'Numbered'; readonly startDate: string; readonly count: number };

/** `t:Recurrence` of a calendar item: https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype */
export interface Recurrence {
  readonly pattern: RecurrencePattern;
  readonly range: RecurrenceRange;
}

const wordOf = <const Word extends string>(words: readonly Word[], kind: string): Codec<Word> => ({
  decode: (node) => {
    const found = words.find((word) => word === node.text.trim());
    if (found === undefined) throw unreadable(node, kind);
    return found;
  },
  encode: (name, value) => element(name, value),
});

const weekIndex = wordOf(weekIndexes, 'a week of the month');

const month: Codec<number> = {
  decode: (node) => months.findIndex((name) => name === wordOf(months, 'a month').decode(node)) + 1,
  encode: (name, value) => element(name, months[value - 1] ?? ''),
};

/** One word at least; the relative patterns hold a single one. */
const daysOfWeek: Codec<readonly DayWord[]> = {
  decode: (node) => {
    const words = dayList.decode(node);
    if (words.length === 0) throw unreadable(node, 'a list of days');
    return words;
  },
  encode: dayList.encode,
};

const firstDayOfWeek = oneOf(weekdays, 'Sunday');

const decodePattern = (node: XmlElement): RecurrencePattern | undefined => {
  const interval = (): number => integer.decode(required(node, 'Interval'));
  const days = (): readonly DayWord[] => daysOfWeek.decode(required(node, 'DaysOfWeek'));
  const index = (): WeekIndex => weekIndex.decode(required(node, 'DayOfWeekIndex'));
  const dayOfMonth = (): number => integer.decode(required(node, 'DayOfMonth'));
  const monthOfYear = (): number => month.decode(required(node, 'Month'));
  switch (node.name) {
    case 'DailyRecurrence':
      return { type: 'Daily', interval: interval() };
    case 'WeeklyRecurrence':
      return {
        type: 'Weekly',
        interval: interval(),
        daysOfWeek: days(),
        firstDayOfWeek: optional(node, 'FirstDayOfWeek', firstDayOfWeek),
      };
    case 'AbsoluteMonthlyRecurrence':
      return { type: 'AbsoluteMonthly', interval: interval(), dayOfMonth: dayOfMonth() };
    case 'RelativeMonthlyRecurrence':
      return { type: 'RelativeMonthly', interval: interval(), daysOfWeek: days(), weekIndex: index() };
    case 'AbsoluteYearlyRecurrence':
      return { type: 'AbsoluteYearly', dayOfMonth: dayOfMonth(), month: monthOfYear() };
    case 'RelativeYearlyRecurrence':
      return { type: 'RelativeYearly', daysOfWeek: days(), weekIndex: index(), month: monthOfYear() };
    default:
      return undefined;
  }
};

const encodePattern = (pattern: RecurrencePattern): XmlElement => {
  const name = `t:${pattern.type}Recurrence`;
  const interval = 'interval' in pattern ? integer.encode('t:Interval', pattern.interval) : undefined;
  switch (pattern.type) {
    case 'Daily':
      return element(name, [interval]);
    case 'Weekly':
      return element(name, [
        interval,
        daysOfWeek.encode('t:DaysOfWeek', pattern.daysOfWeek),
        pattern.firstDayOfWeek === undefined ? undefined : element('t:FirstDayOfWeek', pattern.firstDayOfWeek),
      ]);
    case 'AbsoluteMonthly':
      return element(name, [interval, integer.encode('t:DayOfMonth', pattern.dayOfMonth)]);
    case 'RelativeMonthly':
      return element(name, [
        interval,
        daysOfWeek.encode('t:DaysOfWeek', pattern.daysOfWeek),
        weekIndex.encode('t:DayOfWeekIndex', pattern.weekIndex),
      ]);
    case 'AbsoluteYearly':
      return element(name, [
        integer.encode('t:DayOfMonth', pattern.dayOfMonth),
        month.encode('t:Month', pattern.month),
      ]);
    case 'RelativeYearly':
      return element(name, [
        daysOfWeek.encode('t:DaysOfWeek', pattern.daysOfWeek),
        weekIndex.encode('t:DayOfWeekIndex', pattern.weekIndex),
        month.encode('t:Month', pattern.month),
      ]);
  }
};

const decodeRange = (node: XmlElement): RecurrenceRange | undefined => {
  const startDate = (): string => date.decode(required(node, 'StartDate'));
  switch (node.name) {
    case 'NoEndRecurrence':
      return { type: 'NoEnd', startDate: startDate() };
    case 'EndDateRecurrence':
      return { type: 'EndDate', startDate: startDate(), endDate: date.decode(required(node, 'EndDate')) };
    case 'NumberedRecurrence':
      return { type: 'Numbered', startDate: startDate(), count: integer.decode(required(node, 'NumberOfOccurrences')) };
    default:
      return undefined;
  }
};

const encodeRange = (range: RecurrenceRange): XmlElement =>
  element(`t:${range.type}Recurrence`, [
    date.encode('t:StartDate', range.startDate),
    range.type === 'EndDate' ? date.encode('t:EndDate', range.endDate) : undefined,
    range.type === 'Numbered' ? integer.encode('t:NumberOfOccurrences', range.count) : undefined,
  ]);

const firstOf = <Value>(node: XmlElement, decode: (child: XmlElement) => Value | undefined, kind: string): Value => {
  for (const candidate of node.children) {
    const value = decode(candidate);
    if (value !== undefined) return value;
  }
  throw new EwsError('decode', `${node.name} holds no ${kind} that we know`);
};

/** The pattern in `t:Recurrence`; throws EwsError `decode` when it holds none that we know. */
export const recurrencePattern = {
  decode: (node: XmlElement): RecurrencePattern => firstOf(node, decodePattern, 'pattern'),
  encode: encodePattern,
};

/** The range in `t:Recurrence`; throws EwsError `decode` when it holds none that we know. */
export const recurrenceRange = {
  decode: (node: XmlElement): RecurrenceRange => firstOf(node, decodeRange, 'range'),
  encode: encodeRange,
};

/** `t:Recurrence` <-> one pattern and one range. */
export const recurrence: Codec<Recurrence> = {
  decode: (node) => ({ pattern: recurrencePattern.decode(node), range: recurrenceRange.decode(node) }),
  encode: (name, { pattern, range }) =>
    element(name, [recurrencePattern.encode(pattern), recurrenceRange.encode(range)]),
};
