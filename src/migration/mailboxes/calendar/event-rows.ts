import { boolean } from '../../../ews/properties/codec.ts';
import { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import { looseValue } from '../../../ews/properties/item-element.ts';
import type { ItemOf } from '../../../ews/properties/item-types.ts';
import { property, type AnyProperty } from '../../../ews/properties/property.ts';
import { timeZoneDefinition } from '../../../ews/properties/time-zone-definition.ts';
import { zoneNameOf } from '../../../ews/properties/time-zone.ts';
import { attachmentsOf, contentRows, readContent } from '../content-rows.ts';
import type { PortableAttachment } from '../../portable/portable-content.ts';
import type { EventContent, PortableEvent } from '../../portable/portable-event.ts';
import type { PortableTimeZone } from '../../portable/portable-time-zone.ts';

type CalendarItem = ItemOf<'CalendarItem'>;

const startRules = property('calendar:StartTimeZone', timeZoneDefinition, {});
const endRules = property('calendar:EndTimeZone', timeZoneDefinition, {});
const requestWasSent = property('calendar:MeetingRequestWasSent', boolean, {});

/** Rows that an event, and each changed occurrence of it, is read with. Only GetItem tells them all. */
export const eventRows: readonly AnyProperty[] = [
  ...contentRows,
  calendarItemProperties.uid,
  calendarItemProperties.recurrenceId,
  calendarItemProperties.start,
  calendarItemProperties.end,
  calendarItemProperties.originalStart,
  calendarItemProperties.isAllDay,
  calendarItemProperties.showAs,
  calendarItemProperties.location,
  calendarItemProperties.isMeeting,
  calendarItemProperties.isCancelled,
  calendarItemProperties.myResponse,
  calendarItemProperties.organizer,
  calendarItemProperties.requiredAttendees,
  calendarItemProperties.optionalAttendees,
  calendarItemProperties.resources,
  calendarItemProperties.appointmentState,
  calendarItemProperties.recurrence,
  calendarItemProperties.modifiedOccurrences,
  calendarItemProperties.deletedOccurrences,
  calendarItemProperties.startTimeZone,
  calendarItemProperties.endTimeZone,
  calendarItemProperties.reminderIsSet,
  calendarItemProperties.reminderMinutesBeforeStart,
  startRules,
  endRules,
  requestWasSent,
];

/** What an event or a changed occurrence says. `attachments`: those that were read with their bytes. */
export const readEventContent = (item: CalendarItem, attachments: readonly PortableAttachment[]): EventContent => {
  const { properties: rows } = item;
  const start = rows.start ?? '1970-01-01T00:00:00Z';
  return {
    ...readContent(rows, 'IPM.Appointment', attachments),
    start,
    end: rows.end ?? start,
    isAllDay: rows.isAllDay ?? false,
    startTimeZone: zoneOf(rows.startTimeZone, looseValue(item, startRules)),
    endTimeZone: zoneOf(rows.endTimeZone, looseValue(item, endRules)),
    location: rows.location === '' ? undefined : rows.location,
    showAs: rows.showAs ?? 'Busy',
    reminderMinutes: rows.reminderIsSet === true ? (rows.reminderMinutesBeforeStart ?? 0) : undefined,
    requiredAttendees: rows.requiredAttendees ?? [],
    optionalAttendees: rows.optionalAttendees ?? [],
    resources: rows.resources ?? [],
    myResponse: rows.myResponse ?? 'Unknown',
    isMeeting: rows.isMeeting ?? false,
    isCancelled: rows.isCancelled ?? false,
  };
};

/** The whole of an event but for the occurrences that were changed. */
export const readMaster = (
  item: CalendarItem,
  attachments: readonly PortableAttachment[],
): Omit<PortableEvent, 'exceptions'> => {
  const { properties: rows } = item;
  return {
    ...readEventContent(item, attachments),
    kind: 'event',
    uid: rows.uid === '' ? undefined : rows.uid,
    // A series tells none, and what else stands for a part of one was received alone.
    recurrenceId: rows.recurrence === undefined ? rows.recurrenceId : undefined,
    organizer: rows.organizer,
    isOrganizer: isOwn(rows),
    invitationsSent: looseValue(item, requestWasSent) ?? false,
    recurrence: rows.recurrence,
    deletedOccurrences: rows.recurrence === undefined ? [] : [...(rows.deletedOccurrences ?? [])].toSorted(),
  };
};

/** What hangs on an event, without bytes. */
export const eventAttachments = (item: CalendarItem) => attachmentsOf(item.properties);

/** Bit of `appointmentState`: it was received from somebody else. */
const receivedBit = 2;

const isOwn = ({ appointmentState, myResponse, isMeeting }: CalendarItem['properties']): boolean => {
  if (appointmentState !== undefined) return (appointmentState & receivedBit) === 0;
  return isMeeting !== true || myResponse === undefined || myResponse === 'Organizer';
};

const zoneOf = (
  reference: CalendarItem['properties']['startTimeZone'],
  definition: PortableTimeZone['definition'],
): PortableTimeZone | undefined =>
  reference === undefined || (reference.id === undefined && reference.name === undefined)
    ? undefined
    : {
        id: reference.id,
        name: reference.name,
        iana: zoneNameOf(reference),
        definition: definition === undefined || definition.periods.length === 0 ? undefined : definition,
      };
