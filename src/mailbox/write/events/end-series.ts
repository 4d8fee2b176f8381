import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { WriteRefusal } from '../write-refusal.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import type { Patched } from './event-patch.ts';
import type { Event } from './event-standing.ts';
import { keptExceptions, restoreExceptions } from './kept-exceptions.ts';
import {
  deletedDays,
  endedBefore,
  isSameRecurrence,
  recurrenceOf,
  seriesRows,
  type SeriesPlace,
} from './series-place.ts';
import { tellAttendees } from './tell-attendees.ts';
import { writeSeries } from './write-event.ts';

/** Rows of a series that `endSeries` reads. */
export const endedSeriesRows: readonly AnyProperty[] = [...seriesRows, rows.modifiedOccurrences, rows.showAs];

/** A series that shall end before one of its occurrences. */
export interface SeriesEnd {
  /** With `endedSeriesRows`. */
  readonly master: Event;
  /** The occurrence from which on there is none; not the first. */
  readonly place: SeriesPlace;
  /** Whether the attendees are told. */
  readonly isTold: boolean;
}

/**
 * Ends a series before one of its occurrences. Servers then forget which of the earlier ones were deleted or changed, so these are deleted and changed
 * again, quietly, before the attendees hear of it: one UpdateItem; where there are such ones GetItem, DeleteItem and UpdateItem besides, and another
 * UpdateItem to tell. Throws WriteRefusal and EwsError; unless one of them says otherwise, nothing was done.
 */
export const endSeries = async (
  mailbox: Pick<OpenedMailbox, 'session' | 'items'>,
  { master, place, isTold }: SeriesEnd,
): Promise<Patched> => {
  const { id, properties } = master;
  const ended = endedBefore(recurrenceOf(master), place);
  const gone = deletedDays(master);
  const deleted = place.daysBefore.flatMap((day, index) => (gone.has(day) ? [index + 1] : []));
  const changed = (properties.modifiedOccurrences ?? []).map((occurrence) => occurrence.id);
  const kept = await keptExceptions(mailbox, master, changed, place.daysBefore);
  const isQuiet = !isTold || deleted.length > 0 || kept.length > 0;
  await writeSeries(
    mailbox,
    master,
    { recurrence: ended },
    { invitations: isQuiet ? 'SendToNone' : 'SendToAllAndSaveCopy', isSo: (now) => isSameRecurrence(now, ended) },
  );
  try {
    await deleteOccurrences(mailbox, id, deleted);
    const lost = await restoreExceptions(mailbox, id, kept);
    if (isQuiet && isTold) await tellAttendees(mailbox, id, properties.showAs);
    return { problem: lost === 0 ? undefined : notKept(lost) };
  } catch (problem) {
    return { problem };
  }
};

const notKept = (count: number): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail: `The series ends as asked. ${count} of its earlier occurrences had been changed, and the mail server did not let them be as they were.`,
  });
