import { bodyText } from '../item/body-text.ts';
import { zoneLines } from './icalendar-zone.ts';
import { withProperties } from '../item/item-properties.ts';
import type { SeedException } from '../store/model.ts';
import { ianaZone, instantOf, wallClock } from './time-zone.ts';
import { child, childrenNamed, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** What is done with events, RFC 5546 section 1.4. */
export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL' | 'REPLY';

/**
 * A calendar item as RFC 5545, which is what Exchange gives as its MimeContent: a series with the occurrences that differ from it, and nobody who is
 * invited (https://github.com/ecederstrand/exchangelib/issues/1013); DavMail adds those from the item's properties.
 */
export const icalendar = (element: XmlNode, exceptions: readonly SeedException[] = []): string => {
  const differing = child(element, 't:Recurrence') === undefined ? [] : exceptions;
  return calendarOf(
    isTrue(childText(element, 't:IsMeeting')) ? 'REQUEST' : 'PUBLISH',
    [element, ...differing.map((one) => withProperties(one.element, [node('t:RecurrenceId', one.originalStart)]))].map(
      withoutInvited,
    ),
  );
};

/** Events as RFC 5545: a series and its exceptions are one each. */
export const calendarOf = (method: CalendarMethod, events: readonly XmlNode[]): string =>
  [
    'BEGIN:VCALENDAR',
    'PRODID:-//workmail-graphql//embedded WorkMail//EN',
    'VERSION:2.0',
    `METHOD:${method}`,
    ...zonesOf(events).flatMap(({ zoneId, from }) => zoneLines(zoneId, from)),
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...eventLines(event), 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');

const withoutInvited = ({ name, attributes, children }: XmlNode): XmlNode =>
  node(
    name,
    attributes,
    children.filter((property) => !invited.has(property.name)),
  );
const invited: ReadonlySet<string> = new Set(['t:RequiredAttendees', 't:OptionalAttendees', 't:Resources']);

/** Zones that times are told in, with the first instant that is. */
const zonesOf = (events: readonly XmlNode[]): readonly { readonly zoneId: string; readonly from: number }[] => {
  const first = new Map<string, number>();
  for (const event of events) {
    const zoneId = zoneIdOf(event);
    const start = Date.parse(childText(event, 't:Start') ?? '');
    if (zoneId === 'UTC' || isTrue(childText(event, 't:IsAllDayEvent')) || Number.isNaN(start)) continue;
    first.set(zoneId, Math.min(first.get(zoneId) ?? start, start));
  }
  return [...first].map(([zoneId, from]) => ({ zoneId, from }));
};

/** The Windows id of the zone that an event is told in; `UTC` also for ids of which nobody knows the clock. */
const zoneIdOf = (event: XmlNode): string => {
  const id = child(event, 't:StartTimeZone')?.attributes['Id'];
  return id === undefined || ianaZone(id) === 'UTC' ? 'UTC' : id;
};

const eventLines = (element: XmlNode): readonly string[] => {
  const zoneId = zoneIdOf(element);
  const isAllDay = isTrue(childText(element, 't:IsAllDayEvent'));
  const time = (name: string, tag: string): string => timeLine(name, childText(element, tag), zoneId, isAllDay);
  const recurrenceId = childText(element, 't:RecurrenceId');
  const body = child(element, 't:Body');
  const description = body?.attributes['BodyType'] === 'HTML' ? bodyText(body.text) : body?.text;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['UID', childText(element, 't:UID')],
    ['SUMMARY', childText(element, 't:Subject')],
    ['LOCATION', childText(element, 't:Location')],
    ['DESCRIPTION', description],
    ['SEQUENCE', childText(element, 't:AppointmentSequenceNumber')],
    ['STATUS', isTrue(childText(element, 't:IsCancelled')) ? 'CANCELLED' : 'CONFIRMED'],
  ];
  const categories = childrenNamed(child(element, 't:Categories'), 't:String').map(({ text }) => escaped(text));
  return [
    time('DTSTART', 't:Start'),
    time('DTEND', 't:End'),
    ...(recurrenceId === undefined ? [] : [timeLine('RECURRENCE-ID', recurrenceId, zoneId, isAllDay)]),
    timeLine('DTSTAMP', childText(element, 't:DateTimeCreated'), 'UTC', false),
    ...fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${escaped(value)}`])),
    ...(categories.length === 0 ? [] : [`CATEGORIES:${categories.join(',')}`]),
    ...people(child(element, 't:Organizer'), 'ORGANIZER', ''),
    ...attendees(element, 't:RequiredAttendees', 'REQ-PARTICIPANT'),
    ...attendees(element, 't:OptionalAttendees', 'OPT-PARTICIPANT'),
    ...attendees(element, 't:Resources', 'NON-PARTICIPANT'),
    ...recurrenceLines(child(element, 't:Recurrence'), (day) => lastStart(element, day, zoneId, isAllDay)),
    ...childrenNamed(child(element, 't:DeletedOccurrences'), 't:DeletedOccurrence').map((deleted) =>
      timeLine('EXDATE', childText(deleted, 't:Start'), zoneId, isAllDay),
    ),
  ];
};

/** Series repeat on the clock of their zone, so times carry it; whole days are dates of it. */
const timeLine = (name: string, instant: string | undefined, zoneId: string, isAllDay: boolean): string => {
  const wall = new Date(wallClock(Date.parse(instant ?? ''), ianaZone(zoneId))).toISOString();
  if (isAllDay) return `${name};VALUE=DATE:${wall.slice(0, 10).replaceAll('-', '')}`;
  const text = wall.slice(0, 19).replaceAll(/[-:]/g, '');
  return zoneId === 'UTC' ? `${name}:${text}Z` : `${name};TZID=${zoneId}:${text}`;
};

const people = (list: XmlNode | undefined, name: string, parameters: string): readonly string[] =>
  childrenNamed(list, 't:Mailbox').map((mailbox) => {
    const shown = (childText(mailbox, 't:Name') ?? '').replaceAll(/["\p{Cc}]/gu, ' ');
    return `${name}${parameters};CN="${shown}":mailto:${childText(mailbox, 't:EmailAddress') ?? ''}`;
  });

const attendees = (element: XmlNode, tag: string, role: string): readonly string[] =>
  childrenNamed(child(element, tag), 't:Attendee').flatMap((attendee) => {
    const answer = answers[childText(attendee, 't:ResponseType') ?? ''] ?? 'NEEDS-ACTION';
    return people(attendee, 'ATTENDEE', `;ROLE=${role};PARTSTAT=${answer}`);
  });

const answers: Readonly<Record<string, string>> = { Accept: 'ACCEPTED', Tentative: 'TENTATIVE', Decline: 'DECLINED' };

/** When an occurrence of that day (`2027-04-05`) begins, in UTC, or the day itself, as UNTIL wants it. RFC 5545 section 3.3.10. */
const lastStart = (element: XmlNode, day: string, zoneId: string, isAllDay: boolean): string => {
  if (isAllDay) return day.replaceAll('-', '');
  const zone = ianaZone(zoneId);
  const start = new Date(wallClock(Date.parse(childText(element, 't:Start') ?? ''), zone)).toISOString();
  const last = instantOf(Date.parse(`${day}${start.slice(10)}`), zone);
  return `${new Date(last).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
};

const recurrenceLines = (recurrence: XmlNode | undefined, until: (day: string) => string): readonly string[] => {
  const [pattern, range] = recurrence?.children ?? [];
  if (pattern === undefined || range === undefined) return [];
  const field = (tag: string): string | undefined => childText(pattern, tag);
  const days = (field('t:DaysOfWeek') ?? '').split(' ').flatMap((day) => dayCodes[day] ?? []);
  const month = months.indexOf(field('t:Month') ?? '') + 1;
  const index = positions[field('t:DayOfWeekIndex') ?? ''];
  const end = childText(range, 't:EndDate')?.slice(0, 10);
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['FREQ', /(Dai|Week|Month|Year)ly/.exec(pattern.name)?.[0]?.toUpperCase()],
    ['INTERVAL', field('t:Interval')],
    ['BYMONTH', month === 0 ? undefined : String(month)],
    ['BYMONTHDAY', field('t:DayOfMonth')],
    ['BYDAY', days.length === 0 ? undefined : days.join(',')],
    ['BYSETPOS', index],
    ['COUNT', childText(range, 't:NumberOfOccurrences')],
    ['UNTIL', end === undefined ? undefined : until(end)],
  ];
  return [`RRULE:${parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(';')}`];
};

const workdays = ['MO', 'TU', 'WE', 'TH', 'FR'];
const weekend = ['SA', 'SU'];
const dayCodes: Readonly<Record<string, readonly string[]>> = {
  Monday: ['MO'],
  Tuesday: ['TU'],
  Wednesday: ['WE'],
  Thursday: ['TH'],
  Friday: ['FR'],
  Saturday: ['SA'],
  Sunday: ['SU'],
  Weekday: workdays,
  WeekendDay: weekend,
  Day: [...workdays, ...weekend],
};
const months = 'January February March April May June July August September October November December'.split(' ');
const positions: Readonly<Record<string, string>> = { First: '1', Second: '2', Third: '3', Fourth: '4', Last: '-1' };

const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n?|\n/g, String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, '');

/** Lines of at most 75 bytes; what is longer goes on behind a line break and a space. */
const folded = (line: string): string => {
  const lines: string[] = [];
  let current = '';
  for (const character of line) {
    if (Buffer.byteLength(current + character) > 74) {
      lines.push(current);
      current = '';
    }
    current += character;
  }
  return [...lines, current].join('\r\n ');
};
