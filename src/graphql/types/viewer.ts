import { permissions } from '../../access/caller.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { Permission } from '../enums.ts';
import { Mailbox, RateLimitStatus, Viewer } from '../refs.ts';
import { openedMailbox } from '../mailbox-source.ts';

Viewer.implement({
  permission: 'anyCaller',
  description: 'The caller: who the gateway thinks you are and what you may do.',
  fields: (t) => ({
    subject: t.exposeString('subject', {
      nullable: false,
      description: 'Who you are, by the name that your credentials give.',
    }),
    permissions: t.field({
      type: [Permission],
      nullable: false,
      description: 'What you may do at most; the policy says to which mailboxes.',
      resolve: (caller, _args, { policy }) => {
        const held = policy.permissionsOf(caller);
        return permissions.filter((permission) => held.has(permission));
      },
    }),
    rateLimit: t.field({
      type: RateLimitStatus,
      nullable: false,
      description: 'What you may still spend on operations, with all gateways together when they share what they know.',
      resolve: async (caller, _args, { budget }) => ({ limit: budget.limit, ...(await budget.status(caller)) }),
    }),
    mailbox: t.field({
      complexity: cost('mailbox'),
      type: Mailbox,
      permission: 'opensMailbox',
      description: 'The mailbox that you own, when your credentials name one.',
      resolve: async (caller, _args, context) => {
        // Not to hold a grant on one's own mailbox is no attempt at anything.
        if (caller.mailbox === undefined || !context.policy.mayOpen(caller, caller.mailbox)) return undefined;
        const opened = await context.mailbox(caller.mailbox);
        return opened === undefined ? undefined : openedMailbox(opened);
      },
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: false,
    permission: 'anyCaller',
    description: 'The caller: who the gateway thinks you are and what you may do.',
    resolve: (_root, _args, context) => context.caller,
  }),
);
