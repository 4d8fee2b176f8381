import { answering } from '../mail/automatic-replies.ts';
import { deliver, type Arrival, sentMessage } from '../mail/delivery.ts';
import { elementPosition } from '../xml/element-order.ts';
import { isAddressOf } from '../mail/addressee.ts';
import { calendarOf, type CalendarMethod } from './icalendar.ts';
import { responseObjects } from '../store/item-defaults.ts';
import { flag, withProperties } from '../item/item-properties.ts';
import { addressOf, attendeesOf, eventOf, type Meeting } from './meeting-event.ts';
import { meetingMime } from '../mail/mime.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import type { OperationContext } from '../operation.ts';
import { ruled } from '../mail/rule-actions.ts';
import type { StoredFolder, StoredItem } from '../store/store.ts';
import { addItem, sized } from '../store/store-writes.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** What somebody answers to an invitation. */
export type Answer = 'Accept' | 'Tentative' | 'Decline';

/** A meeting message that is about to be sent: the sender's copy. */
export interface MeetingMail {
  readonly sent: SeedItem;
}

/**
 * The invitation to a meeting, or the word that it has changed, to those attendees that `isAsked` says; undefined when that is nobody. Throws what
 * sentMessage throws.
 */
export const meetingRequest = (
  context: OperationContext,
  meeting: Meeting,
  isAsked: (attendee: XmlNode) => boolean,
): MeetingMail | undefined => {
  const event = eventOf(meeting);
  const recipients = recipientsOf(context, event, isAsked);
  if (recipients.length === 0) return undefined;
  const draft = newItem(
    context,
    node('t:Message', [
      child(event, 't:Subject'),
      child(event, 't:Sensitivity'),
      child(event, 't:Body'),
      child(event, 't:Importance'),
      ...recipients,
    ]),
  );
  const attachments = meeting.source.attachments.map(withoutNumber);
  const message = meetingMessage(context, meeting, sized({ ...draft, attachments }), {
    name: 't:MeetingRequest',
    itemClass: 'IPM.Schedule.Meeting.Request',
    responses: [],
    response: 'Organizer',
  });
  const aboutEvent = event.children.filter(
    ({ name }) =>
      elementPosition('t:MeetingRequest', name) !== undefined &&
      elementPosition('t:MeetingMessage', name) === undefined,
  );
  const intended = childText(event, 't:LegacyFreeBusyStatus') ?? 'Busy';
  const element = withProperties(message.element, [
    ...aboutEvent,
    node('t:MeetingRequestType', 'NewMeetingRequest'),
    node('t:IntendedFreeBusyStatus', intended),
    node('t:LegacyFreeBusyStatus', intended === 'Free' ? 'Free' : 'Tentative'),
    flag('t:MeetingRequestWasSent', true),
    flag('t:IsResponseRequested', true),
  ]);
  return { sent: withCalendar({ ...message, element }, 'REQUEST', calendarEvents(meeting)) };
};

/** The word that a meeting does not take place, to those attendees that `isAsked` says; undefined when that is nobody. */
export const meetingCancellation = (
  context: OperationContext,
  meeting: Meeting,
  isAsked: (attendee: XmlNode) => boolean,
  comment: XmlNode | undefined,
): MeetingMail | undefined => {
  const event = eventOf(meeting);
  const recipients = recipientsOf(context, event, isAsked);
  if (recipients.length === 0) return undefined;
  const draft = newItem(
    context,
    node('t:Message', [
      node('t:Subject', `Canceled: ${childText(event, 't:Subject') ?? ''}`),
      comment === undefined ? child(event, 't:Body') : { ...comment, name: 't:Body' },
      node('t:Importance', 'High'),
      ...recipients,
    ]),
  );
  const message = meetingMessage(context, meeting, draft, {
    name: 't:MeetingCancellation',
    itemClass: 'IPM.Schedule.Meeting.Canceled',
    responses: ['RemoveItem'],
    response: 'Organizer',
  });
  const cancelled = withProperties(event, [flag('t:IsCancelled', true)]);
  return { sent: withCalendar(message, 'CANCEL', [cancelled]) };
};

/** What the owner of the mailbox answers to the organizer of a meeting; not sent yet. */
export const meetingResponse = (
  context: OperationContext,
  meeting: Meeting,
  answer: Answer,
  comment: XmlNode | undefined,
): SeedItem => {
  const event = eventOf(meeting);
  const { prefix } = answers[answer];
  return newItem(
    context,
    node('t:Message', [
      node('t:Subject', `${prefix}: ${childText(event, 't:Subject') ?? ''}`),
      comment,
      node('t:ToRecipients', child(event, 't:Organizer')?.children ?? []),
    ]),
  );
};

