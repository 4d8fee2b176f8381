import { clockTime } from '../frame/times.ts';
import type { EventBlockFragment } from '../generated/graphql.ts';

type Timed = Pick<EventBlockFragment, 'isAllDay' | 'start' | 'end'>;

/** A day as the addresses of the calendar name it, `2026-12-31`, on the clock of this machine. */
export const dayName = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

/** Midnight of a day, on the clock of this machine. */
export const dayOf = (name: string): Date => {
  const [year = 1970, month = 1, day = 1] = name.split('-').map(Number);
  return new Date(year, month - 1, day);
};

/** Some days later, at the same time of day, also when clocks change in between. */
export const addDays = (date: Date, days: number): Date => {
  const later = new Date(date);
  later.setDate(later.getDate() + days);
  return later;
};

/** Midnight of the Monday of a week. */
export const mondayOf = (date: Date): Date =>
  addDays(new Date(date.getFullYear(), date.getMonth(), date.getDate()), -((date.getDay() + 6) % 7));

/** The day on which something begins: an all-day event has the same one everywhere. */
export const localDay = ({ date, dateTime }: EventBlockFragment['start']): string =>
  date ?? dayName(new Date(dateTime ?? 0));

/** From when to when: instants of this machine's clock; of an all-day event, from its first midnight to that after its last day. */
export const spanOf = ({ isAllDay, start, end }: Timed): { readonly start: Date; readonly end: Date } =>
  isAllDay && start.date !== null && end.date !== null
    ? { start: dayOf(start.date), end: addDays(dayOf(end.date), 1) }
    : { start: new Date(start.dateTime ?? 0), end: new Date(end.dateTime ?? 0) };

const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** When an event is, in words. */
export const eventWhen = (event: Timed): string => {
  const { start, end } = spanOf(event);
  const lastDay = event.isAllDay ? addDays(end, -1) : end;
  const isOneDay = start.toDateString() === lastDay.toDateString();
  if (event.isAllDay) return isOneDay ? longDay.format(start) : `${longDay.format(start)} – ${longDay.format(lastDay)}`;
  return isOneDay
    ? `${longDay.format(start)}, ${clockTime(start)} – ${clockTime(end)}`
    : `${longDay.format(start)}, ${clockTime(start)} – ${longDay.format(end)}, ${clockTime(end)}`;
};
