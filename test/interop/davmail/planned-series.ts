import { Temporal } from 'temporal-polyfill';

/** The zone in which series are planned: its clocks change between the second meeting and the third. */
export const zone = 'Europe/Berlin';

/** Four Mondays at ten, the first at least a week ahead, two before and two after the next change of the clocks. */
export const fourMondays = (): readonly [
  Temporal.ZonedDateTime,
  Temporal.ZonedDateTime,
  Temporal.ZonedDateTime,
  Temporal.ZonedDateTime,
] => {
  const change = Temporal.Now.zonedDateTimeISO(zone).add({ days: 21 }).getTimeZoneTransition('next');
  if (change === null) throw new Error(`The clocks of ${zone} change no more`);
  const first = change.toPlainDate().subtract({ days: 13 }).toZonedDateTime({ timeZone: zone, plainTime: '10:00' });
  return [first, first.add({ days: 7 }), first.add({ days: 14 }), first.add({ days: 21 })];
};

/** From the day before the first of them to the second day after the last. */
export const windowOfMondays = (): { readonly start: string; readonly end: string } => {
  const [first, , , last] = fourMondays();
  return { start: instantOf(first.subtract({ days: 1 })), end: instantOf(last.add({ days: 2 })) };
};

/** As GraphQL writes an instant. */
export const instantOf = (time: Temporal.ZonedDateTime): string => time.toInstant().toString();

/** `20261207T100000`: what the wall clock shows, as iCalendar writes it. */
export const wallOf = (time: Temporal.ZonedDateTime): string =>
  time.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');

/** A meeting of an hour: its lines are those of one VEVENT, RFC 5545. */
export interface PlannedEvent {
  readonly uid: string;
  readonly summary: string;
  readonly start: Temporal.ZonedDateTime;
  /** Further lines: RRULE, EXDATE, RECURRENCE-ID, LOCATION … */
  readonly lines?: readonly string[];
  readonly organizer?: string;
  readonly attendees?: readonly string[];
}

/** An iCalendar object of these events, with the zone that their times are told in, as calendar programs write it. */
export const calendarText = (...events: readonly PlannedEvent[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//interop//EN',
    ...berlin,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const eventLines = ({
  uid,
  summary,
  start,
  lines = [],
  organizer,
  attendees = [],
}: PlannedEvent): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `DTSTAMP:${wallOf(Temporal.Now.zonedDateTimeISO('UTC'))}Z`,
  `DTSTART;TZID=${zone}:${wallOf(start)}`,
  `DTEND;TZID=${zone}:${wallOf(start.add({ hours: 1 }))}`,
  `SUMMARY:${summary}`,
  ...lines,
  ...(organizer === undefined ? [] : [`ORGANIZER:mailto:${organizer}`]),
  ...attendees.map((address) => `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${address}`),
  'END:VEVENT',
];

const berlin = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19701025T030000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19700329T020000',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

/** The instants that many days before and after one, at a minute of its hour, as GraphQL and CalDAV write windows. */
export const daysAround = (day: Date, days: number, minute = 0): { readonly start: string; readonly end: string } => {
  const hour = Math.floor(day.getTime() / 3_600_000) * 3_600_000;
  const at = (shift: number): string =>
    new Date(hour + minute * 60_000 + shift * 86_400_000).toISOString().replace('.000Z', 'Z');
  return { start: at(-days), end: at(days) };
};
