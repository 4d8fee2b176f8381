import { EwsError, InvalidInputError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { integer, string } from '../properties/codec.ts';
import type { FolderTarget } from '../properties/id.ts';
import { writtenRule, type WrittenRule } from '../properties/inbox-rule.ts';
import { child, childrenNamed, childText, element, required, type XmlElement } from '../xml.ts';

/** A new rule, a rule in the place of another, or the end of one. */
export type RuleChange =
  | { readonly create: WrittenRule }
  | { readonly id: string; readonly set: WrittenRule }
  | { readonly delete: string };

/** What becomes of the rules: all of it or, when anything is wrong with it, nothing. */
export interface UpdateInboxRulesInput {
  /** One or more; InvalidInputError otherwise. */
  readonly changes: readonly RuleChange[];
  /** Every folder that the rules put mail into, so that it can be kept to the mailbox's own; InvalidInputError when a rule names another. */
  readonly folders: readonly FolderTarget[];
  /** Gives up the rules that Outlook keeps (ErrorOutlookRuleBlobExists otherwise, when there are some). */
  readonly removesOutlookRules: boolean;
}

/** Why a rule was not taken, in EWS's words; never the value. */
export interface RuleError {
  /** Place of the change in the input, from 0. */
  readonly change: number;
  /** `Condition:FromAddresses`, `Action:MoveToFolder`, `DisplayName` ... */
  readonly field: string;
  /** `FolderDoesNotExist`, `MissingAction`, `EmptyValueFound` ... */
  readonly code: string;
}

const ruleOf = (change: RuleChange): WrittenRule | undefined => {
  if ('delete' in change) return undefined;
  return 'set' in change ? change.set : change.create;
};

const changeElement = (change: RuleChange): XmlElement => {
  if ('delete' in change) return element('t:DeleteRuleOperation', [string.encode('t:RuleId', change.delete)]);
  if ('set' in change) return element('t:SetRuleOperation', [writtenRule(change.set, change.id)]);
  return element('t:CreateRuleOperation', [writtenRule(change.create)]);
};

const ruleErrors = (node: XmlElement): readonly RuleError[] => {
  const change = integer.decode(required(node, 'OperationIndex'));
  return childrenNamed(required(node, 'ValidationErrors'), 'Error').map((error) => ({
    change,
    field: string.decode(required(error, 'FieldURI')).trim(),
    code: string.decode(required(error, 'ErrorCode')).trim(),
  }));
};

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateinboxrules-operation; of the impersonated mailbox.
 * Answers what was wrong with the rules; nothing was wrong, and all is done, when that is an empty list. Repeated, a creation makes two rules.
 */
export const updateInboxRules = defineOperation<UpdateInboxRulesInput, readonly RuleError[]>({
  name: 'UpdateInboxRules',
  access: 'write',
  names: { field: 'folders', kind: 'folder' },
  idempotent: ({ changes }) => changes.every((change) => !('create' in change)),
  encode: ({ changes, folders, removesOutlookRules }) => {
    if (changes.length === 0) throw new InvalidInputError('No rule is to be changed');
    const used = changes.flatMap((change) => {
      const { moveToFolder, copyToFolder } = ruleOf(change)?.actions ?? {};
      return [moveToFolder, copyToFolder].filter((folder) => folder !== undefined);
    });
    if (!used.every((folder) => folders.includes(folder)))
      throw new InvalidInputError('A rule puts mail into a folder that is not this mailbox’s');
    return element('m:UpdateInboxRules', [
      element('m:RemoveOutlookRuleBlob', String(removesOutlookRules)),
      element('m:Operations', changes.map(changeElement)),
    ]);
  },
  answers: ['ErrorInboxRulesValidationError'],
  decode: (message) => {
    const listed = childrenNamed(child(message, 'RuleOperationErrors') ?? element('none'), 'RuleOperationError');
    const errors = listed.flatMap(ruleErrors);
    const responseCode = childText(message, 'ResponseCode')?.trim();
    // Refused without a reason is refused all the same.
    if (errors.length === 0 && message.attributes['ResponseClass'] === 'Error')
      throw new EwsError('response', 'the server took no rule and did not say why', { responseCode });
    return errors;
  },
});
