import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { InvalidInputError } from '../errors.ts';
import { element, required, type XmlElement } from '../xml.ts';
import { integer, oneOf, optionalText, string, type Codec } from './codec.ts';
import { weekdays, type Weekday } from './weekday.ts';

/** When in a year clocks change, and to what. */
export interface ClockChange {
  /** Minutes that are added to the zone's own bias from then on; summer time is -60. */
  readonly bias: number;
  /** Wall clock that the change ends, `hh:mm:ss`. */
  readonly time: string;
  /** Which of these weekdays in the month, 1 to 4; 5 is the last one. With `year` the day of the month. */
  readonly dayOrder: number;
  /** 1 to 12; 0 in a zone that never changes its clocks. */
  readonly month: number;
  readonly dayOfWeek: Weekday | 'Day';
  /** The one year that the change belongs to; undefined: every year. */
  readonly year?: string;
}

/** A zone without a name: the rules by which its clocks go, as availability knows zones. */
export interface TimeZoneRules {
  /** Minutes to be added to the wall clock to have UTC: 480 on the west coast of America, -60 in Berlin. */
  readonly bias: number;
  readonly standard: ClockChange;
  readonly daylight: ClockChange;
}

const dayOfWeek = oneOf([...weekdays, 'Day'], 'Day');

const clockChange: Codec<ClockChange> = {
  decode: (node) => {
    const year = optionalText(node, 'Year');
    return {
      bias: integer.decode(required(node, 'Bias')),
      time: string.decode(required(node, 'Time')).trim(),
      dayOrder: integer.decode(required(node, 'DayOrder')),
      month: integer.decode(required(node, 'Month')),
      dayOfWeek: dayOfWeek.decode(required(node, 'DayOfWeek')),
      ...(year === undefined ? {} : { year }),
    };
  },
  encode: (name, { bias, time, dayOrder, month, dayOfWeek: day, year }) =>
    element(name, [
      integer.encode('t:Bias', bias),
      element('t:Time', time),
      integer.encode('t:DayOrder', dayOrder),
      integer.encode('t:Month', month),
      element('t:DayOfWeek', day),
      year === undefined ? undefined : element('t:Year', year),
    ]),
};

/**
 * `t:TimeZone` of availability and of working hours, SerializableTimeZone in the schema.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezone-availability
 */
export const timeZoneRules: Codec<TimeZoneRules> = {
  decode: (node) => ({
    bias: integer.decode(required(node, 'Bias')),
    standard: clockChange.decode(required(node, 'StandardTime')),
    daylight: clockChange.decode(required(node, 'DaylightTime')),
  }),
  encode: (name, { bias, standard, daylight }): XmlElement =>
    element(name, [
      integer.encode('t:Bias', bias),
      clockChange.encode('t:StandardTime', standard),
      clockChange.encode('t:DaylightTime', daylight),
    ]),
};

const noChange: ClockChange = { bias: 0, time: '00:00:00', dayOrder: 0, month: 0, dayOfWeek: 'Sunday' };

/** The rules of UTC, with which availability is asked so that no answer is ambiguous. */
export const utcRules: TimeZoneRules = { bias: 0, standard: noChange, daylight: noChange };

/** Minutes west of UTC from this moment on. */
const biasFrom = (moment: Temporal.ZonedDateTime): number => 0 - Math.round(moment.offsetNanoseconds / 60e9);

/** The wall clock that a change ends: what a clock that nobody had set would show. */
const endedWallClock = (change: Temporal.ZonedDateTime): Temporal.PlainDateTime => {
  const shift = change.offsetNanoseconds - change.subtract({ nanoseconds: 1 }).offsetNanoseconds;
  return change.toPlainDateTime().subtract({ nanoseconds: shift });
};

const changeAt = (change: Temporal.ZonedDateTime, bias: number): ClockChange => {
  const wall = endedWallClock(change);
  return {
    bias,
    time: wall.toPlainTime().toString({ smallestUnit: 'second' }),
    dayOrder: wall.day + 7 > wall.daysInMonth ? 5 : Math.ceil(wall.day / 7),
    month: wall.month,
    dayOfWeek: weekdays[wall.dayOfWeek - 1] ?? 'Day',
  };
};

/**
 * The rules by which the clocks of an IANA zone go in one year. A zone that changes its clocks other than twice in that year is told by the offset
 * at the year's end, without changes. Throws InvalidInputError for a name that nobody knows.
 */
export const rulesOfZone = (zone: string, year: number): TimeZoneRules => {
  const newYear = startOfYear(zone, year);
  const first = newYear.getTimeZoneTransition('next');
  const second = first?.getTimeZoneTransition('next');
  const third = second?.getTimeZoneTransition('next');
  if (first?.year !== year || second?.year !== year || third?.year === year)
    return { ...utcRules, bias: biasFrom(startOfYear(zone, year + 1)) };
  // Summer time is the one further east, whatever a zone calls it.
  const [summer, winter] = biasFrom(first) < biasFrom(second) ? [first, second] : [second, first];
  const bias = biasFrom(winter);
  return { bias, standard: changeAt(winter, 0), daylight: changeAt(summer, biasFrom(summer) - bias) };
};

const startOfYear = (zone: string, year: number): Temporal.ZonedDateTime => {
  try {
    return Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone);
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInputError('This time zone is not known');
    throw error;
  }
};

/** When clocks change, whatever words say the same; what never changes has no such moment. */
const moments = ({ bias, standard, daylight }: TimeZoneRules): string => {
  if (standard.month === 0 || daylight.month === 0) return String(bias + standard.bias);
  const moment = (change: ClockChange): readonly unknown[] => [
    change.month,
    change.dayOrder,
    change.dayOfWeek,
    change.time.slice(0, 5),
  ];
  return JSON.stringify([bias + standard.bias, moment(standard), bias + daylight.bias, moment(daylight)]);
};

/** As many zones as Windows has, in half a century. */
const momentsRemembered = new LRUCache<string, string>({ max: 8_000 });

/** The same of a zone, remembered: all of them together take from a tenth of a second to a whole one. */
const momentsOf = (zone: string, year: number): string => {
  const key = `${year} ${zone}`;
  const found = momentsRemembered.get(key) ?? moments(rulesOfZone(zone, year));
  momentsRemembered.set(key, found);
  return found;
};

/**
 * An IANA zone whose clocks go by these rules in that year: `preferred` if it does, else the zone that stands for the first Windows zone that does.
 * Several zones share their rules, so this is a guess at the place, never at the time. Undefined: no zone has such rules.
 */
export const zoneByRules = (rules: TimeZoneRules, year: number, preferred?: string): string | undefined => {
  const wanted = moments(rules);
  const isAlike = (zone: string): boolean => momentsOf(zone, year) === wanted;
  if (preferred !== undefined && isAlike(preferred)) return preferred;
  return zonesOfWindows.find(isAlike);
};

/** CLDR's zone for each Windows zone, UTC first. */
const zonesOfWindows: readonly string[] = [
  'UTC',
  ...new Set(
    WINDOWS_TO_IANA_MAP.filter(({ territory }) => territory === '001').flatMap(({ iana }) => iana.slice(0, 1)),
  ),
];
