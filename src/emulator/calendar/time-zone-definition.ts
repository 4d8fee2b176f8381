import { Temporal } from 'temporal-polyfill';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { ianaZone } from './time-zone.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/**
 * The t:TimeZoneDefinition of a Windows zone id; full ones carry the rule by which clocks change around `instant`, milliseconds since 1970.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
 */
export const timeZoneDefinition = (id: string, isFull: boolean, instant: number): XmlNode => {
  const zone = ianaZone(id);
  const changes = changesInYear(zone, instant);
  const here = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const standard =
    Math.min(here.offsetNanoseconds, ...changes.map(({ offsetNanoseconds }) => offsetNanoseconds)) / 60e9;
  const attributes = { Id: id, Name: displayName(id, standard) };
  return isFull
    ? node('t:TimeZoneDefinition', attributes, rules(id, standard, changes, here.year))
    : node('t:TimeZoneDefinition', attributes);
};

/** The t:TimeZone by whose rules the clocks of an IANA zone go in the year of `instant`, as availability tells zones. */
export const serializableTimeZone = (zone: string, instant: number): XmlNode => {
  const changes = changesInYear(zone, instant);
  const here = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const standard = changes.length === 0 ? minutesOf(here) : Math.min(...changes.map(minutesOf));
  const change = (name: string, isOf: (minutes: number) => boolean): XmlNode => {
    const found = changes.find((moment) => isOf(minutesOf(moment)));
    if (found === undefined) return timeZoneChange(name, { bias: 0, time: '00:00:00', order: 0, month: 0, weekday: 0 });
    const { wall, order } = changeRule(found);
    return timeZoneChange(name, {
      bias: standard - minutesOf(found),
      time: wall.toPlainTime().toString({ smallestUnit: 'second' }),
      order,
      month: wall.month,
      weekday: wall.dayOfWeek % 7,
    });
  };
  return node('t:TimeZone', [
    node('t:Bias', String(0 - standard)),
    change('t:StandardTime', (minutes) => minutes === standard),
    change('t:DaylightTime', (minutes) => minutes !== standard),
  ]);
};

/** t:StandardTime or t:DaylightTime; `order` is 5 for the last of these weekdays in the month, `weekday` 0 for Sunday. */
export const timeZoneChange = (
  name: string,
  change: {
    readonly bias: number;
    readonly time: string;
    readonly order: number;
    readonly month: number;
    readonly weekday: number;
  },
): XmlNode =>
  node(name, [
    node('t:Bias', String(change.bias)),
    node('t:Time', change.time),
    node('t:DayOrder', String(change.order)),
    node('t:Month', String(change.month)),
    node('t:DayOfWeek', weekdays[(change.weekday + 6) % 7] ?? ''),
  ]);

/** The two changes of clocks of an IANA zone in the year of `instant`, each as the moment at which the new offset begins; none where clocks are left alone. */
export const changesInYear = (zone: string, instant: number): readonly Temporal.ZonedDateTime[] => {
  const { year } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const newYear = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone);
  const first = newYear.getTimeZoneTransition('next');
  const second = first?.getTimeZoneTransition('next');
  return first?.year === year && second?.year === year ? [first, second] : [];
};

const rules = (
  id: string,
  standardMinutes: number,
  changes: readonly Temporal.ZonedDateTime[],
  year: number,
): readonly XmlNode[] => {
  const periodId = (name: string): string => `trule:Microsoft/Registry/${id}/${year}-${name}`;
  const nameOf = (minutes: number): string => (minutes === standardMinutes ? 'Standard' : 'Daylight');
  const offsets = [...new Set([standardMinutes, ...changes.map(minutesOf)])];
  const periods = offsets.map((minutes) =>
    node('t:Period', { Bias: duration(-minutes), Name: nameOf(minutes), Id: periodId(nameOf(minutes)) }),
  );
  const toPeriod = (minutes: number): XmlNode => node('t:To', { Kind: 'Period' }, periodId(nameOf(minutes)));
  const transitions =
    changes.length === 0
      ? [node('t:Transition', [toPeriod(standardMinutes)])]
      : changes.map((change) => recurringTransition(change, toPeriod(minutesOf(change))));
  return [
    node('t:Periods', periods),
    node('t:TransitionsGroups', [node('t:TransitionsGroup', { Id: '0' }, transitions)]),
    node('t:Transitions', [node('t:Transition', [node('t:To', { Kind: 'Group' }, '0')])]),
  ];
};

const minutesOf = (moment: Temporal.ZonedDateTime): number => moment.offsetNanoseconds / 60e9;

/** A change is named by the wall clock that it ends: two o'clock in the morning in the EU's west and the USA. */
const recurringTransition = (change: Temporal.ZonedDateTime, to: XmlNode): XmlNode => {
  const { wall, order } = changeRule(change);
  return node('t:RecurringDayTransition', [
    to,
    node('t:TimeOffset', duration(wall.hour * 60 + wall.minute)),
    node('t:Month', String(wall.month)),
    node('t:DayOfWeek', weekdays[wall.dayOfWeek - 1] ?? ''),
    node('t:Occurrence', order === 5 ? '-1' : String(order)),
  ]);
};

/** The wall clock that a change of clocks ends, and which of these weekdays in the month it is; 5: the last. */
export const changeRule = (
  change: Temporal.ZonedDateTime,
): { readonly wall: Temporal.PlainDateTime; readonly order: number } => {
  const before = change.subtract({ nanoseconds: 1 });
  const wall = change.toPlainDateTime().subtract({
    nanoseconds: change.offsetNanoseconds - before.offsetNanoseconds,
  });
  return { wall, order: wall.day + 7 > wall.daysInMonth ? 5 : Math.ceil(wall.day / 7) };
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** xs:duration of that many minutes: `PT5H30M`, `-PT1H`, `PT0S`. */
const duration = (minutes: number): string => {
  const hours = Math.trunc(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const text = `${hours === 0 ? '' : `${hours}H`}${rest === 0 ? '' : `${rest}M`}`;
  return `${minutes < 0 ? '-' : ''}PT${text === '' ? '0S' : text}`;
};

const displayName = (id: string, standardMinutes: number): string => {
  const minutes = Math.abs(standardMinutes);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const offset =
    minutes === 0 ? 'UTC' : `UTC${standardMinutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  const places = WINDOWS_TO_IANA_MAP.filter(({ windowsName }) => windowsName === id).flatMap(({ iana }) => iana);
  const cities = places.filter((place) => place.includes('/') && !place.startsWith('Etc/')).map(cityOf);
  const named = [...new Set(cities)].slice(0, 3).join(', ');
  return `(${offset}) ${named === '' ? id : named}`;
};

const cityOf = (place: string): string => place.slice(place.lastIndexOf('/') + 1).replaceAll('_', ' ');
