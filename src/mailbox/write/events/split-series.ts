import { EwsError } from '../../../ews/errors.ts';
import { deleteItem } from '../../../ews/operations/delete-item.ts';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import { carriedAttachments } from '../../compose/carried-attachments.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import type { Once } from '../once.ts';
import { WriteRefusal } from '../write-refusal.ts';
import { attendeeRows, unanswered, type Invited } from './attendees.ts';
import { createEvent } from './create-event.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import { endedSeriesRows, endSeries } from './end-series.ts';
import { checkEventQuotas, type EventContent, type EventWords } from './event-content.ts';
import type { Patched } from './event-patch.ts';
import type { Event } from './event-standing.ts';
import { deletedDays, indexesOn, type SeriesPlace } from './series-place.ts';
import { tellAttendees } from './tell-attendees.ts';

/** Rows of a series that `splitSeries` reads. */
export const splitSeriesRows: readonly AnyProperty[] = [
  ...endedSeriesRows,
  ...attendeeRows,
  rows.subject,
  rows.bodyBest,
  rows.sensitivity,
  rows.importance,
  rows.categories,
  rows.location,
  rows.reminderIsSet,
  rows.reminderMinutesBeforeStart,
  rows.attachments,
  rows.parentFolderId,
];

/** A series that shall go on otherwise from one of its occurrences on. */
export interface SeriesSplit {
  /** With `splitSeriesRows`. */
  readonly master: Event;
  /** The first occurrence of the new series; not the first of the old one. */
  readonly place: SeriesPlace;
  /** What is other than in the old series. */
  readonly words: EventWords;
  readonly times: EventContent['times'];
  readonly recurrence: NonNullable<EventContent['recurrence']>;
  readonly invited: readonly Invited[];
  /** Whether the attendees are told, of both series. */
  readonly isTold: boolean;
  readonly once: Once;
  /** Told of the new series as soon as it is there, and when it is gone again. */
  readonly onNewSeries: (id: ItemId | undefined) => void;
}

const isGiven = ([, value]: readonly [string, unknown]): boolean => value !== undefined;

const wordsOf = ({ properties }: Event, given: EventWords): EventWords => {
  const { subject, sensitivity, bodyBest, categories, importance, showAs, location } = properties;
  const { reminderIsSet, reminderMinutesBeforeStart } = properties;
  const isBodyGiven = given.bodyHtml !== undefined || given.bodyText !== undefined;
  const body = bodyBest?.type === 'HTML' ? { bodyHtml: bodyBest } : { bodyText: bodyBest };
  return {
    subject,
    sensitivity,
    ...(isBodyGiven ? {} : body),
    categories,
    importance,
    showAs,
    location,
    reminderIsSet,
    reminderMinutesBeforeStart,
    ...Object.fromEntries(Object.entries(given).filter(isGiven)),
  };
};

/** Takes a series away that nobody has been told of. */
const takeBack = async ({ session }: OpenedMailbox, id: ItemId, cause: unknown): Promise<void> => {
  try {
    await session.call(deleteItem, { ids: [{ id }], deleteType: 'HardDelete', cancellations: 'SendToNone' });
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    throw new WriteRefusal(
      {
        reason: 'CONFLICT',
        detail:
          'The new series was made, but the old one could not be ended, nor the new one be taken away again: both stand in the calendar. Nobody was told.',
      },
      { cause },
    );
  }
};

/**
 * Makes a series of what is left of another from one of its occurrences on, then ends the old one before it. The new one is told last, and taken away
 * again when the old one cannot be ended, so that nobody hears of what does not happen. What was deleted stays deleted; what was changed of single
 * occurrences from there on follows the new series. GetAttachment where there are files, CreateItem, DeleteItem where something was deleted, what
 * `endSeries` needs, and UpdateItem to tell. Throws WriteRefusal and EwsError.
 */
export const splitSeries = async (mailbox: OpenedMailbox, split: SeriesSplit): Promise<Patched> => {
  const { master, place, times, recurrence, invited, isTold, once, onNewSeries } = split;
  const { attachments: files = [], parentFolderId } = master.properties;
  const attachments = await carriedAttachments(mailbox, files);
  const event = { words: wordsOf(master, split.words), times, recurrence, invited: unanswered(invited), attachments };
  checkEventQuotas(event);
  const {
    copy: { item },
  } = await createEvent({
    once,
    mailbox,
    key: undefined,
    content: () => Promise.resolve(''),
    event,
    saveIn: parentFolderId === undefined ? mailbox.folders.targetOfRole('CALENDAR') : { id: parentFolderId },
    invites: false,
  });
  if (item === undefined) throw new WriteRefusal({ reason: 'OUTCOME_UNKNOWN' });
  onNewSeries(item.id);
  const end = async (): Promise<Patched> => {
    try {
      await deleteOccurrences(mailbox, item.id, indexesOn(recurrence, deletedDays(master)));
      return await endSeries(mailbox, { master, place, isTold });
    } catch (error) {
      // The old one may yet be ended: two series are better than none.
      if (error instanceof EwsError && error.mayBeDone) throw error;
      await takeBack(mailbox, item.id, error);
      onNewSeries(undefined);
      throw error;
    }
  };
  const { problem } = await end();
  if (!isTold || invited.length === 0) return { problem };
  try {
    await tellAttendees(mailbox, item.id, event.words.showAs ?? undefined);
    return { problem };
  } catch (untold) {
    return { problem: problem ?? untold };
  }
};
