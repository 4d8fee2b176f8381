import { EwsError } from '../../../ews/errors.ts';
import { createItem } from '../../../ews/operations/create-item.ts';
import { deleteItem } from '../../../ews/operations/delete-item.ts';
import type { MadeItem } from '../../../ews/operations/written-references.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { Item, ItemOf } from '../../../ews/properties/item-types.ts';
import type { MeetingResponse } from '../../../ews/properties/meeting-response.ts';
import { messageProperties } from '../../../ews/properties/message.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { wantsVersion } from '../wants-version.ts';
import { invalidField, WriteRefusal } from '../write-refusal.ts';
import { placeRows, readAnswered, type AnsweredThing } from './answered-event.ts';
import { isOccurrence, isOwnEvent, standingRows, type Event, type OccurrenceScope } from './event-standing.ts';

/** What somebody who is invited answers. */
export interface EventAnswer {
  /** An event of the calendar, one of its occurrences, or the message that invites to it. */
  readonly id: ItemId;
  readonly response: Exclude<MeetingResponse['response'], 'CancelCalendarItem'>;
  /** What the organiser reads; only when the answer is sent. */
  readonly comment: MeetingResponse['comment'];
  /** Whether the organiser gets the answer. */
  readonly isSent: boolean;
  /** Which part of a series is answered. A message is about what it invites to, and is answered as that. */
  readonly scope: Exclude<OccurrenceScope, 'THIS_AND_FOLLOWING'>;
}

/** What is answered. */
interface Asked extends Pick<AnsweredThing, 'event' | 'pointer'> {
  readonly id: ItemId;
  readonly changeKey: string | undefined;
}

const idPath = ['input', 'id'];

const requestRows: readonly AnyProperty[] = [
  messageProperties.itemClass,
  messageProperties.isOutOfDate,
  messageProperties.isDelegated,
  messageProperties.associatedCalendarItemId,
];

const notInvited = (): WriteRefusal => invalidField(idPath, 'names an event that this mailbox is not invited to.');
const outdated = (): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail: 'A later message about the same meeting has overtaken this request. Answer that one, or the event itself.',
  });
const cancelled = (): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail:
      'The organiser has cancelled this meeting, so there is nothing to answer. deleteItems takes it out of the calendar.',
  });

const delegated = (): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail:
      'This came by delegation: the meeting stands in the calendar of the mailbox that it is for, and is answered there.',
  });

const demandInvited = (event: Event): void => {
  if (event.properties.isMeeting !== true || isOwnEvent(event)) throw notInvited();
  if (event.properties.isCancelled === true) throw cancelled();
};

/** By the message that invites. */
const askedByMessage = ({ id, changeKey, properties }: ItemOf<'Message'>): Asked => {
  if (!/^IPM\.Schedule\.Meeting\.Request\b/i.test(properties.itemClass ?? ''))
    throw invalidField(idPath, 'names a message that is no meeting request.');
  // The server would write to the calendar of somebody else, on whose mailbox this caller may hold nothing.
  if (properties.isDelegated === true) throw delegated();
  if (properties.isOutOfDate === true) throw outdated();
  return { id, changeKey, event: undefined, pointer: properties.associatedCalendarItemId?.id };
};

const askedByEvent = (event: Event): Asked => ({
  id: event.id,
  changeKey: event.changeKey,
  event,
  pointer: undefined,
});

const asEvent = (item: Item): Event => {
  if (item.type !== 'CalendarItem') throw new WriteRefusal({ reason: 'NOT_FOUND' });
  return item;
};

