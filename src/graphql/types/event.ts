import { EwsError } from '../../ews/errors.ts';
import { calendarItemProperties as rows } from '../../ews/properties/calendar-item.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import type { Recipient as EwsRecipient } from '../../ews/properties/recipient.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { zoneNameOf } from '../../ews/properties/time-zone.ts';
import { isGoneOrClosed } from '../../mailbox/is-gone.ts';
import { loadReferenced } from '../../mailbox/load-referenced.ts';
import { isOccurrence, isOwnEvent } from '../../mailbox/write/events/event-standing.ts';
import { EventStatus, EventType, FreeBusyStatus, ResponseStatus } from '../events/calendar-enums.ts';
import { cost } from '../guards/cost.ts';
import { Importance, Sensitivity } from '../enums.ts';
import { defaultEventPage, listEvents, TimeWindowInput } from '../events/event-list.ts';
import { endTime, eventDuration, startTime, startTimeAt } from '../events/event-time.ts';
import { eventTiming, seriesTiming, seriesTimingRows, timingRows } from '../events/event-timing.ts';
import { folderById } from '../folder-source.ts';
import { changeKeyText, itemIdText } from '../ids.ts';
import { openedMailbox } from '../mailbox-source.ts';
import { pick, pickList, tellBeside } from '../pick.ts';
import { seesCalendar } from '../guards/permission.ts';
import {
  Attendee,
  Calendar,
  CalendarEvent,
  CalendarEventConnection,
  EventTime,
  Mailbox,
  Node,
  Recipient,
  Recurrence,
  Reminder,
  type RecipientSource,
} from '../refs.ts';
import { reads, readsFrom, wantedProperties } from '../selection.ts';
import { itemSource, sourceOf, type EventSource } from '../sources.ts';

type Event = ItemOf<'CalendarItem'>;

const person = ({ mailbox }: EventSource, recipient: EwsRecipient | undefined): RecipientSource | undefined =>
  recipient === undefined || (recipient.name === undefined && recipient.address === undefined)
    ? undefined
    : { mailbox, recipient };

/** The series that an event is or belongs to, with these rows; undefined for single events. Throws EwsError. */
const seriesOf = async (
  { mailbox, item, master, attachment }: EventSource,
  wanted: readonly AnyProperty[],
): Promise<Event | undefined> => {
  if (item.properties.itemType === 'RecurringMaster') return item;
  // What lies inside an attachment belongs to nobody's calendar.
  if (!isOccurrence(item) || attachment !== undefined) return undefined;
  if (master !== undefined) return master;
  const loaded = await mailbox.items.loadMaster(item.id, wanted);
  return loaded.type === 'CalendarItem' ? loaded : undefined;
};

