import type { MadeItem } from '../../../ews/operations/written-references.ts';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import { findEvents } from '../../find-events.ts';
import { isGoneOrClosed } from '../../is-gone.ts';
import { loadReferenced } from '../../load-referenced.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { isOccurrence, type Event } from './event-standing.ts';

/** Rows of an event by which it is found again. */
export const placeRows: readonly AnyProperty[] = [rows.uid, rows.start, rows.end, rows.itemType];

/** What was answered. */
export interface AnsweredThing {
  /** The event as it was before, with `placeRows`; undefined when a message was answered. */
  readonly event: Event | undefined;
  /** The event that the message pointed at. */
  readonly pointer: ItemId | undefined;
  readonly isDeclined: boolean;
  /** What the server told of. */
  readonly made: readonly MadeItem[];
}

const unlessGone = async <Value>(reading: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await reading;
  } catch (error) {
    if (isGoneOrClosed(error)) return undefined;
    throw error;
  }
};

/** Where a server has made the event anew and does not tell its id: in the default calendar, at the same time, with the same UID. */
const findAgain = async (
  mailbox: OpenedMailbox,
  { properties: { uid, start, end = start, itemType } }: Event,
  wanted: readonly AnyProperty[],
): Promise<Event | undefined> => {
  if (uid === undefined || start === undefined || end === undefined) return undefined;
  // A view without length shows nothing.
  const last = new Date(Math.max(Date.parse(end), Date.parse(start) + 60_000)).toISOString();
  const page = await findEvents(mailbox, {
    calendars: [mailbox.folders.targetOfRole('CALENDAR')],
    window: { start, end: last },
    wanted: [rows.uid],
    expand: true,
    page: { limit: 1000 },
  });
  const found = page.rows.find(({ event }) => event.properties.uid === uid)?.event;
  if (found === undefined) return undefined;
  const item = await (itemType === 'RecurringMaster'
    ? mailbox.items.loadMaster(found.id, wanted)
    : mailbox.items.load(found.id, wanted));
  return item.type === 'CalendarItem' ? item : undefined;
};

/** Whether a server that made a whole series anew tells of it, where one occurrence was answered. */
const isSeriesOf = ({ properties }: Event, answered: Event | undefined): boolean =>
  properties.itemType === 'RecurringMaster' && answered !== undefined && isOccurrence(answered);

/**
 * Reads the event as an answer has left it; undefined when it is in the calendar no more, and where the server tells nothing by which it could be found.
 * One GetItem, where the server told its id or left it as it was: Exchange does the one, gromox 3.10, which tells of the mail alone, the other.
 * Otherwise another, and FindItem. Throws EwsError.
 */
export const readAnswered = async (
  mailbox: OpenedMailbox,
  { event, pointer, isDeclined, made }: AnsweredThing,
  wanted: readonly AnyProperty[],
): Promise<Event | undefined> => {
  const told = made.find(({ element }) => element === 'CalendarItem')?.id;
  // What was declined is told too, among the deleted items; where it was there should be nothing.
  const id = (isDeclined ? undefined : told) ?? event?.id;
  const read = await (id !== undefined
    ? unlessGone(mailbox.items.load(id, [...wanted, rows.itemType]))
    : pointer === undefined
      ? undefined
      : // What a message points at need not lie in this mailbox.
        unlessGone(loadReferenced(mailbox, pointer, wanted)));
  if (read?.type === 'CalendarItem' && !isSeriesOf(read, event)) return read;
  return event === undefined || isDeclined ? undefined : findAgain(mailbox, event, wanted);
};
