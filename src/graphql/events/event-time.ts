import { Temporal } from 'temporal-polyfill';
import type { EventTimeSource } from '../refs.ts';

/** When an event is, as the wire tells it. */
export interface EventTiming {
  /** Instants; of an all-day event midnights of its own zone, `end` exclusive. */
  readonly start: string;
  readonly end: string;
  readonly isAllDay: boolean;
  /** IANA name of the zone that the event was made in; undefined when the server does not tell, or tells one that nobody knows. */
  readonly zone: string | undefined;
}

/** Where neither the client nor the event names a zone. */
const noZone = 'UTC';

/** An instant on the clock of a zone. */
const timed = (instant: string, timeZone: string): EventTimeSource => ({
  dateTime: instant,
  date: undefined,
  timeZone,
  local: Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' }),
});

const wholeDay = (date: Temporal.PlainDate, timeZone: string): EventTimeSource => ({
  dateTime: undefined,
  date: date.toString(),
  timeZone,
  local: date.toString(),
});

/**
 * The day that begins at this midnight. Midnights are taken in the event's own zone, whatever zone the client looks from: 1 December stays
 * 1 December in Los Angeles and in Auckland. Rounded to the nearest midnight, because servers store the wrong zone beside the right instant, and
 * in some zones a day begins at one o'clock. Without a zone an instant from 11:00 UTC on is taken for a midnight east of Greenwich.
 */
const dayAt = (midnight: string, zone: string | undefined): Temporal.PlainDate =>
  Temporal.Instant.from(midnight)
    .toZonedDateTimeISO(zone ?? noZone)
    .toPlainDateTime()
    .add({ hours: zone === undefined ? 13 : 12 })
    .toPlainDate();

/** The day before on the calendar of a zone: Samoa had no 30 December 2011. */
const dayBefore = (day: Temporal.PlainDate, zone: string | undefined): Temporal.PlainDate =>
  day
    .toZonedDateTime(zone ?? noZone)
    .subtract({ nanoseconds: 1 })
    .toPlainDate();

/** First and last day of an all-day event, both inclusive. */
const days = ({
  start,
  end,
  zone,
}: EventTiming): { readonly first: Temporal.PlainDate; readonly last: Temporal.PlainDate } => {
  const first = dayAt(start, zone);
  const last = dayBefore(dayAt(end, zone), zone);
  return { first, last: Temporal.PlainDate.compare(last, first) < 0 ? first : last };
};

/** The start of an event. `shownIn`: the zone that the client looks from; undefined: the event's own. */
export const startTime = (timing: EventTiming, shownIn: string | undefined): EventTimeSource =>
  timing.isAllDay
    ? wholeDay(days(timing).first, shownIn ?? timing.zone ?? noZone)
    : timed(timing.start, shownIn ?? timing.zone ?? noZone);

/** The end of an event: its last day, inclusive, when it lasts whole days. `endZone`: where it ends, which for a journey is not where it starts. */
export const endTime = (
  timing: EventTiming,
  shownIn: string | undefined,
  endZone: string | undefined,
): EventTimeSource =>
  timing.isAllDay
    ? wholeDay(days(timing).last, shownIn ?? timing.zone ?? noZone)
    : timed(timing.end, shownIn ?? endZone ?? timing.zone ?? noZone);

/** Another start of the same series: an original or a deleted one. */
export const startTimeAt = (
  start: string,
  { isAllDay, zone }: Pick<EventTiming, 'isAllDay' | 'zone'>,
  shownIn: string | undefined,
): EventTimeSource => startTime({ start, end: start, isAllDay, zone }, shownIn);

/** ISO 8601 duration: whole days for all-day events (23 or 25 hours long though some are), else hours, minutes and seconds. */
export const eventDuration = (timing: EventTiming): string => {
  if (timing.isAllDay) {
    const { first, last } = days(timing);
    return Temporal.Duration.from({ days: first.until(last).days + 1 }).toString();
  }
  const ms = Math.max(0, Date.parse(timing.end) - Date.parse(timing.start));
  return Temporal.Duration.from({ seconds: Math.round(ms / 1000) })
    .round({ largestUnit: 'hours' })
    .toString();
};
