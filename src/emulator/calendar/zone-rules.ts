import { childText, child, type XmlNode } from '../xml/xml.ts';

/** Converts between instants and the wall clock of one zone; both in milliseconds, wall clocks as in wallClock. */
export interface ZoneClock {
  readonly instantOf: (wall: number) => number;
  readonly wallOf: (instant: number) => number;
}

/** The clock of a zone that is always at UTC. */
export const utcClock: ZoneClock = { instantOf: (wall) => wall, wallOf: (instant) => instant };

/**
 * The clock of a SerializableTimeZone, by its rules. An hour that is repeated is its first, one that is skipped is read with the offset before it.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezone-availability
 */
export const zoneClock = (zone: XmlNode): ZoneClock => {
  const bias = minutes(zone);
  const standard = child(zone, 't:StandardTime');
  const daylight = child(zone, 't:DaylightTime');
  const standardBias = bias + minutes(standard);
  const daylightBias = bias + minutes(daylight);
  const isSummer = (instant: number): boolean => {
    const year = new Date(instant - standardBias).getUTCFullYear();
    const begins = changeIn(year, daylight);
    const ends = changeIn(year, standard);
    if (begins === undefined || ends === undefined) return false;
    const [from, to] = [begins + standardBias, ends + daylightBias];
    return from < to ? instant >= from && instant < to : instant >= from || instant < to;
  };
  return {
    wallOf: (instant) => instant - (isSummer(instant) ? daylightBias : standardBias),
    instantOf: (wall) => (isSummer(wall + daylightBias) ? wall + daylightBias : wall + standardBias),
  };
};

const minuteMs = 60_000;
const dayMs = 86_400_000;

const minutes = (of: XmlNode | undefined): number => Number(childText(of, 't:Bias') ?? '0') * minuteMs;

/** The wall clock at which clocks change that year; undefined for a zone that leaves them alone. */
const changeIn = (year: number, change: XmlNode | undefined): number | undefined => {
  const month = Number(childText(change, 't:Month') ?? '0');
  if (month === 0) return undefined;
  const order = Number(childText(change, 't:DayOrder') ?? '1');
  const weekday = weekdays.indexOf(childText(change, 't:DayOfWeek') ?? '');
  const first = Date.UTC(year, month - 1, 1);
  const time = Date.parse(`1970-01-01T${childText(change, 't:Time') ?? '00:00:00'}Z`);
  if (weekday === -1 || childText(change, 't:Year') !== undefined) return first + (order - 1) * dayMs + time;
  const offset = (weekday - new Date(first).getUTCDay() + 7) % 7;
  const last = Date.UTC(year, month, 0);
  // The fifth of a weekday is the last one, also where there are but four.
  let day = first + (offset + (order - 1) * 7) * dayMs;
  while (day > last) day -= 7 * dayMs;
  return day + time;
};

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
