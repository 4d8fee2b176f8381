import { builder } from '../builder.ts';

export const AttendeeNotification = builder.enumType('AttendeeNotification', {
  description:
    'Who gets mail about a write to an event. There is no default on purpose: nobody should be surprised by an invitation, or wait for one in vain.',
  values: {
    NONE: { description: 'Nobody. What attendees have in their calendars stays as it was.' },
    ALL: { description: 'All attendees.' },
    CHANGED_ONLY: {
      description:
        'Those whom the write concerns: who is invited now, and who is not any more. All of them where everything changes.',
    },
  } as const,
});
