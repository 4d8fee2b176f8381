import { Temporal } from 'temporal-polyfill';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import { EwsError } from '../../../ews/errors.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import { ianaToWindows, zoneNameOf } from '../../../ews/properties/time-zone.ts';
import type { Event } from './event-standing.ts';
import { wholeDays, type EventTimes } from './event-times.ts';

/** Rows that `timesOf` reads. */
export const timesRows: readonly AnyProperty[] = [rows.start, rows.end, rows.isAllDay, rows.startTimeZone];

/** IANA name of the zone that an event is kept in; undefined where the server tells none. */
export const zoneOf = ({ properties: { startTimeZone } }: Event): string | undefined => zoneNameOf(startTimeZone);

/** The day on which something at this instant takes place. Of whole days the nearest midnight counts: some days begin at one o'clock. */
export const dayOf = (instant: string, { zone, isAllDay }: Pick<EventTimes, 'zone' | 'isAllDay'>): string =>
  wallClock(instant, zone)
    .add({ hours: isAllDay ? 12 : 0 })
    .toPlainDate()
    .toString();

/** When an event takes place. `zone`: where the server tells none. Throws EwsError `decode` when the server does not say. */
export const timesOf = (event: Event, zone: string): EventTimes => {
  const { start, end = start, isAllDay = false } = event.properties;
  if (start === undefined || end === undefined) throw new EwsError('decode', 'a calendar item has no start');
  const own = { zone: zoneOf(event) ?? zone, isAllDay };
  const firstDay = dayOf(start, own);
  const lastInstant = end > start ? Temporal.Instant.from(end).subtract({ seconds: 1 }).toString() : start;
  const lastDay = isAllDay ? plusDays(dayOf(end, own), -1) : dayOf(lastInstant, own);
  return { ...own, start, end, firstDay, lastDay: lastDay < firstDay ? firstDay : lastDay };
};

/** The same event at the same time of day, as long on the clock, on another day. */
export const onDay = (times: EventTimes, firstDay: string): EventTimes => {
  const days = daysBetween(times.firstDay, firstDay);
  const moved = (instant: string): string => instantOf(wallClock(instant, times.zone).add({ days }), times.zone);
  const lastDay = plusDays(times.lastDay, days);
  if (times.isAllDay) return wholeDays(firstDay, lastDay, times.zone);
  return { ...times, start: moved(times.start), end: moved(times.end), firstDay, lastDay };
};

/** Whole days, as midnights of this zone; timed ones stay as they are. An occurrence has the zone of its series. */
export const inZone = (times: EventTimes, zone: string): EventTimes =>
  times.isAllDay ? wholeDays(times.firstDay, times.lastDay, zone) : times;

/** Servers keep Windows zones, so that several IANA names come back as one. */
const keptZone = (zone: string): string => ianaToWindows(zone) ?? zone;

/** Whether two are the same on the clock. */
export const isSameTime = (one: EventTimes, other: EventTimes): boolean =>
  one.isAllDay === other.isAllDay &&
  Date.parse(one.start) === Date.parse(other.start) &&
  Date.parse(one.end) === Date.parse(other.end) &&
  keptZone(one.zone) === keptZone(other.zone);

/** Days from one to the other, yyyy-mm-dd both. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

/** The day so many days after another. */
export const plusDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** What the clocks of a zone show at an instant. */
export const wallClock = (instant: string, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();

const instantOf = (wall: Temporal.PlainDateTime, zone: string): string =>
  wall.toZonedDateTime(zone).toInstant().toString();
