import { deleteInboxRule } from '../../mailbox/write/delete-inbox-rule.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readIdIn } from '../ids.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { InboxRulePayload } from '../refs.ts';
import { mutate } from './mutate.ts';
import { discardOutlookRulesDescription } from './save-inbox-rule.ts';

builder.mutationField('deleteInboxRule', (t) =>
  t.field({
    complexity: cost('settingsWrite'),
    type: InboxRulePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('MANAGE_SETTINGS'),
    description:
      'Deletes a rule for mail that arrives, also one that is not fully shown. The payload tells it as it was.',
    args: {
      mailbox: t.arg({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
      id: t.arg.id({ required: true, description: 'The rule.' }),
      discardOutlookRules: t.arg.boolean({ description: discardOutlookRulesDescription }),
    },
    resolve: (_root, { mailbox: address, id, discardOutlookRules }, context, info) =>
      mutate(context, info, {
        id,
        open: () => mailboxAt(context, address),
        work: async (mailbox) => {
          const { id: key } = readIdIn(context, 'id', id, ['InboxRule'], mailbox);
          const rule = await deleteInboxRule(mailbox, { key, discardsOutlookRules: discardOutlookRules === true });
          return { read: () => Promise.resolve({ typeName: 'InboxRule' as const, mailbox, rule }) };
        },
      }),
  }),
);
