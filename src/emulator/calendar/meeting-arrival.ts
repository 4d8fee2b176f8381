import { attendeeEvent, attendeeSource, cancelledEvent, isAtSameTime } from './attendee-event.ts';
import { isAddressOf, ownerMailbox } from '../mail/addressee.ts';
import { withProperties, flag, withoutProperties } from '../item/item-properties.ts';
import {
  addressOf,
  attendeesOf,
  eventOf,
  findEvent,
  isPartOf,
  partsOf,
  type Meeting,
  messagesAbout,
  unanswered,
  withAttendees,
} from './meeting-event.ts';
import type { Answer } from './meeting-mail.ts';
import { responseObjects } from '../store/item-defaults.ts';
import type { SeedException, SeedItem } from '../store/model.ts';
import { occurrenceSource } from './occurrence-change.ts';
import type { OperationContext } from '../operation.ts';
import { occurrencesBetween } from './recurrence.ts';
import { distinguishedFolder, type Mailbox, type Owner, type StoredItem } from '../store/store.ts';
import { addItem, removeItem, rewriteItem, rewriteOccurrence, sourceOf } from '../store/store-writes.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * An invitation arrives: the event is put into the reader's calendar or follows there, earlier invitations to it are out of date. Returns what was put
 * where, nothing in a mailbox without calendar or inbox. MS-OXOCAL 3.1.4.7.2 and 3.1.5.2.
 */
export const receiveRequest = (
  context: OperationContext,
  reader: Mailbox,
  received: SeedItem,
  meeting: Meeting,
): { readonly request: StoredItem; readonly event: StoredItem } | undefined => {
  const inbox = distinguishedFolder(reader, 'inbox');
  const uid = childText(eventOf(meeting), 't:UID');
  const recurrenceId = childText(eventOf(meeting), 't:RecurrenceId');
  const { event, type, answer } = placeEvent(context, reader, meeting);
  if (inbox === undefined || event === undefined) return undefined;
  for (const earlier of messagesAbout(reader, uid, recurrenceId)) {
    if (earlier.element.name !== 't:MeetingRequest') continue;
    const outdated = [flag('t:IsOutOfDate', true), node('t:MeetingRequestType', 'Outdated')];
    const source = sourceOf(earlier);
    rewriteItem(earlier, { ...source, element: withProperties(source.element, outdated) }, 'content');
  }
  const shared = withAttendees(received.element, unanswered);
  const element = withProperties(shared, [
    node('t:MeetingRequestType', type),
    node('t:ResponseType', answer),
    node('t:MyResponseType', answer),
    node('t:AppointmentState', '3'),
    responseObjects(requestResponses),
  ]);
  return { request: addItem(reader, inbox, { ...received, element, associatedKey: keyOf(event) }), event };
};

/** The word arrives that a meeting does not take place: it stays in the reader's calendar, cancelled. Returns the message. */
export const receiveCancellation = (reader: Mailbox, received: SeedItem, meeting: Meeting): StoredItem | undefined => {
  const inbox = distinguishedFolder(reader, 'inbox');
  if (inbox === undefined) return undefined;
  const cancelled = eventOf(meeting);
  const recurrenceId = childText(cancelled, 't:RecurrenceId');
  const event = findEvent(reader, childText(cancelled, 't:UID'), recurrenceId);
  const sequence = childText(cancelled, 't:AppointmentSequenceNumber');
  if (event !== undefined && isPartOf(event, recurrenceId)) {
    changePart(event, recurrenceId, (part) => cancelledEvent(part, sequence));
  } else if (event !== undefined) {
    const source = sourceOf(event);
    const exceptions = source.exceptions?.map((one) => ({ ...one, element: cancelledEvent(one.element, sequence) }));
    const whole = { ...source, element: cancelledEvent(source.element, sequence) };
    rewriteItem(event, exceptions === undefined ? whole : { ...whole, exceptions }, 'content');
  }
  const tied = event === undefined ? received : { ...received, associatedKey: keyOf(event) };
  return addItem(reader, inbox, tied);
};

/**
 * An answer arrives: it is noted beside the name of whoever answered, done at once as by Exchange's Calendar Attendant. Who is not on the list, as a
 * member of a group that was invited, comes to stand there as an optional attendee. MS-OXOCAL 3.1.4.8.5.2.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/0bc0b1a2-cc74-41ce-a8aa-47968d504916
 */
export const receiveResponse = (
  { now }: OperationContext,
  reader: Mailbox,
  received: SeedItem,
  { from, answer }: { readonly from: Owner; readonly answer: Answer },
): void => {
  const inbox = distinguishedFolder(reader, 'inbox');
  const recurrenceId = childText(received.element, 't:RecurrenceId');
  const event = findEvent(reader, childText(received.element, 't:UID'), recurrenceId);
  const at = new Date(now()).toISOString();
  const answered = (mailbox: XmlNode | undefined): XmlNode =>
    node('t:Attendee', [mailbox, node('t:ResponseType', answer), node('t:LastResponseTime', at)]);
  const isSender = (attendee: XmlNode): boolean => isAddressOf(from, addressOf(attendee));
  const noted = (element: XmlNode): XmlNode => {
    if (attendeesOf(element).some(isSender)) {
      return withAttendees(element, (attendee) =>
        isSender(attendee) ? answered(child(attendee, 't:Mailbox')) : attendee,
      );
    }
    const optional = child(element, 't:OptionalAttendees')?.children ?? [];
    return withProperties(element, [node('t:OptionalAttendees', [...optional, answered(ownerMailbox(from))])]);
  };
  if (event !== undefined && isPartOf(event, recurrenceId)) {
    changePart(event, recurrenceId, noted);
  } else if (event !== undefined) {
    const source = sourceOf(event);
    const exceptions = source.exceptions?.map((one) => ({ ...one, element: noted(one.element) }));
    const whole = { ...source, element: noted(source.element) };
    rewriteItem(event, exceptions === undefined ? whole : { ...whole, exceptions }, 'content');
  }
  const tied = event === undefined ? received : { ...received, associatedKey: keyOf(event) };
  if (inbox !== undefined) addItem(reader, inbox, tied);
};

