import { expect, it } from 'vitest';
import { calendarOf, icalendar } from '../../../src/emulator/calendar/icalendar.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';

const person = (name: string, address: string): XmlNode =>
  node('t:Mailbox', [node('t:Name', name), node('t:EmailAddress', address)]);

const meeting = node('t:CalendarItem', [
  node('t:Subject', 'Plan'),
  node('t:UID', 'plan-1'),
  node('t:Start', '2026-12-01T09:00:00Z'),
  node('t:End', '2026-12-01T10:00:00Z'),
  node('t:DateTimeCreated', '2026-11-01T09:00:00Z'),
  node('t:IsMeeting', 'true'),
  node('t:Organizer', [person('Alice Smith', 'alice@example.test')]),
  node('t:RequiredAttendees', [node('t:Attendee', [person('Bob Okafor', 'bob@example.test')])]),
  node('t:StartTimeZone', { Id: 'W. Europe Standard Time' }),
]);

const linesWith = (text: string, beginning: string): readonly string[] =>
  text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter((line) => line.startsWith(beginning));

it('an event of a calendar names its organizer and its zone as Exchange does, and nobody who is invited', () => {
  const text = icalendar(meeting);
  expect(linesWith(text, 'ORGANIZER')).toEqual(['ORGANIZER;CN="Alice Smith":mailto:alice@example.test']);
  expect(linesWith(text, 'DTSTART;')).toEqual(['DTSTART;TZID=W. Europe Standard Time:20261201T100000']);
  expect(linesWith(text, 'TZID')).toEqual(['TZID:W. Europe Standard Time']);
  expect(linesWith(text, 'ATTENDEE')).toEqual([]);
});

it('an invitation names who is invited', () => {
  expect(linesWith(calendarOf('REQUEST', [meeting]), 'ATTENDEE')).toEqual([
    'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN="Bob Okafor":mailto:bob@example.test',
  ]);
});

it('a zone that nobody knows is told in UTC', () => {
  const lost = node('t:CalendarItem', [
    ...meeting.children.filter(({ name }) => name !== 't:StartTimeZone'),
    node('t:StartTimeZone', { Id: 'Europe/Berlin' }),
  ]);
  expect(linesWith(icalendar(lost), 'DTSTART')).toEqual(['DTSTART:20261201T090000Z']);
  expect(linesWith(icalendar(lost), 'TZID')).toEqual([]);
});

it.each([
  ['an evening', 'Pacific Standard Time', '2026-12-02T01:00:00Z', 'false', '20261209T010000Z'],
  [
    'a morning, though the clocks change',
    'W. Europe Standard Time',
    '2026-10-20T07:00:00Z',
    'false',
    '20261208T080000Z',
  ],
  ['a whole day', 'W. Europe Standard Time', '2026-11-30T23:00:00Z', 'true', '20261208'],
])('a series of %s ends with its last occurrence', (_, zone, start, isAllDay, until) => {
  const event = node('t:CalendarItem', [
    node('t:Start', start),
    node('t:End', start),
    node('t:DateTimeCreated', start),
    node('t:IsAllDayEvent', isAllDay),
    node('t:StartTimeZone', { Id: zone }),
    node('t:Recurrence', [
      node('t:WeeklyRecurrence', [node('t:Interval', '1'), node('t:DaysOfWeek', 'Tuesday')]),
      node('t:EndDateRecurrence', [node('t:StartDate', '2026-10-20'), node('t:EndDate', '2026-12-08Z')]),
    ]),
  ]);
  expect(linesWith(icalendar(event), 'RRULE:FREQ=WEEKLY')).toEqual([
    `RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=${until}`,
  ]);
});
