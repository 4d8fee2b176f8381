import { expect, it } from 'vitest';
import { zoneLines } from '../../../src/emulator/calendar/icalendar-zone.ts';

const december = Date.parse('2026-12-01T09:00:00Z');

it.each([
  [
    'W. Europe Standard Time',
    'BEGIN:STANDARD DTSTART:20261025T030000 TZOFFSETFROM:+0200 TZOFFSETTO:+0100 END:STANDARD',
    'BEGIN:DAYLIGHT DTSTART:20270328T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0200 END:DAYLIGHT',
  ],
  [
    'Eastern Standard Time',
    'BEGIN:STANDARD DTSTART:20261101T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 END:STANDARD',
    'BEGIN:DAYLIGHT DTSTART:20270314T020000 TZOFFSETFROM:-0500 TZOFFSETTO:-0400 END:DAYLIGHT',
  ],
])('%s is told by the change that was before and those that follow', (zone, first, second) => {
  const lines = zoneLines(zone, december);
  expect(lines.slice(0, 2)).toEqual(['BEGIN:VTIMEZONE', `TZID:${zone}`]);
  expect(lines.slice(2, 12).join(' ')).toBe(`${first} ${second}`);
  expect(lines.at(-1)).toBe('END:VTIMEZONE');
  expect(lines.filter((line) => line.startsWith('BEGIN:DAYLIGHT')).length).toBe(10);
});

it('a zone that changes its clocks no more is told by its last offset', () => {
  const lines = zoneLines('Tokyo Standard Time', december);
  expect(lines.filter((line) => line.startsWith('TZOFFSETTO'))).toEqual(['TZOFFSETTO:+0900']);
});
