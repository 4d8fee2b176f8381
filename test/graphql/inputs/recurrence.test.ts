import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import type { Recurrence, RecurrencePattern } from '../../../src/ews/properties/recurrence.ts';
import { weekdaysOf, type DayWord } from '../../../src/ews/properties/weekday.ts';
import { recurrenceRule } from '../../../src/mailbox/recurrence-rule.ts';
import { readEventTiming } from '../../../src/graphql/inputs/event-timing.ts';
import { readRecurrence, type RecurrenceInputShape } from '../../../src/graphql/inputs/recurrence.ts';
import type { EventTimes } from '../../../src/mailbox/write/events/event-times.ts';
import { seriesDays } from '../../../src/mailbox/write/events/series-days.ts';
import { noted } from './noted.ts';

const timed = (start: string, end: string, timeZone = 'Europe/Berlin'): EventTimes =>
  noted((path, note) => readEventTiming({ timed: { start, end, timeZone } }, path, note, 'UTC')).read;
const allDay = (start: string, end = start): EventTimes =>
  noted((path, note) => readEventTiming({ allDay: { start, end } }, path, note, 'Europe/Berlin')).read;

const read = (input: RecurrenceInputShape, times: EventTimes) =>
  noted((path, note) => readRecurrence(input, path, note, times));

const problemsOf = (input: RecurrenceInputShape, times: EventTimes): readonly string[] => {
  const { read: recurrence, problems } = read(input, times);
  expect(recurrence === undefined).toBe(problems.length > 0);
  return problems;
};

/** Tuesday, 1 December 2026, ten to eleven in Berlin. */
const tuesday = timed('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z');

