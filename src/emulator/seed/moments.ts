const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** An instant as the store keeps it: xs:dateTime in UTC with milliseconds, e.g. `2026-03-02T08:15:00.250Z`. */
export type Instant = string;

/** The days around which the demo is built. */
export interface Moments {
  /** Calendar date `days` after today (negative: before), yyyy-mm-dd, in UTC. For events. */
  readonly date: (days: number) => string;
  /** Instant `days` after the day of the newest mail; `time` is HH:MM, HH:MM:SS or HH:MM:SS.mmm in UTC. For mail, and for what was done. */
  readonly at: (days: number, time: string) => Instant;
  /** When the newest mail arrived: today's 07:42 UTC, or yesterday's while that lies ahead. */
  readonly newestMail: Instant;
  /** The day, counted like in `date`, of the first `weekday` (0 Sunday to 6 Saturday) that is not before day `days`. */
  readonly weekdayFrom: (days: number, weekday: number) => number;
}

/** Moments around `today`. Its UTC day carries the calendar; its time of day only decides whether this morning's mail is there yet. */
export const createMoments = (today: Date): Moments => {
  const midnight = Math.floor(today.getTime() / dayMs) * dayMs;
  const morning = midnight + (7 * 60 + 42) * minuteMs;
  const newestMail = morning <= today.getTime() ? morning : morning - dayMs;
  const newestMidnight = Math.floor(newestMail / dayMs) * dayMs;
  const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
  return {
    date: (days) => dateOf(midnight + days * dayMs),
    at: (days, time) => new Date(`${dateOf(newestMidnight + days * dayMs)}T${time}Z`).toISOString(),
    newestMail: new Date(newestMail).toISOString(),
    weekdayFrom: (days, weekday) => {
      const given = new Date(midnight + days * dayMs).getUTCDay();
      return days + ((weekday - given + 7) % 7);
    },
  };
};

/** The instant `minutes` later (negative: earlier). */
export const minutesAfter = (instant: Instant, minutes: number): Instant =>
  new Date(Date.parse(instant) + minutes * minuteMs).toISOString();
