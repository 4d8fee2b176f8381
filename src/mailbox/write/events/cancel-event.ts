import { EwsError } from '../../../ews/errors.ts';
import { createItem } from '../../../ews/operations/create-item.ts';
import { deleteItem } from '../../../ews/operations/delete-item.ts';
import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { Item } from '../../../ews/properties/item-types.ts';
import type { MeetingResponse } from '../../../ews/properties/meeting-response.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { wantsVersion } from '../wants-version.ts';
import { invalidField, WriteRefusal } from '../write-refusal.ts';
import { endedSeriesRows, endSeries } from './end-series.ts';
import { isOccurrence, isOwnEvent, standingRows, type Event, type OccurrenceScope } from './event-standing.ts';
import { placeInSeries } from './series-place.ts';

/** An event that shall not take place. */
export interface EventCancellation {
  /** An event of the calendar, or one of its occurrences. */
  readonly id: ItemId;
  /** Which part of a series. */
  readonly scope: OccurrenceScope;
  /** Whether those who are invited are told. */
  readonly isTold: boolean;
  /** What they read; only when they are told, and not of the rest of a series, whose attendees get what is left of it. */
  readonly comment: MeetingResponse['comment'];
  /** Called before mail goes out; throws when this caller may not send. */
  readonly demandMail: () => void;
  /** Told of a series that goes on before what was cancelled, as soon as it ends there. */
  readonly onShortened: (series: ItemId) => void;
}

/** What cancelling needs of a mailbox. */
type CancelSource = Pick<OpenedMailbox, 'session' | 'items'>;

const idPath = ['input', 'id'];

const notOwn = (): WriteRefusal =>
  invalidField(
    idPath,
    'names a meeting that somebody else has called. Decline it with respondToEvent, or take it out of this calendar with deleteItems.',
  );

const cancellable = (item: Item): Event => {
  if (item.type !== 'CalendarItem') throw new WriteRefusal({ reason: 'NOT_FOUND' });
  if (!isOwnEvent(item)) throw notOwn();
  if (item.properties.isCancelled === true) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  return item;
};

/** Whether somebody is told. */
const isMail = ({ properties }: Event, { isTold, demandMail }: EventCancellation): boolean => {
  const isSent = isTold && properties.isMeeting === true;
  if (isSent) demandMail();
  return isSent;
};

/** A whole event, or one occurrence. */
const cancelWhole = async ({ session }: CancelSource, event: Event, cancellation: EventCancellation): Promise<void> => {
  const { id, changeKey } = event;
  const { comment } = cancellation;
  const isSent = isMail(event, cancellation);
  if (isSent && comment !== undefined) {
    const item = { response: 'CancelCalendarItem', id, changeKey, comment } as const;
    await session.call(createItem, { items: [item], disposition: 'SendAndSaveCopy' });
    return;
  }
  await session.call(deleteItem, {
    ids: [{ id, changeKey }],
    deleteType: 'MoveToDeletedItems',
    cancellations: isSent ? 'SendToAllAndSaveCopy' : 'SendToNone',
  });
};

/** An occurrence and those after it. Throws what could not be done besides, when the series has been ended. */
const cancelRest = async (mailbox: CancelSource, occurrence: Event, cancellation: EventCancellation): Promise<void> => {
  const master = cancellable(await mailbox.items.loadMaster(occurrence.id, [...standingRows, ...endedSeriesRows]));
  const place = placeInSeries(master, occurrence);
  if (place.isFirst) return cancelWhole(mailbox, master, cancellation);
  const { problem } = await endSeries(mailbox, { master, place, isTold: isMail(master, cancellation) });
  cancellation.onShortened(master.id);
  if (problem !== undefined) throw problem;
};

const cancelOnce = async (mailbox: CancelSource, cancellation: EventCancellation): Promise<void> => {
  const { items } = mailbox;
  const { id, scope } = cancellation;
  items.forgetAll();
  const event = cancellable(await items.load(id, [...standingRows, rows.start, rows.originalStart]));
  if (event.properties.itemType === 'RecurringMaster' && scope !== 'ENTIRE_SERIES')
    throw invalidField(idPath, `names a whole series; ${scope} takes the id of one of its occurrences.`);
  if (!isOccurrence(event) || scope === 'THIS_OCCURRENCE') return cancelWhole(mailbox, event, cancellation);
  if (scope === 'THIS_AND_FOLLOWING') return cancelRest(mailbox, event, cancellation);
  return cancelWhole(mailbox, cancellable(await items.loadMaster(id, standingRows)), cancellation);
};

const inWords = (error: unknown): unknown =>
  error instanceof EwsError && error.responseCode === 'ErrorCalendarIsNotOrganizer' ? notOwn() : error;

/**
 * Takes an event of one's own out of the calendar, into Deleted Items, and tells those who are invited if they shall be told: GetItem, for an occurrence
 * of a series another for the series, and DeleteItem; with a comment CreateItem, which is how that travels; for this and the following ones of a
 * series what `endSeries` needs. Once more from the present version when it has changed since it was looked at. Throws WriteRefusal and EwsError;
 * unless one of them says otherwise, or a series was shortened, nothing was done.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-delete-appointments-and-cancel-meetings-by-using-ews-in-exchange
 */
export const cancelEvent = async (mailbox: CancelSource, cancellation: EventCancellation): Promise<void> => {
  try {
    await cancelOnce(mailbox, cancellation).catch((error: unknown) => {
      if (!(error instanceof EwsError) || error.mayBeDone || !wantsVersion(error)) throw error;
      return cancelOnce(mailbox, cancellation);
    });
  } catch (error) {
    throw inWords(error);
  } finally {
    mailbox.items.forgetAll();
  }
};
