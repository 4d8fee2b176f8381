import { cost } from '../guards/cost.ts';
import { CalendarEvent, EventPayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { userErrorsField } from './user-errors-field.ts';

EventPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of an event.',
  fields: (t) => ({
    event: t.field({
      complexity: cost('writtenItem'),
      type: CalendarEvent,
      description:
        'The event as it is now, read when you ask for it. Null on failure, after a cancellation, and after a decline that removed it.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.event?.(wantedProperties(info, mailbox)),
    }),
    newSeries: t.field({
      complexity: cost('writtenItem'),
      type: CalendarEvent,
      description:
        'THIS_AND_FOLLOWING splits a series in two: `event` is the old one, which ends before, and this the new one. Null otherwise.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.newSeries?.(wantedProperties(info, mailbox)),
    }),
    userErrors: t.field(userErrorsField),
  }),
});
