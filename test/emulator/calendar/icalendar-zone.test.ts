import { expect, it } from 'vitest';
import { zoneLines } from '../../../src/emulator/calendar/icalendar-zone.ts';

const december = Date.parse('2026-12-01T09:00:00Z');

it.each([
  [
    'W. Europe Standard Time',
    'BEGIN:STANDARD DTSTART:16010101T030000 TZOFFSETFROM:+0200 TZOFFSETTO:+0100 RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10 END:STANDARD',
    'BEGIN:DAYLIGHT DTSTART:16010101T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0200 RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3 END:DAYLIGHT',
  ],
  [
    'Eastern Standard Time',
    'BEGIN:STANDARD DTSTART:16010101T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11 END:STANDARD',
    'BEGIN:DAYLIGHT DTSTART:16010101T020000 TZOFFSETFROM:-0500 TZOFFSETTO:-0400 RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3 END:DAYLIGHT',
  ],
])('%s is told by the two rules that hold for good, as Exchange tells it', (zone, standard, daylight) => {
  expect(zoneLines(zone, december).join(' ')).toBe(
    `BEGIN:VTIMEZONE TZID:${zone} ${standard} ${daylight} END:VTIMEZONE`,
  );
});

it('a zone whose rules changed is told by the change that was before and those that follow', () => {
  const lines = zoneLines('Eastern Standard Time', Date.parse('2005-12-01T09:00:00Z'));
  expect(lines.slice(2, 17).join(' ')).toBe(
    'BEGIN:STANDARD DTSTART:20051030T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 END:STANDARD ' +
      'BEGIN:DAYLIGHT DTSTART:20060402T020000 TZOFFSETFROM:-0500 TZOFFSETTO:-0400 END:DAYLIGHT ' +
      'BEGIN:STANDARD DTSTART:20061029T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 END:STANDARD',
  );
  expect(lines).toContain('DTSTART:20070311T020000');
  expect(lines.filter((line) => line.startsWith('BEGIN:DAYLIGHT')).length).toBe(10);
});

it('a zone that changes its clocks no more is told by its last offset', () => {
  const lines = zoneLines('Tokyo Standard Time', december);
  expect(lines.filter((line) => line.startsWith('TZOFFSETTO'))).toEqual(['TZOFFSETTO:+0900']);
});
