import { rrulestr } from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { valuesOf } from './caldav-calendar.ts';
import { zone } from './planned-series.ts';

/**
 * When the meetings of a series begin, as a calendar program finds it out: by the rule on the clock of its zone, without the times that are left out,
 * and with those of the occurrences that were changed. All are in the zone of planned series.
 */
export const expandSeries = (text: string): readonly Temporal.ZonedDateTime[] => {
  const events = text.split('BEGIN:VEVENT').slice(1);
  const series = events.find((event) => valuesOf(event, 'RRULE').length > 0);
  const rule = valuesOf(series ?? '', 'RRULE')[0];
  const start = valuesOf(series ?? '', 'DTSTART')[0];
  if (series === undefined || rule === undefined || start === undefined) throw new Error(`Not a series: ${text}`);
  const changed = events.filter((event) => event !== series);
  const gone = [
    ...valuesOf(series, 'EXDATE').flatMap((values) => values.split(',')),
    ...changed.flatMap((event) => valuesOf(event, 'RECURRENCE-ID')),
  ].map((value) => timeAt(value).epochMilliseconds);
  return [
    ...rrulestr(`DTSTART:${start}Z\nRRULE:${rule}`)
      .all()
      .map((wall) => timeAt(wall.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')))
      .filter(({ epochMilliseconds }) => !gone.includes(epochMilliseconds)),
    ...changed.flatMap((event) => valuesOf(event, 'DTSTART')).map(timeAt),
  ].toSorted(Temporal.ZonedDateTime.compare);
};

/** `20261207T100000` on the zone's clock, or `20261207T090000Z`. */
const timeAt = (value: string): Temporal.ZonedDateTime => {
  const wall = Temporal.PlainDateTime.from(value.replace('Z', ''));
  return value.endsWith('Z') ? wall.toZonedDateTime('UTC').withTimeZone(zone) : wall.toZonedDateTime(zone);
};
