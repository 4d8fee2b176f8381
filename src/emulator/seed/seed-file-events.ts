import { recurrenceDays } from '../calendar/recurrence-pattern.ts';
import { recurrenceOfRule } from '../calendar/recurrence-rule.ts';
import { ianaZone } from '../calendar/time-zone.ts';
import type { XmlNode } from '../xml/xml.ts';
import {
  type CalendarEvent,
  type EventTime,
  type Invitee,
  inviteesOf,
  type Meeting,
  responseOf,
} from './calendar-event.ts';
import type { Member, Person } from './people.ts';
import { seedBody } from './seed-file-mail.ts';
import type { SeedPeople } from './seed-file-people.ts';
import { type EventEntry, type SeedFile, windowsZone } from './seed-file-schema.ts';
import { type SeedClock, seedDay, seedMoment, seedWallClock } from './seed-moment.ts';

/** An event of a seed file in one calendar. */
export interface PlacedEvent {
  readonly owner: Member;
  readonly event: CalendarEvent;
}

/** The days on which a series falls. */
export interface SeriesDays {
  /** yyyy-mm-dd; undefined when there is none. */
  readonly first: string | undefined;
  readonly includes: (day: string) => boolean;
}

/** What an event of a seed file is reckoned with: the time zone of the file, and now in milliseconds since 1970. */
export interface EventClock {
  readonly zone: string;
  readonly now: number;
}

/** The days of an event that recurs; undefined for one that does not. */
export const seriesDays = (entry: EventEntry, clock: EventClock): SeriesDays | undefined => {
  const zoned = zonedClock(entry, clock);
  const recurrence = recurrenceFrom(entry, dayOf(entry.start, zoned), zoned);
  if (recurrence === undefined) return undefined;
  return {
    first: firstDay(recurrence),
    includes: (day) => {
      for (const found of recurrenceDays(recurrence)) if (dateOf(found) >= day) return dateOf(found) === day;
      return false;
    },
  };
};

/** The day that a moment of an event means, yyyy-mm-dd. */
export const eventDay = (entry: EventEntry, moment: string, clock: EventClock): string =>
  dayOf(moment, zonedClock(entry, clock));

/**
 * Every event of a seed file, once for each calendar that has it: the one that it stands in, its organizer's, and those of the members who were
 * invited and have not declined. A series begins on the first day that its rule falls on.
 */
export const seedEvents = (
  { mailboxes, timeZone }: SeedFile,
  people: SeedPeople,
  now: number,
): readonly PlacedEvent[] =>
  mailboxes.flatMap(({ address, calendar }) => {
    const owner = people.memberAt(address);
    if (owner === undefined) return [];
    return calendar.flatMap((entry, index) => {
      const event = eventOf(entry, `seed-file/${address}/${index}`, owner, people, { zone: timeZone, now });
      const holders = new Set([owner, ...holdersOf(event)]);
      return [...holders].map((holder) => ({ owner: holder, event: asSeenBy(holder, event) }));
    });
  });

const eventOf = (
  entry: EventEntry,
  name: string,
  owner: Member,
  people: SeedPeople,
  eventClock: EventClock,
): CalendarEvent => {
  const clock = zonedClock(entry, eventClock);
  const given = dayOf(entry.start, clock);
  const pattern = recurrenceFrom(entry, given, clock);
  const start = pattern === undefined ? given : (firstDay(pattern) ?? given);
  const meeting = meetingOf(entry, owner, people, eventClock.now);
  const reminderMinutes = entry.reminderMinutes;
  const recurrence = recurrenceFrom(entry, start, clock);
  return {
    name,
    subject: entry.subject,
    time: timeOf(entry, start, clock),
    createdAt: new Date(eventClock.now - weekMs).toISOString(),
    body: seedBody(entry),
    showAs: entry.showAs === undefined ? 'Busy' : freeBusy[entry.showAs],
    sensitivity: entry.isPrivate === true ? 'Private' : 'Normal',
    categories: entry.categories ?? [],
    ...(entry.location === undefined ? {} : { location: entry.location }),
    ...(reminderMinutes === undefined ? {} : { reminderMinutes }),
    ...(meeting === undefined ? {} : { meeting }),
    ...(recurrence === undefined
      ? {}
      : { recurrence, skips: entry.skips?.map((day) => dayOf(day, clock)) ?? [], changes: changesOf(entry, clock) }),
  };
};

const weekMs = 7 * 86_400_000;
const freeBusy = { free: 'Free', tentative: 'Tentative', busy: 'Busy', away: 'OOF' } as const;

