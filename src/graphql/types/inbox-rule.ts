import type { FolderId } from '../../ews/properties/id.ts';
import type { RuleFolder, RulePredicates } from '../../ews/properties/rule-parts.ts';
import { isEmpty, isFullyShown, loadInboxRules, ruleFolderId, ruleKey } from '../../mailbox/inbox-rules.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { builder } from '../builder.ts';
import { emptyBeside } from '../empty-beside.ts';
import { Importance } from '../enums.ts';
import { folderById } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { seesSettings } from '../guards/permission.ts';
import { idText } from '../ids.ts';
import {
  Folder,
  InboxRule,
  InboxRuleActions,
  InboxRulePayload,
  InboxRulePredicate,
  Mailbox,
  Node,
  Recipient,
  type InboxRuleSource,
} from '../refs.ts';
import type { FolderSource } from '../sources.ts';
import { userErrorsField } from './user-errors-field.ts';

const addressesOf = (people: RulePredicates['fromAddresses']): string[] =>
  (people ?? []).flatMap(({ address }) => address ?? []);

InboxRule.implement({
  permission: seesSettings,
  description: 'A rule that the mail server runs on mail that arrives in the inbox.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Stable id; survives being saved.',
      resolve: ({ mailbox: { address }, rule }, _args, context) =>
        idText(context, { type: 'InboxRule', mailbox: address, id: ruleKey(rule) }),
    }),
    name: t.string({ nullable: false, description: 'Its name.', resolve: ({ rule }) => rule.name }),
    sequence: t.int({
      nullable: false,
      description: 'Its place among the rules, which are run from the lowest to the highest.',
      resolve: ({ rule }) => rule.priority,
    }),
    isEnabled: t.boolean({ nullable: false, description: 'Whether it is run.', resolve: ({ rule }) => rule.isEnabled }),
    hasError: t.boolean({
      nullable: false,
      description: 'Whether the mail server cannot run it: its folder is gone, for one.',
      resolve: ({ rule }) => rule.isInError,
    }),
    isFullyShown: t.boolean({
      nullable: false,
      description:
        'False: it has conditions, exceptions or actions that these fields cannot show, made by Outlook for one. What is shown is not all that it asks and does, and `saveInboxRule` will not write over it.',
      resolve: ({ rule }) => isFullyShown(rule),
    }),
    conditions: t.field({
      type: InboxRulePredicate,
      nullable: false,
      description: 'What mail must be like, all of it. Without any condition the rule is for all mail.',
      resolve: ({ rule }) => rule.conditions,
    }),
    exceptions: t.field({
      type: InboxRulePredicate,
      description: 'What mail must not be like, none of it; null when there are no exceptions.',
      resolve: ({ rule: { exceptions } }) => (isEmpty(exceptions) ? undefined : exceptions),
    }),
    actions: t.field({
      type: InboxRuleActions,
      nullable: false,
      description: 'What happens to such mail.',
      resolve: (source) => source,
    }),
  }),
});

InboxRulePredicate.implement({
  permission: 'withItsParent',
  description:
    'What a rule asks of mail. A field that is null and a list that is empty ask nothing; of a list one entry is enough.',
  fields: (t) => ({
    from: t.field({
      type: ['EmailAddress'],
      nullable: false,
      description: 'Who wrote it.',
      resolve: ({ fromAddresses }) => addressesOf(fromAddresses),
    }),
    sentTo: t.field({
      type: ['EmailAddress'],
      nullable: false,
      description: 'Whom it was sent to, openly.',
      resolve: ({ sentToAddresses }) => addressesOf(sentToAddresses),
    }),
    subjectContains: t.stringList({
      nullable: false,
      description: 'Words or parts of the subject; upper and lower case are the same.',
      resolve: ({ containsSubjectStrings }) => [...(containsSubjectStrings ?? [])],
    }),
    bodyContains: t.stringList({
      nullable: false,
      description: 'Words or parts of the text; upper and lower case are the same.',
      resolve: ({ containsBodyStrings }) => [...(containsBodyStrings ?? [])],
    }),
    hasAttachments: t.boolean({
      description: 'True: it has attachments. Never false: rules cannot ask for mail without any.',
      resolve: ({ hasAttachments }) => (hasAttachments === true ? true : undefined),
    }),
    importance: t.field({
      type: Importance,
      description: 'How important its sender says it is.',
      resolve: ({ importance }) => importance,
    }),
  }),
});

/** A folder of a rule; undefined when it is gone, or not this mailbox's. */
const ruleFolder = async (mailbox: OpenedMailbox, folder: RuleFolder): Promise<FolderSource | undefined> => {
  const id: FolderId | undefined = await ruleFolderId(mailbox, folder);
  return id === undefined ? undefined : folderById(mailbox, id);
};

InboxRuleActions.implement({
  permission: seesSettings,
  description: 'What a rule does with mail.',
  fields: (t) => ({
    moveTo: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'The folder that it is put into; null when it is not, and when that folder is gone.',
      resolve: ({ mailbox, rule }) => ruleFolder(mailbox, rule.actions.moveToFolder),
    }),
    copyTo: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'The folder that a copy is put into; null when none is, and when that folder is gone.',
      resolve: ({ mailbox, rule }) => ruleFolder(mailbox, rule.actions.copyToFolder),
    }),
    delete: t.boolean({
      description: 'Whether it goes to Deleted Items.',
      resolve: ({ rule }) => rule.actions.delete === true,
    }),
    markRead: t.boolean({
      description: 'Whether it is marked as read.',
      resolve: ({ rule }) => rule.actions.markAsRead === true,
    }),
    categories: t.stringList({
      nullable: false,
      description: 'Categories that it is given, beside those that it has.',
      resolve: ({ rule: { actions } }) => [...(actions.assignCategories ?? [])],
    }),
    forwardTo: t.field({
      type: [Recipient],
      nullable: false,
      description: 'Who gets it forwarded.',
      resolve: ({ mailbox, rule: { actions } }) =>
        (actions.forwardToRecipients ?? []).map((recipient) => ({ mailbox, recipient })),
    }),
    stopProcessing: t.boolean({
      description: 'Whether the rules after this one leave it alone.',
      resolve: ({ rule }) => rule.actions.stopProcessingRules === true,
    }),
  }),
});

builder.objectField(Mailbox, 'inboxRules', (t) =>
  t.field({
    complexity: cost('inboxRules'),
    type: [InboxRule],
    nullable: false,
    description: 'The rules for mail that arrives, in the order in which they are run. One GetInboxRules.',
    resolve: async (source, _args, context, info) => {
      const mailbox = await source.open();
      const read = async (): Promise<InboxRuleSource[]> => {
        const { rules } = await loadInboxRules(mailbox);
        return rules.map((rule) => ({ typeName: 'InboxRule', mailbox, rule }));
      };
      return read().catch(emptyBeside(context, info));
    },
  }),
);

InboxRulePayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a rule.',
  fields: (t) => ({
    rule: t.field({
      complexity: cost('inboxRules'),
      type: InboxRule,
      description: 'The rule as it is now, read when you ask for it; after a deletion as it was. Null on failure.',
      resolve: ({ done }) => done?.read(),
    }),
    userErrors: t.field(userErrorsField),
  }),
});
