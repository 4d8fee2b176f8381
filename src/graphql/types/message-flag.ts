import { messageProperties } from '../../ews/properties/message.ts';
import { builder } from '../builder.ts';
import { seesMail } from '../guards/permission.ts';
import { MessageFlag } from '../refs.ts';
import { reads } from '../selection.ts';

export const FlagStatus = builder.enumType('FlagStatus', {
  description: 'Whether something is to be done about a message.',
  values: {
    NOT_FLAGGED: { description: 'Nothing.' },
    FLAGGED: { description: 'Something.' },
    COMPLETE: { description: 'It has been done.' },
  },
});

/** PidTagFlagStatus. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxoflag */
const flagStatuses = { 1: 'COMPLETE', 2: 'FLAGGED' } as const;

MessageFlag.implement({
  permission: seesMail,
  description: 'The follow-up flag of a message.',
  fields: (t) => ({
    status: t.field({
      type: FlagStatus,
      nullable: false,
      description: 'Whether it is flagged, and whether that is done.',
      extensions: reads(messageProperties.flagStatus),
      resolve: ({ item }) => flagStatuses[item.properties.flagStatus as keyof typeof flagStatuses] ?? 'NOT_FLAGGED',
    }),
    startAt: t.field({
      type: 'DateTime',
      description: 'When to begin.',
      extensions: reads(messageProperties.flagStartAt),
      resolve: ({ item }) => item.properties.flagStartAt,
    }),
    dueAt: t.field({
      type: 'DateTime',
      description: 'When it must be done.',
      extensions: reads(messageProperties.flagDueAt),
      resolve: ({ item }) => item.properties.flagDueAt,
    }),
    completedAt: t.field({
      type: 'DateTime',
      description: 'When it was done.',
      extensions: reads(messageProperties.flagCompletedAt),
      resolve: ({ item }) => item.properties.flagCompletedAt,
    }),
  }),
});
