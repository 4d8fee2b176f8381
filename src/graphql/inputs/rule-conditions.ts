import type { RulePredicates } from '../../ews/properties/rule-parts.ts';
import { builder } from '../builder.ts';
import { Importance } from '../enums.ts';
import { lineProblem, type Note } from './checked-text.ts';

/** What a rule asks of mail, as a client sends it; null is as good as left out. */
export interface RuleConditionsShape {
  readonly from?: readonly string[] | null | undefined;
  readonly sentTo?: readonly string[] | null | undefined;
  readonly subjectContains?: readonly string[] | null | undefined;
  readonly bodyContains?: readonly string[] | null | undefined;
  readonly hasAttachments?: boolean | null | undefined;
  readonly importance?: 'Low' | 'Normal' | 'High' | null | undefined;
}

/** Entries in one list. Exchange keeps 256 KB of rules for a mailbox. */
export const mostEntries = 500;

/** Exchange keeps no longer texts in a rule. */
export const longestRuleText = 255;

export const InboxRulePredicateInput = builder.inputRef<RuleConditionsShape>('InboxRulePredicateInput').implement({
  description: `What mail is like, all of it. A field that is left out or null asks nothing; of a list, which holds up to ${mostEntries} entries, one is enough. An empty list is refused in conditions, where it could mean all mail or none.`,
  fields: (t) => ({
    from: t.field({ type: ['EmailAddress'], description: 'Who wrote it.' }),
    sentTo: t.field({ type: ['EmailAddress'], description: 'Whom it was sent to, openly.' }),
    subjectContains: t.stringList({
      description: `Words or parts of the subject, up to ${longestRuleText} characters each; upper and lower case are the same.`,
    }),
    bodyContains: t.stringList({
      description: `Words or parts of the text, up to ${longestRuleText} characters each; upper and lower case are the same.`,
    }),
    hasAttachments: t.boolean({
      description:
        'True: it has attachments. Cannot be false; for mail without attachments make those with an exception.',
    }),
    importance: t.field({ type: Importance, description: 'How important its sender says it is.' }),
  }),
});

/** Notes a list of a rule that is too long. */
export const noteListLength = (
  list: readonly unknown[] | null | undefined,
  path: readonly string[],
  note: Note,
): void => {
  if ((list?.length ?? 0) > mostEntries) note(path, `may hold ${mostEntries} at most.`);
};

/** What is wrong with the name of a rule or a text that it looks for; undefined: nothing. */
export const ruleTextProblem = (text: string): string | undefined =>
  text.trim() === '' ? 'must not be empty.' : lineProblem(text, longestRuleText);

/** Reads conditions or exceptions in EWS's words. `path`: where they stand in the input. */
export const readRuleConditions = (input: RuleConditionsShape, path: readonly string[], note: Note): RulePredicates => {
  const { from, sentTo, subjectContains, bodyContains, hasAttachments, importance } = input;
  for (const [name, list] of Object.entries({ from, sentTo, subjectContains, bodyContains }))
    noteListLength(list, [...path, name], note);
  for (const [name, texts] of Object.entries({ subjectContains, bodyContains }))
    for (const [index, text] of (texts ?? []).slice(0, mostEntries).entries())
      note([...path, name, String(index)], ruleTextProblem(text));
  if (hasAttachments === false)
    note([...path, 'hasAttachments'], 'cannot be false; rules know only mail with attachments.');
  return {
    fromAddresses: unlessEmpty(from)?.map((address) => ({ address })),
    sentToAddresses: unlessEmpty(sentTo)?.map((address) => ({ address })),
    containsSubjectStrings: unlessEmpty(subjectContains),
    containsBodyStrings: unlessEmpty(bodyContains),
    hasAttachments: hasAttachments ?? undefined,
    importance: importance ?? undefined,
  };
};

/** A list with something in it: EWS has no empty ones. */
export const unlessEmpty = <Entry>(list: readonly Entry[] | null | undefined): readonly Entry[] | undefined =>
  list === undefined || list === null || list.length === 0 ? undefined : list;

/** Notes lists of conditions that are empty: who asks for mail of nobody would get a rule for all mail. */
export const noteEmptyConditions = (
  { from, sentTo, subjectContains, bodyContains }: RuleConditionsShape,
  path: readonly string[],
  note: Note,
): void => {
  for (const [name, list] of Object.entries({ from, sentTo, subjectContains, bodyContains }))
    if (list?.length === 0) note([...path, name], 'must not be empty; leave it out.');
};
