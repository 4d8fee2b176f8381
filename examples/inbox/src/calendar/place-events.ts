import type { EventBlockFragment } from '../generated/graphql.ts';
import { addDays, spanOf } from './event-times.ts';

/** An event of one day and where it is drawn there. */
export interface PlacedEvent {
  readonly event: EventBlockFragment;
  /** Minutes after midnight, 0 to 1440. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Which of how many columns that stand side by side. */
  readonly column: number;
  columns: number;
}

const leastMinutes = 25;

const minuteOf = (instant: Date, day: Date): number => {
  if (instant <= day) return 0;
  return instant >= addDays(day, 1) ? 1440 : instant.getHours() * 60 + instant.getMinutes();
};

/** The timed events that have a part in a day, side by side where they overlap. */
export const placeEvents = (events: readonly EventBlockFragment[], day: Date): readonly PlacedEvent[] => {
  const dayEnd = addDays(day, 1);
  const placed: PlacedEvent[] = [];
  let group: PlacedEvent[] = [];
  let groupEnd = 0;
  const inOrder = events
    .filter((event) => !event.isAllDay)
    .map((event) => ({ event, ...spanOf(event) }))
    .filter(({ start, end }) => start < dayEnd && (end > day || (end >= day && start >= day)))
    .toSorted((a, b) => a.start.getTime() - b.start.getTime() || b.end.getTime() - a.end.getTime());
  for (const { event, start, end } of inOrder) {
    const fromMinute = Math.min(minuteOf(start, day), 1440 - leastMinutes);
    const toMinute = Math.max(minuteOf(end, day), fromMinute + leastMinutes);
    if (fromMinute >= groupEnd) group = [];
    const isTaken = (column: number): boolean =>
      group.some((other) => other.column === column && other.toMinute > fromMinute);
    let column = 0;
    while (isTaken(column)) column += 1;
    const columns = Math.max(column + 1, ...group.map((other) => other.columns));
    const one: PlacedEvent = { event, fromMinute, toMinute, column, columns };
    group.push(one);
    for (const other of group) other.columns = columns;
    groupEnd = Math.max(groupEnd, toMinute);
    placed.push(one);
  }
  return placed;
};

/** The all-day events that have a part in a day. */
export const allDayEvents = (events: readonly EventBlockFragment[], day: Date): readonly EventBlockFragment[] =>
  events.filter((event) => {
    const { start, end } = spanOf(event);
    return event.isAllDay && start < addDays(day, 1) && end > day;
  });
