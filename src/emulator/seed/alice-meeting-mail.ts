import type { Mail } from './mail.ts';
import { meetingCancellation, meetingRequest, meetingResponse } from './meeting-mail.ts';
import type { SharedMeetings } from './meetings.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners, room1 } from './people.ts';
import { plainText } from './prose.ts';

/** Invitations, answers and a cancellation in Alice's inbox, about the events of her calendar. */
export const aliceMeetingMails = (meetings: SharedMeetings, { at }: Moments): readonly Mail[] => [
  { ...meetingRequest(meetings.architecture, alice), isRead: false },
  meetingRequest(meetings.tradeFair, alice),
  meetingRequest(meetings.boston, alice),
  { ...meetingCancellation(meetings.tradeFair, alice, at(-2, '07:50:31.125')), isRead: false },
  meetingResponse(
    meetings.kickOff,
    partners.borealisLead,
    plainText(['I bring the site plan and the person who knows the pumps.']),
  ),
  meetingResponse(meetings.kickOff, bob, plainText(['I may be ten minutes late.'])),
  meetingResponse(meetings.kickOff, dave, plainText(['I am at Cinder Works that day, sorry.'])),
  meetingResponse(meetings.kickOff, room1),
  meetingResponse(meetings.standup, carol),
];
