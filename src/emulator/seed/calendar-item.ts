import type { SeedItem } from '../store/model.ts';
import type { XmlNode } from '../xml/xml.ts';
import {
  identityProperties,
  meetingProperties,
  responseOf,
  startOf,
  timeProperties,
  type CalendarEvent,
  type CalendarItemType,
} from './calendar-event.ts';
import { flag, itemElement } from './item-properties.ts';
import { attachmentBytes } from './mail.ts';
import type { Instant } from './moments.ts';
import type { Member, Person } from './people.ts';

/** The item that `event` is in the calendar of `owner`, with the exceptions and deletions of a series. */
export const calendarItem = (event: CalendarEvent, owner: Member): SeedItem => {
  if (event.recurrence === undefined) {
    return { key: event.name, element: calendarElement(event, owner, 'Single'), attachments: event.attachments ?? [] };
  }
  return {
    key: event.name,
    element: calendarElement(event, owner, 'RecurringMaster'),
    attachments: event.attachments ?? [],
    exceptions: (event.changes ?? []).map(({ on, to }) => {
      const originalStart = occurrenceStart(event, on);
      const changed = { ...event, time: timeOn(event.time, on), ...to };
      return { originalStart, element: calendarElement(changed, owner, 'Exception', originalStart) };
    }),
    deletedOccurrences: (event.skips ?? []).map((date) => occurrenceStart(event, date)),
  };
};

const calendarElement = (
  event: CalendarEvent,
  owner: Member,
  type: CalendarItemType,
  originalStart?: Instant,
): XmlNode =>
  itemElement(
    't:CalendarItem',
    {
      itemClass: 'IPM.Appointment',
      subject: event.subject,
      body: event.body,
      sensitivity: event.sensitivity,
      categories: event.categories,
      createdAt: event.createdAt,
      receivedAt: event.createdAt,
      sentAt: event.createdAt,
      modifiedBy: owner,
      attachmentBytes: attachmentBytes(event.attachments ?? []),
      responses: responses(event, owner),
      reminder:
        event.reminderMinutes === undefined
          ? undefined
          : { dueAt: startOf(event.time), minutesBefore: event.reminderMinutes },
      to: people(event.meeting?.required),
      cc: people(event.meeting?.optional),
    },
    [
      ...identityProperties(event, originalStart),
      ...timeProperties(event, originalStart),
      flag('t:IsResponseRequested', event.meeting !== undefined),
      ...meetingProperties(event, owner, type),
    ],
  );

/** When the pattern would have put the occurrence of a date. */
const occurrenceStart = (event: CalendarEvent, date: string): Instant => startOf(timeOn(event.time, date));

/** The time of a series on one of its dates, by the clocks of its zone. */
const timeOn = (time: CalendarEvent['time'], date: string): CalendarEvent['time'] =>
  time.kind === 'timed' ? { ...time, start: `${date}T${time.start.slice(11)}` } : { ...time, firstDay: date };

const people = (invitees: readonly { readonly person: Person }[] | undefined): readonly Person[] =>
  (invitees ?? []).map(({ person }) => person);

const responses = (event: CalendarEvent, owner: Member): readonly string[] => {
  if (event.meeting === undefined) return ['ForwardItem'];
  if (event.isCancelled === true) return event.meeting.organizer === owner ? [] : ['RemoveItem'];
  const all = ['ReplyToItem', 'ReplyAllToItem', 'ForwardItem'];
  return responseOf(event, owner) === 'Organizer'
    ? ['CancelCalendarItem', ...all]
    : ['AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', ...all];
};
