import type { InboxRules } from '../../ews/operations/get-inbox-rules.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { InboxRule, WrittenRule } from '../../ews/properties/inbox-rule.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import type { RuleFolder, RulePredicates } from '../../ews/properties/rule-parts.ts';
import { isFullyShown, loadInboxRules, ruleByKey, ruleFolderId } from '../inbox-rules.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { changeRules } from './change-rules.ts';
import { WriteRefusal } from './write-refusal.ts';

/** A rule to be made, or to take the place of another. */
export interface RuleToSave extends Pick<WrittenRule, 'name' | 'conditions' | 'actions'> {
  /** `ruleKey` of the one that it takes the place of; undefined: it is new. */
  readonly key: string | undefined;
  /** Undefined: the place of the one before, or after all others. */
  readonly priority: number | undefined;
  /** Undefined: as the one before, or true. */
  readonly isEnabled: boolean | undefined;
  /** Undefined: those of the one before, or none. */
  readonly exceptions: RulePredicates | undefined;
  readonly discardsOutlookRules: boolean;
}

/** Reads the saved rule; undefined where the server does not tell it. One GetInboxRules, or none when it has been read already. */
export type ReadRule = () => Promise<InboxRule | undefined>;

/** A rule that may be written over. Throws WriteRefusal UNSUPPORTED. */
const replaceable = (rule: InboxRule): InboxRule & { readonly id: string } => {
  const { id } = rule;
  if (id === undefined)
    throw new WriteRefusal({
      reason: 'UNSUPPORTED',
      detail: 'The mail server tells no id of this rule to change it by.',
    });
  if (!isFullyShown(rule))
    throw new WriteRefusal({
      reason: 'UNSUPPORTED',
      detail:
        'This rule has conditions, exceptions or actions that the gateway cannot show, and they would be lost. Change it where it was made, or delete it and make another.',
    });
  return { ...rule, id };
};

const highestPriority = (rules: readonly InboxRule[]): number => Math.max(0, ...rules.map(({ priority }) => priority));

const addressesOf = (people: readonly Recipient[] | undefined): readonly string[] =>
  (people ?? []).map(({ address }) => address?.toLowerCase() ?? '').toSorted();

const toldPredicates = (parts: RulePredicates): readonly unknown[] => [
  addressesOf(parts.fromAddresses),
  addressesOf(parts.sentToAddresses),
  (parts.containsSubjectStrings ?? []).toSorted(),
  (parts.containsBodyStrings ?? []).toSorted(),
  parts.hasAttachments ?? false,
  parts.importance ?? null,
];

type Actions = InboxRule['actions'] | WrittenRule['actions'];

const toldActions = (actions: Actions): readonly unknown[] => [
  actions.delete ?? false,
  actions.markAsRead ?? false,
  (actions.assignCategories ?? []).toSorted(),
  addressesOf(actions.forwardToRecipients),
  actions.stopProcessingRules ?? false,
];

/** Whether a rule that was found is one that was to be written; its place may be another by now. */
const isSame = async (mailbox: OpenedMailbox, found: InboxRule, written: WrittenRule): Promise<boolean> => {
  const told = ({ name, isEnabled, conditions, exceptions, actions }: InboxRule | WrittenRule): string =>
    JSON.stringify([name, isEnabled, toldPredicates(conditions), toldPredicates(exceptions), toldActions(actions)]);
  if (!isFullyShown(found) || told(found) !== told(written)) return false;
  const idOf = (folder: RuleFolder | FolderTarget): ReturnType<typeof ruleFolderId> => ruleFolderId(mailbox, folder);
  return (
    (await idOf(found.actions.moveToFolder)) === (await idOf(written.actions.moveToFolder)) &&
    (await idOf(found.actions.copyToFolder)) === (await idOf(written.actions.copyToFolder))
  );
};

/**
 * Makes a rule or replaces one: GetInboxRules and UpdateInboxRules. A rule of which clients cannot see all is not replaced. When the answer is lost it
 * looks for the rule, so that nobody makes it twice. Throws WriteRefusal, as `changeRules` and UNSUPPORTED, and EwsError.
 */
export const saveInboxRule = async (mailbox: OpenedMailbox, rule: RuleToSave): Promise<ReadRule> => {
  const before = await loadInboxRules(mailbox);
  const replaced = rule.key === undefined ? undefined : replaceable(ruleByKey(before, rule.key));
  const written: WrittenRule = {
    name: rule.name,
    priority: rule.priority ?? replaced?.priority ?? highestPriority(before.rules) + 1,
    isEnabled: rule.isEnabled ?? replaced?.isEnabled ?? true,
    conditions: rule.conditions,
    exceptions: rule.exceptions ?? replaced?.exceptions ?? {},
    actions: rule.actions,
  };
  const known = new Set(before.rules.map(({ id }) => id));
  /** The rule itself, or for a new one, whose id the server does not tell, those that were not there before. */
  const candidates = ({ rules }: InboxRules): readonly InboxRule[] =>
    rules.filter(({ id }) => (replaced === undefined ? !known.has(id) : id === replaced.id));
  const findSame = async (after: InboxRules): Promise<InboxRule | undefined> => {
    for (const candidate of candidates(after)) if (await isSame(mailbox, candidate, written)) return candidate;
    return undefined;
  };
  await changeRules(mailbox, {
    change: replaced === undefined ? { create: written } : { id: replaced.id, set: written },
    before,
    discardsOutlookRules: rule.discardsOutlookRules,
    isDone: async (after) => (await findSame(after)) !== undefined,
    isRepeatable: replaced !== undefined,
  });
  return async () => {
    const after = await loadInboxRules(mailbox);
    // Servers may write it in another way than it was given; of several new ones, by others at the same time, it is then the one of this name.
    const named = candidates(after).find(({ name }) => name === written.name);
    return candidates(after).length < 2 ? candidates(after)[0] : ((await findSame(after)) ?? named);
  };
};
