import { describe, expect, it } from 'vitest';
import { endTime, eventDuration, startTime, startTimeAt } from '../../../src/graphql/events/event-time.ts';

const timed = (start: string, end: string, zone?: string) => ({ start, end, isAllDay: false, zone });
const allDay = (start: string, end: string, zone?: string) => ({ start, end, isAllDay: true, zone });

describe('times of events', () => {
  it('shows an instant on the clock of the event, summer and winter', () => {
    expect(startTime(timed('2026-07-01T08:00:00Z', '2026-07-01T09:00:00Z', 'Europe/Berlin'), undefined)).toEqual({
      dateTime: '2026-07-01T08:00:00Z',
      date: undefined,
      timeZone: 'Europe/Berlin',
      local: '2026-07-01T10:00:00',
    });
    expect(startTime(timed('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', 'Europe/Berlin'), undefined).local).toBe(
      '2026-12-01T10:00:00',
    );
  });

  it('shows an instant on the clock that the client looks from, when it names one', () => {
    const time = startTime(timed('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', 'Europe/Berlin'), 'Asia/Tokyo');

    expect(time).toMatchObject({
      dateTime: '2026-12-01T09:00:00Z',
      timeZone: 'Asia/Tokyo',
      local: '2026-12-01T18:00:00',
    });
  });

  it('ends a journey on the clock of where it ends', () => {
    const flight = timed('2026-12-01T09:00:00Z', '2026-12-01T17:00:00Z', 'Europe/Berlin');

    expect(endTime(flight, undefined, 'America/New_York')).toMatchObject({
      timeZone: 'America/New_York',
      local: '2026-12-01T12:00:00',
    });
    expect(endTime(flight, 'Europe/Paris', 'America/New_York').timeZone).toBe('Europe/Paris');
  });

  it('falls back to UTC when nobody names a zone', () => {
    expect(startTime(timed('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z'), undefined)).toMatchObject({
      timeZone: 'UTC',
      local: '2026-12-01T09:00:00',
    });
  });

  it.each([
    ['America/Los_Angeles', '2026-12-01T08:00:00Z', '2026-12-04T08:00:00Z'],
    ['Pacific/Auckland', '2026-11-30T11:00:00Z', '2026-12-03T11:00:00Z'],
    ['Europe/Berlin', '2026-11-30T23:00:00Z', '2026-12-03T23:00:00Z'],
    [undefined, '2026-12-01T08:00:00Z', '2026-12-04T08:00:00Z'],
    [undefined, '2026-11-30T11:00:00Z', '2026-12-03T11:00:00Z'],
    // The right instants beside a wrong zone.
    ['UTC', '2026-11-30T23:00:00Z', '2026-12-03T23:00:00Z'],
  ])('1 to 3 December in zone %s is 1 to 3 December wherever the client looks from', (zone, start, end) => {
    for (const shownIn of [undefined, 'Asia/Tokyo', 'America/Los_Angeles']) {
      expect(startTime(allDay(start, end, zone), shownIn)).toMatchObject({
        dateTime: undefined,
        date: '2026-12-01',
        local: '2026-12-01',
      });
      expect(endTime(allDay(start, end, zone), shownIn, undefined)).toMatchObject({ date: '2026-12-03' });
    }
  });

  it('gives a day to an all-day event without length, and to one that ends a second early', () => {
    expect(endTime(allDay('2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z', 'UTC'), undefined, undefined).date).toBe(
      '2026-12-01',
    );
    expect(endTime(allDay('2026-12-01T00:00:00Z', '2026-12-01T23:59:59Z', 'UTC'), undefined, undefined).date).toBe(
      '2026-12-01',
    );
  });

  it('counts days across the change of the clocks, not hours', () => {
    const change = allDay('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin');

    expect(startTime(change, undefined).date).toBe('2026-10-25');
    expect(endTime(change, undefined, undefined).date).toBe('2026-10-25');
    expect(eventDuration(change)).toBe('P1D');
  });

  it('finds the day where clocks go forward at midnight, so that it begins at one', () => {
    // Beirut, 29 March 2026: 00:00 becomes 01:00.
    expect(startTime(allDay('2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z', 'Asia/Beirut'), undefined).date).toBe(
      '2026-03-29',
    );
  });

  it('tells durations in hours, minutes and seconds, never negative', () => {
    expect(eventDuration(timed('2026-12-01T09:00:00Z', '2026-12-01T10:30:00Z'))).toBe('PT1H30M');
    expect(eventDuration(timed('2026-12-01T09:00:00Z', '2026-12-03T09:00:00Z'))).toBe('PT48H');
    expect(eventDuration(timed('2026-12-01T09:00:00Z', '2026-12-01T09:00:00Z'))).toBe('PT0S');
    expect(eventDuration(timed('2026-12-01T09:00:00Z', '2026-12-01T08:00:00Z'))).toBe('PT0S');
    expect(eventDuration(allDay('2026-12-01T08:00:00Z', '2026-12-04T08:00:00Z', 'America/Los_Angeles'))).toBe('P3D');
  });

  it('tells original and deleted starts as the series tells its own', () => {
    expect(startTimeAt('2026-12-01T08:00:00Z', { isAllDay: true, zone: 'America/Los_Angeles' }, undefined).date).toBe(
      '2026-12-01',
    );
    expect(startTimeAt('2026-12-01T08:00:00Z', { isAllDay: false, zone: 'Europe/Paris' }, undefined).local).toBe(
      '2026-12-01T09:00:00',
    );
  });
});
