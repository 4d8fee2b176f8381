import { findWindows } from 'windows-iana';
import { EmulatorError } from '../emulator-error.ts';
import { flag, optional } from '../item/item-properties.ts';
import { recurrenceOfRule } from './recurrence-rule.ts';
import { hasZone, ianaZone, instantOf, wallClock } from './time-zone.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/** What an iCalendar object says of an event, in EWS's words. */
export interface CalendarContent {
  /** Properties of a t:CalendarItem; attendees are not looked up yet. */
  readonly properties: readonly XmlNode[];
  /** Starts of occurrences that are left out; UTC, xs:dateTime. */
  readonly deletedOccurrences: readonly string[];
}

/**
 * Reads the t:MimeContent of an event: one VEVENT of RFC 5545. Times without a zone, and whole days, are meant in `zoneId`, a Windows id. Throws
 * EmulatorError: ErrorMimeContentInvalid for anything else, ErrorUnsupportedMimeConversion for occurrences that differ from their series and for
 * zones that nobody knows, ErrorUnsupportedRecurrence.
 */
export const readIcalendar = (bytes: Buffer, zoneId: string | undefined): CalendarContent => {
  const [event, ...others] = eventsIn(bytes.toString('utf8'));
  if (event === undefined) throw new EmulatorError('ErrorMimeContentInvalid');
  if (others.length > 0 || event.some(({ name }) => name === 'RECURRENCE-ID')) throw unsupported();
  const line = (name: string): ContentLine | undefined => event.find((one) => one.name === name);
  const text = (name: string): string | undefined => unescaped(line(name)?.value);
  const start = line('DTSTART');
  if (start === undefined) throw new EmulatorError('ErrorMimeContentInvalid');
  const fallback = zoneId !== undefined && hasZone(zoneId) ? zoneId : 'UTC';
  const zone = zoneOf(start, fallback);
  const instant = (one: ContentLine): number => instantIn(one, fallback);
  const begins = instant(start);
  const rule = line('RRULE')?.value;
  const dayOf = (until: string): string =>
    isoDay(wallClock(instant({ name: 'UNTIL', parameters: new Map(), value: until }), ianaZone(zone)));
  const properties = [
    optional('t:Subject', text('SUMMARY')?.slice(0, 255)),
    optional('t:Sensitivity', sensitivities[line('CLASS')?.value.toUpperCase() ?? '']),
    bodyOf(text('X-ALT-DESC'), text('DESCRIPTION')),
    stringsOf(event.filter(({ name }) => name === 'CATEGORIES')),
    ...reminderOf(event),
    optional('t:UID', text('UID')),
    node('t:Start', new Date(begins).toISOString()),
    node('t:End', new Date(endOf(line, begins, isDate(start), ianaZone(zone), instant)).toISOString()),
    flag('t:IsAllDayEvent', isDate(start)),
    optional('t:LegacyFreeBusyStatus', busyStatus(line)),
    optional('t:Location', text('LOCATION')),
    organizerOf(line('ORGANIZER')),
    ...attendeesOf(event),
    rule === undefined ? undefined : recurrenceOfRule(rule, new Date(wallClock(begins, ianaZone(zone))), dayOf),
    node('t:StartTimeZone', { Id: zone }),
    node('t:EndTimeZone', { Id: zone }),
  ].filter((property) => property !== undefined);
  const left = event
    .filter(({ name }) => name === 'EXDATE')
    .flatMap((one) => one.value.split(',').map((value) => new Date(instant({ ...one, value })).toISOString()));
  return { properties, deletedOccurrences: left };
};

interface ContentLine {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

const unsupported = (): EmulatorError => new EmulatorError('ErrorUnsupportedMimeConversion');

/** The lines of every VEVENT; those of its alarms are named `VALARM TRIGGER`. */
const eventsIn = (text: string): readonly (readonly ContentLine[])[] => {
  const lines = text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);
  if (lines[0]?.trim().toUpperCase() !== 'BEGIN:VCALENDAR') throw new EmulatorError('ErrorMimeContentInvalid');
  const events: ContentLine[][] = [];
  const open: string[] = [];
  for (const line of lines) {
    const one = contentLine(line);
    if (one === undefined) continue;
    const inside = open[1];
    if (one.name === 'BEGIN') {
      open.push(one.value.trim().toUpperCase());
      if (open.join() === 'VCALENDAR,VEVENT') events.push([]);
    } else if (one.name === 'END') open.pop();
    else if (inside === 'VEVENT') {
      events.at(-1)?.push(open.length === 2 ? one : { ...one, name: `${open[2] ?? ''} ${one.name}` });
    }
  }
  return events;
};

const contentLine = (line: string): ContentLine | undefined => {
  const [, name, parameters = '', value = ''] =
    /^([A-Za-z0-9-]+)((?:;[^=:;]+=(?:"[^"]*"|[^:;"])*)*):(.*)$/s.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = parameters.match(/;[^=;]+=(?:"[^"]*"|[^;"])*/g) ?? [];
  const read = pairs.map((pair): [string, string] => {
    const [key = '', ...rest] = pair.slice(1).split('=');
    return [key.toUpperCase(), rest.join('=').replaceAll('"', '')];
  });
  return { name: name.toUpperCase(), parameters: new Map(read), value };
};

const unescaped = (value: string | undefined): string | undefined =>
  value?.replaceAll(/\\(.)/g, (_, character: string) => (/[nN]/.test(character) ? '\n' : character));

const isDate = ({ value }: ContentLine): boolean => /^\d{8}$/.test(value.trim());

