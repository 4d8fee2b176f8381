import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import { wrongTiming, type EventPatch, type Patched, type Patching } from './event-patch.ts';
import type { Event } from './event-standing.ts';
import { timingProperties, type EventTimes } from './event-times.ts';
import { demandFit } from './series-fit.ts';
import {
  deletedDays,
  demandKnownZone,
  indexesOn,
  isSameRecurrence,
  patternDay,
  recurrenceOf,
  zoneless,
} from './series-place.ts';
import { dayOf, daysBetween, isSameTime, onDay, plusDays, timesOf } from './series-times.ts';
import { tellAttendees } from './tell-attendees.ts';
import { noticesOf, patchedPeople, writeEvent, writeSeries, type EventChanges } from './write-event.ts';

/** A series, and the occurrence by whose id it was named. */
export interface NamedSeries {
  readonly master: Event;
  /** Absent: it was named by its own id. */
  readonly occurrence: Event | undefined;
}

const otherDay = wrongTiming('is on another day. Only with recurrence can a series be put on other days.');

/** Throws WriteRefusal INVALID unless a time is on the day of the occurrence that it is given for: where that is now, or where the pattern has it. */
export const demandSameDay = (times: EventTimes, master: Event, occurrence: Event | undefined): void => {
  const base = timesOf(master, zoneless);
  const days = [base.firstDay];
  if (occurrence !== undefined) {
    const { start = base.start, isAllDay = false } = occurrence.properties;
    days.splice(0, 1, patternDay(master, occurrence), dayOf(start, { zone: base.zone, isAllDay }));
  }
  if (!days.includes(times.firstDay)) throw otherDay;
};

/** When the series begins whose occurrence shall be where the patch puts it; undefined: as it is. */
const seriesTimes = (
  { master, occurrence }: NamedSeries,
  { times, recurrence }: EventPatch,
): EventTimes | undefined => {
  if (times === undefined || recurrence === null) return times;
  if (recurrence === undefined || occurrence !== undefined) demandKnownZone(master);
  if (recurrence === undefined) demandSameDay(times, master, occurrence);
  const { firstDay } = timesOf(master, zoneless);
  if (recurrence === undefined) return onDay(times, firstDay);
  if (occurrence === undefined) return times;
  return onDay(times, plusDays(firstDay, daysBetween(patternDay(master, occurrence), times.firstDay)));
};

/**
 * Changes a whole series: one UpdateItem. At other times the mail server lets all its occurrences follow the pattern again, also those that were changed;
 * what was deleted is deleted again, quietly, before the attendees hear of it (DeleteItem, and UpdateItem to tell). Throws WriteRefusal and EwsError;
 * unless one of them says otherwise, nothing was done.
 */
export const changeSeries = async (
  mailbox: OpenedMailbox,
  series: NamedSeries,
  patching: Patching,
): Promise<Patched> => {
  const { master } = series;
  const { patch } = patching;
  const before = timesOf(master, zoneless);
  const wanted = seriesTimes(series, patch);
  const moved = wanted !== undefined && !isSameTime(wanted, before) ? wanted : undefined;
  // With a recurrence both were read together.
  if (moved !== undefined && patch.recurrence === undefined)
    demandFit(recurrenceOf(master).pattern, patch.times ?? moved);
  const repeated = patch.recurrence ? patch.recurrence(wanted ?? before) : patch.recurrence;
  const recurrence = repeated && isSameRecurrence(master, repeated) ? undefined : repeated;
  const people = patchedPeople(master, patching);
  const changes: EventChanges = {
    ...patch.words,
    ...(moved === undefined ? {} : timingProperties(moved)),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...people.changes,
  };
  const isMoved = moved !== undefined || recurrence !== undefined;
  const deleted =
    isMoved && recurrence !== null ? indexesOn(recurrence ?? recurrenceOf(master), deletedDays(master)) : [];
  const notices = noticesOf(patching, people, isMoved);
  if (deleted.length === 0) {
    await writeEvent(mailbox.session, master, changes, notices);
    return { problem: undefined };
  }
  const isSo = (now: Event): boolean =>
    isSameTime(timesOf(now, zoneless), moved ?? before) && isSameRecurrence(now, recurrence ?? recurrenceOf(master));
  await writeSeries(mailbox, master, changes, { invitations: 'SendToNone', isSo });
  try {
    await deleteOccurrences(mailbox, master.id, deleted);
    const showAs = patch.words.showAs ?? master.properties.showAs;
    if (notices !== 'SendToNone') await tellAttendees(mailbox, master.id, showAs);
    return { problem: undefined };
  } catch (problem) {
    return { problem };
  }
};

/** Besides those of its standing and its people, rows of a series that `changeSeries` reads. */
export const changedSeriesRows = [rows.showAs] as const;
