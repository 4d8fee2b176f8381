import { node, type XmlNode } from '../xml/xml.ts';
import type { SeedAttachment } from '../store/model.ts';
import { uidOf } from './identifiers.ts';
import { flag, list, mailboxElement, optional, type Body, type Sensitivity } from './item-properties.ts';
import { minutesAfter, type Instant } from './moments.ts';
import type { Member, Person } from './people.ts';
import { instantInZone, zoneName } from './wall-clock.ts';

export type FreeBusy = 'Free' | 'Tentative' | 'Busy' | 'OOF' | 'NoData';
export type Response = 'Unknown' | 'Tentative' | 'Accept' | 'Decline' | 'NoResponseReceived';

/** When an event is, by the clocks of its zone, a Windows id. */
export type EventTime =
  | { readonly kind: 'timed'; readonly zone: string; readonly start: `${string}T${string}`; readonly minutes: number }
  | { readonly kind: 'allDay'; readonly zone: string; readonly firstDay: string; readonly days: number };

/** Someone invited, and what they answered. */
export interface Invitee {
  readonly person: Person;
  readonly response: Response;
  readonly respondedAt?: Instant;
}

/** A meeting has an organizer and invitees; each mailbox sees its own side of it. */
export interface Meeting {
  readonly organizer: Person;
  readonly required: readonly Invitee[];
  readonly optional?: readonly Invitee[];
  readonly resources?: readonly Invitee[];
}

/** An event as a person would describe it. */
export interface CalendarEvent {
  /** Unique in a mailbox; the UID is made from it, so the same meeting has the same name in every mailbox. */
  readonly name: string;
  readonly subject: string | undefined;
  readonly time: EventTime;
  readonly createdAt: Instant;
  readonly body?: Body;
  readonly location?: string;
  readonly showAs?: FreeBusy;
  readonly sensitivity?: Sensitivity;
  readonly categories?: readonly string[];
  readonly reminderMinutes?: number;
  readonly meeting?: Meeting;
  readonly isCancelled?: boolean;
  readonly conflicts?: number;
  readonly recurrence?: XmlNode;
  /** Occurrences that differ; `on` is the date on which the pattern would have put them. */
  readonly changes?: readonly {
    readonly on: string;
    readonly to: Partial<Pick<CalendarEvent, 'subject' | 'time' | 'location' | 'body' | 'showAs'>>;
  }[];
  /** Dates of the occurrences that were deleted. */
  readonly skips?: readonly string[];
  readonly attachments?: readonly SeedAttachment[];
  /** Keeps t:StartTimeZone off the item, as imported events come: then the series recurs in UTC. */
  readonly withoutZone?: boolean;
}

/** What an item is within a series. */
export type CalendarItemType = 'Single' | 'RecurringMaster' | 'Exception';

/** A time on Berlin's clocks, where the demo's people live. `date` is yyyy-mm-dd, `time` HH:MM. */
export const berlinTime = (date: string, time: string, minutes: number): EventTime => ({
  kind: 'timed',
  zone: 'W. Europe Standard Time',
  start: `${date}T${time}`,
  minutes,
});

/** Whole days on Berlin's calendar. */
export const berlinDays = (firstDay: string, days: number): EventTime => ({
  kind: 'allDay',
  zone: 'W. Europe Standard Time',
  firstDay,
  days,
});

/** Start of the time; midnight in the zone for a whole day. */
export const startOf = (time: EventTime): Instant =>
  instantInZone(time.zone, time.kind === 'timed' ? time.start : `${time.firstDay}T00:00`);

/** End of the time; exclusive, so a whole day ends at the next midnight of its zone. */
const endOf = (time: EventTime): Instant => {
  if (time.kind === 'timed') return minutesAfter(startOf(time), time.minutes);
  const after = new Date(Date.parse(`${time.firstDay}T00:00Z`) + time.days * 86_400_000).toISOString();
  return instantInZone(time.zone, after.slice(0, 16));
};

/** Everyone invited, rooms included. */
export const inviteesOf = ({ meeting }: CalendarEvent): readonly Invitee[] =>
  meeting === undefined ? [] : [...meeting.required, ...(meeting.optional ?? []), ...(meeting.resources ?? [])];

