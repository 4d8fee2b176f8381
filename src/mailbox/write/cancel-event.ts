import { EwsError } from '../../ews/errors.ts';
import { createItem } from '../../ews/operations/create-item.ts';
import { deleteItem } from '../../ews/operations/delete-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { MeetingResponse } from '../../ews/properties/meeting-response.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isOccurrence, isOwnEvent, standingRows, type Event } from './event-standing.ts';
import { wantsVersion } from './wants-version.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** An event that shall not take place. */
export interface EventCancellation {
  /** An event of the calendar, or one of its occurrences. */
  readonly id: ItemId;
  /** Which part of a series. */
  readonly scope: 'THIS_OCCURRENCE' | 'ENTIRE_SERIES';
  /** Whether those who are invited are told. */
  readonly isTold: boolean;
  /** What they read; only when they are told. */
  readonly comment: MeetingResponse['comment'];
  /** Called before mail goes out; throws when this caller may not send. */
  readonly demandMail: () => void;
}

/** What cancelling needs of a mailbox. */
export type CancelSource = Pick<OpenedMailbox, 'session' | 'items'>;

const idPath = ['input', 'id'];

const notOwn = (): WriteRefusal =>
  invalidField(
    idPath,
    'names a meeting that somebody else has called. Decline it with respondToEvent, or take it out of this calendar with deleteItems.',
  );

const gone = (): WriteRefusal => new WriteRefusal({ reason: 'NOT_FOUND' });

const demandCancellable = (event: Event): void => {
  if (!isOwnEvent(event)) throw notOwn();
  if (event.properties.isCancelled === true) throw gone();
};

/** An event that its owner may cancel, as it is now. Throws WriteRefusal and EwsError. */
export const readCancellable = async (
  { items }: CancelSource,
  { id, scope }: Pick<EventCancellation, 'id' | 'scope'>,
): Promise<Event> => {
  items.forgetAll();
  const event = await items.load(id, standingRows);
  if (event.type !== 'CalendarItem') throw gone();
  demandCancellable(event);
  if (event.properties.itemType === 'RecurringMaster' && scope === 'THIS_OCCURRENCE')
    throw invalidField(idPath, 'names a whole series; THIS_OCCURRENCE takes the id of one of its occurrences.');
  if (!isOccurrence(event) || scope === 'THIS_OCCURRENCE') return event;
  const series = await items.loadMaster(id, standingRows);
  if (series.type !== 'CalendarItem') throw gone();
  demandCancellable(series);
  return series;
};

const cancelOnce = async (mailbox: CancelSource, cancellation: EventCancellation): Promise<void> => {
  const { session } = mailbox;
  const { isTold, comment, demandMail } = cancellation;
  const { id, changeKey, properties } = await readCancellable(mailbox, cancellation);
  const isMail = isTold && properties.isMeeting === true;
  if (isMail) demandMail();
  if (isMail && comment !== undefined) {
    const item = { response: 'CancelCalendarItem', id, changeKey, comment } as const;
    await session.call(createItem, { items: [item], disposition: 'SendAndSaveCopy' });
    return;
  }
  await session.call(deleteItem, {
    ids: [{ id, changeKey }],
    deleteType: 'MoveToDeletedItems',
    cancellations: isMail ? 'SendToAllAndSaveCopy' : 'SendToNone',
  });
};

const inWords = (error: unknown): unknown =>
  error instanceof EwsError && error.responseCode === 'ErrorCalendarIsNotOrganizer' ? notOwn() : error;

/**
 * Takes an event of one's own out of the calendar, into Deleted Items, and tells those who are invited if they shall be told: GetItem, for an occurrence
 * of a series that is meant as a whole another for the series, and DeleteItem; with a comment CreateItem, which is how that travels. Throws WriteRefusal
 * and EwsError; unless one of them says otherwise, nothing was done.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-delete-appointments-and-cancel-meetings-by-using-ews-in-exchange
 */
export const cancelEvent = async (mailbox: CancelSource, cancellation: EventCancellation): Promise<void> => {
  try {
    await cancelOnce(mailbox, cancellation);
  } catch (error) {
    if (!(error instanceof EwsError) || error.mayBeDone || !wantsVersion(error)) throw inWords(error);
    // It has changed since it was looked at: once more, from what it is now.
    await cancelOnce(mailbox, cancellation).catch((again: unknown) => {
      throw inWords(again);
    });
  } finally {
    mailbox.items.forgetAll();
  }
};
