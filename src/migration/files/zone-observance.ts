import type { Temporal } from 'temporal-polyfill';
import { calendarComponent, type ContentProperty } from './content-line.ts';

/** An offset of a zone's clocks, and from when it holds: once, or in every year by a rule. */
export interface ZoneObservance {
  /** Seconds east of Greenwich, before and from then on. */
  readonly offsetBefore: number;
  readonly offset: number;
  /** When it first begins, on the clock that shows the offset before it. */
  readonly start: Temporal.PlainDateTime;
  /** RFC 5545 recurrence rule by which it begins again. */
  readonly rule: string | undefined;
}

/** `+01:00`; with seconds where old local times have them. */
const offsetText = (seconds: number): string => {
  const size = Math.abs(seconds);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const shown = size % 60 === 0 ? parts.slice(0, 2) : parts;
  return (seconds < 0 ? '-' : '+') + shown.map((part) => String(part).padStart(2, '0')).join(':');
};

/** `VTIMEZONE`: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5 */
export const timeZoneComponent = (tzid: string, observances: readonly ZoneObservance[]): string =>
  calendarComponent(
    'VTIMEZONE',
    [['tzid', {}, 'text', tzid]],
    observances.map(({ offset, offsetBefore, start, rule }) => {
      const repeated: readonly ContentProperty[] = rule === undefined ? [] : [['rrule', {}, 'recur', rule]];
      return calendarComponent(offset > offsetBefore ? 'DAYLIGHT' : 'STANDARD', [
        ['dtstart', {}, 'date-time', start.toString({ smallestUnit: 'second' })],
        ['tzoffsetfrom', {}, 'utc-offset', offsetText(offsetBefore)],
        ['tzoffsetto', {}, 'utc-offset', offsetText(offset)],
        ...repeated,
      ]);
    }),
  );

const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A rule for one weekday of a month in every year. `weekday` is 1 for Monday; `order` 1 to 4, or -1 for the last. `until`: the last one. */
export const yearlyOn = (
  { month, weekday, order }: { readonly month: number; readonly weekday: number; readonly order: number },
  until: Temporal.Instant | undefined,
): string => `FREQ=YEARLY;BYMONTH=${month};BYDAY=${order}${dayCodes[weekday - 1] ?? 'MO'}${untilPart(until)}`;

/** RFC 5545 wants UNTIL of a VTIMEZONE in UTC. */
export const untilPart = (until: Temporal.Instant | undefined): string =>
  until === undefined ? '' : `;UNTIL=${until.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')}`;
