import { EwsError } from '../../ews/errors.ts';
import { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';

const { start, end, itemType, recurrence, firstOccurrence, lastOccurrence, modifiedOccurrences } =
  calendarItemProperties;

/** What decides where an event lies. */
const placingRows: readonly AnyProperty[] = [
  start,
  end,
  itemType,
  recurrence,
  firstOccurrence,
  lastOccurrence,
  modifiedOccurrences,
];

/** From an instant to a later one. */
interface Window {
  readonly start: string;
  readonly end: string;
}

/**
 * Whether nothing of an event, none of a series' occurrences either, can lie in the window; false when that is not certain, or when it cannot be read.
 * Reads it together with the rows that will be `shown`.
 */
export const liesOutside = async (
  { items }: Pick<OpenedMailbox, 'items'>,
  id: ItemId,
  window: Window,
  shown: readonly AnyProperty[],
): Promise<boolean> => {
  try {
    const item = await items.load(id, [...placingRows, ...shown]);
    return item.type === 'CalendarItem' && isOutside(item, window);
  } catch (error) {
    if (error instanceof EwsError) return false;
    throw error;
  }
};

/** The same of an event that has been read. */
export const isOutside = ({ properties }: Pick<ItemOf<'CalendarItem'>, 'properties'>, window: Window): boolean => {
  const [from, to] = [Date.parse(window.start), Date.parse(window.end)];
  const spans = spansOf(properties);
  return spans !== undefined && spans.every((span) => span.start >= to || span.end < from);
};

/** Milliseconds since 1970. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** When it takes place, at most; undefined: nobody can tell. */
const spansOf = (properties: ItemOf<'CalendarItem'>['properties']): readonly Span[] | undefined => {
  if (properties.start === undefined || properties.end === undefined || properties.itemType === undefined)
    return undefined;
  const own = { start: Date.parse(properties.start), end: Date.parse(properties.end) };
  if (properties.itemType !== 'RecurringMaster') return [own];
  const { firstOccurrence: first, lastOccurrence: last, recurrence: repeats, modifiedOccurrences: moved } = properties;
  const isEndless = repeats?.range.type === 'NoEnd';
  if (!isEndless && last === undefined) return undefined;
  return [
    {
      start: first === undefined ? own.start : Math.min(own.start, Date.parse(first.start)),
      end: isEndless || last === undefined ? Number.POSITIVE_INFINITY : Date.parse(last.end),
    },
    ...(moved ?? []).map((occurrence) => ({ start: Date.parse(occurrence.start), end: Date.parse(occurrence.end) })),
  ];
};
