import { describe, expect, it } from 'vitest';
import { inZone, isSameTime, onDay, timesOf } from '../../../../src/mailbox/write/events/series-times.ts';
import { eventOf } from './event-of.ts';

const zone = (id: string) => ({ id, name: undefined });

describe('when an event is', () => {
  it.each([
    ['timed', '2031-03-18T08:00:00Z', '2031-03-18T09:00:00Z', false, '2031-03-18', '2031-03-18'],
    ['until midnight', '2031-03-18T08:00:00Z', '2031-03-18T23:00:00Z', false, '2031-03-18', '2031-03-18'],
    ['over midnight', '2031-03-18T22:30:00Z', '2031-03-19T00:00:00Z', false, '2031-03-18', '2031-03-19'],
    ['of no length', '2031-03-18T23:00:00Z', '2031-03-18T23:00:00Z', false, '2031-03-19', '2031-03-19'],
    ['whole days', '2031-03-17T23:00:00Z', '2031-03-19T23:00:00Z', true, '2031-03-18', '2031-03-19'],
    ['whole days an hour off', '2031-03-18T00:00:00Z', '2031-03-19T00:00:00Z', true, '2031-03-18', '2031-03-18'],
  ])('%s tells its first and last day on its own calendar', (_what, start, end, isAllDay, firstDay, lastDay) => {
    const read = timesOf(eventOf({ start, end, isAllDay, startTimeZone: zone('W. Europe Standard Time') }), 'UTC');
    expect(read).toEqual({ start, end, isAllDay, zone: 'Europe/Berlin', firstDay, lastDay });
  });

  it('is told in another zone where the server names none, and refused without a start', () => {
    expect(timesOf(eventOf({ start: '2031-03-18T23:30:00Z' }), 'Asia/Tokyo')).toMatchObject({
      zone: 'Asia/Tokyo',
      firstDay: '2031-03-19',
    });
    expect(() => timesOf(eventOf({}), 'UTC')).toThrow('no start');
  });
});

describe('on another day', () => {
  const evening = timesOf(
    eventOf({
      start: '2031-03-18T22:00:00Z',
      end: '2031-03-19T01:00:00Z',
      startTimeZone: zone('Romance Standard Time'),
    }),
    'UTC',
  );

  it('an event keeps its hours on the clock, over the change of clocks', () => {
    expect(onDay(evening, '2031-04-01')).toEqual({
      ...evening,
      start: '2031-04-01T21:00:00Z',
      end: '2031-04-02T00:00:00Z',
      firstDay: '2031-04-01',
      lastDay: '2031-04-02',
    });
    expect(onDay(onDay(evening, '2031-04-01'), evening.firstDay)).toEqual(evening);
  });

  it('whole days stay whole, be one of them 23 hours long', () => {
    const days = inZone({ ...evening, isAllDay: true }, 'Europe/Paris');
    expect(onDay(days, '2031-03-29')).toEqual({
      isAllDay: true,
      start: '2031-03-28T23:00:00Z',
      end: '2031-03-30T22:00:00Z',
      zone: 'Europe/Paris',
      firstDay: '2031-03-29',
      lastDay: '2031-03-30',
    });
  });
});

describe('the same time', () => {
  const times = timesOf(eventOf({ start: '2031-03-18T08:00:00Z', end: '2031-03-18T09:00:00Z' }), 'Europe/Rome');

  it('is that of a zone that servers keep under the same name, however the instant is written', () => {
    expect(isSameTime(times, { ...times, zone: 'Europe/Berlin', start: '2031-03-18T09:00:00+01:00' })).toBe(true);
  });

  it.each([
    { zone: 'Africa/Lagos' },
    { isAllDay: true },
    { start: '2031-03-18T07:00:00Z' },
    { end: '2031-03-18T10:00:00Z' },
  ])('is not that with %o', (other) => {
    expect(isSameTime(times, { ...times, ...other })).toBe(false);
  });

  it('in another zone is the same of a timed event, and other midnights of whole days', () => {
    expect(inZone(times, 'Asia/Tokyo')).toBe(times);
    expect(inZone({ ...times, isAllDay: true }, 'Asia/Tokyo')).toMatchObject({
      start: '2031-03-17T15:00:00Z',
      end: '2031-03-18T15:00:00Z',
      zone: 'Asia/Tokyo',
    });
  });
});
