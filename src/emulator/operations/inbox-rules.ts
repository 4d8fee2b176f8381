import { isAddressOf } from '../mail/addressee.ts';
import { EmulatorError } from '../emulator-error.ts';
import {
  hasOutlookRules,
  inboxRules,
  keepInboxRules,
  keepOutlookRules,
  newRuleId,
  targetFolder,
} from '../mail/inbox-rules.ts';
import { answerOnce, type OperationContext, type OperationHandler } from '../operation.ts';
import { flaw, flawsElement, type RuleFlaw, ruleFlaws } from '../mail/rule-check.ts';
import type { Mailbox } from '../store/store.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/**
 * Of the rules that Outlook keeps for itself it tells that they are there. A rule whose folder is gone is told to be in error.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getinboxrules-operation
 */
export const getInboxRules: OperationHandler = (request, context) =>
  answer('GetInboxRules', () => {
    checkOwn(request, context);
    const rules = inboxRules(context.mailbox).map((rule) => toldRule(context.mailbox, rule));
    const blobExists = String(hasOutlookRules(context.mailbox));
    return [node('m:OutlookRuleBlobExists', blobExists), rules.length === 0 ? undefined : node('m:InboxRules', rules)];
  });

/**
 * All operations happen or none does; and none where Outlook keeps rules for itself, unless the request gives those up.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateinboxrules-operation
 */
export const updateInboxRules: OperationHandler = (request, context) =>
  answer('UpdateInboxRules', () => {
    checkOwn(request, context);
    const removesBlob = isTrue(childText(request, 'm:RemoveOutlookRuleBlob'));
    if (hasOutlookRules(context.mailbox) && !removesBlob) throw new EmulatorError('ErrorOutlookRuleBlobExists');
    const operations = child(request, 'm:Operations')?.children ?? [];
    const flaws = new Map<number, readonly RuleFlaw[]>();
    for (const [index, operation] of operations.entries()) {
      const found = operationFlaws(context, operation, operations.slice(0, index));
      if (found.length > 0) flaws.set(index, found);
    }
    if (flaws.size > 0) throw new RulesRefused(flawsElement(flaws));
    if (removesBlob) keepOutlookRules(context.mailbox, false);
    keepInboxRules(
      context.mailbox,
      operations.reduce(
        (rules, operation) => afterOperation(context.mailbox, rules, operation),
        inboxRules(context.mailbox),
      ),
    );
    return [];
  });

class RulesRefused extends EmulatorError {
  readonly errors: XmlNode;

  constructor(errors: XmlNode) {
    super('ErrorInboxRulesValidationError');
    this.errors = errors;
  }
}

/** This service has no list of messages: the response is the only one. */
const answer = (operation: string, work: () => readonly (XmlNode | undefined)[]): XmlNode =>
  answerOnce(operation, work, (error) => (error instanceof RulesRefused ? error.errors : undefined));

/** Nobody reads or writes the rules of others. */
const checkOwn = (request: XmlNode, { mailbox }: OperationContext): void => {
  const asked = childText(request, 'm:MailboxSmtpAddress');
  if (asked !== undefined && !isAddressOf(mailbox, asked)) throw new EmulatorError('ErrorAccessDenied');
};

const operationFlaws = (
  context: OperationContext,
  operation: XmlNode,
  earlier: readonly XmlNode[],
): readonly RuleFlaw[] => {
  const rule = child(operation, 't:Rule');
  const id = idIn(operation);
  const isCreation = operation.name === 't:CreateRuleOperation';
  const priority = childText(rule, 't:Priority');
  const isTwin = earlier.some(
    (other) => priority !== undefined && childText(child(other, 't:Rule'), 't:Priority') === priority,
  );
  return [
    ...(isCreation
      ? id === undefined
        ? []
        : [flaw('RuleId', 'CreateWithRuleId', id)]
      : idFlaws(context, id, earlier)),
    ...(isTwin ? [flaw('Priority', 'DuplicatedPriority', priority)] : []),
    ...(rule === undefined ? [] : ruleFlaws(context, rule)),
  ];
};

const idFlaws = (
  { mailbox }: OperationContext,
  id: string | undefined,
  earlier: readonly XmlNode[],
): readonly RuleFlaw[] => {
  if (id === undefined) return [flaw('RuleId', 'MissingParameter')];
  if (!inboxRules(mailbox).some((rule) => childText(rule, 't:RuleId') === id))
    return [flaw('RuleId', 'RuleNotFound', id)];
  return earlier.some((other) => idIn(other) === id) ? [flaw('RuleId', 'DuplicatedOperationOnTheSameRule', id)] : [];
};

const idIn = (operation: XmlNode): string | undefined =>
  childText(child(operation, 't:Rule') ?? operation, 't:RuleId')?.trim();

/** A rule that is written comes before those that are there, so that it is the first one of its priority. */
const afterOperation = (mailbox: Mailbox, rules: readonly XmlNode[], operation: XmlNode): readonly XmlNode[] => {
  const rule = child(operation, 't:Rule');
  const id = idIn(operation);
  const others = rules.filter((one) => childText(one, 't:RuleId') !== id);
  return rule === undefined ? others : [keptRule(mailbox, rule, id ?? newRuleId(mailbox)), ...others];
};

/** With its id, with ids in the place of well-known folder names, and without empty parts. */
const keptRule = (mailbox: Mailbox, rule: XmlNode, id: string): XmlNode => ({
  ...rule,
  children: [
    node('t:RuleId', id),
    ...rule.children
      .filter(({ name, children }) => !decided.has(name) && (children.length > 0 || !holders.has(name)))
      .map((part) =>
        part.name === 't:Actions'
          ? node(
              part.name,
              part.children.map((action) => withFolderId(mailbox, action)),
            )
          : part,
      ),
  ],
});

const decided = new Set(['t:RuleId', 't:IsNotSupported', 't:IsInError']);
const holders = new Set(['t:Conditions', 't:Exceptions', 't:Actions']);

const withFolderId = (mailbox: Mailbox, action: XmlNode): XmlNode => {
  if (!action.name.endsWith('ToFolder')) return action;
  return node(action.name, [node('t:FolderId', { Id: targetFolder(mailbox, action)?.id })]);
};

const toldRule = (mailbox: Mailbox, rule: XmlNode): XmlNode => {
  const isInError = (child(rule, 't:Actions')?.children ?? []).some(
    (action) => action.name.endsWith('ToFolder') && targetFolder(mailbox, action) === undefined,
  );
  if (!isInError) return rule;
  const at = rule.children.findIndex(({ name }) => name === 't:IsEnabled') + 1;
  return { ...rule, children: rule.children.toSpliced(at, 0, node('t:IsInError', 'true')) };
};
