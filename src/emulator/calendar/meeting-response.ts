import { attendeeSource, intendedStatus } from './attendee-event.ts';
import { discardItem, discardOccurrence } from '../store/deletion.ts';
import { elementPosition } from '../xml/element-order.ts';
import { EmulatorError } from '../emulator-error.ts';
import { withProperties } from '../item/item-properties.ts';
import { changePart, keyOf, partOf, receiveResponse } from './meeting-arrival.ts';
import { findEvent, isCancelled, isDeleted, isPartOf, type Meeting, messagesAbout } from './meeting-event.ts';
import { type Answer, asResponse, meetingResponse, sendMeetingMail, sentResponse } from './meeting-mail.ts';
import type { NamedItem } from '../store/named-item.ts';
import type { OperationContext } from '../operation.ts';
import { occurrenceAt } from './recurrence.ts';
import { distinguishedFolder, type StoredFolder, type StoredItem } from '../store/store.ts';
import { addItem, moveItem, rewriteItem, sourceOf, tieToEvent } from '../store/store-writes.ts';
import { childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** How an answer goes to the organizer: sent, with a copy kept in `folder` or without; or only kept there as a draft. */
export interface Reply {
  readonly disposition: 'send' | 'draft';
  readonly folder: StoredFolder | undefined;
  /** t:Body: what is said to the organizer. */
  readonly comment: XmlNode | undefined;
}

/** What an answer has made of items; an occurrence has its element only. */
export type Answered = readonly Pick<StoredItem, 'element'>[];

/**
 * Answers an invitation, by its t:MeetingRequest or by the event. The event becomes what was answered, under a new id unless it is one occurrence of a
 * series; declined, it goes to the deleted items. The request goes there in any case. Throws EmulatorError: ErrorInvalidItemForOperationAcceptItem and
 * its like, ErrorCalendarIsOrganizerForAccept, ErrorCalendarIsCancelledForAccept, ErrorCalendarMeetingRequestIsOutOfDate.
 * https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2010/dd633648(v=exchg.80)
 */
export const answerInvitation = (
  context: OperationContext,
  { item, occurrence }: NamedItem,
  answer: Answer,
  reply: Reply,
): Answered => {
  const { mailbox } = context;
  const asked = occurrence?.element ?? item.element;
  checkAnswerable(asked, answer);
  const uid = childText(asked, 't:UID');
  const recurrenceId = childText(asked, 't:RecurrenceId');
  const event = item.element.name === 't:CalendarItem' ? item : findEvent(mailbox, uid, recurrenceId);
  const meeting = event === undefined ? requested(context, item) : meetingIn(event, recurrenceId);
  const about = meeting.occurrence?.element ?? meeting.source.element;
  if (isCancelled(about)) throw new EmulatorError(`ErrorCalendarIsCancelledFor${answer}`);
  const draft = meetingResponse(context, meeting, answer, reply.comment);
  const mail = reply.disposition === 'send' ? sentResponse(context, meeting, answer, draft) : undefined;
  const requests = messagesAbout(mailbox, uid, recurrenceId).filter(
    (message) =>
      message === item ||
      (message.element.name === 't:MeetingRequest' &&
        childText(message.element, 't:RecurrenceId') === recurrenceId &&
        message.folder.distinguishedId !== 'sentitems' &&
        !isTrue(childText(message.element, 't:IsOutOfDate')) &&
        !isDeleted(message)),
  );
  const shown = withAnswer(context, event ?? addRequested(context, meeting), recurrenceId, answer);
  const discarded = requests.map((request) => discardRequest(request, answer));
  for (const message of messagesAbout(mailbox, uid, undefined)) tieToEvent(mailbox, message);
  if (mail !== undefined) {
    sendMeetingMail(context, mail, reply.folder, (reader, received) =>
      receiveResponse(context, reader, received, { from: mailbox, answer }),
    );
    return [...shown, ...discarded];
  }
  const kept = reply.folder && addItem(reply.folder.mailbox, reply.folder, asResponse(context, meeting, answer, draft));
  return [...shown, ...discarded, ...(kept === undefined ? [] : [kept])];
};

/**
 * Takes a cancelled meeting out of the calendar, by its t:MeetingCancellation or by the event: both go to the deleted items. Throws EmulatorError:
 * ErrorCalendarIsOrganizerForRemove, ErrorInvalidItemForOperationRemoveItem for what is not cancelled.
 */
export const removeCancelled = ({ mailbox }: OperationContext, { item, occurrence }: NamedItem): void => {
  const asked = occurrence?.element ?? item.element;
  const isMessage = asked.name === 't:MeetingCancellation';
  if (!isMessage && childText(asked, 't:MyResponseType') === 'Organizer') {
    throw new EmulatorError('ErrorCalendarIsOrganizerForRemove');
  }
  if (!isMessage && !(asked.name === 't:CalendarItem' && isCancelled(asked))) {
    throw new EmulatorError('ErrorInvalidItemForOperationRemoveItem');
  }
  const recurrenceId = childText(asked, 't:RecurrenceId');
  const event = isMessage ? findEvent(mailbox, childText(asked, 't:UID'), recurrenceId) : item;
  if (event !== undefined && isPartOf(event, recurrenceId)) {
    discardOccurrence(event, { originalStart: Date.parse(recurrenceId) });
  } else if (event !== undefined && isCancelled(event.element)) {
    discardItem(event, 'MoveToDeletedItems');
  }
  if (isMessage) discardItem(item, 'MoveToDeletedItems');
};

const itemCodes: Readonly<Record<Answer, string>> = {
  Accept: 'ErrorInvalidItemForOperationAcceptItem',
  Tentative: 'ErrorInvalidItemForOperationTentative',
  Decline: 'ErrorInvalidItemForOperationDeclineItem',
};

const checkAnswerable = (asked: XmlNode, answer: Answer): void => {
  const isRequest = asked.name === 't:MeetingRequest';
  const isMeeting = asked.name === 't:CalendarItem' && isTrue(childText(asked, 't:IsMeeting'));
  if (!isRequest && !isMeeting) throw new EmulatorError(itemCodes[answer]);
  if (childText(asked, 't:MyResponseType') === 'Organizer') {
    throw new EmulatorError(`ErrorCalendarIsOrganizerFor${answer}`);
  }
  if (isTrue(childText(asked, 't:IsOutOfDate'))) throw new EmulatorError('ErrorCalendarMeetingRequestIsOutOfDate');
};

const meetingIn = (event: StoredItem, recurrenceId: string | undefined): Meeting => {
  const source = sourceOf(event);
  const part = isPartOf(event, recurrenceId) ? partOf(event, recurrenceId) : undefined;
  return {
    source,
    occurrence:
      part === undefined || recurrenceId === undefined
        ? undefined
        : { originalStart: Date.parse(recurrenceId), element: part },
  };
};

/** The event that a request speaks of, for somebody who has not got it any more. */
const requested = ({ mailbox, now }: OperationContext, { element, source }: StoredItem): Meeting => {
  const properties = element.children.filter(
    ({ name }) => name !== 't:ResponseObjects' && elementPosition('t:CalendarItem', name) !== undefined,
  );
  const event = withProperties(node('t:CalendarItem', properties), [
    node('t:ItemClass', 'IPM.Appointment'),
    node('t:LegacyFreeBusyStatus', childText(element, 't:IntendedFreeBusyStatus') ?? 'Busy'),
  ]);
  const ids = new Set(['t:ItemId', 't:ParentFolderId', 't:Attachments', 't:HasAttachments', 't:UniqueBody']);
  const bare = { ...event, children: event.children.filter(({ name }) => !ids.has(name)) };
  const invitee = { mailbox, at: new Date(now()).toISOString() };
  return {
    source: attendeeSource({ element: bare, attachments: source.attachments }, invitee, undefined, false),
    occurrence: undefined,
  };
};

const addRequested = ({ mailbox }: OperationContext, { source }: Meeting): StoredItem => {
  const calendar = distinguishedFolder(mailbox, 'calendar');
  if (calendar === undefined) throw new EmulatorError('ErrorFolderNotFound');
  return addItem(mailbox, calendar, { ...source, key: childText(source.element, 't:UID') ?? '' });
};

/** Makes an event, or one occurrence of it, what was answered. Returns what it is now. */
const withAnswer = (
  { mailbox, now }: OperationContext,
  event: StoredItem,
  recurrenceId: string | undefined,
  answer: Answer,
): Answered => {
  const at = new Date(now()).toISOString();
  const answered = (element: XmlNode): XmlNode => {
    const intended = intendedStatus(element);
    const status = answer === 'Accept' || intended === 'Free' ? intended : 'Tentative';
    return withProperties(element, [
      node('t:MyResponseType', answer),
      node('t:AppointmentReplyTime', at),
      answer === 'Decline' ? undefined : node('t:LegacyFreeBusyStatus', status),
    ]);
  };
  if (isPartOf(event, recurrenceId)) {
    const originalStart = Date.parse(recurrenceId);
    if (answer === 'Decline') {
      discardOccurrence(event, { originalStart });
      return [];
    }
    changePart(event, recurrenceId, answered);
    return [occurrenceAt(event, originalStart)];
  }
  const source = sourceOf(event);
  const exceptions = source.exceptions?.map((one) => ({ ...one, element: answered(one.element) }));
  const whole = { ...source, element: answered(source.element), key: keyOf(event) };
  rewriteItem(event, exceptions === undefined ? whole : { ...whole, exceptions }, 'content');
  const bin = answer === 'Decline' ? distinguishedFolder(mailbox, 'deleteditems') : undefined;
  return [moveItem(event, bin ?? event.folder)];
};

const discardRequest = (request: StoredItem, answer: Answer): StoredItem => {
  const source = sourceOf(request);
  const answered = [node('t:ResponseType', answer), node('t:MyResponseType', answer)];
  rewriteItem(request, { ...source, element: withProperties(source.element, answered) }, 'content');
  const bin = distinguishedFolder(request.folder.mailbox, 'deleteditems');
  return bin === undefined || bin === request.folder ? request : moveItem(request, bin);
};
