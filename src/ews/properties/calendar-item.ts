import { boolean, duration, instant, integer, oneOf, string } from './codec.ts';
import { eventTimeZone } from './full-time-zone.ts';
import { itemProperties } from './item.ts';
import { deletedOccurrences, itemPointers, occurrence, occurrences } from './occurrence.ts';
import { property, type PropertyTable } from './property.ts';
import { attendees, recipient, responseType } from './recipient.ts';
import { recurrence } from './recurrence.ts';
import { meetingTimeZoneName } from './time-zone.ts';

const found = { find: true } as const;
const filterable = { find: true, filter: true } as const;
const editable = { find: true, filter: true, create: true, update: true } as const;
const people = { create: true, update: true, clear: true } as const;

/**
 * Rows of t:CalendarItem after those of every item, in the schema's order. `start` and `end` of an all-day event are midnights of its zone,
 * `end` exclusive. Permissions after Microsoft's Managed API (AppointmentSchema).
 */
export const calendarItemProperties = {
  ...itemProperties,
  /** RFC 5545 UID, the same in every attendee's calendar. Exchange searches it by no restriction. */
  uid: property('calendar:UID', string, { find: true, create: true }),
  /** Instant of the occurrence that an exception replaces, in iCalendar's sense. */
  recurrenceId: property('calendar:RecurrenceId', instant, {}),
  start: property('calendar:Start', instant, editable),
  end: property('calendar:End', instant, editable),
  /** Where the pattern had put an exception. */
  originalStart: property('calendar:OriginalStart', instant, {}),
  isAllDay: property('calendar:IsAllDayEvent', boolean, editable),
  showAs: property(
    'calendar:LegacyFreeBusyStatus',
    oneOf(['Free', 'Tentative', 'Busy', 'OOF', 'NoData'], 'Busy'),
    editable,
  ),
  location: property('calendar:Location', string, {
    find: true,
    filter: true,
    create: true,
    update: true,
    clear: true,
  }),
  isMeeting: property('calendar:IsMeeting', boolean, found),
  isCancelled: property('calendar:IsCancelled', boolean, found),
  isRecurring: property('calendar:IsRecurring', boolean, filterable),
  itemType: property(
    'calendar:CalendarItemType',
    oneOf(['Single', 'Occurrence', 'Exception', 'RecurringMaster'], 'Single'),
    found,
  ),
  myResponse: property('calendar:MyResponseType', responseType, found),
  organizer: property('calendar:Organizer', recipient, found),
  requiredAttendees: property('calendar:RequiredAttendees', attendees, people),
  optionalAttendees: property('calendar:OptionalAttendees', attendees, people),
  /** Rooms and equipment. */
  resources: property('calendar:Resources', attendees, people),
  conflictingMeetings: property('calendar:ConflictingMeetings', itemPointers, {}),
  /** xs:duration, computed by the server. */
  duration: property('calendar:Duration', duration, filterable),
  /** Bits: 1 meeting, 2 received from someone else, 4 cancelled. */
  appointmentState: property('calendar:AppointmentState', integer, found),
  recurrence: property('calendar:Recurrence', recurrence, people),
  firstOccurrence: property('calendar:FirstOccurrence', occurrence, {}),
  lastOccurrence: property('calendar:LastOccurrence', occurrence, {}),
  modifiedOccurrences: property('calendar:ModifiedOccurrences', occurrences, {}),
  deletedOccurrences: property('calendar:DeletedOccurrences', deletedOccurrences, {}),
  /** Exchange 2007's form of the zone; never write it beside the two below. */
  meetingTimeZone: property('calendar:MeetingTimeZone', meetingTimeZoneName, { create: true, update: true }),
  startTimeZone: property('calendar:StartTimeZone', eventTimeZone, { find: true, create: true, update: true }),
  endTimeZone: property('calendar:EndTimeZone', eventTimeZone, { find: true, create: true, update: true }),
} satisfies PropertyTable;
