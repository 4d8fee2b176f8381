import type { NewItem } from '../../../ews/operations/create-item.ts';
import type { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import type { Settable } from '../../../ews/properties/property.ts';
import type { Attendee } from '../../../ews/properties/recipient.ts';
import { ianaToWindows } from '../../../ews/properties/time-zone.ts';
import { bodyProperties, newContentProperties } from '../new-content-properties.ts';
import type { PortableBody } from '../../portable/portable-content.ts';
import type { EventContent, PortableEvent } from '../../portable/portable-event.ts';
import type { PortableTimeZone } from '../../portable/portable-time-zone.ts';

type NewEvent = Extract<NewItem, { readonly type: 'CalendarItem' }>['properties'];
type EventChanges = Settable<typeof calendarItemProperties, 'update'>;

/** An event as CreateItem takes it, without what hangs on it and without the occurrences that differ. */
export const newEventProperties = (event: PortableEvent): NewEvent => ({
  ...newContentProperties(event),
  ...(event.uid === undefined ? {} : { uid: event.uid }),
  start: event.start,
  end: event.end,
  isAllDay: event.isAllDay,
  showAs: event.showAs,
  ...(event.location === undefined ? {} : { location: event.location }),
  ...reminderProperties(event),
  ...(event.requiredAttendees.length === 0 ? {} : { requiredAttendees: namedPeople(event.requiredAttendees) }),
  ...(event.optionalAttendees.length === 0 ? {} : { optionalAttendees: namedPeople(event.optionalAttendees) }),
  ...(event.resources.length === 0 ? {} : { resources: namedPeople(event.resources) }),
  ...(event.recurrence === undefined ? {} : { recurrence: event.recurrence }),
  ...zoneProperties(event),
});

/**
 * What UpdateItem has to change in an occurrence that goes by its series, so that it becomes this exception. `regular`: its times in the copy. Something
 * is always set, because a server may tell as an exception what differs in nothing.
 */
export const exceptionChanges = (
  exception: EventContent,
  series: PortableEvent,
  regular: Pick<EventContent, 'start' | 'end'>,
): EventChanges => {
  const changes: EventChanges = {
    ...differing(exception.sensitivity, series.sensitivity, { sensitivity: exception.sensitivity }),
    ...differing(exception.body, series.body, bodyChange(exception.body)),
    ...differing(exception.categories, series.categories, { categories: exception.categories }),
    ...differing(exception.importance, series.importance, { importance: exception.importance }),
    ...differing(exception.reminderMinutes, series.reminderMinutes, reminderProperties(exception)),
    ...differing([exception.start, exception.end], [regular.start, regular.end], {
      start: exception.start,
      end: exception.end,
    }),
    ...differing(exception.isAllDay, series.isAllDay, { isAllDay: exception.isAllDay }),
    ...differing(exception.showAs, series.showAs, { showAs: exception.showAs }),
    ...differing(exception.location, series.location, { location: exception.location ?? null }),
    ...differing(exception.requiredAttendees, series.requiredAttendees, {
      requiredAttendees: namedPeople(exception.requiredAttendees),
    }),
    ...differing(exception.optionalAttendees, series.optionalAttendees, {
      optionalAttendees: namedPeople(exception.optionalAttendees),
    }),
    ...differing(exception.resources, series.resources, { resources: namedPeople(exception.resources) }),
    ...differing(exception.startTimeZone, series.startTimeZone, startZone(exception)),
    ...differing(exception.endTimeZone, series.endTimeZone, endZone(exception)),
  };
  const isSame = Object.keys(changes).length === 0;
  if (!isSame && exception.subject === series.subject) return changes;
  return { subject: exception.subject ?? null, ...changes };
};

const differing = <Changes extends EventChanges>(one: unknown, other: unknown, changes: Changes): Changes | object =>
  JSON.stringify(one) === JSON.stringify(other) ? {} : changes;

const bodyChange = (body: PortableBody | undefined): EventChanges =>
  body === undefined ? { bodyText: null } : bodyProperties(body);

const reminderProperties = ({ reminderMinutes }: EventContent) =>
  reminderMinutes === undefined
    ? { reminderIsSet: false }
    : { reminderIsSet: true, reminderMinutesBeforeStart: reminderMinutes };

/** Servers refuse attendees without an address, ErrorInvalidNameForNameResolution. */
const namedPeople = (people: readonly Attendee[]): readonly Attendee[] =>
  people.filter(({ mailbox }) => mailbox.address !== undefined);

const zoneProperties = (event: PortableEvent) => ({ ...startZone(event), ...endZone(event) });

const startZone = ({ startTimeZone }: EventContent) =>
  startTimeZone === undefined ? {} : { startTimeZone: writtenZone(startTimeZone) };

const endZone = ({ endTimeZone }: EventContent) =>
  endTimeZone === undefined ? {} : { endTimeZone: writtenZone(endTimeZone) };

/** A zone that servers know goes by its name, which holds for every year; one that somebody made up by its rules. */
const writtenZone = (zone: PortableTimeZone) => {
  const known = ianaToWindows(zone.id ?? '') ?? (zone.iana === undefined ? undefined : ianaToWindows(zone.iana));
  if (known !== undefined && (zone.definition === undefined || zone.iana !== undefined))
    return { id: zone.id !== undefined && ianaToWindows(zone.id) === zone.id ? zone.id : known, name: undefined };
  return zone.definition ?? { id: zone.id, name: zone.name };
};
