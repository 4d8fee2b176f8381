import { child, element, required, type XmlElement } from '../xml.ts';
import { boolean, integer, optional, optionalElement, string } from './codec.ts';
import {
  knowsAllParts,
  ruleActions,
  rulePredicates,
  type RuleActions,
  type RulePredicates,
  type WrittenRuleActions,
} from './rule-parts.ts';

/** A rule that the server runs on what arrives in the inbox. */
export interface InboxRule {
  /** Base64 of Exchange's own making; undefined where a server leaves it out, and the rule cannot be changed. */
  readonly id: string | undefined;
  readonly name: string;
  /** Its place among the rules, 1 first. */
  readonly priority: number;
  readonly isEnabled: boolean;
  /** Made by Outlook with something that EWS cannot tell: it cannot be changed either. */
  readonly isNotSupported: boolean;
  /** Its last run failed, of a folder that is gone for one. */
  readonly isInError: boolean;
  readonly conditions: RulePredicates;
  readonly exceptions: RulePredicates;
  readonly actions: RuleActions;
  /** False: the server told parts that this gateway does not know, and which it would lose in writing the rule. */
  readonly isWhole: boolean;
}

/** A rule to be made, or to take the place of one; what it does not say is not so. */
export interface WrittenRule {
  readonly name: string;
  /** 1 or more. */
  readonly priority: number;
  readonly isEnabled: boolean;
  readonly conditions: RulePredicates;
  readonly exceptions: RulePredicates;
  readonly actions: WrittenRuleActions;
}

const isWhole = (node: XmlElement): boolean =>
  node.children.every((part) => {
    if (part.name === 'Actions') return knowsAllParts('actions', part);
    return part.name !== 'Conditions' && part.name !== 'Exceptions' ? true : knowsAllParts('predicates', part);
  });

/** Reads `t:Rule`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/rule-ruletype */
export const inboxRule = (node: XmlElement): InboxRule => ({
  id: child(node, 'RuleId')?.text.trim(),
  name: string.decode(required(node, 'DisplayName')),
  priority: integer.decode(required(node, 'Priority')),
  isEnabled: boolean.decode(required(node, 'IsEnabled')),
  isNotSupported: optional(node, 'IsNotSupported', boolean) ?? false,
  isInError: optional(node, 'IsInError', boolean) ?? false,
  conditions: optional(node, 'Conditions', rulePredicates) ?? {},
  exceptions: optional(node, 'Exceptions', rulePredicates) ?? {},
  actions: ruleActions.decode(child(node, 'Actions') ?? element('none')),
  isWhole: isWhole(node),
});

/** Nothing in it: the element stays away. */
const unlessEmpty = <Value extends object>(
  name: string,
  value: Value,
  encode: (name: string, value: Value) => XmlElement,
): XmlElement | undefined =>
  Object.values(value).every((part) => part === undefined) ? undefined : encode(name, value);

/** Writes `t:Rule`; `id` of the rule that it takes the place of, none for a new one (CreateWithRuleId). */
export const writtenRule = (rule: WrittenRule, id?: string): XmlElement =>
  element('t:Rule', [
    optionalElement('t:RuleId', id, string),
    string.encode('t:DisplayName', rule.name),
    integer.encode('t:Priority', rule.priority),
    boolean.encode('t:IsEnabled', rule.isEnabled),
    unlessEmpty('t:Conditions', rule.conditions, rulePredicates.encode),
    unlessEmpty('t:Exceptions', rule.exceptions, rulePredicates.encode),
    unlessEmpty('t:Actions', rule.actions, ruleActions.encode),
  ]);
