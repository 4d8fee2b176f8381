import { describe, expect, it } from 'vitest';
import { readEventTiming, type EventTimingInputShape } from '../../../src/graphql/inputs/event-timing.ts';
import { endTime, startTime } from '../../../src/graphql/events/event-time.ts';
import { timingProperties } from '../../../src/mailbox/write/events/event-times.ts';
import { noted } from './noted.ts';

const read = (input: EventTimingInputShape, homeZone = 'Europe/Berlin') =>
  noted((path, note) => readEventTiming(input, path, note, homeZone));
const timed = (start: string, end: string, timeZone = 'Europe/Berlin') => read({ timed: { start, end, timeZone } });
const allDay = (start: string, end: string, homeZone?: string) => read({ allDay: { start, end } }, homeZone);

describe('a timed event', () => {
  it('is written as instants beside its zone', () => {
    expect(timed('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z')).toEqual({
      read: {
        isAllDay: false,
        start: '2026-12-01T09:00:00Z',
        end: '2026-12-01T10:00:00Z',
        zone: 'Europe/Berlin',
        firstDay: '2026-12-01',
        lastDay: '2026-12-01',
      },
      problems: [],
    });
  });

  it('has its days on the calendar of its zone, and none of the day at whose midnight it ends', () => {
    expect(timed('2026-12-01T14:30:00Z', '2026-12-01T15:00:00Z', 'Asia/Tokyo').read).toMatchObject({
      firstDay: '2026-12-01',
      lastDay: '2026-12-01',
    });
    expect(timed('2026-12-01T15:00:00Z', '2026-12-02T15:00:01Z', 'Asia/Tokyo').read).toMatchObject({
      firstDay: '2026-12-02',
      lastDay: '2026-12-03',
    });
  });

  it('may have no length, on its one day', () => {
    expect(timed('2026-11-30T23:00:00Z', '2026-11-30T23:00:00Z')).toMatchObject({
      read: {
        start: '2026-11-30T23:00:00Z',
        end: '2026-11-30T23:00:00Z',
        firstDay: '2026-12-01',
        lastDay: '2026-12-01',
      },
      problems: [],
    });
  });

  it('keeps whole seconds', () => {
    expect(timed('2026-12-01T09:00:00.999Z', '2026-12-01T10:00:00.001Z').read).toMatchObject({
      start: '2026-12-01T09:00:00Z',
      end: '2026-12-01T10:00:00Z',
    });
  });

  it.each([
    ['2026-12-01T10:00:00Z', '2026-12-01T09:59:59Z', ['end: must not be before the start.']],
    [
      '2026-12-01T10:00:00Z',
      '2031-12-01T10:00:01Z',
      ['end: is more than five years after the start, longer than mail servers take.'],
    ],
    [
      '1600-12-31T10:00:00Z',
      '1601-01-01T10:00:00Z',
      ['start: must be a day from 1601-01-01 to 4500-08-31, which is what calendars of mail servers hold.'],
    ],
    [
      '4500-08-31T10:00:00Z',
      '4500-09-01T10:00:00Z',
      ['end: must be a day from 1601-01-01 to 4500-08-31, which is what calendars of mail servers hold.'],
    ],
    [
      '9999-12-31T23:59:59Z',
      '0001-01-01T00:00:00Z',
      [
        'start: must be a day from 1601-01-01 to 4500-08-31, which is what calendars of mail servers hold.',
        'end: must be a day from 1601-01-01 to 4500-08-31, which is what calendars of mail servers hold.',
        'end: must not be before the start.',
      ],
    ],
  ])('from %s to %s is refused', (start, end, problems) => {
    expect(timed(start, end, 'UTC').problems).toEqual(problems.map((problem) => `at.timed.${problem}`));
  });

  it.each([
    ['2026-12-01T10:00:00Z', '2031-12-01T10:00:00Z'],
    ['1601-01-01T00:00:00Z', '1601-01-01T00:00:00Z'],
    ['4500-08-31T10:00:00Z', '4500-08-31T23:59:59Z'],
    ['2028-02-29T10:00:00Z', '2033-02-28T10:00:00Z'],
  ])('from %s to %s is taken', (start, end) => {
    expect(timed(start, end, 'UTC').problems).toEqual([]);
  });
});

