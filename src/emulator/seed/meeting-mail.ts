import { flag, type Body } from './item-properties.ts';
import {
  identityProperties,
  inviteesOf,
  meetingProperties,
  responseOf,
  timeProperties,
  type CalendarEvent,
  type Response,
} from './calendar-event.ts';
import { node } from '../xml/xml.ts';
import type { Mail } from './mail.ts';
import { minutesAfter, type Instant } from './moments.ts';
import type { Member, Person } from './people.ts';

/** The invitation to `event`, as it lies in the inbox of an invitee seconds after it was sent. */
export const meetingRequest = (event: CalendarEvent, owner: Member): Mail => ({
  ...aboutEvent(event, minutesAfter(event.createdAt, 0.07)),
  name: `${event.name}/request`,
  itemClass: 'IPM.Schedule.Meeting.Request',
  to: (event.meeting?.required ?? []).map(({ person }) => person),
  cc: (event.meeting?.optional ?? []).map(({ person }) => person),
  subject: event.subject,
  meeting: {
    elementName: 't:MeetingRequest',
    eventKey: event.name,
    responses: ['AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', 'ReplyToItem', 'ReplyAllToItem', 'ForwardItem'],
    properties: [
      flag('t:IsDelegated', false),
      flag('t:IsOutOfDate', false),
      flag('t:HasBeenProcessed', true),
      node('t:ResponseType', responseOf(event, owner)),
      ...identityProperties(event),
      node('t:MeetingRequestType', 'NewMeetingRequest'),
      node('t:IntendedFreeBusyStatus', event.showAs ?? 'Busy'),
      ...timeProperties(event),
      ...meetingProperties(event, owner, event.recurrence === undefined ? 'Single' : 'RecurringMaster'),
    ],
  },
});

/** The word that `event` does not take place, as it lies in the inbox of an invitee. */
export const meetingCancellation = (event: CalendarEvent, owner: Member, receivedAt: Instant): Mail => ({
  ...aboutEvent(event, receivedAt),
  name: `${event.name}/cancellation`,
  itemClass: 'IPM.Schedule.Meeting.Canceled',
  to: (event.meeting?.required ?? []).map(({ person }) => person),
  subject: `Cancelled: ${event.subject ?? ''}`,
  importance: 'High',
  meeting: {
    elementName: 't:MeetingCancellation',
    eventKey: event.name,
    responses: ['RemoveItem', 'ReplyToItem', 'ReplyAllToItem', 'ForwardItem'],
    properties: messageProperties(event, responseOf(event, owner)),
  },
});

/** What an invitee answered, as it lies in the inbox of the organizer. Throws when `from` was not invited or has not answered. */
export const meetingResponse = (event: CalendarEvent, from: Person, body?: Body): Mail => {
  const invitee = inviteesOf(event).find(({ person }) => person === from);
  const answer = invitee === undefined ? undefined : answers[invitee.response];
  if (answer === undefined || invitee?.respondedAt === undefined) {
    throw new RangeError(`${from.name} has not answered the invitation to ${event.name}`);
  }
  return {
    ...aboutEvent(event, invitee.respondedAt),
    name: `${event.name}/response/${from.name}`,
    itemClass: answer.itemClass,
    from,
    to: event.meeting === undefined ? [] : [event.meeting.organizer],
    subject: `${answer.prefix}: ${event.subject ?? ''}`,
    body,
    meeting: {
      elementName: 't:MeetingResponse',
      eventKey: event.name,
      responses: ['ReplyToItem', 'ReplyAllToItem', 'ForwardItem'],
      properties: messageProperties(event, invitee.response),
    },
  };
};

const answers: Readonly<Partial<Record<Response, { readonly itemClass: string; readonly prefix: string }>>> = {
  Accept: { itemClass: 'IPM.Schedule.Meeting.Resp.Pos', prefix: 'Accepted' },
  Tentative: { itemClass: 'IPM.Schedule.Meeting.Resp.Tent', prefix: 'Tentative' },
  Decline: { itemClass: 'IPM.Schedule.Meeting.Resp.Neg', prefix: 'Declined' },
};

const aboutEvent = (
  event: CalendarEvent,
  receivedAt: Instant,
): Pick<Mail, 'from' | 'body' | 'receivedAt' | 'conversation'> => ({
  from: event.meeting?.organizer,
  body: event.body,
  receivedAt,
  conversation: {
    name: event.name,
    topic: event.subject ?? '',
    startedAt: event.createdAt,
    earlier: [],
  },
});

const messageProperties = (event: CalendarEvent, response: string) => [
  flag('t:IsDelegated', false),
  flag('t:IsOutOfDate', false),
  flag('t:HasBeenProcessed', true),
  node('t:ResponseType', response),
  ...identityProperties(event),
];
