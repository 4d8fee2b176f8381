import type { InboxRule } from '../../ews/properties/inbox-rule.ts';
import { loadInboxRules, ruleByKey } from '../inbox-rules.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { changeRules } from './change-rules.ts';
import { WriteRefusal } from './write-refusal.ts';

/** Which rule goes. */
export interface RuleToDelete {
  /** As `ruleKey` tells it. */
  readonly key: string;
  readonly discardsOutlookRules: boolean;
}

/**
 * Deletes a rule, also one of which clients cannot see all, and answers it as it was: GetInboxRules and UpdateInboxRules. Throws WriteRefusal, as
 * `changeRules` and UNSUPPORTED, and EwsError.
 */
export const deleteInboxRule = async (
  mailbox: OpenedMailbox,
  { key, discardsOutlookRules }: RuleToDelete,
): Promise<InboxRule> => {
  const before = await loadInboxRules(mailbox);
  const rule = ruleByKey(before, key);
  const { id } = rule;
  if (id === undefined)
    throw new WriteRefusal({
      reason: 'UNSUPPORTED',
      detail: 'The mail server tells no id of this rule to delete it by.',
    });
  await changeRules(mailbox, {
    change: { delete: id },
    before,
    discardsOutlookRules,
    isDone: ({ rules }) => Promise.resolve(rules.every((one) => one.id !== id)),
    isRepeatable: true,
  });
  return rule;
};
