import { expect, it } from 'vitest';
import { seedMoment } from '../../../src/emulator/seed/seed-moment.ts';

/** Half past one on a Tuesday in Berlin, with clocks that go forward on the 29th. */
const clock = { now: Date.parse('2026-03-24T12:30:00.250Z'), zone: 'Europe/Berlin' };

it.each([
  ['2026-01-15T08:15:00Z', '2026-01-15T08:15:00.000Z'],
  ['2026-01-15T08:15:30.125+02:00', '2026-01-15T06:15:30.125Z'],
  ['2026-01-15 08:15', '2026-01-15T07:15:00.000Z'],
  ['2026-07-15T08:15', '2026-07-15T06:15:00.000Z'],
  ['2026-07-15', '2026-07-14T22:00:00.000Z'],
  ['now', '2026-03-24T12:30:00.250Z'],
  ['-90m', '2026-03-24T11:00:00.250Z'],
  ['+3h', '2026-03-24T15:30:00.250Z'],
  ['-2d', '2026-03-22T12:30:00.250Z'],
  ['-2d 09:30', '2026-03-22T08:30:00.000Z'],
  // On the other side of the change to summer time.
  ['+1w 09:30', '2026-03-31T07:30:00.000Z'],
  ['today', '2026-03-23T23:00:00.000Z'],
  ['Tomorrow 00:30', '2026-03-24T23:30:00.000Z'],
  ['yesterday 23:59', '2026-03-23T22:59:00.000Z'],
  ['Tuesday 09:00', '2026-03-24T08:00:00.000Z'],
  ['monday 09:00', '2026-03-30T07:00:00.000Z'],
])('%s is a moment of a seed file', (text, expected) => {
  expect(new Date(seedMoment(text, clock) ?? Number.NaN).toISOString()).toBe(expected);
});

it.each([
  '',
  'soon',
  '2026-02-30',
  '2026-01-15T24:01Z',
  '2026-1-5',
  '-2',
  '-2d 25:00',
  '-3h 09:00',
  'now 09:00',
  'today 9',
  'today 09:00 sharp',
  'constructor',
])('%j is none', (text) => {
  expect(seedMoment(text, clock)).toBeUndefined();
});