const readAsked = async ({ items }: OpenedMailbox, { id, scope }: EventAnswer): Promise<Asked> => {
  items.forgetAll();
  const item = await items.load(id, [...standingRows, ...placeRows, ...requestRows]);
  if (item.type === 'Message') return askedByMessage(item);
  const event = asEvent(item);
  demandInvited(event);
  if (event.properties.itemType === 'RecurringMaster' && scope === 'THIS_OCCURRENCE')
    throw invalidField(idPath, 'names a whole series; THIS_OCCURRENCE takes the id of one of its occurrences.');
  if (!isOccurrence(event) || scope === 'THIS_OCCURRENCE') return askedByEvent(event);
  const series = asEvent(await items.loadMaster(event.id, [...standingRows, ...placeRows]));
  demandInvited(series);
  return askedByEvent(series);
};

/** In a mail user's words, what a server says of something that cannot be answered. Each word ends with that of the answer. */
const refusals: readonly (readonly [code: RegExp, refusal: () => WriteRefusal])[] = [
  [/^ErrorCalendarIsOrganizerFor/, notInvited],
  [/^ErrorInvalidItemForOperation(?:AcceptItem|Tentative|DeclineItem)$/, notInvited],
  [/^ErrorCalendarIsCancelledFor/, cancelled],
  [/^ErrorCalendarMeetingRequestIsOutOfDate$/, outdated],
  [/^ErrorCalendarIsDelegatedFor/, delegated],
];

const inWords = (error: unknown): unknown => {
  if (!(error instanceof EwsError) || error.mayBeDone) return error;
  const code = error.responseCode ?? '';
  return refusals.find(([pattern]) => pattern.test(code))?.[1]() ?? error;
};

/** Says it to the server, once more from the present version when it has changed since it was looked at. */
const send = async (
  mailbox: OpenedMailbox,
  answer: EventAnswer,
): Promise<{ readonly asked: Asked; readonly made: readonly MadeItem[] }> => {
  const { response, comment, isSent } = answer;
  const attempt = async () => {
    const asked = await readAsked(mailbox, answer);
    const item = { response, id: asked.id, changeKey: asked.changeKey, comment };
    const made = await mailbox.session.call(createItem, {
      items: [item],
      disposition: isSent ? 'SendAndSaveCopy' : 'SaveOnly',
      // What is not sent is kept all the same; not among the drafts, where its owner would wonder at it.
      ...(isSent ? {} : { saveIn: mailbox.folders.targetOfRole('DELETED_ITEMS') }),
    });
    return { asked, made };
  };
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof EwsError) || error.mayBeDone || !wantsVersion(error)) throw inWords(error);
  }
  return attempt().catch((error: unknown) => {
    throw inWords(error);
  });
};

/** Nobody misses an answer that was not to be sent. Where it cannot be removed, it stays among the deleted items. */
const removeUnsent = async ({ session }: OpenedMailbox, made: readonly MadeItem[]): Promise<void> => {
  const ids = made.filter(({ element }) => element === 'MeetingResponse').map(({ id }) => ({ id }));
  if (ids.length > 0) await session.callEach(deleteItem, { ids, deleteType: 'HardDelete' }).catch(ignoreEwsError);
};

const ignoreEwsError = (error: unknown): void => {
  if (!(error instanceof EwsError)) throw error;
};

/**
 * Answers an invitation: GetItem, for an occurrence of a series that is answered as a whole another for the series, CreateItem, and DeleteItem of the
 * answer that was not to be sent. Exchange makes the event anew, with another id, and moves the request to the deleted items, after a decline the
 * event too. What it gives reads the event as it is then. Throws WriteRefusal and EwsError; unless one of them says otherwise, nothing was done.
 * https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2010/dd633648(v=exchg.80)
 */
export const respondToEvent = async (
  mailbox: OpenedMailbox,
  answer: EventAnswer,
): Promise<(wanted: readonly AnyProperty[]) => Promise<Event | undefined>> => {
  const { asked, made } = await send(mailbox, answer);
  mailbox.items.forgetAll();
  if (!answer.isSent) await removeUnsent(mailbox, made);
  const { event, pointer } = asked;
  const isDeclined = answer.response === 'DeclineItem';
  return (wanted) => readAnswered(mailbox, { event, pointer, isDeclined, made }, wanted);
};
