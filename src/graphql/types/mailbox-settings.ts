import { categoryNames } from '../../mailbox/category-names.ts';
import { builder } from '../builder.ts';
import { emptyBeside } from '../empty-beside.ts';
import { cost } from '../guards/cost.ts';
import { Mailbox, WorkingHours } from '../refs.ts';
import type { MailboxSource } from '../sources.ts';

/** A group has members, and no settings of its own. */
const hasOwner = ({ entry }: MailboxSource): boolean => entry.kind !== 'GROUP';

builder.objectFields(Mailbox, (t) => ({
  timeZone: t.field({
    complexity: cost('ownTime'),
    type: 'TimeZone',
    nullable: false,
    description:
      'Where its owner lives, as they chose in the web client, else the zone of their working hours, else UTC, as for groups. Remembered for an hour.',
    resolve: async (source) => (hasOwner(source) ? (await source.open()).time.zone() : 'UTC'),
  }),
  workingHours: t.field({
    complexity: cost('ownTime'),
    type: WorkingHours,
    description:
      'When its owner works, as colleagues see it who look for a free time. Null for groups, and where the mail server tells no hours, or in no zone that has a name.',
    resolve: async (source) => (hasOwner(source) ? (await source.open()).time.hours() : undefined),
  }),
  categories: t.field({
    complexity: cost('categories'),
    type: ['String'],
    nullable: false,
    description:
      'The master category list: what mail clients offer when something is to be categorised, in its order. Items may have other categories too. Empty where no client has made a list.',
    resolve: async (source, _args, context, info) => {
      if (!hasOwner(source)) return [];
      const { session } = await source.open();
      return categoryNames(session).catch(emptyBeside(context, info));
    },
  }),
}));