describe('a rule', () => {
  it.each<[rule: string, start: string, pattern: RecurrencePattern]>([
    ['FREQ=DAILY', '2026-12-01', { type: 'Daily', interval: 1 }],
    ['freq=daily;interval=3', '2026-12-01', { type: 'Daily', interval: 3 }],
    ['FREQ=DAILY;BYDAY=SU,MO,TU,WE,TH,FR,SA', '2026-12-01', { type: 'Daily', interval: 1 }],
    ['FREQ=DAILY;BYDAY=TU,FR', '2026-12-01', { type: 'Weekly', interval: 1, daysOfWeek: ['Tuesday', 'Friday'] }],
    ['FREQ=YEARLY;BYDAY=TU', '2026-12-01', { type: 'Weekly', interval: 1, daysOfWeek: ['Tuesday'] }],
    ['FREQ=WEEKLY', '2026-12-01', { type: 'Weekly', interval: 1, daysOfWeek: ['Tuesday'] }],
    [
      'INTERVAL=2;FREQ=WEEKLY;BYDAY=SU,TU',
      '2026-12-01',
      { type: 'Weekly', interval: 2, daysOfWeek: ['Tuesday', 'Sunday'], firstDayOfWeek: 'Monday' },
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
      '2026-12-01',
      { type: 'Weekly', interval: 2, daysOfWeek: ['Tuesday'], firstDayOfWeek: 'Sunday' },
    ],
    ['FREQ=MONTHLY', '2026-12-01', { type: 'AbsoluteMonthly', interval: 1, dayOfMonth: 1 }],
    ['FREQ=MONTHLY;INTERVAL=12', '2026-12-01', { type: 'AbsoluteMonthly', interval: 12, dayOfMonth: 1 }],
    [
      'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
      '2026-12-31',
      { type: 'AbsoluteMonthly', interval: 1, dayOfMonth: 31 },
    ],
    // January, April, July and October have thirty days all of them.
    ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30', '2026-10-30', { type: 'AbsoluteMonthly', interval: 3, dayOfMonth: 30 }],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      '2026-12-31',
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Day'], weekIndex: 'Last' },
    ],
    [
      'FREQ=MONTHLY;BYDAY=+1TU',
      '2026-12-01',
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Tuesday'], weekIndex: 'First' },
    ],
    [
      'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1',
      '2026-12-01',
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Tuesday'], weekIndex: 'First' },
    ],
    [
      'FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=1,2,3,4,5,6,7',
      '2026-12-01',
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Tuesday'], weekIndex: 'First' },
    ],
    [
      'FREQ=MONTHLY;BYDAY=FR,MO,TU,WE,TH;BYSETPOS=-1',
      '2026-12-31',
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Weekday'], weekIndex: 'Last' },
    ],
    [
      'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2',
      '2026-12-06',
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['WeekendDay'], weekIndex: 'Second' },
    ],
    ['FREQ=YEARLY', '2026-12-01', { type: 'AbsoluteYearly', dayOfMonth: 1, month: 12 }],
    ['FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=31', '2026-07-31', { type: 'AbsoluteYearly', dayOfMonth: 31, month: 7 }],
    ['FREQ=YEARLY;BYMONTHDAY=1', '2026-12-01', { type: 'AbsoluteMonthly', interval: 1, dayOfMonth: 1 }],
    ['FREQ=YEARLY;BYMONTH=6,12', '2026-12-01', { type: 'AbsoluteMonthly', interval: 6, dayOfMonth: 1 }],
    ['FREQ=YEARLY;INTERVAL=2', '2026-12-01', { type: 'AbsoluteMonthly', interval: 24, dayOfMonth: 1 }],
    ['FREQ=MONTHLY;BYMONTH=12', '2026-12-01', { type: 'AbsoluteYearly', dayOfMonth: 1, month: 12 }],
    [
      'FREQ=YEARLY;BYDAY=-1TH',
      '2026-12-31',
      { type: 'RelativeYearly', daysOfWeek: ['Thursday'], weekIndex: 'Last', month: 12 },
    ],
    [
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
      '2026-11-26',
      { type: 'RelativeYearly', daysOfWeek: ['Thursday'], weekIndex: 'Fourth', month: 11 },
    ],
  ])('%s is taken', (rrule, start, pattern) => {
    expect(read({ rrule }, allDay(start))).toEqual({
      read: { pattern, range: { type: 'NoEnd', startDate: start } },
      problems: [],
    });
  });

  it.each([
    ['FREQ=HOURLY', 'repeats more than once a day; mail servers know days, weeks, months and years.'],
    ['INTERVAL=2', 'must hold `FREQ` as `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`.'],
    ['FREQ=FORTNIGHTLY', 'must hold `FREQ` as `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`.'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'holds `FREQ` twice.'],
    ['FREQ=DAILY;X-ROOM=1', 'holds a part that RFC 5545 does not know.'],
    [
      'FREQ=DAILY;BYHOUR=9',
      'holds `BYHOUR`, which mail servers cannot keep: every occurrence begins at the time of day at which the first one does.',
    ],
    [
      'FREQ=YEARLY;BYYEARDAY=100',
      'holds `BYYEARDAY`, which mail servers cannot keep: mail servers do not count the days of a year.',
    ],
    [
      'FREQ=YEARLY;BYWEEKNO=20',
      'holds `BYWEEKNO`, which mail servers cannot keep: mail servers do not count the weeks of a year.',
    ],
    [
      'RSCALE=CHINESE;FREQ=YEARLY',
      'holds `RSCALE`, which mail servers cannot keep: series go by the Gregorian calendar.',
    ],
    ['FREQ=DAILY;INTERVAL=0', 'must hold `INTERVAL` as a whole number from 1 on.'],
    ['FREQ=DAILY;INTERVAL=1.5', 'must hold `INTERVAL` as a whole number from 1 on.'],
    ['FREQ=DAILY;INTERVAL=1000', 'must hold `INTERVAL` of at most 999 beside `FREQ=DAILY`.'],
    ['FREQ=YEARLY;INTERVAL=9', 'must hold `INTERVAL` of at most 8 beside `FREQ=YEARLY`.'],
    ['FREQ=DAILY;COUNT=0', 'must hold `COUNT` as a whole number from 1 on.'],
    ['FREQ=DAILY;COUNT=1000', 'holds a `COUNT` that must be from 1 to 999.'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'holds both `COUNT` and `UNTIL`; a rule ends by one of them.'],
    ['FREQ=DAILY;UNTIL=20270229', 'must hold `UNTIL` as a day or an instant: `20261231`, `20261231T225959Z`.'],
    ['FREQ=DAILY;UNTIL=2027-01-01', 'must hold `UNTIL` as a day or an instant: `20261231`, `20261231T225959Z`.'],
    ['FREQ=DAILY;UNTIL=20270101T240000Z', 'must hold `UNTIL` as a day or an instant: `20261231`, `20261231T225959Z`.'],
    ['FREQ=DAILY;UNTIL=20261130', 'must hold an `UNTIL` that is not before the start.'],
    ['FREQ=DAILY;UNTIL=20261201T085959Z', 'must hold an `UNTIL` that is not before the start.'],
    ['FREQ=DAILY;UNTIL=20261201T095959', 'must hold an `UNTIL` that is not before the start.'],
    [
      'FREQ=DAILY;UNTIL=45000901',
      'holds an `UNTIL` that must not be after 4500-08-31, where calendars of mail servers end.',
    ],
    ['FREQ=WEEKLY;BYDAY=TUE', 'must hold `BYDAY` as days such as `TU`, `1MO` or `-1FR`, with commas between them.'],
    ['FREQ=WEEKLY;BYDAY=TU,', 'must hold `BYDAY` as days such as `TU`, `1MO` or `-1FR`, with commas between them.'],
    [
      'FREQ=WEEKLY;BYDAY=1TU',
      'holds `BYDAY` with a number, which RFC 5545 allows in `FREQ=MONTHLY` and `FREQ=YEARLY` only.',
    ],
    ['FREQ=WEEKLY;WKST=1MO', 'must hold `WKST` as a day such as `MO`.'],
    [
      'FREQ=WEEKLY;BYMONTH=12',
      'holds `BYMONTH` beside `FREQ=WEEKLY`, which mail servers cannot keep; `FREQ=MONTHLY` or `FREQ=YEARLY` may say the same.',
    ],
    [
      'FREQ=DAILY;INTERVAL=2;BYDAY=TU',
      'holds `BYDAY` beside `FREQ=DAILY` and an `INTERVAL`, which mail servers cannot keep.',
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=32',
      'must hold `BYMONTHDAY` as days from 1 to 31 or -31 to -1, with commas between them.',
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=0',
      'must hold `BYMONTHDAY` as days from 1 to 31 or -31 to -1, with commas between them.',
    ],
    ['FREQ=YEARLY;BYMONTH=13', 'must hold `BYMONTH` as months from 1 to 12, with commas between them.'],
    ['FREQ=YEARLY;BYMONTH=-1', 'must hold `BYMONTH` as months from 1 to 12, with commas between them.'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'holds `BYSETPOS` without any days that it could choose from.'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'falls on several days of a month; mail servers need a series for each.'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=31',
      'skips months that have no such day, where mail servers take the last day of the month; `BYMONTHDAY=28,29,30,31;BYSETPOS=-1` and its like say that.',
    ],
    [
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
      'skips months that have no such day, where mail servers take the last day of the month; `BYMONTHDAY=28,29,30,31;BYSETPOS=-1` and its like say that.',
    ],
    [
      'FREQ=MONTHLY;BYDAY=5TU',
      'skips months that have no such day, which mail servers cannot keep; the last one of a month is counted by `-1`.',
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-2',
      'falls on a day of the month that mail servers have no words for: they know days from 1 to 31, and the first to fourth and the last of a day of the week, of Monday to Friday, of Saturday and Sunday, and of all days.',
    ],
    [
      'FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=1',
      'falls on a day of the month that mail servers have no words for: they know days from 1 to 31, and the first to fourth and the last of a day of the week, of Monday to Friday, of Saturday and Sunday, and of all days.',
    ],
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      'skips months that have no such day, which mail servers cannot keep; the last one of a month is counted by `-1`.',
    ],
    [
      'FREQ=YEARLY;BYDAY=20MO',
      'counts days of the week in a whole year, which mail servers cannot keep; with `BYMONTH` they count in that month.',
    ],
    [
      'FREQ=YEARLY;BYDAY=TU;BYSETPOS=1',
      'holds `BYSETPOS` of a whole year, which mail servers cannot keep; with one `BYMONTH` it is of that month.',
    ],
    [
      'FREQ=YEARLY;BYMONTH=1,12',
      'falls into months that do not follow each other evenly; mail servers need a series for each.',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=12;BYMONTH=1',
      'never falls on any day: `INTERVAL` never leads from the start into a month of `BYMONTH`.',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=35;BYMONTH=12',
      'leaves more than 99 months between two occurrences, which mail servers cannot keep.',
    ],
    [
      'RRULE:FREQ=DAILY',
      'must be parts `NAME=value` with semicolons between them, without the property name `RRULE:`.',
    ],
    ['FREQ=DAILY;', 'must be parts `NAME=value` with semicolons between them, without the property name `RRULE:`.'],
  ])('%s is refused with the reason', (rrule, problem) => {
    expect(problemsOf({ rrule }, tuesday)).toContain(`at.rrule: ${problem}`);
  });

  it('may not be longer than anybody would write one', () => {
    expect(problemsOf({ rrule: `FREQ=WEEKLY;BYDAY=${'TU,'.repeat(400)}TU` }, tuesday)).toEqual([
      'at.rrule: is longer than 1000 characters.',
    ]);
  });

  it('has everything told that is wrong with it', () => {
    expect(problemsOf({ rrule: 'FREQ=DAILY;COUNT=x;BYHOUR=9;BYMONTH=13' }, tuesday)).toHaveLength(3);
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=WE', '2026-12-02'],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-12-25'],
    ['FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15'],
    ['FREQ=MONTHLY;BYDAY=3TU', '2026-12-15'],
    ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1', '2027-03-01'],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1', '2028-03-01'],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2027-11-25'],
    ['FREQ=MONTHLY;INTERVAL=2;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=10', '2026-12-10'],
  ])('%s is refused from a day that it does not fall on, and its first day is told', (rrule, first) => {
    expect(problemsOf({ rrule }, tuesday)).toEqual([
      `at.rrule: does not fall on the day of the start; the first day from then on that it falls on is ${first}.`,
    ]);
    expect(problemsOf({ rrule }, allDay(first))).toEqual([]);
  });

  it.each([
    // Ten o'clock in Berlin is nine o'clock in UTC that day.
    ['20270105T090000Z', '2027-01-05'],
    ['20270105T085959Z', '2027-01-04'],
    ['20270105T100000', '2027-01-05'],
    ['20270105T095959', '2027-01-04'],
    ['20270105T235959', '2027-01-05'],
    ['20270105', '2027-01-05'],
    ['20270104T230000Z', '2027-01-04'],
    // And eight o'clock in summer.
    ['20270705T080000Z', '2027-07-05'],
    ['20270705T075959Z', '2027-07-04'],
    ['20261201T090000Z', '2026-12-01'],
  ])('until %s has its last occurrence on %s in the zone of the series', (until, endDate) => {
    expect(read({ rrule: `FREQ=DAILY;UNTIL=${until}` }, tuesday).read?.range).toEqual({
      type: 'EndDate',
      startDate: '2026-12-01',
      endDate,
    });
  });

  it('ends an all-day series by a day, for an instant would be another day elsewhere', () => {
    expect(read({ rrule: 'FREQ=DAILY;UNTIL=20261205' }, allDay('2026-12-01')).read?.range).toMatchObject({
      endDate: '2026-12-05',
    });
    expect(problemsOf({ rrule: 'FREQ=DAILY;UNTIL=20261205T000000Z' }, allDay('2026-12-01'))).toEqual([
      'at.rrule: must hold `UNTIL` as a day, such as `20261231`: the event lasts whole days.',
    ]);
  });
});

