import { Temporal } from 'temporal-polyfill';
import { recurrenceRule } from '../../mailbox/recurrence-rule.ts';
import type { EventContent, PortableEvent } from '../portable/portable-event.ts';
import type { WriteAttachments } from './attachments.ts';
import { calendarComponent, optionalText, type ContentProperty } from './content-line.ts';
import { itemProperties } from './item-properties.ts';
import type { YearSpan } from './named-zone.ts';
import { peopleProperties } from './people-properties.ts';
import { reminderBefore } from './reminder.ts';
import { zoneClock, type WrittenZone, type ZoneClock } from './zone-clock.ts';

/** Components of one calendar item, and what the calendar has to say around them. */
export interface WrittenComponents {
  /** Lines of iCalendar. */
  readonly text: string;
  /** Every zone that a time in it is in, UTC aside. */
  readonly zones: readonly WrittenZone[];
  readonly years: YearSpan;
}

/** Whose calendar an event lies in. */
export interface EventSurroundings {
  /** Address of the mailbox. */
  readonly owner: string;
  /** Names the item for ever; the UID of an event that has none. */
  readonly mark: string;
  readonly attachments: WriteAttachments;
}

/**
 * An event, or a series with each occurrence that was changed, as `VEVENT`s. What takes place in no zone that anybody knows is told in UTC; so is the second
 * of two moments at which a clock shows the same.
 */
export const eventComponents = async (
  event: PortableEvent,
  surroundings: EventSurroundings,
): Promise<WrittenComponents> => {
  const zones = new Map<string, WrittenZone>();
  const clockOf: ClockOf = (zone) => {
    const clock = zoneClock(zone);
    if (clock.zone !== undefined) zones.set(clock.zone.tzid, clock.zone);
    return clock;
  };
  const series: Series = { event, clock: clockOf(event.startTimeZone), isRecurring: event.recurrence !== undefined };
  const contents = [event, ...event.exceptions];
  const written: string[] = [];
  for (const content of contents) written.push(await component(content, series, clockOf, surroundings));
  const years = [...contents.flatMap(({ start, end }) => [start, end]), ...lastDays(event)].map(yearOf);
  return {
    text: written.join(''),
    zones: [...zones.values()],
    years: { first: Math.min(...years), last: Math.max(...years) },
  };
};

type ClockOf = (zone: EventContent['startTimeZone']) => ZoneClock;

/** What the times of exceptions and deletions refer to. */
interface Series {
  readonly event: PortableEvent;
  readonly clock: ZoneClock;
  readonly isRecurring: boolean;
}

/** How far the clocks of a series without end are told. */
const endlessYears = 30;
/** Exchange ends series that have an end at all by 4500; clocks of so distant years are nobody's business. */
const farthestYear = 2100;

const yearOf = (instant: string): number => Math.min(farthestYear, Number(instant.slice(0, 4)));

const lastDays = ({ start, recurrence }: PortableEvent): readonly string[] => {
  if (recurrence === undefined) return [];
  return recurrence.range.type === 'EndDate' ? [recurrence.range.endDate] : [String(yearOf(start) + endlessYears)];
};

const busyWords = { Free: 'FREE', Tentative: 'TENTATIVE', Busy: 'BUSY', OOF: 'OOF', NoData: 'BUSY' } as const;

const component = async (
  content: EventContent,
  series: Series,
  clockOf: ClockOf,
  { owner, mark, attachments }: EventSurroundings,
): Promise<string> => {
  const { event } = series;
  const { isAllDay, isCancelled, location, reminderMinutes, showAs, start } = content;
  const status = isCancelled ? 'CANCELLED' : showAs === 'Tentative' ? 'TENTATIVE' : 'CONFIRMED';
  return calendarComponent(
    'VEVENT',
    [
      ...itemProperties(content, event.uid ?? mark, start),
      ...timeProperties(content, series, clockOf),
      ...(content === event ? seriesProperties(series) : []),
      ...optionalText('location', location),
      ['status', {}, 'text', status],
      ['transp', {}, 'text', showAs === 'Free' ? 'TRANSPARENT' : 'OPAQUE'],
      ['x-microsoft-cdo-busystatus', {}, 'text', busyWords[showAs]],
      ['x-microsoft-cdo-alldayevent', {}, 'text', isAllDay ? 'TRUE' : 'FALSE'],
      ...peopleProperties(content, event, owner),
      ...(await attachments(content.attachments)),
    ],
    reminderMinutes === undefined ? [] : [reminderBefore(reminderMinutes)],
  );
};