/** What `owner` answered; organizers are neither asked nor do they answer. */
export const responseOf = (event: CalendarEvent, owner: Member): Response | 'Organizer' => {
  if (event.meeting === undefined || event.meeting.organizer === owner) return 'Organizer';
  return inviteesOf(event).find(({ person }) => person === owner)?.response ?? 'Unknown';
};

/** t:UID, t:RecurrenceId, t:DateTimeStamp: which event, which occurrence of it, as of when. */
export const identityProperties = (event: CalendarEvent, originalStart?: Instant): readonly (XmlNode | undefined)[] => [
  node('t:UID', uidOf(event.name)),
  optional('t:RecurrenceId', originalStart),
  node('t:DateTimeStamp', event.createdAt),
];

/** The properties from t:Start to t:MeetingRequestWasSent, in schema order. */
export const timeProperties = (event: CalendarEvent, originalStart?: Instant): readonly (XmlNode | undefined)[] => [
  node('t:Start', startOf(event.time)),
  node('t:End', endOf(event.time)),
  optional('t:OriginalStart', originalStart),
  flag('t:IsAllDayEvent', event.time.kind === 'allDay'),
  node('t:LegacyFreeBusyStatus', event.showAs ?? 'Busy'),
  optional('t:Location', event.location),
  node('t:When', inWords(event.time)),
  flag('t:IsMeeting', event.meeting !== undefined),
  flag('t:IsCancelled', event.isCancelled ?? false),
  flag('t:IsRecurring', event.recurrence !== undefined || originalStart !== undefined),
  flag('t:MeetingRequestWasSent', event.meeting !== undefined),
];

/** The properties from t:CalendarItemType to the end, in schema order. */
export const meetingProperties = (
  event: CalendarEvent,
  owner: Member,
  type: CalendarItemType,
): readonly (XmlNode | undefined)[] => [
  node('t:CalendarItemType', type),
  node('t:MyResponseType', responseOf(event, owner)),
  node('t:Organizer', [mailboxElement(event.meeting?.organizer ?? owner)]),
  invitees('t:RequiredAttendees', event.meeting?.required),
  invitees('t:OptionalAttendees', event.meeting?.optional),
  invitees('t:Resources', event.meeting?.resources),
  node('t:ConflictingMeetingCount', String(event.conflicts ?? 0)),
  node('t:AdjacentMeetingCount', '0'),
  node('t:Duration', duration(event.time)),
  node('t:TimeZone', zoneName(event.time.zone)),
  node('t:AppointmentSequenceNumber', event.isCancelled === true ? '1' : '0'),
  node('t:AppointmentState', String(appointmentState(event, owner))),
  type === 'RecurringMaster' ? event.recurrence : undefined,
  ...(event.withoutZone === true
    ? []
    : ['t:StartTimeZone', 't:EndTimeZone'].map((name) =>
        node(name, { Id: event.time.zone, Name: zoneName(event.time.zone) }),
      )),
  flag('t:AllowNewTimeProposal', true),
  flag('t:IsOnlineMeeting', false),
];

const invitees = (name: string, people: readonly Invitee[] | undefined): XmlNode | undefined =>
  list(
    name,
    people?.map(({ person, response, respondedAt }) =>
      node('t:Attendee', [
        mailboxElement(person),
        node('t:ResponseType', response),
        optional('t:LastResponseTime', respondedAt),
      ]),
    ),
  );

/** asfMeeting 1, asfReceived 2, asfCanceled 4. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal */
const appointmentState = (event: CalendarEvent, owner: Member): number => {
  if (event.meeting === undefined) return 0;
  return 1 + (event.meeting.organizer === owner ? 0 : 2) + (event.isCancelled === true ? 4 : 0);
};

const duration = (time: EventTime): string => {
  const minutes = Math.round((Date.parse(endOf(time)) - Date.parse(startOf(time))) / 60_000);
  const parts = [
    [Math.floor(minutes / 60), 'H'],
    [minutes % 60, 'M'],
  ].filter(([amount]) => amount !== 0);
  return parts.length === 0 ? 'PT0S' : `PT${parts.flat().join('')}`;
};

const inWords = (time: EventTime): string => {
  if (time.kind === 'allDay') return time.days === 1 ? time.firstDay : `${time.firstDay}, ${time.days} days`;
  return `${time.start.replace('T', ' ')}, ${time.minutes} minutes, ${zoneName(time.zone)}`;
};
