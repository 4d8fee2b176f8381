import { EwsError } from '../../ews/errors.ts';
import { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { zoneNameOf } from '../../ews/properties/time-zone.ts';
import type { EventTiming } from './event-time.ts';

const { start, end, isAllDay, startTimeZone } = calendarItemProperties;

/** Rows that `eventTiming` needs. */
export const timingRows: readonly AnyProperty[] = [start, end, isAllDay, startTimeZone];

/** Rows that `seriesTiming` needs. */
export const seriesTimingRows: readonly AnyProperty[] = [isAllDay, startTimeZone];

type Event = ItemOf<'CalendarItem'>;

/** What other starts of the same series have in common with this event's. */
export const seriesTiming = ({ properties }: Event): Pick<EventTiming, 'isAllDay' | 'zone'> => ({
  isAllDay: properties.isAllDay ?? false,
  zone: zoneNameOf(properties.startTimeZone),
});

/** When the event is. Throws EwsError `decode` when the server does not say. */
export const eventTiming = (event: Event): EventTiming => {
  const { start: from, end: to = from } = event.properties;
  if (from === undefined || to === undefined) throw new EwsError('decode', 'a calendar item has no start');
  return { start: from, end: to, ...seriesTiming(event) };
};