describe('an all-day event', () => {
  it('is written from midnight to midnight of the mailbox’s zone', () => {
    expect(allDay('2026-12-01', '2026-12-03')).toEqual({
      read: {
        isAllDay: true,
        start: '2026-11-30T23:00:00Z',
        end: '2026-12-03T23:00:00Z',
        zone: 'Europe/Berlin',
        firstDay: '2026-12-01',
        lastDay: '2026-12-03',
      },
      problems: [],
    });
  });

  it('counts days across changes of clocks, not hours', () => {
    expect(allDay('2026-03-29', '2026-03-29').read).toMatchObject({
      start: '2026-03-28T23:00:00Z',
      end: '2026-03-29T22:00:00Z',
    });
    expect(allDay('2026-10-25', '2026-10-25').read).toMatchObject({
      start: '2026-10-24T22:00:00Z',
      end: '2026-10-25T23:00:00Z',
    });
  });

  it.each([
    ['Asia/Beirut', '2026-03-29'],
    ['Africa/Cairo', '2026-04-24'],
    ['America/Santiago', '2026-09-06'],
    ['America/Havana', '2026-03-08'],
    ['America/Sao_Paulo', '2018-11-04'],
    ['America/Asuncion', '2023-10-01'],
    ['Asia/Tehran', '2022-03-22'],
  ])('begins with the first moment of a day whose midnight %s skips, and is read as that day', (zone, day) => {
    const { read: times, problems } = allDay(day, day, zone);
    expect(problems).toEqual([]);
    expect(Date.parse(times.end) - Date.parse(times.start)).toBe(23 * 3_600_000);
    const dayBefore = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const { read: before } = allDay(dayBefore, dayBefore, zone);
    expect(Date.parse(times.start) - Date.parse(before.end)).toBe(60_000);
    expect(Date.parse(before.end) - Date.parse(before.start)).toBe(24 * 3_600_000 - 60_000);
    expect(startTime(before, undefined).date).toBe(dayBefore);
    expect(endTime(before, undefined, undefined).date).toBe(dayBefore);
    expect(startTime(times, undefined).date).toBe(day);
    expect(endTime(times, undefined, undefined).date).toBe(day);
  });

  it('is no day that its country left out', () => {
    const problem = 'is a day that the time zone of the mailbox left out.';
    expect(allDay('2011-12-30', '2011-12-31', 'Pacific/Apia').problems).toEqual([`at.allDay.start: ${problem}`]);
    expect(allDay('2011-12-29', '2011-12-30', 'Pacific/Apia').problems).toEqual([`at.allDay.end: ${problem}`]);
    const { read: times, problems } = allDay('2011-12-28', '2011-12-29', 'Pacific/Apia');
    expect(problems).toEqual([]);
    expect(endTime(times, undefined, undefined).date).toBe('2011-12-29');
  });

  it.each([
    ['2026-12-02', '2026-12-01', ['end: must not be before the start.']],
    ['2026-12-01', '2031-12-01', ['end: is more than five years after the start, longer than mail servers take.']],
    [
      '1600-12-31',
      '9999-12-31',
      [
        'start: must be a day from 1601-01-01 to 4500-08-31, which is what calendars of mail servers hold.',
        'end: must be a day from 1601-01-01 to 4500-08-31, which is what calendars of mail servers hold.',
        'end: is more than five years after the start, longer than mail servers take.',
      ],
    ],
  ])('from %s to %s is refused', (start, end, problems) => {
    expect(allDay(start, end).problems).toEqual(problems.map((problem) => `at.allDay.${problem}`));
  });
});

describe('the zone of an event', () => {
  const zoneOf = (zone: string, start = '2026-12-01T09:00:00Z') =>
    timingProperties(timed(start, start, zone).read).startTimeZone;

  it('is written by its Windows id, at the start and at the end', () => {
    const { read: times } = timed('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', 'Europe/Rome');
    const zone = { id: 'W. Europe Standard Time', name: undefined };
    expect(timingProperties(times)).toEqual({
      start: '2026-12-01T09:00:00Z',
      end: '2026-12-01T10:00:00Z',
      isAllDay: false,
      startTimeZone: zone,
      endTimeZone: zone,
    });
  });

  it('is written out with the rules of its year where Windows has none', () => {
    expect(zoneOf('Antarctica/Troll')).toEqual({ zone: 'Antarctica/Troll', year: 2026 });
    expect(zoneOf('Antarctica/Troll', '2031-01-01T00:00:00Z')).toEqual({
      zone: 'Antarctica/Troll',
      year: 2031,
    });
  });
});
