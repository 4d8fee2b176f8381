import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { TimeZoneDefinition } from '../../ews/properties/time-zone-definition.ts';
import type { PortableTimeZone } from '../portable/portable-time-zone.ts';
import { definedObservances } from './defined-zone.ts';
import { zoneObservances, type YearSpan } from './named-zone.ts';
import { timeZoneComponent } from './zone-observance.ts';

/** A zone that a calendar has times in, as it is named there. */
export type WrittenZone =
  | { readonly tzid: string }
  /** One that has no name elsewhere; the id tells apart what different rules call themselves. */
  | { readonly tzid: string; readonly definition: TimeZoneDefinition };

/** How instants read on the clock of a zone. */
export interface ZoneClock {
  /** Undefined: UTC, which needs no description. */
  readonly zone: WrittenZone | undefined;
  wall(instant: string): Temporal.PlainDateTime;
  /** Of a time that comes twice the first one; of one that is skipped the one that the clock shows then. */
  instant(wall: Temporal.PlainDateTime): Temporal.Instant;
}

/** The clock of an event's zone: by its IANA name, else by the rules that its server tells; where it tells neither, UTC. */
export const zoneClock = (zone: PortableTimeZone | undefined): ZoneClock => {
  if (zone?.iana !== undefined) return zone.iana === 'UTC' ? utcClock : namedClock(zone.iana, { tzid: zone.iana });
  return zone?.definition === undefined || zone.definition.periods.length === 0
    ? utcClock
    : definedClock(zone, zone.definition);
};

/** The description of a zone for times in these years. */
export const zoneText = (zone: WrittenZone, years: YearSpan): string =>
  timeZoneComponent(
    zone.tzid,
    'definition' in zone ? definedObservances(zone.definition) : zoneObservances(zone.tzid, years),
  );

const namedClock = (iana: string, zone: WrittenZone | undefined): ZoneClock => ({
  zone,
  wall: (instant) => Temporal.Instant.from(instant).toZonedDateTimeISO(iana).toPlainDateTime(),
  instant: (wall) => wall.toZonedDateTime(iana).toInstant(),
});

const utcClock = namedClock('UTC', undefined);

const definedClock = ({ id, name }: PortableTimeZone, definition: TimeZoneDefinition): ZoneClock => {
  const digest = createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 8);
  const written = { tzid: `${id ?? name ?? 'Zone'} (${digest})`, definition };
  const observances = definedObservances(definition);
  const offsets = [...new Set(observances.map(({ offset }) => offset))];
  const rules = new ICAL.Timezone({ component: timeZoneComponent(written.tzid, observances), tzid: written.tzid });
  const offsetAt = (wall: Temporal.PlainDateTime): number =>
    rules.utcOffset(ICAL.Time.fromString(wall.toString(), undefined));
  const atOffset = (instant: string, offset: number): Temporal.PlainDateTime =>
    Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDateTime().add({ seconds: offset });
  return {
    zone: written,
    wall: (instant) => {
      const offset =
        offsets.find((candidate) => offsetAt(atOffset(instant, candidate)) === candidate) ?? offsets[0] ?? 0;
      return atOffset(instant, offset);
    },
    instant: (wall) =>
      wall
        .subtract({ seconds: offsetAt(wall) })
        .toZonedDateTime('UTC')
        .toInstant(),
  };
};