/** An answer that is sent now: its sender's copy. Throws what sentMessage throws. */
export const sentResponse = (
  context: OperationContext,
  meeting: Meeting,
  answer: Answer,
  draft: SeedItem,
): MeetingMail => {
  const message = asResponse(context, meeting, answer, sentMessage(context, draft));
  const { mailbox } = context;
  const mine = attendeesOf(eventOf(meeting)).filter((attendee) => isAddressOf(mailbox, addressOf(attendee)));
  const answered = mine.map((attendee) => withProperties(attendee, [node('t:ResponseType', answer)]));
  const reply = withProperties(eventOf(meeting), [
    node('t:RequiredAttendees', answered),
    node('t:OptionalAttendees'),
    node('t:Resources'),
  ]);
  return { sent: withCalendar(message, 'REPLY', [reply]) };
};

/** A message as the t:MeetingResponse that it is. */
export const asResponse = (context: OperationContext, meeting: Meeting, answer: Answer, item: SeedItem): SeedItem =>
  asMeetingMessage(context, meeting, item, {
    name: 't:MeetingResponse',
    itemClass: answers[answer].itemClass,
    responses: ['ReplyToItem', 'ReplyAllToItem', 'ForwardItem'],
    response: answer,
  });

/** Delivers a meeting message; puts the sender's copy into a folder, if there is one to put it into, and returns that. */
export const sendMeetingMail = (
  context: OperationContext,
  { sent }: MeetingMail,
  copyFolder: StoredFolder | undefined,
  arrive: Arrival,
): StoredItem | undefined => {
  const copy = copyFolder && addItem(copyFolder.mailbox, copyFolder, sent);
  const sorted = ruled(context, arrive);
  // An invitation is answered like mail; what people answer, and that a meeting does not take place, is not.
  deliver(context, sent, sent.element.name === 't:MeetingRequest' ? answering(context, sorted) : sorted);
  return copy;
};

interface MessageKind {
  readonly name: string;
  readonly itemClass: string;
  readonly responses: readonly string[];
  readonly response: string;
}

const answers: Readonly<Record<Answer, { readonly itemClass: string; readonly prefix: string }>> = {
  Accept: { itemClass: 'IPM.Schedule.Meeting.Resp.Pos', prefix: 'Accepted' },
  Tentative: { itemClass: 'IPM.Schedule.Meeting.Resp.Tent', prefix: 'Tentative' },
  Decline: { itemClass: 'IPM.Schedule.Meeting.Resp.Neg', prefix: 'Declined' },
};

/** Rooms are told by blind copy, MS-OXOCAL 2.2.4.10. The organizer is not told what he has done. */
const recipientsOf = (
  { mailbox }: OperationContext,
  event: XmlNode,
  isAsked: (attendee: XmlNode) => boolean,
): readonly XmlNode[] =>
  recipientLists.flatMap(([list, people]) => {
    const asked = (child(event, people)?.children ?? [])
      .filter((attendee) => isAsked(attendee) && !isAddressOf(mailbox, addressOf(attendee)))
      .flatMap((attendee) => child(attendee, 't:Mailbox') ?? []);
    return asked.length === 0 ? [] : [node(list, asked)];
  });

const recipientLists = [
  ['t:ToRecipients', 't:RequiredAttendees'],
  ['t:CcRecipients', 't:OptionalAttendees'],
  ['t:BccRecipients', 't:Resources'],
] as const;

const meetingMessage = (context: OperationContext, meeting: Meeting, draft: SeedItem, kind: MessageKind): SeedItem =>
  asMeetingMessage(context, meeting, sentMessage(context, draft), kind);

const asMeetingMessage = (
  { now }: OperationContext,
  meeting: Meeting,
  item: SeedItem,
  { name, itemClass, responses, response }: MessageKind,
): SeedItem => {
  const event = eventOf(meeting);
  return {
    ...item,
    element: withProperties({ ...item.element, name }, [
      node('t:ItemClass', itemClass),
      responseObjects(responses),
      flag('t:IsDelegated', false),
      flag('t:IsOutOfDate', false),
      flag('t:HasBeenProcessed', true),
      node('t:ResponseType', response),
      child(event, 't:UID'),
      child(event, 't:RecurrenceId'),
      node('t:DateTimeStamp', new Date(now()).toISOString()),
    ]),
  };
};

const withCalendar = (item: SeedItem, method: CalendarMethod, events: readonly XmlNode[]): SeedItem => ({
  ...item,
  mime: () => meetingMime(item, method, calendarOf(method, events)),
});

/** A series is told with its exceptions, and with what was deleted. */
const calendarEvents = (meeting: Meeting): readonly XmlNode[] => {
  const { element, exceptions = [], deletedOccurrences = [] } = meeting.source;
  if (meeting.occurrence !== undefined) return [meeting.occurrence.element];
  const deleted = deletedOccurrences.map((start) => node('t:DeletedOccurrence', [node('t:Start', start)]));
  const series = withProperties(element, [node('t:DeletedOccurrences', deleted)]);
  return [series, ...exceptions.map((exception) => exception.element)];
};

const withoutNumber = (attachment: SeedAttachment): SeedAttachment => {
  const { number: _, ...unnumbered } = attachment;
  return unnumbered;
};
