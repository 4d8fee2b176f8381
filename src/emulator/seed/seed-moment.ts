import { instantOf, wallClock } from '../calendar/time-zone.ts';

/** What the moments of a seed file are counted from. */
export interface SeedClock {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA name of the zone that times without an offset are meant in. */
  readonly zone: string;
}

/**
 * The instant that a seed file means, milliseconds since 1970: `2026-03-02T08:15:00Z`, `2026-03-02 08:15`, `2026-03-02`, `now`, `-90m`, `+3h`, `-2d`,
 * `+1w 09:30`, `today 09:30`, `tomorrow`, `yesterday`, or `Monday 09:30`, which is the first Monday from today on. Words without a time are the
 * beginning of the day; `-2d` without one is 48 hours ago. Undefined for anything else.
 */
export const seedMoment = (text: string, clock: SeedClock): number | undefined =>
  writtenMoment(text, clock) ?? distantMoment(text, clock) ?? namedMoment(text, clock);

/** What the clocks of the zone show at an instant, yyyy-mm-ddTHH:MM. */
export const seedWallClock = (instant: number, { zone }: SeedClock): string =>
  new Date(wallClock(instant, zone)).toISOString().slice(0, 16);

/** The day on which an instant falls in the zone, yyyy-mm-dd. */
export const seedDay = (instant: number, clock: SeedClock): string => seedWallClock(instant, clock).slice(0, 10);

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

const writtenMoment = (text: string, { zone }: SeedClock): number | undefined => {
  const [, date, time = '00:00', offset] = written.exec(text) ?? [];
  if (date === undefined || !isDay(date)) return undefined;
  const wall = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(wall)) return undefined;
  return offset === undefined ? instantOf(wall, zone) : Date.parse(`${date}T${time}${offset}`);
};

const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** Date.parse takes 30 February for a day of March. */
const isDay = (date: string): boolean => {
  const midnight = Date.parse(`${date}T00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
};

const distantMoment = (text: string, clock: SeedClock): number | undefined => {
  const [, sign, amount, unit = '', time] = distant.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const distanceMs = Number(`${sign}${amount}`) * (units[unit] ?? Number.NaN);
  if (time === undefined) return clock.now + distanceMs;
  return unit === 'd' || unit === 'w' ? onDay(distanceMs / dayMs, time, clock) : undefined;
};

const distant = /^([+-])(\d{1,5})([mhdw])(?: (\d\d:\d\d))?$/;
const units: Readonly<Record<string, number>> = { m: minuteMs, h: 60 * minuteMs, d: dayMs, w: 7 * dayMs };

const namedMoment = (text: string, clock: SeedClock): number | undefined => {
  const [name = '', time, ...more] = text.toLowerCase().split(' ');
  if (more.length > 0) return undefined;
  if (name === 'now') return time === undefined ? clock.now : undefined;
  const weekday = weekdays.indexOf(name);
  const today = new Date(wallClock(clock.now, clock.zone)).getUTCDay();
  const days = weekday === -1 ? wordedDays.get(name) : (weekday - today + 7) % 7;
  return days === undefined ? undefined : onDay(days, time ?? '00:00', clock);
};

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const wordedDays: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
]);

/** At a time of the day that lies so many days after today. */
const onDay = (days: number, time: string, { now, zone }: SeedClock): number | undefined => {
  const today = Math.floor(wallClock(now, zone) / dayMs) * dayMs;
  const ofDay = Date.parse(`1970-01-01T${time}Z`);
  return Number.isNaN(ofDay) || !/^\d\d:\d\d$/.test(time) ? undefined : instantOf(today + days * dayMs + ofDay, zone);
};