/** The Windows id of the zone that a time is told in. TZID is a Windows or an IANA name, which some put behind one of their own. */
const zoneOf = ({ parameters, value }: ContentLine, fallback: string): string => {
  if (value.trim().endsWith('Z')) return 'UTC';
  const id = parameters.get('TZID');
  if (id === undefined) return fallback;
  if (hasZone(id)) return id;
  const [named] = findWindows(id.split('/').slice(-2).join('/'));
  if (named === undefined) throw unsupported();
  return named;
};

const instantIn = (line: ContentLine, fallback: string): number => {
  const [, date = '', time = '000000'] = /^(\d{8})(?:T(\d{6})Z?)?$/.exec(line.value.trim()) ?? [];
  const [year, rest] = [date.slice(0, 4), `${date.slice(4, 6)}-${date.slice(6)}`];
  const wall = Date.parse(`${year}-${rest}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`);
  if (Number.isNaN(wall)) throw new EmulatorError('ErrorMimeContentInvalid');
  return instantOf(wall, ianaZone(zoneOf(line, fallback)));
};

const isoDay = (wall: number): string => new Date(wall).toISOString().slice(0, 10);

/** DTEND, or DTSTART and DURATION; without either a date lasts a day and a moment no time. RFC 5545 section 3.6.1. */
const endOf = (
  line: (name: string) => ContentLine | undefined,
  begins: number,
  isAllDay: boolean,
  zone: string,
  instant: (one: ContentLine) => number,
): number => {
  const end = line('DTEND');
  if (end !== undefined) return instant(end);
  const lasts = minutesOf(line('DURATION')?.value ?? (isAllDay ? 'P1D' : 'PT0S'));
  return isAllDay ? instantOf(wallClock(begins, zone) + lasts * 60_000, zone) : begins + lasts * 60_000;
};

/** A duration in minutes, negative when it leads back. */
const minutesOf = (duration: string): number => {
  const [, sign, ...parts] =
    /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(duration.trim().toUpperCase()) ?? [];
  if (sign === undefined) throw new EmulatorError('ErrorMimeContentInvalid');
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = parts.map((part) => Number(part ?? 0));
  return (sign === '-' ? -1 : 1) * (((weeks * 7 + days) * 24 + hours) * 60 + minutes);
};

const sensitivities: Readonly<Record<string, string>> = {
  PUBLIC: 'Normal',
  PRIVATE: 'Private',
  CONFIDENTIAL: 'Confidential',
};

const busyStatus = (line: (name: string) => ContentLine | undefined): string | undefined => {
  const told = line('X-MICROSOFT-CDO-BUSYSTATUS')?.value.trim().toUpperCase();
  if (told !== undefined) return { FREE: 'Free', TENTATIVE: 'Tentative', BUSY: 'Busy', OOF: 'OOF' }[told];
  return line('TRANSP')?.value.trim().toUpperCase() === 'TRANSPARENT' ? 'Free' : undefined;
};

const bodyOf = (html: string | undefined, text: string | undefined): XmlNode | undefined => {
  if (html !== undefined) return node('t:Body', { BodyType: 'HTML' }, html);
  return text === undefined ? undefined : node('t:Body', { BodyType: 'Text' }, text);
};

const stringsOf = (lines: readonly ContentLine[]): XmlNode | undefined => {
  const values = lines.flatMap(({ value }) => value.split(/(?<!\\),/).map((one) => unescaped(one)?.trim() ?? ''));
  const strings = values.filter((value) => value !== '').map((value) => node('t:String', value));
  return strings.length === 0 ? undefined : node('t:Categories', strings);
};

/** The first alarm that is so many minutes before the beginning. */
const reminderOf = (event: readonly ContentLine[]): readonly XmlNode[] => {
  const trigger = event.find(({ name, value }) => name === 'VALARM TRIGGER' && /^[+-]?P/i.test(value));
  if (trigger === undefined) return [flag('t:ReminderIsSet', false)];
  const before = Math.max(0, -minutesOf(trigger.value));
  return [flag('t:ReminderIsSet', true), node('t:ReminderMinutesBeforeStart', String(before))];
};

/** Whoever wrote the invitation: the one thing about a meeting that EWS takes from its MIME content only. */
const organizerOf = (line: ContentLine | undefined): XmlNode | undefined => {
  const address = addressOf(line);
  if (line === undefined || !address.includes('@')) return undefined;
  const name = optional('t:Name', line.parameters.get('CN'));
  return node('t:Organizer', [
    node('t:Mailbox', [name, node('t:EmailAddress', address), node('t:RoutingType', 'SMTP')]),
  ]);
};

const attendeesOf = (event: readonly ContentLine[]): readonly XmlNode[] => {
  const organizer = addressOf(event.find(({ name }) => name === 'ORGANIZER')).toLowerCase();
  const lists = new Map<string, XmlNode[]>();
  for (const line of event.filter(({ name }) => name === 'ATTENDEE')) {
    const address = addressOf(line);
    if (address === '' || address.toLowerCase() === organizer) continue;
    const isThing = /^(?:ROOM|RESOURCE)$/i.test(line.parameters.get('CUTYPE') ?? '');
    const list = isThing
      ? 't:Resources'
      : (listOfRole[line.parameters.get('ROLE')?.toUpperCase() ?? ''] ?? 't:RequiredAttendees');
    const mailbox = node('t:Mailbox', [optional('t:Name', line.parameters.get('CN')), node('t:EmailAddress', address)]);
    lists.set(list, [...(lists.get(list) ?? []), node('t:Attendee', [mailbox])]);
  }
  return [...lists].map(([name, attendees]) => node(name, attendees));
};

const listOfRole: Readonly<Record<string, string>> = {
  'OPT-PARTICIPANT': 't:OptionalAttendees',
  'NON-PARTICIPANT': 't:Resources',
};

const addressOf = (line: ContentLine | undefined): string => line?.value.trim().replace(/^mailto:/i, '') ?? '';
