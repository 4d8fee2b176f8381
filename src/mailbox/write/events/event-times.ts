import { Temporal } from 'temporal-polyfill';
import type { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import type { WrittenOutZone } from '../../../ews/properties/full-time-zone.ts';
import type { Settable } from '../../../ews/properties/property.ts';
import { ianaToWindows, type TimeZoneReference } from '../../../ews/properties/time-zone.ts';

/** When an event shall take place. */
export interface EventTimes {
  readonly isAllDay: boolean;
  /** Instants in UTC, whole seconds, as they are written; of an all-day event as `wholeDays` has them. */
  readonly start: string;
  readonly end: string;
  /** IANA name of the zone on whose clock it is kept, and repeats. */
  readonly zone: string;
  /** The day it begins on and the last one it takes place on, yyyy-mm-dd on that zone's calendar. What ends at midnight ends on the day before. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * Whole days on the calendar of a zone (IANA), both yyyy-mm-dd and included: from the first moment of the first to midnight after the last. Where clocks
 * skip that midnight it ends a minute before, because at one o'clock mail programs would show it on the next day too.
 */
export const wholeDays = (firstDay: string, lastDay: string, zone: string): EventTimes => {
  const begin = (day: Temporal.PlainDate): Temporal.ZonedDateTime => day.toZonedDateTime(zone);
  const after = begin(Temporal.PlainDate.from(lastDay).add({ days: 1 }));
  return {
    isAllDay: true,
    start: begin(Temporal.PlainDate.from(firstDay)).toInstant().toString(),
    end: (after.hour === 0 && after.minute === 0 ? after : after.subtract({ minutes: 1 })).toInstant().toString(),
    zone,
    firstDay,
    lastDay,
  };
};

/** The zone as it is written: by its Windows id, or, where CLDR has none, with the rules of that year. */
const writtenZone = (zone: string, year: number): TimeZoneReference | WrittenOutZone => {
  const id = ianaToWindows(zone);
  return id === undefined ? { zone, year } : { id, name: undefined };
};

/** The rows of t:CalendarItem that say when an event takes place: instants and zone, all of them always, because each means nothing without the others. */
export const timingProperties = ({
  start,
  end,
  isAllDay,
  zone,
  firstDay,
}: EventTimes): Settable<
  Pick<typeof calendarItemProperties, 'start' | 'end' | 'isAllDay' | 'startTimeZone' | 'endTimeZone'>,
  'create'
> => {
  const timeZone = writtenZone(zone, Temporal.PlainDate.from(firstDay).year);
  return { start, end, isAllDay, startTimeZone: timeZone, endTimeZone: timeZone };
};
