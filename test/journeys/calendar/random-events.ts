import fc from 'fast-check';
import { RRule } from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { ianaToWindows, windowsToIana } from '../../../src/ews/properties/time-zone.ts';
import type { Home, WantedEvent } from './zoned-journey.ts';

/** An event to be made, and how a calendar has to show it: each occurrence as its start and end, in the order of time. */
export interface ExpectedEvent extends WantedEvent {
  readonly shown: readonly string[];
}

/** The years in which random events begin. In these all zones that share a Windows zone have the same clock. */
export const firstInstant = Temporal.Instant.from('2025-05-01T00:00:00Z');
export const lastInstant = Temporal.Instant.from('2029-06-30T00:00:00Z');

/** The instants at which a zone changes its clocks in these years. */
const transitionsOf = (zone: string): readonly Temporal.Instant[] => {
  const found: Temporal.Instant[] = [];
  let at = firstInstant.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  for (
    ;
    at !== null && Temporal.Instant.compare(at.toInstant(), lastInstant) < 0;
    at = at.getTimeZoneTransition('next')
  )
    found.push(at.toInstant());
  return found;
};

const known = new Map<string, readonly Temporal.Instant[]>();
const transitions = (zone: string): readonly Temporal.Instant[] => {
  const found = known.get(zone) ?? transitionsOf(zone);
  known.set(zone, found);
  return found;
};

/** An instant within a day of a change of clocks, by the minute, or anywhere. */
const instantIn = (zone: string): fc.Arbitrary<Temporal.Instant> => {
  const minutes = (lastInstant.epochMilliseconds - firstInstant.epochMilliseconds) / 60_000;
  const anywhere = fc.integer({ min: 0, max: minutes }).map((offset) => firstInstant.add({ minutes: offset }));
  const changes = transitions(zone);
  if (changes.length === 0) return anywhere;
  const near = fc
    .tuple(
      fc.constantFrom(...changes),
      fc.oneof(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -1440, max: 1440 })),
    )
    .map(([change, offset]) => change.add({ minutes: offset }));
  return fc.oneof({ weight: 3, arbitrary: near }, anywhere);
};

const ordinals = ['1', '2', '3', '4', '-1'];

/** Rules that a series beginning on that day can have. */
const rulesFrom = (day: Temporal.PlainDate): fc.Arbitrary<string> => {
  const code = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][day.dayOfWeek - 1] ?? 'MO';
  const ordinal = ordinals[Math.ceil(day.day / 7) - 1] ?? '-1';
  const ends = fc.integer({ min: 1, max: 8 });
  const rules = [
    fc.integer({ min: 1, max: 9 }).map((interval) => `FREQ=DAILY;INTERVAL=${interval}`),
    fc.integer({ min: 1, max: 3 }).map((interval) => `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${code},SU`),
    fc.constant('FREQ=WEEKLY'),
    fc.constant(`FREQ=MONTHLY;BYDAY=${ordinal}${code}`),
    ...(day.day > 28 ? [] : [fc.constant('FREQ=MONTHLY'), fc.constant('FREQ=MONTHLY;INTERVAL=6')]),
  ];
  return fc.tuple(fc.oneof(...rules), ends).map(([rule, count]) => `${rule};COUNT=${count}`);
};

/** The wall clocks, without zone, at which the rrule library has a series begin. */
const beginnings = (rule: string, first: Temporal.PlainDateTime): readonly Temporal.PlainDateTime[] => {
  const start = first.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  return RRule.fromString(`DTSTART:${start}Z\nRRULE:${rule}`)
    .all()
    .map((date) => Temporal.PlainDateTime.from(date.toISOString().slice(0, 19)));
};

const shownTimed = (start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): string =>
  `${start.toInstant().toString()} to ${end.toInstant().toString()}, ${start.toPlainDateTime().toString({ smallestUnit: 'second' })}`;

/** Whether a wall clock of a series means this instant. */
const isFirstPass = (time: Temporal.ZonedDateTime): boolean =>
  time.toPlainDateTime().toZonedDateTime(time.timeZoneId).equals(time);

/** An instant written with some offset, which need not be that of any zone. */
const written = (instant: Temporal.Instant, offset: string): string =>
  instant.toZonedDateTimeISO(offset).toString({ timeZoneName: 'never' });

interface Numbered {
  readonly home: Home;
  readonly subject: string;
}