/**
 * Changes one occurrence of a series, named by its original start, into an exception. There may be none then, or none any more: then nothing happens.
 */
export const changePart = (series: StoredItem, recurrenceId: string, change: (part: XmlNode) => XmlNode): void => {
  const part = partOf(series, recurrenceId);
  if (part !== undefined) putPart(series, recurrenceId, change(part));
};

/** One occurrence of a series as an exception is kept, by its original start; undefined when there is none then, or none any more. */
export const partOf = (series: StoredItem, recurrenceId: string): XmlNode | undefined => {
  const start = Date.parse(recurrenceId);
  const known = series.source.exceptions?.find((one) => Date.parse(one.originalStart) === start)?.element;
  if (known !== undefined) return known;
  const regular = occurrencesBetween(series, start, start + 1).find(({ originalStart }) => originalStart === start);
  return regular && occurrenceSource(regular);
};

/** The name under which messages find an event. */
export const keyOf = (event: StoredItem): string => {
  const known = event.source.key;
  if (known !== undefined) return known;
  const key = childText(event.element, 't:UID') ?? event.id;
  rewriteItem(event, { ...sourceOf(event), key }, 'content');
  return key;
};

const requestResponses = [
  'AcceptItem',
  'TentativelyAcceptItem',
  'DeclineItem',
  'ReplyToItem',
  'ReplyAllToItem',
  'ForwardItem',
];

interface Placed {
  readonly event: StoredItem | undefined;
  /** t:MeetingRequestType: what the invitation is to somebody who has, or has not, the event already. */
  readonly type: 'NewMeetingRequest' | 'FullUpdate' | 'InformationalUpdate';
  /** t:MyResponseType of the event. */
  readonly answer: string;
}

const placeEvent = ({ now }: OperationContext, reader: Mailbox, meeting: Meeting): Placed => {
  const invited = eventOf(meeting);
  const recurrenceId = childText(invited, 't:RecurrenceId');
  const invitee = { mailbox: reader, at: new Date(now()).toISOString() };
  const event = findEvent(reader, childText(invited, 't:UID'), recurrenceId);
  const known = event && (isPartOf(event, recurrenceId) ? partOf(event, recurrenceId) : event.element);
  const isUpdate = known !== undefined && childText(known, 't:IsCancelled') !== 'true';
  const keepsAnswer = isUpdate && isAtSameTime(known, invited);
  const type = keepsAnswer ? 'InformationalUpdate' : isUpdate ? 'FullUpdate' : 'NewMeetingRequest';
  const answer = (keepsAnswer ? childText(known, 't:MyResponseType') : undefined) ?? 'NoResponseReceived';
  if (event !== undefined && isPartOf(event, recurrenceId)) {
    putPart(event, recurrenceId, attendeeEvent(invited, invitee, known, keepsAnswer));
    return { event, type, answer };
  }
  const asked = meeting.occurrence === undefined ? meeting.source : orphan(meeting.source, invited);
  const source = attendeeSource(asked, invitee, event && sourceOf(event), keepsAnswer);
  if (event !== undefined) {
    rewriteItem(event, { ...source, key: keyOf(event) }, 'content');
    return { event, type, answer };
  }
  for (const part of partsOf(reader, childText(invited, 't:UID'))) {
    if (meeting.occurrence === undefined) removeItem(reader, part);
  }
  const calendar = distinguishedFolder(reader, 'calendar');
  const key = [childText(invited, 't:UID'), recurrenceId].filter((part) => part !== undefined).join(' ');
  return { event: calendar && addItem(reader, calendar, { ...source, key }), type, answer };
};

/** One occurrence as an event of its own, for somebody who has not been invited to the others. */
const orphan = ({ attachments }: SeedItem, occurrence: XmlNode): SeedItem => ({
  element: withProperties(withoutProperties(occurrence, new Set(['t:Recurrence'])), [
    node('t:CalendarItemType', 'Single'),
    flag('t:IsRecurring', false),
  ]),
  attachments,
});

const putPart = (series: StoredItem, recurrenceId: string, element: XmlNode): void => {
  const start = Date.parse(recurrenceId);
  const originalStart = new Date(start).toISOString();
  const source = sourceOf(series);
  const isThis = (one: SeedException): boolean => Date.parse(one.originalStart) === start;
  const known = source.exceptions?.find(isThis)?.attachments;
  const exceptions = (source.exceptions ?? []).filter((one) => !isThis(one));
  const exception = { originalStart, element, ...(known === undefined ? {} : { attachments: known }) };
  const deletedOccurrences = (source.deletedOccurrences ?? []).filter((one) => Date.parse(one) !== start);
  rewriteOccurrence(
    series,
    { ...source, exceptions: [...exceptions, exception], deletedOccurrences },
    originalStart,
    element.children.map(({ name }) => name),
  );
};
