import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recurrenceDays } from '../../../src/emulator/calendar/recurrence-pattern.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { element } from '../elements.ts';

const msPerDay = 86_400_000;
const dateOf = (day: number) => new Date(day * msPerDay).toISOString().slice(0, 10);
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / msPerDay;
const recurrence = (pattern: XmlNode, range: XmlNode) => node('t:Recurrence', [pattern, range]);
const numbered = (start: string, count: number) =>
  element('t:NumberedRecurrence', { 't:StartDate': start, 't:NumberOfOccurrences': String(count) });
const dates = (pattern: XmlNode, range: XmlNode) => [...recurrenceDays(recurrence(pattern, range))].map(dateOf);
const pattern = (name: string, texts: Readonly<Record<string, string | number>>) =>
  element(
    `t:${name}Recurrence`,
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [`t:${key}`, String(value)])),
  );

describe('patterns', () => {
  it('every third day', () => {
    expect(dates(pattern('Daily', { Interval: 3 }), numbered('2026-02-26', 3))).toEqual([
      '2026-02-26',
      '2026-03-01',
      '2026-03-04',
    ]);
  });

  it('every second week, counted from the week that the first day of the week begins', () => {
    // 2026-03-01 is a Sunday: the last day of its week when weeks begin on Monday, the first when on Sunday.
    const weekly = (FirstDayOfWeek: string) =>
      dates(
        pattern('Weekly', { Interval: 2, DaysOfWeek: 'Sunday Tuesday', FirstDayOfWeek }),
        numbered('2026-03-01', 4),
      );
    expect(weekly('Monday')).toEqual(['2026-03-01', '2026-03-10', '2026-03-15', '2026-03-24']);
    expect(weekly('Sunday')).toEqual(['2026-03-01', '2026-03-03', '2026-03-15', '2026-03-17']);
  });

  it('the 31st, which is the last day of shorter months', () => {
    expect(dates(pattern('AbsoluteMonthly', { Interval: 1, DayOfMonth: 31 }), numbered('2026-01-31', 4))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
  });

  it('the last Friday, the second Tuesday, the last weekday and the first day of a month', () => {
    const relative = (DaysOfWeek: string, DayOfWeekIndex: string) =>
      dates(pattern('RelativeMonthly', { Interval: 1, DaysOfWeek, DayOfWeekIndex }), numbered('2026-01-01', 2));
    expect(relative('Friday', 'Last')).toEqual(['2026-01-30', '2026-02-27']);
    expect(relative('Tuesday', 'Second')).toEqual(['2026-01-13', '2026-02-10']);
    expect(relative('Weekday', 'Last')).toEqual(['2026-01-30', '2026-02-27']);
    expect(relative('Day', 'First')).toEqual(['2026-01-01', '2026-02-01']);
    expect(relative('WeekendDay', 'First')).toEqual(['2026-01-03', '2026-02-01']);
  });

  it('the 29th of February, and the last Sunday of March, every year', () => {
    expect(dates(pattern('AbsoluteYearly', { DayOfMonth: 29, Month: 'February' }), numbered('2027-06-01', 3))).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
    ]);
    const lastSunday = pattern('RelativeYearly', { DaysOfWeek: 'Sunday', DayOfWeekIndex: 'Last', Month: 'March' });
    expect(dates(lastSunday, numbered('2026-03-30', 2))).toEqual(['2027-03-28', '2028-03-26']);
  });
});

describe('ranges', () => {
  const daily = pattern('Daily', { Interval: 1 });

  it('include the day they end on, whatever offset is written behind it', () => {
    const range = element('t:EndDateRecurrence', { 't:StartDate': '2026-03-28+01:00', 't:EndDate': '2026-03-30Z' });
    expect(dates(daily, range)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });

  it('without an end go on for as long as somebody asks', () => {
    const range = element('t:NoEndRecurrence', { 't:StartDate': '2026-03-28' });
    const days = recurrenceDays(recurrence(daily, range));
    expect(Array.from({ length: 5000 }, () => days.next().value).at(-1)).toBe(dayOf('2026-03-28') + 4999);
  });
});

describe('recurrences that make no sense', () => {
  const range = numbered('2026-03-01', 2);

  it.each([
    pattern('Daily', { Interval: 0 }),
    pattern('Weekly', { Interval: 1, DaysOfWeek: 'Caturday' }),
    pattern('Weekly', { Interval: 1, DaysOfWeek: '' }),
    pattern('RelativeMonthly', { Interval: 1, DaysOfWeek: 'Friday', DayOfWeekIndex: 'Fifth' }),
    pattern('AbsoluteYearly', { DayOfMonth: 1, Month: 'Brumaire' }),
  ])('are refused: %j', (broken) => {
    expect(() => dates(broken, range)).toThrow(
      expect.objectContaining({ responseCode: 'ErrorCalendarInvalidRecurrence' }),
    );
  });

  it('are refused without a start, and when they depend on the end of the task before', () => {
    expect(() => dates(pattern('Daily', { Interval: 1 }), numbered('soon', 2))).toThrow(
      expect.objectContaining({ responseCode: 'ErrorCalendarInvalidRecurrence' }),
    );
    expect(() => dates(node('t:DailyRegeneration', [node('t:Interval', '1')]), range)).toThrow(
      expect.objectContaining({ responseCode: 'ErrorUnsupportedRecurrence' }),
    );
  });
});

/** The second opinion: walk over the calendar day by day and ask of each whether it belongs to the pattern. */
const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = 'January February March April May June July August September October November December'.split(' ');
const isNamed = (name: string, day: Date): boolean => {
  const weekday = day.getUTCDay();
  if (name === 'Day') return true;
  if (name === 'Weekday') return weekday % 6 !== 0;
  return name === 'WeekendDay' ? weekday % 6 === 0 : weekdayNames[weekday] === name;
};
const monthDays = (day: Date): readonly Date[] =>
  Array.from(
    { length: 31 },
    (_, index) => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), index + 1)),
  ).filter((other) => other.getUTCMonth() === day.getUTCMonth());
