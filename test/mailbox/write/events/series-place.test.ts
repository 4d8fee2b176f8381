import { describe, expect, it } from 'vitest';
import type { Recurrence, RecurrenceRange } from '../../../../src/ews/properties/recurrence.ts';
import type { Event } from '../../../../src/mailbox/write/events/event-standing.ts';
import {
  deletedDays,
  endedBefore,
  indexesOn,
  isSameRecurrence,
  placeInSeries,
  restFrom,
} from '../../../../src/mailbox/write/events/series-place.ts';
import { eventOf } from './event-of.ts';

const startDate = '2031-03-18';
const weekly = (range: RecurrenceRange): Recurrence => ({
  pattern: { type: 'Weekly', interval: 1, daysOfWeek: ['Tuesday'] },
  range,
});
const numbered = weekly({ type: 'Numbered', startDate, count: 6 });

/** Half past midnight in Auckland, which is the day before in UTC. */
const series = (properties: Event['properties'] = {}): Event =>
  eventOf({
    start: '2031-03-17T11:30:00Z',
    end: '2031-03-17T12:30:00Z',
    startTimeZone: { id: 'New Zealand Standard Time', name: undefined },
    recurrence: numbered,
    ...properties,
  });

describe('the place of an occurrence', () => {
  it('is counted on the calendar of the series, by where the pattern had put it', () => {
    const moved = eventOf({ start: '2031-04-02T03:00:00Z', originalStart: '2031-03-31T11:30:00Z' });
    expect(placeInSeries(series(), moved)).toEqual({
      day: '2031-04-01',
      daysBefore: ['2031-03-18', '2031-03-25'],
      isFirst: false,
    });
  });

  it.each([
    [[], false],
    [['2031-03-17T11:30:00Z'], true],
  ])('is the first when those before it were deleted: %o', (deletedOccurrences, isFirst) => {
    const second = eventOf({ start: '2031-03-24T11:30:00Z' });
    expect(placeInSeries(series({ deletedOccurrences }), second).isFirst).toBe(isFirst);
  });

  it('is not looked for among more occurrences than anybody has, nor where a series never goes on', () => {
    const daily = (interval: number): Recurrence => ({
      pattern: { type: 'Daily', interval },
      range: { type: 'NoEnd', startDate },
    });
    const late = eventOf({ start: '4031-03-17T11:30:00Z' });
    expect(() => placeInSeries(series({ recurrence: daily(1) }), late)).toThrow('UNSUPPORTED');
    expect(() => indexesOn(daily(1), new Set(['4031-03-18']))).toThrow('UNSUPPORTED');
    expect(placeInSeries(series({ recurrence: daily(1) }), eventOf({ start: '2084-03-17T11:30:00Z' })).day).toBe(
      '2084-03-18',
    );
    expect(() => placeInSeries(series({ recurrence: daily(0) }), late)).toThrow('a series repeats at no interval');
  });

  it('is not to be had on a day that is none of the series, nor in a zone that nobody knows', () => {
    expect(() => placeInSeries(series(), eventOf({ start: '2031-03-25T11:30:00Z' }))).toThrow('UNSUPPORTED');
    const custom = series({ startTimeZone: { id: 'tzone://Microsoft/Custom', name: undefined } });
    expect(() => placeInSeries(custom, eventOf({ start: '2031-03-24T11:30:00Z' }))).toThrow('UNSUPPORTED');
    expect(() => placeInSeries(eventOf({ start: '2031-03-24T11:30:00Z' }), eventOf({}))).toThrow(
      'an occurrence has no start',
    );
  });
});

describe('both halves of a series', () => {
  const place = { day: '2031-04-01', daysBefore: ['2031-03-18', '2031-03-25'], isFirst: false };

  it.each<[string, RecurrenceRange, RecurrenceRange, RecurrenceRange]>([
    [
      'by number',
      { type: 'Numbered', startDate, count: 6 },
      { type: 'Numbered', startDate, count: 2 },
      { type: 'Numbered', startDate: '2031-04-01', count: 4 },
    ],
    [
      'by date',
      { type: 'EndDate', startDate, endDate: '2031-05-01' },
      { type: 'EndDate', startDate, endDate: '2031-03-25' },
      { type: 'EndDate', startDate: '2031-04-01', endDate: '2031-05-01' },
    ],
    [
      'without end',
      { type: 'NoEnd', startDate },
      { type: 'EndDate', startDate, endDate: '2031-03-25' },
      { type: 'NoEnd', startDate: '2031-04-01' },
    ],
  ])('have all its occurrences, %s', (_how, range, before, rest) => {
    expect(endedBefore(weekly(range), place)).toEqual(weekly(before));
    expect(restFrom(weekly(range), place)).toEqual(weekly(rest));
  });
});

it('days are found by the number of their occurrence, also in a series without end', () => {
  const days = new Set(['2031-03-25', '2031-03-26', '2031-04-08']);
  expect(indexesOn(numbered, days)).toEqual([2, 4]);
  expect(indexesOn(weekly({ type: 'NoEnd', startDate }), days)).toEqual([2, 4]);
  expect(indexesOn(weekly({ type: 'NoEnd', startDate }), new Set())).toEqual([]);
});

it('the days of deleted occurrences are those of the series’ own calendar', () => {
  expect([...deletedDays(series({ deletedOccurrences: ['2031-03-24T11:30:00Z'] }))]).toEqual(['2031-03-25']);
});

describe('a series repeats so by now', () => {
  const every = (interval: number, firstDayOfWeek?: 'Sunday' | 'Monday'): Recurrence => ({
    pattern: {
      type: 'Weekly',
      interval,
      daysOfWeek: ['Thursday', 'Tuesday'],
      ...(firstDayOfWeek === undefined ? {} : { firstDayOfWeek }),
    },
    range: { type: 'NoEnd', startDate },
  });
  const daily = (interval: number): Recurrence => ({ ...every(1), pattern: { type: 'Daily', interval } });

  it.each<[Recurrence, Recurrence, boolean]>([
    [every(1, 'Sunday'), every(1), true],
    [every(1, 'Sunday'), every(1, 'Monday'), true],
    [every(2), every(2, 'Sunday'), true],
    [every(2), every(2, 'Monday'), false],
    [every(1), every(2), false],
    [daily(1), daily(1), true],
    [daily(1), daily(2), false],
    [daily(1), every(1), false],
    [numbered, weekly({ type: 'NoEnd', startDate }), false],
    [numbered, weekly({ type: 'Numbered', startDate, count: 5 }), false],
    [
      { ...every(1), pattern: { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Monday'], weekIndex: 'First' } },
      { ...every(1), pattern: { type: 'RelativeMonthly', interval: 1, daysOfWeek: ['Monday'], weekIndex: 'Last' } },
      false,
    ],
  ])('whatever else a server says of it: %#', (now, wanted, same) => {
    expect(isSameRecurrence(series({ recurrence: now }), wanted)).toBe(same);
  });
});
