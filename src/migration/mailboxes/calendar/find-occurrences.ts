import type { EwsSession } from '../../../ews/operation.ts';
import { findItem } from '../../../ews/operations/find-item.ts';
import { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import { instantText } from '../../../ews/properties/codec.ts';
import type { FolderTarget, ItemId } from '../../../ews/properties/id.ts';

/** An occurrence that goes by its series. Instants. */
export interface RegularOccurrence {
  readonly id: ItemId;
  readonly start: string;
  readonly end: string;
}

/** Days that one view may span, and occurrences that it is asked for at most. */
const mostDays = 31;
const dayMs = 86_400_000;

const wanted = [calendarItemProperties.uid, calendarItemProperties.start, calendarItemProperties.end];

/**
 * The occurrences of a series of this UID that start at these instants, of which none has been changed yet; by their starts. Those that are not there
 * are left out. Throws EwsError.
 */
export const findOccurrences = async (
  session: EwsSession,
  folder: FolderTarget,
  uid: string,
  starts: readonly string[],
): Promise<ReadonlyMap<string, RegularOccurrence>> => {
  const sought = new Set(starts);
  const found = new Map<string, RegularOccurrence>();
  for (const { from, to } of windows([...sought].map((start) => Date.parse(start)).toSorted((a, b) => a - b))) {
    const { items } = await session.call(findItem, {
      parents: [folder],
      wanted,
      view: { type: 'calendar', start: instantText(from), end: instantText(to) },
    });
    for (const item of items) {
      if (item.type !== 'CalendarItem' || item.properties.uid !== uid) continue;
      const { start, end } = item.properties;
      if (start === undefined || !sought.has(start)) continue;
      found.set(start, { id: item.id, start, end: end ?? start });
    }
  }
  return found;
};

/** Windows of time, each as short as it can be, that hold all of the moments, which are in their order; milliseconds. */
const windows = (moments: readonly number[]): readonly { readonly from: number; readonly to: number }[] => {
  const all: { from: number; to: number }[] = [];
  for (const moment of moments) {
    const last = all.at(-1);
    const to = moment + 60_000;
    if (last !== undefined && to - last.from <= mostDays * dayMs) last.to = to;
    else all.push({ from: moment, to });
  }
  return all;
};
