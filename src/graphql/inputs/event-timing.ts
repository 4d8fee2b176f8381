import { Temporal } from 'temporal-polyfill';
import { wholeDays, type EventTimes } from '../../mailbox/write/events/event-times.ts';
import { firstDayOfAll, lastDayOfAll } from '../../mailbox/write/events/series-days.ts';
import { builder } from '../builder.ts';
import type { Note } from './checked-text.ts';

/** A time of day to a time of day, as a client sends it. */
interface TimedInputShape {
  readonly start: string;
  readonly end: string;
  readonly timeZone: string;
}

/** Whole days, as a client sends them. */
interface AllDayInputShape {
  readonly start: string;
  readonly end: string;
}

/** When an event shall take place, as a client sends it: exactly one of these. */
export interface EventTimingInputShape {
  readonly timed?: TimedInputShape | null | undefined;
  readonly allDay?: AllDayInputShape | null | undefined;
}

const TimedInput = builder.inputRef<TimedInputShape>('TimedInput').implement({
  description:
    'From one instant to another. Both carry an offset from UTC, so an hour that clocks skip or show twice is never in doubt; where the offset is not that of `timeZone` at the time, the instant counts. At most five years, in the years 1601 to 4500.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it begins. Mail servers keep whole seconds; what is less is dropped.',
    }),
    end: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it ends: not before `start`; at the same instant for an event without length.',
    }),
    timeZone: t.field({
      type: 'TimeZone',
      required: true,
      description:
        'The zone on whose clock the event is kept and a series repeats: in an hour that this clock skips, an occurrence takes place an hour later; in one that it shows twice, the first time. Mail servers keep Windows zones, so an event of `Europe/Rome` is read as one of `Europe/Berlin`, which has the same clock.',
    }),
  }),
});

const AllDayInput = builder.inputRef<AllDayInputShape>('AllDayInput').implement({
  description:
    'From one day to another, both included, on the calendar of the mailbox’s own time zone; they are the same days wherever they are looked at from. A day whose midnight clocks skip begins with its first moment, and the day before ends a minute early. At most five years, in the years 1601 to 4500.',
  fields: (t) => ({
    start: t.field({ type: 'Date', required: true, description: 'The first day.' }),
    end: t.field({
      type: 'Date',
      required: true,
      description: 'The last day, inclusive: the same as `start` for a single day.',
    }),
  }),
});

export const EventTimingInput = builder.inputRef<EventTimingInputShape>('EventTimingInput').implement({
  description:
    'When an event takes place: exactly one of these. A timed event names its zone, an all-day event has none.',
  isOneOf: true,
  fields: (t) => ({
    timed: t.field({ type: TimedInput, description: 'From one instant to another.' }),
    allDay: t.field({ type: AllDayInput, description: 'From one day to another, both included.' }),
  }),
});

/** ErrorCalendarDurationIsTooLong: https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode */
const longest = Temporal.Duration.from({ years: 5 });

const isOutside = (day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(day, Temporal.PlainDate.from(firstDayOfAll)) < 0 ||
  Temporal.PlainDate.compare(day, Temporal.PlainDate.from(lastDayOfAll)) > 0;

const outsideProblem = `must be a day from ${firstDayOfAll} to ${lastDayOfAll}, which is what calendars of mail servers hold.`;
const endProblem = 'must not be before the start.';
const lengthProblem = 'is more than five years after the start, longer than mail servers take.';

const wholeSeconds = (instant: string): Temporal.Instant =>
  Temporal.Instant.from(instant).round({ smallestUnit: 'second', roundingMode: 'floor' });

const readTimed = ({ start, end, timeZone }: TimedInputShape, path: readonly string[], note: Note): EventTimes => {
  const from = wholeSeconds(start).toZonedDateTimeISO(timeZone);
  const to = wholeSeconds(end).toZonedDateTimeISO(timeZone);
  note([...path, 'start'], isOutside(from.toPlainDate()) ? outsideProblem : undefined);
  note([...path, 'end'], isOutside(to.toPlainDate()) ? outsideProblem : undefined);
  const length = Temporal.ZonedDateTime.compare(to, from);
  if (length < 0) note([...path, 'end'], endProblem);
  else if (Temporal.ZonedDateTime.compare(to, from.add(longest)) > 0) note([...path, 'end'], lengthProblem);
  return {
    isAllDay: false,
    start: from.toInstant().toString(),
    end: to.toInstant().toString(),
    zone: timeZone,
    firstDay: from.toPlainDate().toString(),
    lastDay: (length > 0 ? to.subtract({ nanoseconds: 1 }) : from).toPlainDate().toString(),
  };
};

const readAllDay = (
  { start, end }: AllDayInputShape,
  path: readonly string[],
  note: Note,
  homeZone: string,
): EventTimes => {
  const first = Temporal.PlainDate.from(start);
  const last = Temporal.PlainDate.from(end);
  for (const [field, day] of [
    ['start', first],
    ['end', last],
  ] as const) {
    // A country that changed sides of the date line left out a day: Samoa the 30th of December 2011.
    const isThere = day.toZonedDateTime(homeZone).toPlainDate().equals(day);
    if (isOutside(day)) note([...path, field], outsideProblem);
    else if (!isThere) note([...path, field], 'is a day that the time zone of the mailbox left out.');
  }
  if (Temporal.PlainDate.compare(last, first) < 0) note([...path, 'end'], endProblem);
  else if (Temporal.PlainDate.compare(last.add({ days: 1 }), first.add(longest)) > 0)
    note([...path, 'end'], lengthProblem);
  return wholeDays(start, end, homeZone);
};

/**
 * Reads when an event shall take place. `path`: where it stands in the input; `homeZone`: IANA name of the mailbox's zone, in which days are days. What
 * is impossible is noted; the times then mean nothing.
 */
export const readEventTiming = (
  { timed, allDay }: EventTimingInputShape,
  path: readonly string[],
  note: Note,
  homeZone: string,
): EventTimes => {
  if (timed) return readTimed(timed, [...path, 'timed'], note);
  if (allDay) return readAllDay(allDay, [...path, 'allDay'], note, homeZone);
  throw new TypeError('@oneOf: exactly one of them is there');
};
