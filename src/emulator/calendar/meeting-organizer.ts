import { isAtSameTime } from './attendee-event.ts';
import type { Arrival } from '../mail/delivery.ts';
import { flag, withProperties } from '../item/item-properties.ts';
import { receiveCancellation, receiveRequest } from './meeting-arrival.ts';
import {
  addressOf,
  attendeesOf,
  eventOf,
  isOwnMeeting,
  type Meeting,
  unanswered,
  withAttendees,
  withEvent,
  withKnownAnswers,
} from './meeting-event.ts';
import { meetingCancellation, type MeetingMail, meetingRequest, sendMeetingMail } from './meeting-mail.ts';
import type { OperationContext } from '../operation.ts';
import { bookResource, releaseResource } from './resource-booking.ts';
import { distinguishedFolder, type StoredItem } from '../store/store.ts';
import { childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** Something that an organizer does: his event as it is to be kept, and the mail that goes out once it is. */
export interface Announcement {
  readonly event: XmlNode;
  /** Returns the organizer's own copy, if one is kept. */
  readonly tell: () => StoredItem | undefined;
}

/**
 * Who is told of what an organizer does, by the words of SendMeetingInvitations, SendMeetingInvitationsOrCancellations and SendMeetingCancellations.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation-calendar-item
 */
export interface Notices {
  readonly to: 'nobody' | 'all' | 'changed';
  readonly savesCopy: boolean;
}

/** Reads one of the words. */
export const noticesOf = (word: string): Notices => ({
  to: word === 'SendToNone' ? 'nobody' : word.includes('Changed') ? 'changed' : 'all',
  savesCopy: word.endsWith('AndSaveCopy'),
});

/** A new meeting, and its invitations. Throws what sentMessage throws, before anything has been written. */
export const invitation = (context: OperationContext, meeting: Meeting, notices: Notices): Announcement => {
  const event = eventOf(meeting);
  if (notices.to === 'nobody' || !isOwnMeeting(event)) return { event, tell: nothing };
  const told = withProperties(withAttendees(event, unanswered), [flag('t:MeetingRequestWasSent', true)]);
  const invited = withEvent(meeting, told);
  const mail = meetingRequest(context, invited, everybody);
  return { event: told, tell: () => send(context, mail, notices, arrivalOfRequest(context, invited)) };
};

/** A change that an organizer makes. */
export interface UpdateAnnouncement extends Announcement {
  /** Whether all who are invited have to answer anew. */
  readonly asksAnew: boolean;
  /** The event as its people know it, when they have not been told that it is at another time. */
  readonly lastTold: XmlNode | undefined;
}

/**
 * A meeting that its organizer has changed, told to those who shall know: invitations and updates to its people, cancellations to whoever is not
 * invited any more. At another time than they were told last all have to answer anew. Throws what sentMessage throws, before anything has been written.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/74b03c3f-28f7-4926-ae2b-165f011b23d4
 */
export const updateNotice = (
  context: OperationContext,
  before: XmlNode,
  meeting: Meeting,
  notices: Notices,
  lastTold: XmlNode = before,
): UpdateAnnouncement => {
  const event = withKnownAnswers(before, eventOf(meeting));
  const wasSent = isTrue(childText(before, 't:MeetingRequestWasSent'));
  const isElsewhen = wasSent && !isAtSameTime(lastTold, event);
  const untold = isElsewhen && notices.to !== 'all' ? lastTold : undefined;
  if (notices.to === 'nobody' || !(isOwnMeeting(before) || isOwnMeeting(event))) {
    return { event, tell: nothing, asksAnew: false, lastTold: untold };
  }
  const isMoved = isElsewhen && notices.to === 'all';
  const told = withProperties(isMoved ? withAttendees(event, unanswered) : event, [
    flag('t:MeetingRequestWasSent', wasSent || attendeesOf(event).length > 0),
    isMoved ? nextSequence(event) : undefined,
  ]);
  const asked = new Set(wasSent ? attendeesOf(before).map(addressOf) : []);
  const staying = new Set(attendeesOf(event).map(addressOf));
  const changed = withEvent(meeting, told);
  const request = meetingRequest(
    context,
    changed,
    (attendee) => notices.to === 'all' || !asked.has(addressOf(attendee)),
  );
  const left = withAttendees(before, (attendee) =>
    asked.has(addressOf(attendee)) && !staying.has(addressOf(attendee)) ? attendee : undefined,
  );
  const leaving = withEvent(meeting, withProperties(left, [nextSequence(before)]));
  const cancellation = meetingCancellation(context, leaving, everybody, undefined);
  return {
    event: told,
    asksAnew: isMoved,
    lastTold: untold,
    tell: () => {
      send(context, request, notices, arrivalOfRequest(context, changed));
      send(context, cancellation, notices, arrivalOfCancellation(context, leaving));
    },
  };
};

/** A meeting that its organizer calls off, with a comment for its people or without. Who was never invited is told nothing. */
export const cancellationNotice = (
  context: OperationContext,
  meeting: Meeting,
  notices: Notices,
  comment: XmlNode | undefined,
): Announcement => {
  const event = eventOf(meeting);
  const isKnown = isOwnMeeting(event) && isTrue(childText(event, 't:MeetingRequestWasSent'));
  if (notices.to === 'nobody' || !isKnown) return { event, tell: nothing };
  const cancelled = withEvent(meeting, withProperties(event, [nextSequence(event)]));
  const mail = meetingCancellation(context, cancelled, everybody, comment);
  return {
    event: eventOf(cancelled),
    tell: () => send(context, mail, notices, arrivalOfCancellation(context, cancelled)),
  };
};

const nothing = (): undefined => undefined;

const everybody = (): boolean => true;

/** MS-OXOCAL 2.2.1.1: counts up with every change after which people have to answer anew. */
const nextSequence = (event: XmlNode): XmlNode =>
  node('t:AppointmentSequenceNumber', String(Number(childText(event, 't:AppointmentSequenceNumber') ?? '0') + 1));

const send = (
  context: OperationContext,
  mail: MeetingMail | undefined,
  { savesCopy }: Notices,
  arrive: Arrival,
): StoredItem | undefined => {
  if (mail === undefined) return undefined;
  const copyFolder = savesCopy ? distinguishedFolder(context.mailbox, 'sentitems') : undefined;
  return sendMeetingMail(context, mail, copyFolder, arrive);
};

const arrivalOfRequest =
  (context: OperationContext, meeting: Meeting): Arrival =>
  (reader, received) => {
    if (reader === context.mailbox) return;
    const placed = receiveRequest(context, reader, received, meeting);
    if (placed !== undefined && reader.kind !== 'USER') bookResource(context, reader, placed);
  };

const arrivalOfCancellation =
  (context: OperationContext, meeting: Meeting): Arrival =>
  (reader, received) => {
    if (reader === context.mailbox) return;
    const placed = receiveCancellation(reader, received, meeting);
    if (placed !== undefined && reader.kind !== 'USER') releaseResource(context, reader, placed);
  };
