import { Temporal } from 'temporal-polyfill';
import { changeRule, changesInYear } from './time-zone-definition.ts';
import { ianaZone } from './time-zone.ts';

/**
 * The VTIMEZONE of a Windows zone, by whose id Exchange names it, for times from an instant (milliseconds since 1970) on. Where clocks change by the
 * same rules for ten years it tells these rules, as Exchange does (https://github.com/mguessan/davmail/issues/375); elsewhere the offset that holds
 * then, and every change within ten years, each as an observance of its own. RFC 5545 section 3.6.5. DavMail sends the id back as its TimeZoneContext.
 */
export const zoneLines = (zoneId: string, from: number): readonly string[] => {
  const zone = ianaZone(zoneId);
  const lines = lastingRules(zone, from) ?? singleChanges(zone, from);
  return ['BEGIN:VTIMEZONE', `TZID:${zoneId}`, ...lines, 'END:VTIMEZONE'];
};

/** Both rules, standard time's first; undefined when they do not hold for ten years. Worked out once for each zone and year: it takes milliseconds. */
const lastingRules = (zone: string, from: number): readonly string[] | undefined => {
  const { year } = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const known = knownRules.get(`${zone} ${year}`);
  if (known !== undefined) return known.length === 0 ? undefined : known;
  const years = Array.from({ length: 10 }, (_, index) =>
    changesInYear(zone, Date.UTC(year + index, 6))
      .map(ruleLines)
      .toSorted(standardFirst),
  );
  const [first = []] = years;
  const isLasting = first.length === 2 && years.every((rules) => rules.join() === first.join());
  const lines = isLasting ? first.flat() : [];
  knownRules.set(`${zone} ${year}`, lines);
  return isLasting ? lines : undefined;
};
/** Empty where no rules last. */
const knownRules = new Map<string, readonly string[]>();

/** Exchange lets rules begin with its calendar, in 1601. */
const ruleLines = (change: Temporal.ZonedDateTime): readonly string[] => {
  const { wall, order } = changeRule(change);
  const rule = `FREQ=YEARLY;INTERVAL=1;BYDAY=${order === 5 ? -1 : order}${days[wall.dayOfWeek - 1]};BYMONTH=${wall.month}`;
  const time = wall.toPlainTime().toString({ smallestUnit: 'second' }).replaceAll(':', '');
  return observance(change, change.subtract({ seconds: 1 }), `16010101T${time}`, [`RRULE:${rule}`]);
};

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const standardFirst = ([a = '']: readonly string[], [b = '']: readonly string[]): number => b.localeCompare(a, 'en');

const singleChanges = (zone: string, from: number): readonly string[] => {
  const until = from + tenYearsMs;
  const lines: string[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const began: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('previous');
  if (began === null) lines.push(...changeAt(at.with({ year: 1970 }), at));
  for (at = began ?? at.getTimeZoneTransition('next'); at !== null && at.epochMilliseconds < until;) {
    lines.push(...changeAt(at, at.subtract({ seconds: 1 })));
    at = at.getTimeZoneTransition('next');
  }
  return lines;
};

const tenYearsMs = 10 * 365 * 86_400_000;

/** A change's first moment is told by the clock that showed the earlier offset. */
const changeAt = (begins: Temporal.ZonedDateTime, earlier: Temporal.ZonedDateTime): readonly string[] => {
  const shown = begins.toInstant().toZonedDateTimeISO(earlier.offset).toPlainDateTime();
  return observance(begins, earlier, shown.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, ''));
};

/** An offset and the one before it, from a moment of the wall clock on. */
const observance = (
  begins: Temporal.ZonedDateTime,
  earlier: Temporal.ZonedDateTime,
  start: string,
  more: readonly string[] = [],
): readonly string[] => {
  const kind = begins.offsetNanoseconds > earlier.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${earlier.offset.replace(':', '')}`,
    `TZOFFSETTO:${begins.offset.replace(':', '')}`,
    ...more,
    `END:${kind}`,
  ];
};
