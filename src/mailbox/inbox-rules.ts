import { EwsError } from '../ews/errors.ts';
import { getInboxRules, type InboxRules } from '../ews/operations/get-inbox-rules.ts';
import type { FolderId, FolderTarget } from '../ews/properties/id.ts';
import type { InboxRule } from '../ews/properties/inbox-rule.ts';
import type { RuleActions, RuleFolder, RulePredicates } from '../ews/properties/rule-parts.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** Conditions and exceptions that clients see and write, by EWS's names; a rule with others is not fully shown. */
const shownPredicates = [
  'fromAddresses',
  'sentToAddresses',
  'containsSubjectStrings',
  'containsBodyStrings',
  'hasAttachments',
  'importance',
] as const satisfies readonly (keyof RulePredicates)[];

/** The same of actions. */
const shownActions = [
  'moveToFolder',
  'copyToFolder',
  'delete',
  'markAsRead',
  'assignCategories',
  'forwardToRecipients',
  'stopProcessingRules',
] as const satisfies readonly (keyof RuleActions)[];

const readings = new WeakMap<object, Promise<InboxRules>>();

/** The rules of a mailbox: one GetInboxRules for whoever asks in one request, until `forgetInboxRules`. Throws EwsError. */
export const loadInboxRules = (mailbox: Pick<OpenedMailbox, 'session'>): Promise<InboxRules> => {
  const { session } = mailbox;
  const known = readings.get(session);
  if (known !== undefined) return known;
  const reading = session.call(getInboxRules, {});
  readings.set(session, reading);
  // Whoever comes later may have more luck.
  reading.catch(() => readings.delete(session));
  return reading;
};

/** What was read holds no longer: rules have been written. */
export const forgetInboxRules = ({ session }: Pick<OpenedMailbox, 'session'>): void => {
  readings.delete(session);
};

/** What a rule is known by: its id, or its place where the server tells no id. No id of EWS, which is base64, looks like that. */
export const ruleKey = ({ id, priority }: InboxRule): string => id ?? `at ${priority}`;

/** The rule of this key. Throws EwsError ErrorItemNotFound when it is gone. */
export const ruleByKey = ({ rules }: InboxRules, key: string): InboxRule => {
  const found = rules.find((rule) => ruleKey(rule) === key);
  if (found === undefined)
    throw new EwsError('response', 'GetInboxRules: the rule is gone', { responseCode: 'ErrorItemNotFound' });
  return found;
};

/** Flags that say false ask and do nothing. https://learn.microsoft.com/exchange/client-developer/web-service-reference/conditions */
const partsOf = (parts: RulePredicates | RuleActions): readonly (readonly [string, unknown])[] =>
  Object.entries(parts).filter(([, value]) => value !== undefined && value !== false);

const areKnown = (parts: RulePredicates | RuleActions, names: readonly string[]): boolean =>
  partsOf(parts).every(([name]) => names.includes(name));

/** Exchange may name people by addresses of its own kind, which nobody could write back. */
const haveAddresses = (people: RulePredicates['fromAddresses']): boolean =>
  (people ?? []).every(({ address }) => address !== undefined);

/**
 * Whether clients see all of a rule, so that one who writes what it has seen loses nothing: false for what Outlook made with parts that EWS cannot
 * tell, for parts that EWS told and the gateway has no field for, and for people without an address.
 */
export const isFullyShown = ({ isWhole, isNotSupported, conditions, exceptions, actions }: InboxRule): boolean =>
  isWhole &&
  !isNotSupported &&
  areKnown(conditions, shownPredicates) &&
  areKnown(exceptions, shownPredicates) &&
  areKnown(actions, shownActions) &&
  [conditions, exceptions].every((one) => haveAddresses(one.fromAddresses) && haveAddresses(one.sentToAddresses)) &&
  haveAddresses(actions.forwardToRecipients);

/** Whether a rule has no part of a kind that asks or does anything. */
export const isEmpty = (parts: RulePredicates | RuleActions): boolean => partsOf(parts).length === 0;

/** The id of a folder that a rule names by its id or by its well-known name; undefined when this mailbox has no such folder. */
export const ruleFolderId = async (
  { folders }: Pick<OpenedMailbox, 'folders'>,
  folder: RuleFolder | FolderTarget,
): Promise<FolderId | undefined> => {
  if (folder === undefined) return undefined;
  if ('id' in folder) return (await folders.place(folder.id))?.id;
  const isMeant = (target: FolderTarget): boolean =>
    'distinguished' in target && target.distinguished === folder.distinguished;
  return [...(await folders.roles())].find(([, role]) => isMeant(folders.targetOfRole(role)))?.[0];
};
