import { EmulatorError } from '../emulator-error.ts';
import type { Carrier } from '../item/extended-property.ts';
import { isSeries, occurrencesBetween, overlaps } from './recurrence.ts';
import type { StoredItem } from '../store/store.ts';
import { readInstant } from './time-zone.ts';
import { childText, type XmlNode } from '../xml/xml.ts';

/** A stretch of time, its end not included; milliseconds since 1970. */
export interface CalendarWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads an m:CalendarView; dates without offset are meant in `zone`, an IANA name. Throws EmulatorError:
 * ErrorCalendarEndDateIsEarlierThanStartDate, and ErrorCalendarViewRangeTooBig over two years.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendarview
 */
export const calendarWindow = (view: XmlNode, zone: string): CalendarWindow => {
  const from = readInstant(view.attributes['StartDate'] ?? '', zone);
  const to = readInstant(view.attributes['EndDate'] ?? '', zone);
  if (to < from) throw new EmulatorError('ErrorCalendarEndDateIsEarlierThanStartDate');
  const latest = new Date(from);
  latest.setUTCFullYear(latest.getUTCFullYear() + 2);
  if (to > latest.getTime()) throw new EmulatorError('ErrorCalendarViewRangeTooBig');
  return { from, to };
};

/** What takes place in a window: single events and the occurrences of recurring ones, never their masters, ordered by start. */
export const eventsIn = (items: readonly StoredItem[], { from, to }: CalendarWindow): readonly Carrier[] =>
  items
    .flatMap((item): readonly Event[] => {
      if (isSeries(item.element)) {
        return occurrencesBetween(item, from, to).map(({ start, element }) => ({
          start,
          element,
          number: item.number,
        }));
      }
      const start = readInstant(childText(item.element, 't:Start') ?? '', 'UTC');
      const end = readInstant(childText(item.element, 't:End') ?? '', 'UTC');
      return overlaps(start, end, from, to) ? [{ start, element: item.element, number: item.number }] : [];
    })
    .toSorted((one, other) => one.start - other.start);

interface Event extends Carrier {
  readonly start: number;
}
