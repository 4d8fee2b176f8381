import { EwsError } from '../../../ews/errors.ts';
import { updateItem, type ItemUpdate } from '../../../ews/operations/update-item.ts';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { AnyProperty, Settable } from '../../../ews/properties/property.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { readEach } from '../read-each.ts';
import { inBatches } from '../write-each.ts';
import type { Event } from './event-standing.ts';
import { patternDay, zoneless } from './series-place.ts';
import { isSameTime, onDay, timesOf, timesRows } from './series-times.ts';

/** An occurrence that was changed, and in what. */
export interface KeptException {
  /** Its number in the series, from 1 on. */
  readonly index: number;
  readonly changes: Settable<typeof rows, 'update'>;
}

const words = [
  'subject',
  'sensitivity',
  'location',
  'showAs',
  'importance',
  'categories',
  'reminderIsSet',
  'reminderMinutesBeforeStart',
  'requiredAttendees',
  'optionalAttendees',
  'resources',
] as const;

const clearable: ReadonlySet<string> = new Set([
  'subject',
  'location',
  'categories',
  'requiredAttendees',
  'optionalAttendees',
  'resources',
]);

const wanted: readonly AnyProperty[] = [
  ...timesRows,
  rows.originalStart,
  rows.bodyBest,
  ...words.map((name): AnyProperty => rows[name]),
];

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const changesOf = (master: Event, exception: Event, day: string): KeptException['changes'] => {
  const own = exception.properties;
  const differing = words.filter((name) => !isSame(own[name], master.properties[name]));
  const values = differing.flatMap((name) => {
    const value = own[name] ?? (clearable.has(name) ? null : undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  const { bodyBest } = own;
  const body =
    bodyBest === undefined || isSame(bodyBest, master.properties.bodyBest)
      ? {}
      : { [bodyBest.type === 'HTML' ? 'bodyHtml' : 'bodyText']: bodyBest };
  const times = timesOf(exception, zoneless);
  const { start, end, isAllDay } = times;
  const isMoved = !isSameTime(
    { ...times, zone: zoneless },
    { ...onDay(timesOf(master, zoneless), day), zone: zoneless },
  );
  return { ...Object.fromEntries(values), ...body, ...(isMoved ? { start, end, isAllDay } : {}) };
};

/**
 * What was changed of single occurrences of a series that fall on these days, by one GetItem, none when there are none. Read before servers forget it,
 * which they do as soon as the series takes place at other times, be it that it ends earlier. Files of single occurrences are not kept. Throws EwsError.
 */
export const keptExceptions = async (
  mailbox: Pick<OpenedMailbox, 'items'>,
  series: Event,
  ids: readonly ItemId[],
  days: readonly string[],
): Promise<readonly KeptException[]> => {
  if (ids.length === 0 || days.length === 0) return [];
  const [read, master] = await Promise.all([readEach(mailbox, ids, wanted), mailbox.items.load(series.id, wanted)]);
  return [...read.values()].flatMap((exception) => {
    if (exception instanceof EwsError) throw exception;
    if (exception.type !== 'CalendarItem' || master.type !== 'CalendarItem') return [];
    const day = patternDay(master, exception);
    const index = days.indexOf(day) + 1;
    return index === 0 ? [] : [{ index, changes: changesOf(master, exception, day) }];
  });
};

/** Changes occurrences again as they were, without telling anybody. Answers how many could not be. Throws EwsError when a call fails as a whole. */
export const restoreExceptions = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  series: ItemId,
  kept: readonly KeptException[],
): Promise<number> => {
  const write = async (some: readonly KeptException[]): Promise<readonly KeptException[]> => {
    const failed: KeptException[] = [];
    for (const batch of inBatches(some)) {
      const results = await session.callEach(updateItem, {
        changes: batch.map(({ index, changes }): ItemUpdate => ({
          occurrenceOf: series,
          index,
          type: 'CalendarItem',
          changes,
        })),
        conflictResolution: 'AlwaysOverwrite',
        disposition: 'SaveOnly',
        invitations: 'SendToNone',
      });
      failed.push(...batch.filter((_, at) => results[at] instanceof EwsError));
    }
    return failed;
  };
  const changed = kept.filter(({ changes }) => Object.keys(changes).length > 0);
  // One may only find room when its neighbour has moved.
  const failed = changed.length === 0 ? [] : await write(changed);
  return failed.length === 0 ? 0 : (await write(failed)).length;
};
