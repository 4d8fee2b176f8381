import { EwsError } from '../ews/errors.ts';
import { findItem, type FindItemPage } from '../ews/operations/find-item.ts';
import { calendarItemProperties } from '../ews/properties/calendar-item.ts';
import type { FolderTarget } from '../ews/properties/id.ts';
import type { Item, ItemOf } from '../ews/properties/item-types.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { completeItems } from './complete-items.ts';
import { isGone } from './is-gone.ts';
import type { OpenedMailbox } from './open-mailbox.ts';
import { markOf } from './page.ts';

/** An event as its calendar shows it. */
export type Event = ItemOf<'CalendarItem'>;

/** From an instant to an instant, both RFC 3339; what overlaps it is inside. */
export interface TimeWindow {
  readonly start: string;
  readonly end: string;
}

/** Right behind one event of a list that is ordered by start. */
export interface EventCursor {
  readonly start: string;
  readonly mark: string;
}

/** Which events, and which of their rows. */
export interface FindEventsInput {
  readonly calendars: readonly FolderTarget[];
  readonly window: TimeWindow;
  readonly wanted: readonly AnyProperty[];
  /** Rows of the series that an occurrence belongs to; they travel in the same GetItem. */
  readonly wantedOfMaster?: readonly AnyProperty[];
  /** True: occurrences of series. False: single events and series masters. */
  readonly expand: boolean;
  /** What else an event must fulfil; its rows are read first when FindItem cannot return them. */
  readonly filter?: { readonly wanted: readonly AnyProperty[]; readonly matches: (event: Event) => boolean };
  readonly page: { readonly limit: number; readonly after?: EventCursor | undefined };
}

/** One event of a page. */
export interface EventRow {
  readonly event: Event;
  /** The series of an occurrence, where it was asked for. */
  readonly master: Event | undefined;
  readonly cursor: EventCursor;
  /** Why rows that only GetItem returns are missing; what FindItem told stands. */
  readonly failure: EwsError | undefined;
}

/** One page of events, by start. */
export interface EventPage {
  readonly rows: readonly EventRow[];
  readonly total: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** Of calendars that could not be read, what is in the others stands; and of events that the filter could not look at, which are kept. */
  readonly failures: readonly EwsError[];
}

/** Exchange refuses a CalendarView of more than two years. https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendarview */
const longestViewMs = 365 * 2 * 86_400_000;
/** A window this short that still does not fit is taken as it came. */
const shortestViewMs = 60_000;
const eventsPerView = 1000;

const { start, end, itemType, uid, isRecurring, lastOccurrence } = calendarItemProperties;

const isEvent = (item: Item): item is Event => item.type === 'CalendarItem';
const instantMs = (event: Event): number =>
  event.properties.start === undefined ? 0 : Date.parse(event.properties.start);

const splitWindow = ({ start: from, end: to }: TimeWindow, longestMs: number): readonly TimeWindow[] => {
  const windows: TimeWindow[] = [];
  const last = Date.parse(to);
  for (let at = Date.parse(from); at < last; at += longestMs) {
    windows.push({ start: new Date(at).toISOString(), end: new Date(Math.min(at + longestMs, last)).toISOString() });
  }
  return windows;
};

/** Calendars that could not be read, and why. */
type Failures = Map<FolderTarget, EwsError>;

const noEvents: FindItemPage = { items: [], total: 0, isLast: true, nextOffset: undefined };

const readAnswer = (
  calendar: FolderTarget,
  answer: FindItemPage | EwsError | undefined,
  failures: Failures,
): FindItemPage => {
  if (answer !== undefined && !(answer instanceof EwsError)) return answer;
  failures.set(calendar, answer ?? new EwsError('decode', 'FindItem gave no answer for a calendar'));
  return noEvents;
};

/** All occurrences in a window; a view that the server cut short is read again in halves. */
const readView = async (
  { session }: OpenedMailbox,
  calendars: readonly FolderTarget[],
  window: TimeWindow,
  wanted: readonly AnyProperty[],
  failures: Failures,
): Promise<readonly Event[]> => {
  const read = async (parents: readonly FolderTarget[], part: TimeWindow): Promise<readonly Event[]> => {
    const answers = await session.callEach(findItem, {
      parents,
      wanted,
      view: { type: 'calendar', ...part, limit: eventsPerView },
    });
    const lengthMs = Date.parse(part.end) - Date.parse(part.start);
    const parts = await Promise.all(
      parents.map(async (parent, index) => {
        const page = readAnswer(parent, answers[index], failures);
        if (page.isLast || lengthMs <= shortestViewMs) return page.items.filter(isEvent);
        const halves = splitWindow(part, Math.ceil(lengthMs / 2));
        return (await Promise.all(halves.map((half) => read([parent], half)))).flat();
      }),
    );
    return parts.flat();
  };
  const events = (await Promise.all(splitWindow(window, longestViewMs).map((part) => read(calendars, part)))).flat();
  // What overlaps the border of two windows is in both.
  return [...new Map(events.map((event) => [event.id, event])).values()];
};