CalendarEvent.implement({
  permission: seesCalendar,
  description: 'An event of a calendar: an appointment, a meeting, an occurrence of a series, or a series itself.',
  interfaces: [Node],
  extensions: readsFrom(rows),
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Id of the event where it lies now.',
      resolve: (source, _args, context) => itemIdText(context, source),
    }),
    changeKey: t.field({
      type: 'ChangeKey',
      nullable: false,
      description: 'Version of the event. Empty for one inside an attachment, which cannot change.',
      resolve: ({ item }, _args, context) => changeKeyText(context, item.changeKey),
    }),
    iCalUid: t.string({
      description: 'RFC 5545 UID, equal in every attendee’s calendar and for all occurrences of a series.',
      extensions: reads(rows.uid),
      resolve: ({ item }) => item.properties.uid,
    }),
    type: t.field({
      type: EventType,
      nullable: false,
      description: 'What it is to a series.',
      extensions: reads(rows.itemType),
      resolve: ({ item }) => item.properties.itemType ?? 'Single',
    }),
    status: t.field({
      type: EventStatus,
      nullable: false,
      description: 'Whether it takes place.',
      extensions: reads(rows.isCancelled),
      resolve: ({ item }) => (item.properties.isCancelled === true ? 'CANCELLED' : 'CONFIRMED'),
    }),
    subject: t.string({ description: 'What it is about.', resolve: ({ item }) => item.properties.subject }),
    start: t.field({
      type: EventTime,
      nullable: false,
      description: 'When it begins.',
      extensions: reads(...timingRows),
      resolve: ({ item, timeZone }) => startTime(eventTiming(item), timeZone),
    }),
    end: t.field({
      type: EventTime,
      nullable: false,
      description: 'When it ends; the last day, inclusive, of an all-day event.',
      extensions: reads(...timingRows, rows.endTimeZone),
      resolve: ({ item, timeZone }) => endTime(eventTiming(item), timeZone, zoneNameOf(item.properties.endTimeZone)),
    }),
    duration: t.field({
      type: 'Duration',
      nullable: false,
      description: 'How long it lasts: hours and minutes, or whole days for an all-day event.',
      extensions: reads(...timingRows),
      resolve: ({ item }) => eventDuration(eventTiming(item)),
    }),
    isAllDay: t.boolean({
      nullable: false,
      description: 'Whether it lasts whole days.',
      resolve: ({ item }) => item.properties.isAllDay ?? false,
    }),
    location: t.string({
      permission: ['READ_CALENDAR'],
      description: 'Where it takes place.',
      resolve: ({ item }) => item.properties.location,
    }),
    organizer: t.field({
      type: Recipient,
      description: 'Who invites.',
      resolve: (source) => person(source, source.item.properties.organizer),
    }),
    isOrganizer: t.boolean({
      nullable: false,
      description: 'Whether the owner of this calendar made it.',
      extensions: reads(rows.appointmentState, rows.isMeeting, rows.myResponse),
      resolve: ({ item }) => isOwnEvent(item),
    }),
    isMeeting: t.boolean({
      nullable: false,
      description: 'Whether others are invited.',
      resolve: ({ item }) => item.properties.isMeeting ?? false,
    }),
    attendees: t.field({
      type: [Attendee],
      nullable: false,
      description: 'Who is invited: required people, then optional ones, then rooms and things.',
      extensions: reads(rows.requiredAttendees, rows.optionalAttendees, rows.resources),
      resolve: (source, _args, context, info) => {
        const { mailbox, item } = source;
        const { requiredAttendees, optionalAttendees, resources } = item.properties;
        const lists = [
          { role: 'REQUIRED', attendees: requiredAttendees },
          { role: 'OPTIONAL', attendees: optionalAttendees },
          { role: 'RESOURCE', attendees: resources },
        ] as const;
        const isUnread = lists.every(({ attendees }) => attendees === undefined);
        const invited = lists.flatMap(({ role, attendees = [] }) =>
          attendees.map((attendee) => ({ mailbox, attendee, role })),
        );
        return pickList(source, isUnread ? undefined : invited, context, info);
      },
    }),
    myResponse: t.field({
      type: ResponseStatus,
      nullable: false,
      description: 'What the owner of this calendar answered.',
      resolve: ({ item }) => item.properties.myResponse ?? 'Unknown',
    }),
    showAs: t.field({
      type: FreeBusyStatus,
      nullable: false,
      description: 'How its time is shown to others.',
      resolve: ({ item }) => item.properties.showAs ?? 'Busy',
    }),
    sensitivity: t.field({
      type: Sensitivity,
      nullable: false,
      description: 'How the organiser wants it to be treated.',
      resolve: ({ item }) => item.properties.sensitivity ?? 'Normal',
    }),
    importance: t.field({
      type: Importance,
      nullable: false,
      description: 'How important the organiser says it is.',
      resolve: ({ item }) => item.properties.importance ?? 'Normal',
    }),
    categories: t.stringList({
      nullable: false,
      description: 'The categories it was put in.',
      resolve: ({ item }) => [...(item.properties.categories ?? [])],
    }),
    reminder: t.field({
      type: Reminder,
      description: 'The reminder; null when nothing is known of one.',
      extensions: reads(rows.reminderIsSet, rows.reminderMinutesBeforeStart),
      resolve: ({ item: { properties } }) => {
        const { reminderIsSet: isOn, reminderMinutesBeforeStart: minutesBefore } = properties;
        return isOn === undefined && minutesBefore === undefined
          ? undefined
          : { isOn: isOn ?? false, minutesBefore: minutesBefore ?? 0 };
      },
    }),
    recurrence: t.field({
      complexity: cost('series'),
      type: Recurrence,
      description: 'When its series repeats, told by the series and by each occurrence; null for single events.',
      extensions: reads(rows.itemType, rows.recurrence, ...seriesTimingRows),
      resolve: async (source) => {
        const series = await seriesOf(source, [rows.recurrence, ...seriesTimingRows]);
        if (series === undefined) return undefined;
        const recurrence = pick(source, series.properties.recurrence);
        const { zone, isAllDay } = seriesTiming(series);
        return recurrence === undefined ? undefined : { recurrence, isAllDay, timeZone: zone ?? 'UTC' };
      },
    }),
    seriesMaster: t.field({
      complexity: cost('series'),
      type: CalendarEvent,
      description: 'The series that an occurrence belongs to; null for single events and for the series itself.',
      extensions: reads(rows.itemType),
      resolve: async (source, _args, _context, info): Promise<EventSource | undefined> => {
        if (!isOccurrence(source.item)) return undefined;
        const series = await seriesOf(source, [rows.itemType, ...wantedProperties(info, source.mailbox)]);
        const { mailbox, timeZone } = source;
        const found = series === undefined ? undefined : sourceOf(itemSource(mailbox, series), 'CalendarItem');
        return found === undefined ? undefined : { ...found, timeZone };
      },
    }),
    occurrences: t.field({
      complexity: cost('eventPage'),
      type: CalendarEventConnection,
      description:
        'The occurrences of its series inside a window, exceptions marked by their type; deleted ones are listed by `deletedOccurrences` of the series. Null for single events.',
      args: {
        window: t.arg({ type: TimeWindowInput, required: true, description: 'From when to when.' }),
        first: t.arg.int({ defaultValue: defaultEventPage, description: 'How many, 1 to 1000.' }),
        after: t.arg.string({ description: 'endCursor of the previous page.' }),
      },
      extensions: reads(rows.itemType, rows.uid, rows.parentFolderId),
      resolve: ({ mailbox, item, attachment }, args, context, info) => {
        const { itemType = 'Single', uid, parentFolderId } = item.properties;
        if (itemType === 'Single' || uid === undefined || parentFolderId === undefined || attachment !== undefined)
          return undefined;
        const scope = {
          mailbox,
          calendars: () => Promise.resolve([{ id: parentFolderId }]),
          expand: true,
          filter: { wanted: [rows.uid], matches: ({ properties }: Event) => properties.uid === uid },
          list: { occurrencesOf: uid },
        };
        return listEvents(context, info, scope, args);
      },
    }),
    originalStart: t.field({
      type: EventTime,
      description: 'Where the pattern of its series had put it, before it was moved; null for what is no occurrence.',
      extensions: reads(rows.itemType, rows.originalStart, ...seriesTimingRows),
      resolve: (source) => {
        const { item, timeZone } = source;
        const originalStart = isOccurrence(item) ? pick(source, item.properties.originalStart) : undefined;
        return originalStart === undefined ? undefined : startTimeAt(originalStart, seriesTiming(item), timeZone);
      },
    }),
    deletedOccurrences: t.field({
      type: [EventTime],
      nullable: false,
      description:
        'When occurrences of this series would have begun that were deleted. Empty for all but the series itself.',
      extensions: reads(rows.itemType, rows.deletedOccurrences, ...seriesTimingRows),
      resolve: (source, _args, context, info) => {
        const { item, timeZone } = source;
        if (item.properties.itemType !== 'RecurringMaster') return [];
        return pickList(source, item.properties.deletedOccurrences, context, info).map((start) =>
          startTimeAt(start, seriesTiming(item), timeZone),
        );
      },
    }),
    conflicts: t.field({
      complexity: cost('conflicts'),
      type: [CalendarEvent],
      nullable: false,
      description: 'Other events of this calendar at the same time, as far as the mail server keeps account of them.',
      extensions: reads(rows.conflictingMeetings),
      resolve: async (source, _args, context, info): Promise<EventSource[]> => {
        const { mailbox, item, timeZone } = source;
        const wanted = wantedProperties(info, mailbox);
        const pointers = pickList(source, item.properties.conflictingMeetings, context, info);
        const found = await Promise.all(
          pointers.map(async ({ id }) => {
            try {
              return sourceOf(itemSource(mailbox, await loadReferenced(mailbox, id, wanted)), 'CalendarItem');
            } catch (error) {
              if (!(error instanceof EwsError)) throw error;
              // An event that was deleted meanwhile is in nobody's way.
              if (!isGoneOrClosed(error)) tellBeside(error, context, info);
              return undefined;
            }
          }),
        );
        return found.flatMap((source) => (source === undefined ? [] : [{ ...source, timeZone }]));
      },
    }),
    calendar: t.field({
      complexity: cost('folder'),
      type: Calendar,
      description: 'The calendar it stands in; null for an event inside an attachment.',
      extensions: reads(rows.parentFolderId),
      resolve: ({ mailbox, item: { properties }, attachment }) =>
        properties.parentFolderId === undefined || attachment !== undefined
          ? undefined
          : ({ ...folderById(mailbox, properties.parentFolderId), typeName: 'Calendar' } as const),
    }),
    mailbox: t.field({
      type: Mailbox,
      nullable: false,
      description: 'The mailbox it lies in.',
      resolve: ({ mailbox }) => openedMailbox(mailbox),
    }),
  }),
});
