import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { FreeBusyStatus } from '../../../src/ews/operations/get-user-availability.ts';
import {
  suggestMeetings,
  type MeetingWish,
  type Participant,
} from '../../../src/mailbox/availability/suggest-meetings.ts';
import type { ToldHours } from '../../../src/mailbox/availability/told-hours.ts';
import { address } from '../../access.ts';

type Block = readonly [start: string, end: string, status?: FreeBusyStatus];

/** Somebody who has these blocks, written as day, hour and minute in March 2026, UTC: `18T09:00`. */
const person = (name: string, ...blocks: readonly Block[]): Participant => ({
  address: address(`${name}@example.test`),
  times: {
    busy: blocks.map(([start, end, status = 'Busy']) => ({
      start: `2026-03-${start}:00Z`,
      end: `2026-03-${end}:00Z`,
      status,
      details: undefined,
    })),
    merged: [],
    workingHours: () => undefined,
  },
});

const stranger = (name: string): Participant => ({
  address: address(`${name}@example.test`),
  times: new EwsError('response', 'nobody', { responseCode: 'ErrorMailRecipientNotFound' }),
});

const window = (start: string, end: string) => ({ start: `2026-03-${start}:00Z`, end: `2026-03-${end}:00Z` });

const wish = (differences: Partial<MeetingWish>): MeetingWish => ({
  window: window('18T09:00', '18T11:00'),
  minutes: 60,
  required: [],
  optional: [],
  rooms: [],
  hours: undefined,
  zone: undefined,
  most: 100,
  ...differences,
});

const starts = (differences: Partial<MeetingWish>): readonly string[] =>
  suggestMeetings(wish(differences)).map(({ start }) => start.slice(8, 16));

const hoursIn = (
  timeZone: string,
  startMinute: number,
  endMinute: number,
  days?: ToldHours['periods'][number]['days'],
) => ({
  timeZone,
  periods: [
    { days: days ?? (['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const), startMinute, endMinute },
  ],
});

describe('times for a meeting', () => {
  it('are told whole, with who cannot come, of whom nobody knows, and the rooms that are free', () => {
    const [best] = suggestMeetings(
      wish({
        window: window('18T09:00', '18T10:00'),
        required: [person('alice'), person('bob', ['18T09:30', '18T09:45'])],
        optional: [stranger('carol'), person('dave', ['18T08:00', '18T09:01', 'Tentative'])],
        rooms: [person('room-1', ['18T09:00', '18T10:00']), person('room-2'), stranger('room-3')],
      }),
    );
    expect(best).toEqual({
      start: '2026-03-18T09:00:00Z',
      end: '2026-03-18T10:00:00Z',
      // Alice counts 2 of 6, Bob 0 of his 2, the two who may come a half each.
      score: 50,
      conflicts: ['bob@example.test', 'dave@example.test'],
      unknown: ['carol@example.test'],
      freeRooms: ['room-2@example.test'],
    });
  });

  it('come best first, of equals the earliest, and as many as are wanted', () => {
    const required = [person('alice', ['18T09:00', '18T09:30'], ['18T10:30', '18T11:30', 'Tentative'])];
    const span = window('18T09:00', '18T13:00');
    expect(starts({ window: span, required })).toEqual([
      '18T09:30',
      '18T11:30',
      '18T12:00',
      '18T10:00',
      '18T10:30',
      '18T11:00',
      '18T09:00',
    ]);
    expect(starts({ window: span, required, most: 2 })).toEqual(['18T09:30', '18T11:30']);
  });

  it('end before what begins then, and begin when something has ended', () => {
    const busy = person('alice', ['18T08:00', '18T09:30'], ['18T10:30', '18T12:00']);
    const [best, ...others] = suggestMeetings(wish({ window: window('18T09:00', '18T12:00'), required: [busy] }));
    expect(best).toMatchObject({ start: '2026-03-18T09:30:00Z', score: 100, conflicts: [] });
    expect(others.every(({ score }) => score === 0)).toBe(true);
  });

  it('rather leave somebody out who need not come', () => {
    const free = person('alice');
    const [early, late] = [person('bob', ['18T09:00', '18T10:00']), person('carol', ['18T10:00', '18T11:00'])];
    expect(starts({ required: [free, early], optional: [late] })[0]).toBe('18T10:00');
    expect(starts({ required: [free, late], optional: [early] })[0]).toBe('18T09:00');
  });

  it('are a fifth worse without a room, where there are rooms to choose from', () => {
    const scores = (rooms: readonly Participant[]): readonly number[] =>
      suggestMeetings(wish({ window: window('18T09:00', '18T10:00'), required: [person('alice')], rooms })).map(
        ({ score }) => score,
      );
    expect(scores([])).toEqual([100]);
    expect(scores([person('room-1'), stranger('room-2')])).toEqual([100]);
    expect(scores([person('room-1', ['18T09:00', '18T09:30', 'Tentative']), stranger('room-2')])).toEqual([80]);
  });

  it('lie in working hours on the clock of their zone, before and after clocks are set forward', () => {
    // Friday and Monday around the last Sunday in March: nine o'clock in Berlin is eight in UTC, then seven.
    const hours = hoursIn('Europe/Berlin', 540, 660);
    expect(starts({ window: window('27T00:00', '31T00:00'), hours, minutes: 120 })).toEqual(['27T08:00', '30T07:00']);
  });

  it('may go from one of two working periods that touch into the other, and not over a break', () => {
    const days = ['Wednesday'] as const;
    const hours = (second: number) => ({
      timeZone: 'UTC',
      periods: [
        { days, startMinute: 540, endMinute: 600 },
        { days, startMinute: second, endMinute: 660 },
      ],
    });
    expect(starts({ hours: hours(600), minutes: 90 })).toEqual(['18T09:00', '18T09:30']);
    expect(starts({ hours: hours(601), minutes: 60 })).toEqual(['18T09:00']);
  });

  it('know of work at night, which ends on the next day', () => {
    const hours = hoursIn('UTC', 1320, 120, ['Wednesday']);
    expect(starts({ window: window('18T12:00', '20T00:00'), hours, minutes: 120 })).toEqual([
      '18T22:00',
      '18T22:30',
      '18T23:00',
      '18T23:30',
      '19T00:00',
    ]);
  });

  it('are at any hour where nobody works in the window, or where the hours are not known', () => {
    const saturday = window('21T03:00', '21T05:00');
    expect(starts({ window: saturday, hours: hoursIn('UTC', 540, 1020) })).toEqual([
      '21T03:00',
      '21T03:30',
      '21T04:00',
    ]);
    expect(starts({ window: saturday })).toEqual(['21T03:00', '21T03:30', '21T04:00']);
  });

  it('begin at whole and half hours of the clock on the wall, short ones at quarters', () => {
    // Nepal is five hours and three quarters ahead.
    expect(starts({ zone: 'Asia/Kathmandu' })).toEqual(['18T09:15', '18T09:45']);
    expect(starts({ zone: 'Asia/Kathmandu', hours: hoursIn('UTC', 0, 1440) })[0]).toBe('18T09:00');
    expect(starts({ window: window('18T09:00', '18T09:30'), minutes: 15 })).toEqual(['18T09:00', '18T09:15']);
    expect(starts({ window: window('18T09:05', '18T10:25'), minutes: 45 })).toEqual(['18T09:30']);
  });

  it('begin with the window where nothing else would fit', () => {
    expect(starts({ window: window('18T09:05', '18T09:55'), minutes: 45 })).toEqual(['18T09:05']);
    expect(starts({ window: window('18T09:05', '18T09:45'), minutes: 45 })).toEqual([]);
  });
});
