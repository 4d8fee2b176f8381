import type { GraphQLResolveInfo } from 'graphql';
import { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { findEvents, type EventCursor, type FindEventsInput } from '../../mailbox/find-events.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { builder } from '../builder.ts';
import { connectionOf, cursorCodec, pageOf, type Connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { seriesTimingRows } from './event-timing.ts';
import type { OfMailbox } from '../guards/permission.ts';
import { tellBeside } from '../pick.ts';
import { isSelected, wantedProperties } from '../selection.ts';
import { itemSource, sourceOf, type EventSource } from '../sources.ts';

/** From when to when, and the zone to look from. */
export interface TimeWindowArguments {
  readonly start: string;
  readonly end: string;
  readonly timeZone?: string | null | undefined;
}

export const TimeWindowInput = builder.inputRef<TimeWindowArguments>('TimeWindowInput').implement({
  description: 'From an instant to a later one, at most ten years; what overlaps it is inside.',
  fields: (t) => ({
    start: t.field({ type: 'DateTime', required: true, description: 'Where it begins.' }),
    end: t.field({ type: 'DateTime', required: true, description: 'Where it ends, exclusive.' }),
    timeZone: t.field({
      type: 'TimeZone',
      description: 'The zone that times of events are shown in. Absent: each event in its own.',
    }),
  }),
});

/** What every list of events takes. */
export interface EventListArguments {
  readonly window: TimeWindowArguments;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Which events a list holds. */
export interface EventScope {
  readonly mailbox: OpenedMailbox;
  /** Called when the arguments are found to be right. */
  readonly calendars: () => Promise<readonly FolderTarget[]>;
  readonly expand: boolean;
  readonly filter: FindEventsInput['filter'];
  /** Tells this list from others, for its cursors; plain data. */
  readonly list: unknown;
}

export const defaultEventPage = 100;

/** A CalendarView spans two years at most, so a longer window is several calls. */
const longestWindowMs = 10 * 366 * 86_400_000;

/** Throws BAD_USER_INPUT for one that ends before it begins or is too long. */
export const checkWindow = ({ start, end }: TimeWindowArguments): void => {
  const length = Date.parse(end) - Date.parse(start);
  if (length <= 0) throw badUserInput('window.end must be later than window.start');
  if (length > longestWindowMs) throw badUserInput('window must not be longer than ten years');
};

const nodePaths = [['nodes'], ['edges', 'node']] as const;

/** Rows of the series that the selection reads on its occurrences. */
const rowsOfMaster = (info: GraphQLResolveInfo, mailbox: OpenedMailbox): readonly AnyProperty[] => {
  const ofSeries = wantedProperties(info, mailbox, ...nodePaths.map((path) => [...path, 'seriesMaster']));
  const wantsSeries = nodePaths.some((path) => isSelected(info, [...path, 'seriesMaster']));
  const wantsRecurrence = nodePaths.some((path) => isSelected(info, [...path, 'recurrence']));
  const ofRecurrence = wantsRecurrence ? [calendarItemProperties.recurrence, ...seriesTimingRows] : [];
  // Of a series of which only the id is selected, the id must be read all the same.
  const ofIdentity = wantsSeries ? [calendarItemProperties.itemType] : [];
  return [...new Set([...ofSeries, ...ofRecurrence, ...ofIdentity])];
};

/** One page of events with the rows that the selection reads: one FindItem over all calendars, and one GetItem when it needs more. Throws BAD_USER_INPUT before any call. */
export const listEvents = async (
  context: Context,
  info: GraphQLResolveInfo,
  { mailbox, calendars, expand, filter, list }: EventScope,
  { window, first, after }: EventListArguments,
): Promise<Connection<EventSource> & OfMailbox> => {
  checkWindow(window);
  const { start, end, timeZone } = window;
  const cursors = cursorCodec<EventCursor>(context.sealer, {
    mailbox: mailbox.address,
    list: { list, window: [start, end], expand },
  });
  const page = pageOf({ first, after }, cursors, defaultEventPage);
  const found = await findEvents(mailbox, {
    calendars: await calendars(),
    window: { start, end },
    wanted: wantedProperties(info, mailbox, ...nodePaths),
    wantedOfMaster: rowsOfMaster(info, mailbox),
    expand,
    filter,
    page: { limit: page.limit, after: page.cursor },
  });
  for (const failure of found.failures) tellBeside(failure, context, info);
  const edges = found.rows.flatMap(({ event, master, failure, cursor }) => {
    const source = sourceOf(itemSource(mailbox, event, { failure }), 'CalendarItem');
    if (source === undefined) return [];
    return [{ node: { ...source, timeZone: timeZone ?? undefined, master }, cursor: () => cursors.write(cursor) }];
  });
  return { ...connectionOf(edges, found), mailbox };
};
