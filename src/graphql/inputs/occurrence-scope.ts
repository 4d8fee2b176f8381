import type { OccurrenceScope as Scope } from '../../mailbox/write/events/event-standing.ts';
import { builder } from '../builder.ts';

export const OccurrenceScope = builder.enumType('OccurrenceScope', {
  description: 'Which part of a series a write is about. For a single event all three mean that event.',
  values: {
    THIS_OCCURRENCE: { description: 'The one occurrence that the id names.' },
    THIS_AND_FOLLOWING: { description: 'The occurrence that the id names, and all after it.' },
    ENTIRE_SERIES: {
      description: 'The whole series; the id may name the series or any occurrence of it.',
    },
  } satisfies Record<Scope, { description: string }>,
});
