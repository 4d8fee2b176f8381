import { meetingCancellation, meetingRequest, meetingResponse } from './meeting-mail.ts';
import type { Mail } from './mail.ts';
import type { SharedMeetings } from './meetings.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners, room1 } from './people.ts';
import { plainText } from './prose.ts';

/** Invitations, answers and a cancellation in Alice's inbox, about the events of her calendar. */
export const aliceMeetingMails = (meetings: SharedMeetings, { at }: Moments): readonly Mail[] => [
  { ...meetingRequest(meetings.architecture, alice, at(-1, '16:20:09.375')), isRead: false },
  meetingRequest(meetings.tradeFair, alice, at(-6, '13:37:03.500')),
  meetingRequest(meetings.boston, alice, at(-250, '15:02:04.875')),
  { ...meetingCancellation(meetings.tradeFair, alice, at(-2, '07:50:31.125')), isRead: false },
  meetingResponse(meetings.kickOff, {
    from: partners.borealisLead,
    response: 'Accept',
    at: at(-3, '06:58:41.750'),
    body: plainText(['I bring the site plan and the person who knows the pumps.']),
  }),
  meetingResponse(meetings.kickOff, {
    from: bob,
    response: 'Tentative',
    at: at(-4, '12:00:00.250'),
    body: plainText(['I may be ten minutes late.']),
  }),
  meetingResponse(meetings.kickOff, {
    from: dave,
    response: 'Decline',
    at: at(-3, '09:31:08.500'),
    body: plainText(['I am at Cinder Works that day, sorry.']),
  }),
  meetingResponse(meetings.kickOff, { from: room1, response: 'Accept', at: at(-4, '11:05:20') }),
  meetingResponse(meetings.standup, { from: carol, response: 'Accept', at: at(-240, '07:15:44.500') }),
];
