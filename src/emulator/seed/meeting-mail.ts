import { flag, type Body } from './item-properties.ts';
import {
  identityProperties,
  meetingProperties,
  responseOf,
  timeProperties,
  type CalendarEvent,
  type Response,
} from './calendar-event.ts';
import { node } from '../xml.ts';
import type { Mail } from './mail.ts';
import type { Instant } from './moments.ts';
import type { Member, Person } from './people.ts';

/** The invitation to `event`, as it lies in the inbox of an invitee. */
export const meetingRequest = (event: CalendarEvent, owner: Member, receivedAt: Instant): Mail => ({
  ...aboutEvent(event, receivedAt),
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

/** An invitee's answer, as it lies in the inbox of the organizer. */
export const meetingResponse = (
  event: CalendarEvent,
  answer: {
    readonly from: Person;
    readonly response: keyof typeof answers & Response;
    readonly at: Instant;
    readonly body?: Body;
  },
): Mail => {
  const { itemClass, prefix } = answers[answer.response];
  return {
    ...aboutEvent(event, answer.at),
    name: `${event.name}/response/${answer.from.name}`,
    itemClass,
    from: answer.from,
    to: event.meeting === undefined ? [] : [event.meeting.organizer],
    subject: `${prefix}: ${event.subject ?? ''}`,
    body: answer.body,
    meeting: {
      elementName: 't:MeetingResponse',
      eventKey: event.name,
      responses: ['ReplyToItem', 'ReplyAllToItem', 'ForwardItem'],
      properties: messageProperties(event, answer.response),
    },
  };
};

const answers = {
  Accept: { itemClass: 'IPM.Schedule.Meeting.Resp.Pos', prefix: 'Accepted' },
  Tentative: { itemClass: 'IPM.Schedule.Meeting.Resp.Tent', prefix: 'Tentative' },
  Decline: { itemClass: 'IPM.Schedule.Meeting.Resp.Neg', prefix: 'Declined' },
} as const;

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