/** Single events that overlap a window, and the series that have begun before its end. */
const readStored = async (
  { session }: OpenedMailbox,
  calendars: readonly FolderTarget[],
  window: TimeWindow,
  wanted: readonly AnyProperty[],
  failures: Failures,
): Promise<readonly Event[]> => {
  const events: Event[] = [];
  for (let offset = 0, open = calendars; open.length > 0; offset += eventsPerView) {
    const answers = await session.callEach(findItem, {
      parents: open,
      wanted,
      view: { type: 'indexed', offset, limit: eventsPerView },
      restriction: {
        and: [
          { property: start, is: 'lessThan', value: window.end },
          {
            or: [
              { property: end, is: 'greaterThan', value: window.start },
              { property: isRecurring, is: 'equalTo', value: 'true' },
            ],
          },
        ],
      },
      sort: [{ property: start, direction: 'Ascending' }],
    });
    const pages = open.map((calendar, index) => readAnswer(calendar, answers[index], failures));
    events.push(...pages.flatMap(({ items }) => items.filter(isEvent)));
    open = open.filter((_, index) => pages[index]?.isLast === false && pages[index].items.length > 0);
  }
  return events;
};

/** The series of the occurrences among these events, asked for once for each series. */
const readMasters = async (
  { items }: OpenedMailbox,
  events: readonly Event[],
  wanted: readonly AnyProperty[],
): Promise<ReadonlyMap<Event, Event>> => {
  if (wanted.length === 0) return new Map();
  const bySeries = new Map<string, Promise<Item | undefined>>();
  const masters = new Map<Event, Event>();
  await Promise.all(
    events.map(async (event) => {
      const { itemType: type, uid: series = event.id } = event.properties;
      if (type !== 'Occurrence' && type !== 'Exception') return;
      const reading =
        bySeries.get(series) ??
        items.loadMaster(event.id, wanted).catch((error: unknown) => {
          // A server that cannot go from an occurrence to its series leaves the series untold.
          if (error instanceof EwsError) return undefined;
          throw error;
        });
      bySeries.set(series, reading);
      const master = await reading;
      if (master !== undefined && isEvent(master)) masters.set(event, master);
    }),
  );
  return masters;
};

/** Series that ended before the window began are none of its events. */
const stillRunning = async (
  mailbox: OpenedMailbox,
  events: readonly Event[],
  window: TimeWindow,
  rest: readonly AnyProperty[],
): Promise<readonly Event[]> => {
  const masters = events.filter(({ properties }) => properties.itemType === 'RecurringMaster');
  const known = new Map(
    (await completeItems(mailbox, masters, [...rest, lastOccurrence])).map(({ item }) => [item.id, item]),
  );
  return events
    .map((event) => known.get(event.id) ?? event)
    .filter(({ properties }) => {
      const last = properties.itemType === 'RecurringMaster' ? properties.lastOccurrence?.end : undefined;
      return last === undefined || Date.parse(last) > Date.parse(window.start);
    });
};

/**
 * Finds the events of a window over several calendars, by start: one FindItem, then at most one GetItem for the page, in which the series of
 * occurrences travel along. Throws EwsError when no calendar could be read.
 */
export const findEvents = async (mailbox: OpenedMailbox, input: FindEventsInput): Promise<EventPage> => {
  const { calendars, window, filter, page } = input;
  const isFound = (row: AnyProperty): boolean => row.allows.find === true;
  const wanted = [...new Set([...input.wanted, ...(filter?.wanted ?? [])])];
  const found = [...new Set([...wanted.filter(isFound), start, end, itemType, uid])];
  const rest = input.wanted.filter((row) => !isFound(row));
  if (calendars.length === 0) return { rows: [], total: 0, hasNext: false, hasPrevious: false, failures: [] };

  const failures: Failures = new Map();
  const unlooked = new Set<EwsError>();
  let events = input.expand
    ? await readView(mailbox, calendars, window, found, failures)
    : await readStored(mailbox, calendars, window, found, failures);
  const [failure] = failures.values();
  if (failure !== undefined && failures.size === calendars.length) throw failure;
  if (!input.expand) events = await stillRunning(mailbox, events, window, rest);
  if (filter !== undefined) {
    const filterRest = filter.wanted.filter((row) => !isFound(row));
    const looked = await completeItems(mailbox, events, filterRest);
    // What is gone is in no list; of what cannot be read at the moment nobody can say that the filter refuses it.
    const kept = looked.filter(({ item, failure: reason }) =>
      reason === undefined ? filter.matches(item) : !isGone(reason),
    );
    events = kept.map(({ item }) => item);
    for (const { failure: reason } of kept) if (reason !== undefined) unlooked.add(reason);
  }
  const sorted = events.toSorted((a, b) => instantMs(a) - instantMs(b) || (a.id < b.id ? -1 : 1));
  const first = page.after === undefined ? 0 : placeBehind(sorted, page.after);
  const slice = sorted.slice(first, first + page.limit);
  const [rows, masters] = await Promise.all([
    completeItems(mailbox, slice, rest),
    readMasters(mailbox, slice, input.wantedOfMaster ?? []),
  ]);
  return {
    rows: rows.map(({ item: event, failure }, index) => ({
      event,
      failure,
      master: masters.get(slice[index] ?? event),
      cursor: { start: event.properties.start ?? '', mark: markOf(event) },
    })),
    total: sorted.length,
    hasNext: first + slice.length < sorted.length,
    hasPrevious: first > 0,
    // A calendar that was deleted since the calendars were listed is none of them.
    failures: [...[...failures.values()].filter((reason) => !isGone(reason)), ...unlooked],
  };
};

/** Behind the cursor's event; where that is gone, the first event that starts later. */
const placeBehind = (sorted: readonly Event[], cursor: EventCursor): number => {
  const index = sorted.findIndex((event) => markOf(event) === cursor.mark);
  if (index !== -1) return index + 1;
  const later = sorted.findIndex((event) => instantMs(event) > Date.parse(cursor.start));
  return later === -1 ? sorted.length : later;
};