const timedEvent = ({ home, subject }: Numbered, zone: string): fc.Arbitrary<ExpectedEvent> =>
  fc
    .tuple(
      instantIn(zone),
      fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 4320 })),
      fc.constantFrom('+00:00', '-08:00', '+05:45', '+14:00'),
    )
    .map(([instant, minutes, offset]) => {
      const start = instant.toZonedDateTimeISO(zone);
      const end = start.add({ minutes });
      const timing = {
        timed: { start: written(instant, offset), end: written(end.toInstant(), offset), timeZone: zone },
      };
      return { home, event: { subject, timing }, shown: [shownTimed(start, end)] };
    });

const timedSeries = ({ home, subject }: Numbered, zone: string): fc.Arbitrary<ExpectedEvent> =>
  fc
    .tuple(instantIn(zone), fc.integer({ min: 0, max: 1200 }))
    .chain(([instant, minutes]): fc.Arbitrary<ExpectedEvent> => {
      const start = instant.toZonedDateTimeISO(zone);
      const end = start.add({ minutes });
      const timing = { timed: { start: instant.toString(), end: end.toInstant().toString(), timeZone: zone } };
      // A series that begins in an hour's second pass is refused; as a single event it is not.
      if (!isFirstPass(start) || !isFirstPass(end))
        return fc.constant({ home, event: { subject, timing }, shown: [shownTimed(start, end)] });
      const first = start.toPlainDateTime();
      const length = first.until(end.toPlainDateTime());
      return rulesFrom(first.toPlainDate()).map((rrule) => ({
        home,
        event: { subject, timing, recurrence: { rrule } },
        shown: beginnings(rrule, first).map((begins) =>
          shownTimed(begins.toZonedDateTime(zone), begins.add(length).toZonedDateTime(zone)),
        ),
      }));
    });

const allDay = ({ home, subject }: Numbered, isSeries: boolean): fc.Arbitrary<ExpectedEvent> =>
  fc
    .tuple(instantIn(home.zone), isSeries ? fc.constant(1) : fc.integer({ min: 1, max: 20 }))
    .chain(([instant, days]): fc.Arbitrary<ExpectedEvent> => {
      const start = instant.toZonedDateTimeISO(home.zone).toPlainDate();
      const end = start.add({ days: days - 1 });
      const timing = { allDay: { start: start.toString(), end: end.toString() } };
      if (!isSeries)
        return fc.constant({ home, event: { subject, timing }, shown: [`${start.toString()} to ${end.toString()}`] });
      return rulesFrom(start).map((rrule) => ({
        home,
        event: { subject, timing, recurrence: { rrule } },
        shown: beginnings(rrule, start.toPlainDateTime()).map((begins) => {
          const day = begins.toPlainDate().toString();
          return `${day} to ${day}`;
        }),
      }));
    });

const clocks = (zone: string): string => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const months = Array.from({ length: 12 * 9 }, (_, month) => new Date(Date.UTC(2025, 4 + month, 15)));
  return months.map((day) => format.formatToParts(day).find(({ type }) => type === 'timeZoneName')?.value).join();
};

/**
 * The zones that this runtime knows. One that has left the clock of its Windows zone by laws later than our table is none that could be read as it was
 * written; a runtime that knows many of them says that the table is old.
 */
const knownZones = (): readonly string[] => {
  const all = Intl.supportedValuesOf('timeZone');
  const kept = all.filter((zone) => {
    const shown = windowsToIana(ianaToWindows(zone) ?? zone) ?? zone;
    return shown === zone || clocks(shown) === clocks(zone);
  });
  if (all.length - kept.length > 8) throw new Error('the table of Windows zones is out of date');
  return [...kept, 'UTC', 'Etc/GMT+12'];
};

/** As many random events as wanted, of all kinds, in all zones that this runtime knows, most of them near a change of clocks. */
export const randomEvents = (homes: readonly Home[], count: number, seed: number): readonly ExpectedEvent[] => {
  const zones = fc.constantFrom(...knownZones());
  const kinds = fc.constantFrom('timed', 'timed', 'timed series', 'all-day', 'all-day series');
  const events = fc.tuple(fc.constantFrom(...homes), zones, kinds).chain(([home, zone, kind]) => {
    const numbered = { home, subject: '' };
    if (kind === 'timed') return timedEvent(numbered, zone);
    if (kind === 'timed series') return timedSeries(numbered, zone);
    return allDay(numbered, kind === 'all-day series');
  });
  return fc
    .sample(events, { numRuns: count, seed })
    .map((one, index) => ({ ...one, event: { ...one.event, subject: `event ${index}` } }));
};
