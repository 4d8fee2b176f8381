import type { Span } from './shown-event.ts';

/** A series that the gateway makes, and when it takes place: `2031-03-18T09:00:00.000Z to …`. */
export interface SeriesCase {
  readonly rrule: string;
  readonly zone: string;
  /** Of the first occurrence, with the offset of its zone. */
  readonly start: string;
  readonly end: string;
  readonly window: Span;
  readonly times: readonly string[];
  /** An occurrence that is moved, to instants in UTC, and one that is removed, counted from 0. */
  readonly moved?: { readonly index: number; readonly start: string; readonly end: string };
  readonly removed?: number;
}

/** All instants of events that begin at these minutes in UTC and last so long. */
const lasting = (minutes: number, ...starts: readonly string[]): readonly string[] =>
  starts.map((start) => {
    const begin = new Date(`${start}:00Z`);
    return `${begin.toISOString()} to ${new Date(begin.getTime() + minutes * 60_000).toISOString()}`;
  });

const in2031: Span = { start: '2031-01-01T00:00:00Z', end: '2031-12-31T00:00:00Z' };

/**
 * Each kind of pattern that EWS has, across the changes of clocks of 2031: 30 March and 26 October in Berlin, 9 March in New York, none in Tokyo.
 * The times are written down by the calendar, not by a program.
 */
export const seriesCases: readonly SeriesCase[] = [
  {
    rrule: 'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6',
    zone: 'Europe/Berlin',
    start: '2031-03-24T09:30:00+01:00',
    end: '2031-03-24T10:00:00+01:00',
    window: in2031,
    times: lasting(
      30,
      '2031-03-24T08:30',
      '2031-03-26T08:30',
      '2031-03-31T07:30',
      '2031-04-02T07:30',
      '2031-04-07T07:30',
      '2031-04-09T07:30',
    ),
    moved: { index: 2, start: '2031-04-01T12:00:00.000Z', end: '2031-04-01T13:15:00.000Z' },
    removed: 4,
  },
  {
    rrule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20310501T000000Z;BYDAY=TH',
    zone: 'Europe/Berlin',
    start: '2031-03-20T23:30:00+01:00',
    end: '2031-03-21T00:30:00+01:00',
    window: in2031,
    times: lasting(60, '2031-03-20T22:30', '2031-04-03T21:30', '2031-04-17T21:30'),
  },
  {
    rrule: 'FREQ=DAILY;INTERVAL=3;COUNT=4',
    zone: 'Europe/Berlin',
    start: '2031-10-24T08:00:00+02:00',
    end: '2031-10-24T08:20:00+02:00',
    window: in2031,
    times: lasting(20, '2031-10-24T06:00', '2031-10-27T07:00', '2031-10-30T07:00', '2031-11-02T07:00'),
  },
  {
    rrule: 'FREQ=MONTHLY;BYDAY=2TU;COUNT=4',
    zone: 'America/New_York',
    start: '2031-02-11T18:00:00-05:00',
    end: '2031-02-11T19:30:00-05:00',
    window: in2031,
    times: lasting(90, '2031-02-11T23:00', '2031-03-11T22:00', '2031-04-08T22:00', '2031-05-13T22:00'),
    moved: { index: 1, start: '2031-03-12T22:00:00.000Z', end: '2031-03-12T23:30:00.000Z' },
    removed: 3,
  },
  {
    rrule: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=3',
    zone: 'Europe/Berlin',
    start: '2031-09-26T16:00:00+02:00',
    end: '2031-09-26T17:00:00+02:00',
    window: in2031,
    times: lasting(60, '2031-09-26T14:00', '2031-10-31T15:00', '2031-11-28T15:00'),
  },
  {
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3',
    zone: 'Asia/Tokyo',
    start: '2031-06-15T00:30:00+09:00',
    end: '2031-06-15T01:00:00+09:00',
    window: in2031,
    times: lasting(30, '2031-06-14T15:30', '2031-07-14T15:30', '2031-08-14T15:30'),
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28;COUNT=2',
    zone: 'Europe/Berlin',
    start: '2031-02-28T12:00:00+01:00',
    end: '2031-02-28T13:00:00+01:00',
    window: { start: '2031-01-15T00:00:00Z', end: '2032-03-15T00:00:00Z' },
    times: lasting(60, '2031-02-28T11:00', '2032-02-28T11:00'),
  },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2',
    zone: 'America/New_York',
    start: '2031-11-27T10:00:00-05:00',
    end: '2031-11-27T11:00:00-05:00',
    window: { start: '2031-11-01T00:00:00Z', end: '2032-12-15T00:00:00Z' },
    times: lasting(60, '2031-11-27T15:00', '2032-11-25T15:00'),
  },
];