/** Start, end, and which occurrence it is. */
const timeProperties = (content: EventContent, series: Series, clockOf: ClockOf): readonly ContentProperty[] => {
  const startClock = clockOf(content.startTimeZone);
  const replaced =
    'originalStart' in content && typeof content.originalStart === 'string'
      ? content.originalStart
      : series.event.recurrenceId;
  const identity = replaced === undefined ? [] : [seriesTime('recurrence-id', replaced, series)];
  if (content.isAllDay) {
    const first = dayOf(content.start, startClock);
    const after = dayOf(content.end, startClock);
    const end = Temporal.PlainDate.compare(after, first) > 0 ? after : first.add({ days: 1 });
    return [...identity, dateProperty('dtstart', first), dateProperty('dtend', end)];
  }
  const isMaster = series.isRecurring && content === series.event;
  const end = clockOf(content.endTimeZone ?? content.startTimeZone);
  return [
    ...identity,
    timeProperty('dtstart', content.start, startClock, isMaster),
    timeProperty('dtend', content.end, end, isMaster),
  ];
};

const seriesProperties = (series: Series): readonly ContentProperty[] => {
  const { recurrence, isAllDay, deletedOccurrences } = series.event;
  if (recurrence === undefined) return [];
  const rule = recurrenceRule(recurrence, { timeZone: ruleZone(recurrence.range, series.clock), isAllDay });
  return [['rrule', {}, 'recur', rule], ...deletedOccurrences.map((deleted) => seriesTime('exdate', deleted, series))];
};

/** The zone in which the last day of a series ends; of a zone without a name the offset that it has then. */
const ruleZone = (range: NonNullable<PortableEvent['recurrence']>['range'], { zone, instant }: ZoneClock): string => {
  if (zone === undefined || range.type !== 'EndDate') return 'UTC';
  if (!('definition' in zone)) return zone.tzid;
  const wall = Temporal.PlainDate.from(range.endDate).add({ days: 1 }).toPlainDateTime();
  const minutes = Math.round((Date.parse(`${wall.toString()}Z`) - instant(wall).epochMilliseconds) / 60_000);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A time by which a series tells one of its occurrences: the day that it falls on, at the hour of the series. The clock may have shown another hour
 * where that one was skipped, but the rule does not know that.
 */
const seriesTime = (name: string, instant: string, { event, clock, isRecurring }: Series): ContentProperty => {
  if (event.isAllDay) return dateProperty(name, dayOf(instant, clock));
  const shown = clock.wall(instant);
  const time = isRecurring ? clock.wall(event.start).toPlainTime() : shown.toPlainTime();
  return zonedProperty(name, shown.toPlainDate().toPlainDateTime(time), clock);
};

/** The day that begins at a midnight, rounded to the nearest one: in some zones a day begins at one o'clock. Without a zone, see `dayAt` of graphql/events. */
const dayOf = (midnight: string, clock: ZoneClock): Temporal.PlainDate =>
  clock
    .wall(midnight)
    .add({ hours: clock.zone === undefined ? 13 : 12 })
    .toPlainDate();

const dateProperty = (name: string, day: Temporal.PlainDate): ContentProperty => [name, {}, 'date', day.toString()];

/** A time as its zone shows it; in UTC where the clock shows it twice and this is the second one. A series has to be told as it repeats. */
const timeProperty = (name: string, instant: string, clock: ZoneClock, isSeries: boolean): ContentProperty => {
  const wall = clock.wall(instant);
  const isClear = isSeries || clock.instant(wall).epochMilliseconds === Date.parse(instant);
  return isClear
    ? zonedProperty(name, wall, clock)
    : [name, {}, 'date-time', `${new Date(instant).toISOString().slice(0, 19)}Z`];
};

const zonedProperty = (name: string, wall: Temporal.PlainDateTime, { zone }: ZoneClock): ContentProperty => {
  const text = wall.toString({ smallestUnit: 'second' });
  return zone === undefined ? [name, {}, 'date-time', `${text}Z`] : [name, { tzid: zone.tzid }, 'date-time', text];
};