/** A clock of a zone that also knows the zone's Windows id. */
interface ZonedClock extends SeedClock {
  readonly windowsId: string;
}

const zonedClock = ({ timeZone }: EventEntry, { zone, now }: EventClock): ZonedClock => {
  const windowsId = windowsZone(timeZone ?? zone) ?? 'UTC';
  return { now, zone: ianaZone(windowsId), windowsId };
};

const instant = (moment: string, clock: SeedClock): number => seedMoment(moment, clock) ?? clock.now;
const dayOf = (moment: string, clock: SeedClock): string => seedDay(instant(moment, clock), clock);
const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const firstDay = (recurrence: XmlNode): string | undefined => {
  const { value, done } = recurrenceDays(recurrence).next();
  return done === true || value === undefined ? undefined : dateOf(value);
};

const recurrenceFrom = ({ recurrence }: EventEntry, day: string, clock: SeedClock): XmlNode | undefined =>
  recurrence === undefined
    ? undefined
    : recurrenceOfRule(recurrence, new Date(`${day}T00:00Z`), (until) => lastDay(until, clock));

/** UNTIL is a day, `20260630`, or an instant, `20260630T090000Z`. */
const lastDay = (until: string, clock: SeedClock): string => {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6}))?/.exec(until) ?? [];
  const date = `${year}-${month}-${day}`;
  if (time === undefined || !until.endsWith('Z')) return date;
  return seedDay(Date.parse(`${date}T${time.slice(0, 2)}:${time.slice(2, 4)}Z`), clock);
};

const timeOf = (entry: EventEntry, day: string, clock: ZonedClock): EventTime => {
  const zone = clock.windowsId;
  if (entry.allDay === true) return { kind: 'allDay', zone, firstDay: day, days: entry.days ?? 1 };
  const wall = seedWallClock(instant(entry.start, clock), clock);
  return { kind: 'timed', zone, start: `${day}T${wall.slice(11)}`, minutes: entry.minutes ?? defaultMinutes };
};

const defaultMinutes = 30;

type Changes = NonNullable<CalendarEvent['changes']>;

const changesOf = (entry: EventEntry, clock: ZonedClock): Changes =>
  (entry.changes ?? []).map(({ on, start, minutes, subject, location }) => {
    const day = dayOf(on, clock);
    const series = timeOf(entry, day, clock);
    const time = start === undefined ? series : timeOf({ ...entry, start }, dayOf(start, clock), clock);
    return {
      on: day,
      to: {
        time: time.kind === 'timed' ? { ...time, minutes: minutes ?? time.minutes } : time,
        ...(subject === undefined ? {} : { subject }),
        ...(location === undefined ? {} : { location }),
      },
    };
  });

const meetingOf = (entry: EventEntry, owner: Member, people: SeedPeople, now: number): Meeting | undefined => {
  const { attendees = [], organizer } = entry;
  if (attendees.length === 0 && organizer === undefined) return undefined;
  const invited = attendees.map(({ who, optional, response }) => {
    const person = people.person(who);
    const invitee: Invitee = {
      person,
      response: responses[response],
      ...(response === 'none' ? {} : { respondedAt: new Date(now - weekMs / 2).toISOString() }),
    };
    if (isMember(person) && person.kind !== 'USER') return { role: 'resource', invitee };
    return { role: optional ? 'optional' : 'required', invitee };
  });
  const ofRole = (wanted: string): readonly Invitee[] =>
    invited.filter(({ role }) => role === wanted).map(({ invitee }) => invitee);
  return {
    organizer: organizer === undefined ? owner : people.person(organizer),
    required: ofRole('required'),
    optional: ofRole('optional'),
    resources: ofRole('resource'),
  };
};

const responses = {
  none: 'NoResponseReceived',
  accepted: 'Accept',
  tentative: 'Tentative',
  declined: 'Decline',
} as const;

const isMember = (person: Person): person is Member => 'kind' in person;

const holdersOf = (event: CalendarEvent): readonly Member[] => {
  if (event.meeting === undefined) return [];
  const coming = inviteesOf(event).filter(({ response }) => response !== 'Decline');
  return [event.meeting.organizer, ...coming.map(({ person }) => person)].filter(isMember);
};

/** Who has not said yes has the time as tentative. */
const asSeenBy = (holder: Member, event: CalendarEvent): CalendarEvent => {
  const answer = responseOf(event, holder);
  return answer === 'Tentative' || answer === 'NoResponseReceived' ? { ...event, showAs: 'Tentative' } : event;
};
