import { addressee } from './addressee.ts';
import { EmulatorError } from '../emulator-error.ts';
import { targetFolder } from './inbox-rules.ts';
import type { OperationContext } from '../operation.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';

/** What is wrong with one part of a rule: t:RuleFieldURIType, t:RuleValidationErrorCodeType, and the value found there. */
export interface RuleFlaw {
  readonly field: string;
  readonly code: string;
  readonly value: string;
}

/** Everything that is wrong with a rule that a client writes. What other rules there are is not looked at. */
export const ruleFlaws = (context: OperationContext, rule: XmlNode): readonly RuleFlaw[] => {
  const actions = child(rule, 't:Actions')?.children ?? [];
  const name = childText(rule, 't:DisplayName')?.trim() ?? '';
  const priority = childText(rule, 't:Priority') ?? '';
  return [
    ...(name === '' ? [flaw('DisplayName', 'EmptyValueFound')] : []),
    ...(name.length > longestText ? [flaw('DisplayName', 'StringValueTooBig', name)] : []),
    ...(Number(priority) < 1 ? [flaw('Priority', 'InvalidValue', priority)] : []),
    ...(actions.length === 0 ? [flaw('Actions', 'MissingAction')] : []),
    ...partFlaws(context, 'Condition', child(rule, 't:Conditions')),
    ...partFlaws(context, 'Exception', child(rule, 't:Exceptions')),
    ...partFlaws(context, 'Action', child(rule, 't:Actions')),
  ];
};

/** m:RuleOperationErrors for what is wrong with operations, by their place in the request. */
export const flawsElement = (flaws: ReadonlyMap<number, readonly RuleFlaw[]>): XmlNode =>
  node(
    'm:RuleOperationErrors',
    [...flaws].map(([index, found]) =>
      node('t:RuleOperationError', [
        node('t:OperationIndex', String(index)),
        node(
          't:ValidationErrors',
          found.map(({ field, code, value }) =>
            node('t:Error', [
              node('t:FieldURI', field),
              node('t:ErrorCode', code),
              node('t:ErrorMessage', `The rule was refused: ${code}.`),
              node('t:FieldValue', value),
            ]),
          ),
        ),
      ]),
    ),
  );

/** Makes a flaw; without a value nothing stood there. */
export const flaw = (field: string, code: string, value = ''): RuleFlaw => ({ field, code, value });

/** Exchange keeps no longer names and strings in a rule; characters. */
const longestText = 256;

const unsupported = new Set(['t:SendSMSAlertToRecipients', 't:ServerReplyWithMessage', 't:FromConnectedAccounts']);
const addressLists = /(?:Addresses|Recipients)$/;
const stringLists = /^t:(?:Contains\w+Strings|Categories|ItemClasses|AssignCategories)$/;

const partFlaws = (context: OperationContext, kind: string, holder: XmlNode | undefined): readonly RuleFlaw[] =>
  (holder?.children ?? []).flatMap((part) => {
    const field = `${kind}:${part.name.slice(2)}`;
    if (unsupported.has(part.name)) return [flaw(field, 'UnsupportedRule')];
    if (part.name.endsWith('ToFolder')) return folderFlaws(context, field, part);
    if (stringLists.test(part.name)) return stringFlaws(field, part);
    if (addressLists.test(part.name)) return addressFlaws(context, field, part);
    if (part.name === 't:WithinDateRange') return dateFlaws(field, part);
    return part.name === 't:WithinSizeRange' ? sizeFlaws(field, part) : [];
  });

const folderFlaws = ({ mailbox }: OperationContext, field: string, action: XmlNode): readonly RuleFlaw[] => {
  const id = action.children[0]?.attributes['Id'] ?? '';
  try {
    return targetFolder(mailbox, action) === undefined ? [flaw(field, 'FolderDoesNotExist', id)] : [];
  } catch (error) {
    if (error instanceof EmulatorError) return [flaw(field, 'InvalidFolderId', id)];
    throw error;
  }
};

const stringFlaws = (field: string, list: XmlNode): readonly RuleFlaw[] => {
  const strings = childrenNamed(list, 't:String').map(({ text }) => text);
  if (strings.length === 0 || strings.some((text) => text.trim() === '')) return [flaw(field, 'EmptyValueFound')];
  return strings.filter((text) => text.length > longestText).map((text) => flaw(field, 'StringValueTooBig', text));
};

const addressFlaws = ({ store }: OperationContext, field: string, list: XmlNode): readonly RuleFlaw[] => {
  const addresses = childrenNamed(list, 't:Address').map((one) => childText(one, 't:EmailAddress')?.trim() ?? '');
  if (addresses.length === 0) return [flaw(field, 'EmptyValueFound')];
  return addresses.flatMap((address) => {
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) return [flaw(field, 'InvalidAddress', address)];
    return addressee(store, address).kind === 'unknown' ? [flaw(field, 'RecipientDoesNotExist', address)] : [];
  });
};

const dateFlaws = (field: string, range: XmlNode): readonly RuleFlaw[] => {
  const [start, end] = ['t:StartDateTime', 't:EndDateTime'].map((name) => childText(range, name));
  if (start === undefined && end === undefined) return [flaw(field, 'MissingRangeValue')];
  return Date.parse(start ?? '') > Date.parse(end ?? '') ? [flaw(field, 'InvalidDateRange', `${start} ${end}`)] : [];
};

const sizeFlaws = (field: string, range: XmlNode): readonly RuleFlaw[] => {
  const [least, most] = ['t:MinimumSize', 't:MaximumSize'].map((name) => childText(range, name));
  if (least === undefined && most === undefined) return [flaw(field, 'MissingRangeValue')];
  const negative = [least, most].find((size) => Number(size ?? 0) < 0);
  if (negative !== undefined) return [flaw(field, 'SizeLessThanZero', negative)];
  return Number(least ?? 0) > Number(most ?? Infinity) ? [flaw(field, 'InvalidSizeRange', `${least} ${most}`)] : [];
};