const walk = (start: string, count: number, belongs: (day: Date, first: Date) => boolean): readonly string[] => {
  const first = new Date(`${start}T00:00:00Z`);
  const found: string[] = [];
  for (let day = first; found.length < count; day = new Date(day.getTime() + msPerDay)) {
    if (belongs(day, first)) found.push(day.toISOString().slice(0, 10));
  }
  return found;
};
const monthsBetween = (first: Date, day: Date): number =>
  (day.getUTCFullYear() - first.getUTCFullYear()) * 12 + day.getUTCMonth() - first.getUTCMonth();
const isDayOfMonth = (day: Date, wanted: number): boolean =>
  day.getUTCDate() === Math.min(wanted, monthDays(day).length);
const isRelative = (day: Date, name: string, index: string): boolean => {
  const matching = monthDays(day).filter((other) => isNamed(name, other));
  const chosen = index === 'Last' ? matching.at(-1) : matching[['First', 'Second', 'Third', 'Fourth'].indexOf(index)];
  return chosen?.getTime() === day.getTime();
};

const starts = fc.integer({ min: 0, max: 20_000 }).map(dateOf);
const intervals = fc.integer({ min: 1, max: 6 });
const dayNames = fc.constantFrom(...weekdayNames, 'Day', 'Weekday', 'WeekendDay');
const dayIndexes = fc.constantFrom('First', 'Second', 'Third', 'Fourth', 'Last');
const months = fc.constantFrom(...monthNames);
const agree = (expected: readonly string[], actual: readonly string[]) => expect(actual).toEqual(expected);

describe('any pattern agrees with a walk over the calendar, day by day', () => {
  it('weekly', () => {
    const property = fc.property(
      starts,
      intervals,
      fc.subarray(weekdayNames, { minLength: 1 }),
      fc.nat(6),
      (start, interval, days, weekStart) => {
        const weekOf = (day: Date) => Math.floor((day.getTime() / msPerDay + 4 - weekStart) / 7);
        agree(
          walk(
            start,
            12,
            (day, first) =>
              (weekOf(day) - weekOf(first)) % interval === 0 && days.includes(weekdayNames[day.getUTCDay()] ?? ''),
          ),
          dates(
            pattern('Weekly', {
              Interval: interval,
              DaysOfWeek: days.join(' '),
              FirstDayOfWeek: weekdayNames[weekStart] ?? '',
            }),
            numbered(start, 12),
          ),
        );
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  it('monthly by number', () => {
    const property = fc.property(starts, intervals, fc.integer({ min: 1, max: 31 }), (start, interval, day) => {
      agree(
        walk(start, 8, (at, first) => monthsBetween(first, at) % interval === 0 && isDayOfMonth(at, day)),
        dates(pattern('AbsoluteMonthly', { Interval: interval, DayOfMonth: day }), numbered(start, 8)),
      );
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('monthly by weekday', () => {
    const property = fc.property(starts, intervals, dayNames, dayIndexes, (start, interval, name, index) => {
      agree(
        walk(start, 6, (at, first) => monthsBetween(first, at) % interval === 0 && isRelative(at, name, index)),
        dates(
          pattern('RelativeMonthly', { Interval: interval, DaysOfWeek: name, DayOfWeekIndex: index }),
          numbered(start, 6),
        ),
      );
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('yearly by number and by weekday', () => {
    const property = fc.property(starts, months, fc.integer({ min: 1, max: 31 }), dayNames, dayIndexes, (...values) => {
      const [start, month, day, name, index] = values;
      const inMonth = (at: Date) => monthNames[at.getUTCMonth()] === month;
      agree(
        walk(start, 3, (at) => inMonth(at) && isDayOfMonth(at, day)),
        dates(pattern('AbsoluteYearly', { DayOfMonth: day, Month: month }), numbered(start, 3)),
      );
      agree(
        walk(start, 3, (at) => inMonth(at) && isRelative(at, name, index)),
        dates(pattern('RelativeYearly', { DaysOfWeek: name, DayOfWeekIndex: index, Month: month }), numbered(start, 3)),
      );
    });
    fc.assert(property, { numRuns: 30 });
  });
});
