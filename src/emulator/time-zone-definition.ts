import { Temporal } from 'temporal-polyfill';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { ianaZone } from './time-zone.ts';
import { node, type XmlNode } from './xml.ts';

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

/** The two changes of clocks of that year, each as the moment at which the new offset begins; none where clocks are left alone. */
const changesInYear = (zone: string, instant: number): readonly Temporal.ZonedDateTime[] => {
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
  const before = change.subtract({ nanoseconds: 1 });
  const wall = change.toPlainDateTime().subtract({
    nanoseconds: change.offsetNanoseconds - before.offsetNanoseconds,
  });
  const isLast = wall.day + 7 > wall.daysInMonth;
  return node('t:RecurringDayTransition', [
    to,
    node('t:TimeOffset', duration(wall.hour * 60 + wall.minute)),
    node('t:Month', String(wall.month)),
    node('t:DayOfWeek', weekdays[wall.dayOfWeek - 1] ?? ''),
    node('t:Occurrence', isLast ? '-1' : String(Math.ceil(wall.day / 7))),
  ]);
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