describe('a pattern', () => {
  const pattern = (input: Partial<NonNullable<RecurrenceInputShape['pattern']>>): RecurrenceInputShape => ({
    pattern: { frequency: 'Daily', interval: 1, ...input },
  });

  it.each<[input: RecurrenceInputShape, expected: RecurrencePattern]>([
    [pattern({}), { type: 'Daily', interval: 1 }],
    [
      pattern({ frequency: 'Weekly', interval: 2, daysOfWeek: ['Friday', 'Tuesday', 'Friday'] }),
      { type: 'Weekly', interval: 2, daysOfWeek: ['Tuesday', 'Friday'], firstDayOfWeek: 'Monday' },
    ],
    [
      pattern({ frequency: 'Weekly', interval: 2, daysOfWeek: ['Tuesday'], firstDayOfWeek: 'Sunday' }),
      { type: 'Weekly', interval: 2, daysOfWeek: ['Tuesday'], firstDayOfWeek: 'Sunday' },
    ],
    [
      pattern({ frequency: 'AbsoluteMonthly', interval: 2, dayOfMonth: 1 }),
      { type: 'AbsoluteMonthly', interval: 2, dayOfMonth: 1 },
    ],
    [
      pattern({ frequency: 'RelativeMonthly', daysOfWeek: ['Tuesday'], weekIndex: 'First' }),
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Tuesday'], weekIndex: 'First' },
    ],
    [
      pattern({
        frequency: 'RelativeMonthly',
        daysOfWeek: ['Friday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday'],
        weekIndex: 'First',
      }),
      { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Weekday'], weekIndex: 'First' },
    ],
    [
      pattern({ frequency: 'AbsoluteYearly', dayOfMonth: 1, month: 12 }),
      { type: 'AbsoluteYearly', dayOfMonth: 1, month: 12 },
    ],
    [
      pattern({ frequency: 'AbsoluteYearly', interval: 4, dayOfMonth: 1, month: 12 }),
      { type: 'AbsoluteMonthly', interval: 48, dayOfMonth: 1 },
    ],
    [
      pattern({ frequency: 'RelativeYearly', daysOfWeek: ['Tuesday'], weekIndex: 'First', month: 12 }),
      { type: 'RelativeYearly', daysOfWeek: ['Tuesday'], weekIndex: 'First', month: 12 },
    ],
  ])('%j is taken', (input, expected) => {
    expect(read(input, tuesday)).toEqual({
      read: { pattern: expected, range: { type: 'NoEnd', startDate: '2026-12-01' } },
      problems: [],
    });
  });

  it.each<[input: RecurrenceInputShape, problems: readonly string[]]>([
    [
      pattern({ daysOfWeek: ['Tuesday'], dayOfMonth: 1, weekIndex: 'First', month: 1, firstDayOfWeek: 'Monday' }),
      ['daysOfWeek', 'dayOfMonth', 'weekIndex', 'month', 'firstDayOfWeek'].map(
        (field) => `${field}: does not go with this frequency.`,
      ),
    ],
    [pattern({ frequency: 'Weekly' }), ['daysOfWeek: is needed for this frequency.']],
    [pattern({ frequency: 'Weekly', daysOfWeek: [] }), ['daysOfWeek: must name a day.']],
    [pattern({ frequency: 'AbsoluteMonthly' }), ['dayOfMonth: is needed for this frequency.']],
    [
      pattern({ frequency: 'RelativeYearly' }),
      ['daysOfWeek', 'weekIndex', 'month'].map((field) => `${field}: is needed for this frequency.`),
    ],
    [
      pattern({ frequency: 'RelativeMonthly', daysOfWeek: ['Monday', 'Tuesday'], weekIndex: 'First' }),
      ['daysOfWeek: must be one day, Monday to Friday, Saturday and Sunday, or all seven.'],
    ],
    [pattern({ frequency: 'AbsoluteMonthly', dayOfMonth: 0 }), ['dayOfMonth: must be from 1 to 31.']],
    [
      pattern({ frequency: 'AbsoluteYearly', dayOfMonth: 32, month: 13 }),
      ['dayOfMonth: must be from 1 to 31.', 'month: must be from 1 to 12.'],
    ],
    [pattern({ interval: 0 }), ['interval: must be from 1 to 999 for this frequency.']],
    [
      pattern({ frequency: 'Weekly', daysOfWeek: ['Tuesday'], interval: 100 }),
      ['interval: must be from 1 to 99 for this frequency.'],
    ],
    [pattern({ count: 0 }), ['count: must be from 1 to 999.']],
    [pattern({ count: 1000 }), ['count: must be from 1 to 999.']],
    [pattern({ count: 3, until: '2027-01-01' }), ['count: must not stand beside `until`.']],
    [pattern({ until: '2026-11-30' }), ['until: must not be before the start.']],
    [pattern({ until: '4500-09-01' }), ['until: must not be after 4500-08-31, where calendars of mail servers end.']],
  ])('%j is refused, and every field that is wrong is named', (input, problems) => {
    expect(problemsOf(input, tuesday)).toEqual(problems.map((problem) => `at.pattern.${problem}`));
  });

  it('is refused from a day that it does not fall on', () => {
    expect(problemsOf(pattern({ frequency: 'AbsoluteMonthly', dayOfMonth: 31 }), tuesday)).toEqual([
      'at.pattern: does not fall on the day of the start; the first day from then on that it falls on is 2026-12-31.',
    ]);
  });

  it('ends on a day, after a number of times or never', () => {
    expect(read(pattern({ until: '2026-12-01' }), tuesday).read?.range).toEqual({
      type: 'EndDate',
      startDate: '2026-12-01',
      endDate: '2026-12-01',
    });
    expect(read(pattern({ count: 999 }), tuesday).read?.range).toEqual({
      type: 'Numbered',
      startDate: '2026-12-01',
      count: 999,
    });
    expect(read(pattern({ count: null, until: null }), tuesday).read?.range.type).toBe('NoEnd');
  });
});

describe('the event of a series', () => {
  const daily: RecurrenceInputShape = { rrule: 'FREQ=DAILY' };
  const weekly: RecurrenceInputShape = { rrule: 'FREQ=WEEKLY;BYDAY=TU,WE' };

  it('begins and ends on whole minutes, which is what calendars keep of a series', () => {
    expect(problemsOf(daily, timed('2026-12-01T09:00:30Z', '2026-12-01T10:00:00Z'))).toEqual([
      'at.rrule: would have a series begin or end within a minute; it does so on whole minutes.',
    ]);
  });

  it('does not begin or end in an hour that is shown for the second time, for the series would begin in the first', () => {
    // Berlin, 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
    const problem =
      'at.rrule: would have a series begin or end in an hour that the clock of its zone shows for the second time; it takes place in the first one.';
    expect(problemsOf(daily, timed('2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'))).toEqual([problem]);
    expect(problemsOf(daily, timed('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'))).toEqual([problem]);
    expect(problemsOf(daily, timed('2026-10-25T00:30:00Z', '2026-10-25T02:00:00Z'))).toEqual([]);
  });

  it('is over before the next occurrence begins', () => {
    const problem =
      'at.rrule: would let occurrences overlap: the event lasts longer than what lies between two of them.';
    expect(problemsOf(daily, timed('2026-12-01T09:00:00Z', '2026-12-02T09:00:00Z'))).toEqual([]);
    expect(problemsOf(daily, timed('2026-12-01T09:00:00Z', '2026-12-02T09:01:00Z'))).toEqual([problem]);
    expect(problemsOf(daily, allDay('2026-12-01', '2026-12-02'))).toEqual([problem]);
    expect(problemsOf(weekly, allDay('2026-12-01'))).toEqual([]);
    expect(problemsOf(weekly, allDay('2026-12-01', '2026-12-02'))).toEqual([problem]);
    // A day of 25 hours.
    expect(problemsOf(daily, timed('2026-10-24T10:00:00Z', '2026-10-25T11:00:00Z'))).toEqual([]);
  });
});

describe('what is read as a rule', () => {
  const words = fc.constantFrom<DayWord>(...weekdaysOf(['Day']), 'Weekday', 'WeekendDay', 'Day');
  const interval = fc.integer({ min: 1, max: 99 });
  const dayOfMonth = fc.integer({ min: 1, max: 31 });
  const month = fc.integer({ min: 1, max: 12 });
  const weekIndex = fc.constantFrom('First', 'Second', 'Third', 'Fourth', 'Last');
  const daysOfWeek = words.map((word) => [word]);
  const weekly = fc.record({
    type: fc.constant('Weekly'),
    interval: fc.integer({ min: 2, max: 99 }),
    daysOfWeek: fc.uniqueArray(fc.constantFrom(...weekdaysOf(['Day'])), { minLength: 1 }).map(weekdaysOf),
    firstDayOfWeek: fc.constantFrom(...weekdaysOf(['Day'])),
  });
  const patterns: fc.Arbitrary<RecurrencePattern> = fc.oneof(
    fc.record({ type: fc.constant('Daily'), interval: fc.integer({ min: 1, max: 999 }) }),
    weekly,
    weekly.map(({ type, daysOfWeek: days }) => ({ type, interval: 1, daysOfWeek: days })),
    fc.record({ type: fc.constant('AbsoluteMonthly'), interval, dayOfMonth }),
    fc.record({ type: fc.constant('RelativeMonthly'), interval, daysOfWeek, weekIndex }),
    fc.record({ type: fc.constant('AbsoluteYearly'), dayOfMonth, month }),
    fc.record({ type: fc.constant('RelativeYearly'), daysOfWeek, weekIndex, month }),
  );
  const someDay = fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
  const end = fc.oneof(
    fc.constant({ type: 'NoEnd' } as const),
    fc.record({ type: fc.constant('Numbered'), count: fc.integer({ min: 1, max: 999 }) }),
    fc.record({ type: fc.constant('EndDate'), after: fc.integer({ min: 0, max: 4000 }) }),
  );

  test('every recurrence of EWS, in any zone, is the same recurrence when it is written', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland', 'Africa/Cairo', 'UTC');
    fc.assert(
      fc.property(patterns, someDay, end, zones, fc.boolean(), (pattern, anyDay, ending, timeZone, isAllDay) => {
        const startDate = anyDay.toISOString().slice(0, 10);
        const [first] = seriesDays({ pattern, range: { type: 'NoEnd', startDate } });
        if (first === undefined) return;
        const endDate = (days: number): string =>
          new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);
        const recurrence: Recurrence = {
          pattern,
          range:
            ending.type === 'EndDate'
              ? { type: 'EndDate', startDate: first, endDate: endDate(ending.after) }
              : { ...ending, startDate: first },
        };
        const rrule = recurrenceRule(recurrence, { timeZone, isAllDay });
        const noon = Temporal.PlainDate.from(first).toZonedDateTime({ timeZone, plainTime: '12:00' });
        const start = noon.toInstant().toString();
        const times = isAllDay ? allDay(first) : timed(start, start, timeZone);
        expect(read({ rrule }, times)).toEqual({ read: recurrence, problems: [] });
      }),
      { numRuns: 3000, seed: 5546 },
    );
  });
});
