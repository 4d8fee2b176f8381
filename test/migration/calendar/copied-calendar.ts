import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession } from '../../../src/ews/operation.ts';
import { findItem } from '../../../src/ews/operations/find-item.ts';
import { calendarItemProperties } from '../../../src/ews/properties/calendar-item.ts';
import { mailboxAddress, type FolderTarget, type ItemId } from '../../../src/ews/properties/id.ts';
import { canonicalEvent } from '../../../src/migration/portable/canonical-event.ts';
import { createEventWriter, type EventWriter } from '../../../src/migration/mailboxes/calendar/write-events.ts';
import { readEvents } from '../../../src/migration/mailboxes/calendar/read-events.ts';
import { copyMarks } from '../../../src/migration/mailboxes/copy-marks.ts';
import type { PortableEvent } from '../../../src/migration/portable/portable-event.ts';

/** The calendar of whoever owns a session's mailbox. */
export const calendarOf = ({ mailbox }: EwsSession): FolderTarget => ({
  distinguished: 'calendar',
  mailbox: mailboxAddress(mailbox) ?? mailbox,
});

/** Ids of everything in a calendar, series as one. */
export const idsIn = async (session: EwsSession): Promise<readonly ItemId[]> => {
  const page = await session.call(findItem, {
    parents: [calendarOf(session)],
    wanted: [],
    view: { type: 'indexed', offset: 0, limit: 1000 },
  });
  return page.items.map(({ id }) => id);
};

/** Everything in a calendar, whole. */
export const eventsIn = async (session: EwsSession): Promise<readonly PortableEvent[]> =>
  (await readEvents(session, await idsIn(session))).map((event) => {
    if (event instanceof EwsError) throw event;
    return event;
  });

/** A mark as those of a migration, one for each number. */
export const markOf = (number: number): { readonly mark: string; readonly identity: string } => ({
  mark: `${'a'.repeat(16)}-${number.toString(16).padStart(32, '0')}`,
  identity: number.toString(16).padStart(32, '0'),
});

/** Events with marks, to be written. */
export const marked = (events: readonly PortableEvent[]) =>
  events.map((event, number) => ({ event, marks: copyMarks(markOf(number)) }));

/** Copies events and tells what was lost of each. */
export const copyEvents = async (
  session: EwsSession,
  events: readonly PortableEvent[],
  writer: EventWriter = createEventWriter(session),
): Promise<readonly (readonly string[])[]> =>
  (await writer.write(calendarOf(session), marked(events))).map((answer) => {
    if (answer instanceof EwsError) throw answer;
    return answer;
  });

/** Canonical forms in one order, and bodies with their markup. */
export const canonicalForms = (events: readonly PortableEvent[]): readonly unknown[] =>
  events
    .map((event) => JSON.stringify([canonicalEvent(event), event.body, event.exceptions.map(({ body }) => body)]))
    .toSorted()
    .map((text) => {
      const [form = '', ...bodies] = JSON.parse(text) as readonly string[];
      return [JSON.parse(form), ...bodies] as const;
    });

const agendaRows = [
  calendarItemProperties.subject,
  calendarItemProperties.uid,
  calendarItemProperties.start,
  calendarItemProperties.end,
  calendarItemProperties.isAllDay,
  calendarItemProperties.showAs,
  calendarItemProperties.location,
  calendarItemProperties.isMeeting,
  calendarItemProperties.isCancelled,
  calendarItemProperties.isRecurring,
  calendarItemProperties.itemType,
  calendarItemProperties.myResponse,
  calendarItemProperties.organizer,
  calendarItemProperties.appointmentState,
  calendarItemProperties.sensitivity,
  calendarItemProperties.importance,
  calendarItemProperties.categories,
  calendarItemProperties.reminderIsSet,
  calendarItemProperties.startTimeZone,
  calendarItemProperties.displayTo,
  calendarItemProperties.displayCc,
  calendarItemProperties.hasAttachments,
];

/** What a calendar shows of two years, occurrence by occurrence, as it is in every client. */
export const agenda = async (session: EwsSession, from: string): Promise<readonly unknown[]> => {
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + 2);
  const { items } = await session.call(findItem, {
    parents: [calendarOf(session)],
    wanted: agendaRows,
    view: { type: 'calendar', start: from, end: until.toISOString() },
  });
  return items
    .map(({ properties }) => {
      const shown = {
        ...properties,
        startTimeZone: 'startTimeZone' in properties ? properties.startTimeZone?.id : undefined,
      };
      return JSON.stringify(shown);
    })
    .toSorted()
    .map((text): unknown => JSON.parse(text));
};
