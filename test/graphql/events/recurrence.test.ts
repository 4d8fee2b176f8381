import { RRule } from 'rrule';
import { describe, expect, it } from 'vitest';
import type { RecurrencePattern, RecurrenceRange } from '../../../src/ews/properties/recurrence.ts';
import { recurrenceRule } from '../../../src/mailbox/recurrence-rule.ts';
import { recurrenceSummary } from '../../../src/graphql/events/recurrence-summary.ts';

const noEnd: RecurrenceRange = { type: 'NoEnd', startDate: '2026-01-01' };
const timed = { timeZone: 'Europe/Berlin', isAllDay: false };

const patterns: readonly (readonly [rule: string, words: string, pattern: RecurrencePattern])[] = [
  ['FREQ=DAILY', 'Every day', { type: 'Daily', interval: 1 }],
  ['FREQ=DAILY;INTERVAL=3', 'Every 3 days', { type: 'Daily', interval: 3 }],
  ['FREQ=WEEKLY;BYDAY=TU', 'Every week on Tuesday', { type: 'Weekly', interval: 1, daysOfWeek: ['Tuesday'] }],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU',
    'Every 2 weeks on Monday and Thursday',
    { type: 'Weekly', interval: 2, daysOfWeek: ['Thursday', 'Monday'] },
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO',
    'Every 2 weeks on Sunday',
    { type: 'Weekly', interval: 2, daysOfWeek: ['Sunday'], firstDayOfWeek: 'Monday' },
  ],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday', { type: 'Weekly', interval: 1, daysOfWeek: ['Weekday'] }],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=SU',
    'Every 2 weeks on every weekend day',
    { type: 'Weekly', interval: 2, daysOfWeek: ['Saturday', 'Sunday'] },
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=15', 'Every month on the 15th', { type: 'AbsoluteMonthly', interval: 1, dayOfMonth: 15 }],
  [
    'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    'Every 2 months on the 31st, or the last day of a shorter month',
    { type: 'AbsoluteMonthly', interval: 2, dayOfMonth: 31 },
  ],
  [
    'FREQ=MONTHLY;BYDAY=2TU',
    'Every month on the second Tuesday',
    { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Tuesday'], weekIndex: 'Second' },
  ],
  [
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'Every 3 months on the last weekday',
    { type: 'RelativeMonthly', interval: 3, daysOfWeek: ['Weekday'], weekIndex: 'Last' },
  ],
  [
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'Every month on the last day',
    { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Day'], weekIndex: 'Last' },
  ],
  ['FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4', 'Every year on July 4', { type: 'AbsoluteYearly', dayOfMonth: 4, month: 7 }],
  [
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
    'Every year on February 29, or the last day of February',
    { type: 'AbsoluteYearly', dayOfMonth: 29, month: 2 },
  ],
  [
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30,31;BYSETPOS=-1',
    'Every year on April 30',
    { type: 'AbsoluteYearly', dayOfMonth: 31, month: 4 },
  ],
  [
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    'Every year on the fourth Thursday of November',
    { type: 'RelativeYearly', daysOfWeek: ['Thursday'], weekIndex: 'Fourth', month: 11 },
  ],
  [
    'FREQ=YEARLY;BYMONTH=3;BYDAY=SA,SU;BYSETPOS=1',
    'Every year on the first weekend day of March',
    { type: 'RelativeYearly', daysOfWeek: ['WeekendDay'], weekIndex: 'First', month: 3 },
  ],
];

describe('recurrence as RRULE and words', () => {
  it.each(patterns)('%s is "%s"', (rule, words, pattern) => {
    expect(recurrenceRule({ pattern, range: noEnd }, timed)).toBe(rule);
    expect(recurrenceSummary({ pattern, range: noEnd }, 'en')).toBe(words);
  });

  it('ends after a number of times', () => {
    const recurrence = {
      pattern: { type: 'Daily', interval: 1 },
      range: { type: 'Numbered', startDate: '2026-01-01', count: 6 },
    } as const;

    expect(recurrenceRule(recurrence, timed)).toBe('FREQ=DAILY;COUNT=6');
    expect(recurrenceSummary(recurrence, 'en')).toBe('Every day, 6 times');
  });

  it('ends with the last day of the series on its own clock, written in UTC for timed events and as a date for all-day ones', () => {
    const recurrence = {
      pattern: { type: 'Daily', interval: 1 },
      range: { type: 'EndDate', startDate: '2026-01-01', endDate: '2026-12-31' },
    } as const;

    expect(recurrenceRule(recurrence, timed)).toBe('FREQ=DAILY;UNTIL=20261231T225959Z');
    expect(recurrenceRule(recurrence, { timeZone: 'America/Los_Angeles', isAllDay: false })).toBe(
      'FREQ=DAILY;UNTIL=20270101T075959Z',
    );
    expect(recurrenceRule(recurrence, { timeZone: 'Europe/Berlin', isAllDay: true })).toBe('FREQ=DAILY;UNTIL=20261231');
  });

  it('spells dates as the English-speaking country of the client does, and answers other languages in English', () => {
    const recurrence = {
      pattern: { type: 'AbsoluteYearly', dayOfMonth: 4, month: 7 },
      range: { type: 'EndDate', startDate: '2026-01-01', endDate: '2028-12-31' },
    } as const;

    expect(recurrenceSummary(recurrence, 'en-GB')).toBe('Every year on 4 July until 31 December 2028');
    expect(recurrenceSummary(recurrence, 'de')).toBe('Every year on July 4 until December 31, 2028');
    expect(recurrenceSummary(recurrence, 'not a locale')).toBe('Every year on July 4 until December 31, 2028');
  });

  it('means the last day of a month that is too short, as EWS does, where RFC 5545 would skip the month', () => {
    const rule = recurrenceRule(
      { pattern: { type: 'AbsoluteMonthly', interval: 1, dayOfMonth: 31 }, range: { ...noEnd } },
      timed,
    );
    const dates = RRule.fromString(`DTSTART:20260131T090000Z\nRRULE:${rule};COUNT=5`).all();

    expect(dates.map((date) => date.toISOString().slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
  });

  it('keeps the week that EWS begins on Sunday together, which decides which week is skipped', () => {
    const rule = recurrenceRule(
      { pattern: { type: 'Weekly', interval: 2, daysOfWeek: ['Sunday', 'Wednesday'] }, range: noEnd },
      timed,
    );
    const dates = RRule.fromString(`DTSTART:20260107T090000Z\nRRULE:${rule};COUNT=3`).all();

    expect(dates.map((date) => date.toISOString().slice(0, 10))).toEqual(['2026-01-07', '2026-01-18', '2026-01-21']);
  });
});
