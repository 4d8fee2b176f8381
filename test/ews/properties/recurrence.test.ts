import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { recurrence, type Recurrence } from '../../../src/ews/properties/recurrence.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

const noEnd = '<t:NoEndRecurrence><t:StartDate>2026-03-02</t:StartDate></t:NoEndRecurrence>';
const range = { type: 'NoEnd', startDate: '2026-03-02' } as const;

const series: readonly (readonly [string, string, Recurrence])[] = [
  [
    'every third day',
    `<t:DailyRecurrence><t:Interval>3</t:Interval></t:DailyRecurrence>${noEnd}`,
    { pattern: { type: 'Daily', interval: 3 }, range },
  ],
  [
    'Mondays and Wednesdays of every second week, weeks beginning on Monday',
    `<t:WeeklyRecurrence><t:Interval>2</t:Interval><t:DaysOfWeek>Monday Wednesday</t:DaysOfWeek><t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence>${noEnd}`,
    { pattern: { type: 'Weekly', interval: 2, daysOfWeek: ['Monday', 'Wednesday'], firstDayOfWeek: 'Monday' }, range },
  ],
  [
    'a week as Exchange 2007 tells it',
    `<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Friday</t:DaysOfWeek></t:WeeklyRecurrence>${noEnd}`,
    { pattern: { type: 'Weekly', interval: 1, daysOfWeek: ['Friday'] }, range },
  ],
  [
    'the 31st of every month, until a date',
    '<t:AbsoluteMonthlyRecurrence><t:Interval>1</t:Interval><t:DayOfMonth>31</t:DayOfMonth></t:AbsoluteMonthlyRecurrence><t:EndDateRecurrence><t:StartDate>2026-03-02</t:StartDate><t:EndDate>2027-03-02</t:EndDate></t:EndDateRecurrence>',
    {
      pattern: { type: 'AbsoluteMonthly', interval: 1, dayOfMonth: 31 },
      range: { type: 'EndDate', startDate: '2026-03-02', endDate: '2027-03-02' },
    },
  ],
  [
    'the last weekday of every quarter, ten times',
    '<t:RelativeMonthlyRecurrence><t:Interval>3</t:Interval><t:DaysOfWeek>Weekday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex></t:RelativeMonthlyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-02</t:StartDate><t:NumberOfOccurrences>10</t:NumberOfOccurrences></t:NumberedRecurrence>',
    {
      pattern: { type: 'RelativeMonthly', interval: 3, daysOfWeek: ['Weekday'], weekIndex: 'Last' },
      range: { type: 'Numbered', startDate: '2026-03-02', count: 10 },
    },
  ],
  [
    'the 24th of December',
    `<t:AbsoluteYearlyRecurrence><t:DayOfMonth>24</t:DayOfMonth><t:Month>December</t:Month></t:AbsoluteYearlyRecurrence>${noEnd}`,
    { pattern: { type: 'AbsoluteYearly', dayOfMonth: 24, month: 12 }, range },
  ],
  [
    'the second Sunday in January',
    `<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Second</t:DayOfWeekIndex><t:Month>January</t:Month></t:RelativeYearlyRecurrence>${noEnd}`,
    { pattern: { type: 'RelativeYearly', daysOfWeek: ['Sunday'], weekIndex: 'Second', month: 1 }, range },
  ],
];

describe('recurrence', () => {
  it.each(series)('writes and reads %s', (_name, content, value) => {
    const xml = `<t:Recurrence>${content}</t:Recurrence>`;
    expect(writeXml(recurrence.encode('t:Recurrence', value))).toBe(xml);
    expect(recurrence.decode(parsed(xml))).toEqual(value);
  });

  it('reads dates as some servers write them: with an offset, or as midnight in UTC', () => {
    const daily = '<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>';
    const read = (start: string) =>
      recurrence.decode(
        parsed(
          `<t:Recurrence>${daily}<t:NoEndRecurrence><t:StartDate>${start}</t:StartDate></t:NoEndRecurrence></t:Recurrence>`,
        ),
      );
    expect(read('2026-12-02T00:00:00.000000Z').range.startDate).toBe('2026-12-02');
    expect(read('2026-03-02-05:00').range.startDate).toBe('2026-03-02');
  });

  it.each([
    [
      'no pattern that we know',
      `<t:HourlyRecurrence><t:Interval>1</t:Interval></t:HourlyRecurrence>${noEnd}`,
      'holds no pattern',
    ],
    ['no range', '<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>', 'holds no range'],
    [
      'a day that is none',
      `<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday Moonday</t:DaysOfWeek></t:WeeklyRecurrence>${noEnd}`,
      'is not a list of days',
    ],
    [
      'a month that is none',
      `<t:AbsoluteYearlyRecurrence><t:DayOfMonth>1</t:DayOfMonth><t:Month>Smarch</t:Month></t:AbsoluteYearlyRecurrence>${noEnd}`,
      'is not a month',
    ],
    ['no interval', `<t:DailyRecurrence/>${noEnd}`, 'has no Interval'],
  ])('refuses %s', (_name, content, complaint) => {
    const read = () => recurrence.decode(parsed(`<t:Recurrence>${content}</t:Recurrence>`));
    expect(read).toThrow(EwsError);
    expect(read).toThrow(complaint);
  });
});
