import { AttendeeRole, ResponseStatus } from '../events/calendar-enums.ts';
import { Attendee, Recipient } from '../refs.ts';

Attendee.implement({
  permission: 'withItsParent',
  description: 'Somebody who is invited, or a room or thing that is booked.',
  fields: (t) => ({
    recipient: t.field({
      type: Recipient,
      nullable: false,
      description: 'Who is invited.',
      resolve: ({ mailbox, attendee }) => ({ mailbox, recipient: attendee.mailbox }),
    }),
    role: t.field({
      type: AttendeeRole,
      nullable: false,
      description: 'How much they are needed.',
      resolve: ({ role }) => role,
    }),
    response: t.field({
      type: ResponseStatus,
      nullable: false,
      description: 'What they answered, as the organiser’s copy keeps it; other copies know nothing.',
      resolve: ({ attendee }) => attendee.response,
    }),
    respondedAt: t.field({
      type: 'DateTime',
      description: 'When they last answered.',
      resolve: ({ attendee }) => attendee.respondedAt,
    }),
  }),
});
