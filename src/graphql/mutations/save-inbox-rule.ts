import { saveInboxRule, type RuleToSave } from '../../mailbox/write/save-inbox-rule.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { readIdIn } from '../ids.ts';
import { collectIssues } from '../inputs/checked-text.ts';
import {
  InboxRuleActionsInput,
  readRuleActions,
  readRuleFolders,
  type RuleActionsShape,
} from '../inputs/rule-actions.ts';
import {
  InboxRulePredicateInput,
  longestRuleText,
  noteEmptyConditions,
  readRuleConditions,
  ruleTextProblem,
  type RuleConditionsShape,
} from '../inputs/rule-conditions.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { InboxRulePayload } from '../refs.ts';
import { mutate } from './mutate.ts';

/** What the input and the argument that give up Outlook's rules say. */
export const discardOutlookRulesDescription =
  'Outlook may keep rules of its own in a mailbox, such as those that run only while it is open, or that are switched off. The mail server deletes them when other rules are changed, so the gateway refuses to, with a ConflictError, unless this is true.';

interface SaveInboxRuleShape {
  readonly mailbox: string;
  readonly id?: string | null | undefined;
  readonly name: string;
  readonly sequence?: number | null | undefined;
  readonly isEnabled?: boolean | null | undefined;
  readonly conditions: RuleConditionsShape;
  readonly exceptions?: RuleConditionsShape | null | undefined;
  readonly actions: RuleActionsShape;
  readonly discardOutlookRules?: boolean | null | undefined;
}

const SaveInboxRuleInput = builder.inputRef<SaveInboxRuleShape>('SaveInboxRuleInput').implement({
  description: 'A rule for mail that arrives: a new one, or one in the place of another.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    id: t.id({ description: 'The rule that this one takes the place of; a new one when left out.' }),
    name: t.string({ required: true, description: `One line of up to ${longestRuleText} characters.` }),
    sequence: t.int({
      description:
        'Its place among the rules, 1 or more; those that stand there move down. When left out: where it was, or after all others.',
    }),
    isEnabled: t.boolean({ description: 'Whether it is run. When left out: as it was; true for a new one.' }),
    conditions: t.field({
      type: InboxRulePredicateInput,
      required: true,
      description: 'What mail must be like; `{}` for all mail. Takes the place of all conditions that there were.',
    }),
    exceptions: t.field({
      type: InboxRulePredicateInput,
      description:
        'What mail must not be like: any of it is enough for the rule to leave it alone. Null: no exceptions. When left out: as they were.',
    }),
    actions: t.field({
      type: InboxRuleActionsInput,
      required: true,
      description: 'What happens to such mail. Takes the place of all actions that there were.',
    }),
    discardOutlookRules: t.boolean({ description: discardOutlookRulesDescription }),
  }),
});

/** Throws WriteRefusal INVALID naming everything that is wrong; folders are looked up when nothing else is. */
const readRule = async (context: Context, mailbox: OpenedMailbox, input: SaveInboxRuleShape): Promise<RuleToSave> => {
  const { note, refuse } = collectIssues();
  const { id, name, sequence, exceptions } = input;
  note(['input', 'name'], ruleTextProblem(name));
  if (typeof sequence === 'number' && sequence < 1) note(['input', 'sequence'], 'must be 1 or more.');
  noteEmptyConditions(input.conditions, ['input', 'conditions'], note);
  const conditions = readRuleConditions(input.conditions, ['input', 'conditions'], note);
  const read = exceptions ? readRuleConditions(exceptions, ['input', 'exceptions'], note) : undefined;
  const actionsPath = ['input', 'actions'];
  const actions = readRuleActions(input.actions, actionsPath, note);
  refuse();
  const key = typeof id === 'string' ? readIdIn(context, 'id', id, ['InboxRule'], mailbox).id : undefined;
  const folders = await readRuleFolders(context, mailbox, input.actions, actionsPath, note);
  refuse();
  return {
    key,
    name: name.trim(),
    priority: sequence ?? undefined,
    isEnabled: input.isEnabled ?? undefined,
    conditions,
    exceptions: exceptions === null ? {} : read,
    actions: { ...actions, ...folders },
    discardsOutlookRules: input.discardOutlookRules === true,
  };
};

builder.mutationField('saveInboxRule', (t) =>
  t.field({
    complexity: cost('settingsWrite'),
    type: InboxRulePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('MANAGE_SETTINGS'),
    description:
      'Makes a rule for mail that arrives, or replaces one. One of which the fields do not show all (`isFullyShown: false`) is not replaced, because the rest of it would be lost. Needs SEND and READ_MESSAGES, too, for `forwardTo`.',
    args: { input: t.arg({ type: SaveInboxRuleInput, required: true, description: 'The rule.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        id: input.id ?? undefined,
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          // From then on the mail server sends mail as this mailbox, and whoever gets it reads what arrives here.
          if ((input.actions.forwardTo ?? []).length > 0) demandAll(context, mailbox, info, ['SEND', 'READ_MESSAGES']);
          const read = await saveInboxRule(mailbox, await readRule(context, mailbox, input));
          return {
            read: async () => {
              const rule = await read();
              return rule && { typeName: 'InboxRule' as const, mailbox, rule };
            },
          };
        },
      }),
  }),
);
