import { eventsIn, type CalendarWindow } from './calendar-view.ts';
import { itemsIn } from '../store/folder-items.ts';
import { distinguishedFolder, type Mailbox, type Store } from '../store/store.ts';
import { readInstant } from './time-zone.ts';
import { childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** A stretch of somebody's time that an event takes. */
export interface BusyTime {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** t:LegacyFreeBusyStatus. */
  readonly status: string;
  /** Its owner keeps it from others. */
  readonly isPrivate: boolean;
  /** t:CalendarEventDetails, as the owner of the calendar sees them. */
  readonly details: XmlNode;
}

/** What is in a mailbox's own calendar in a window, ordered by start; events that leave the time free included. */
export const busyTimes = (store: Store, mailbox: Mailbox, window: CalendarWindow): readonly BusyTime[] => {
  const calendar = distinguishedFolder(mailbox, 'calendar');
  const items = calendar === undefined ? [] : itemsIn({ store, mailbox }, calendar);
  return eventsIn(items, window).map(({ element }) => ({
    start: readInstant(childText(element, 't:Start') ?? '', 'UTC'),
    end: readInstant(childText(element, 't:End') ?? '', 'UTC'),
    status: childText(element, 't:LegacyFreeBusyStatus') ?? 'Busy',
    isPrivate: childText(element, 't:Sensitivity') === 'Private',
    details: detailsOf(element),
  }));
};

/** t:MergedFreeBusy of several, of whom at least one may be free for all that is known: for each slot the busiest. */
export const mergedOfAll = (all: readonly string[]): string =>
  Array.from({ length: Math.max(...all.map(({ length }) => length)) }, (_, index) =>
    String(Math.max(...all.map((merged) => Number(merged[index] ?? '0')))),
  ).join('');

/** t:MergedFreeBusy: for each slot that begins in the window the digit of what takes most of whoever is asked about. */
export const mergedFreeBusy = (times: readonly BusyTime[], { from, to }: CalendarWindow, slotMs: number): string => {
  const slots = Math.ceil((to - from) / slotMs);
  return Array.from({ length: slots }, (_, index) => {
    const start = from + index * slotMs;
    const taken = times.filter((time) => time.start < start + slotMs && time.end > start);
    return String(Math.max(0, ...taken.map(({ status }) => statuses.indexOf(status))));
  }).join('');
};

const statuses = ['Free', 'Tentative', 'Busy', 'OOF', 'NoData'];

/** The same, with what it is kept from those who may only read the calendar. */
export const withoutPrivate = (time: BusyTime): BusyTime => {
  if (!time.isPrivate) return time;
  const hidden = new Set(['t:Subject', 't:Location']);
  const { name, children } = time.details;
  return {
    ...time,
    details: node(
      name,
      children.filter((part) => !hidden.has(part.name)),
    ),
  };
};

const detailsOf = (element: XmlNode): XmlNode => {
  const kind = childText(element, 't:CalendarItemType');
  return node('t:CalendarEventDetails', [
    node('t:Subject', childText(element, 't:Subject') ?? ''),
    node('t:Location', childText(element, 't:Location') ?? ''),
    node('t:IsMeeting', String(isTrue(childText(element, 't:IsMeeting')))),
    node('t:IsRecurring', String(kind === 'Occurrence' || kind === 'Exception')),
    node('t:IsException', String(kind === 'Exception')),
    node('t:IsReminderSet', String(isTrue(childText(element, 't:ReminderIsSet')))),
    node('t:IsPrivate', String(childText(element, 't:Sensitivity') === 'Private')),
  ]);
};
