import { EwsError } from '../../ews/errors.ts';
import type { InboxRules } from '../../ews/operations/get-inbox-rules.ts';
import { updateInboxRules, type RuleChange, type RuleError } from '../../ews/operations/update-inbox-rules.ts';
import { forgetInboxRules, loadInboxRules } from '../inbox-rules.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { WriteRefusal, type FieldIssue } from './write-refusal.ts';

/** One change of the rules of a mailbox. */
export interface RulesWrite {
  readonly change: RuleChange;
  /** The rules as they were read for it. */
  readonly before: InboxRules;
  /** Gives up rules that Outlook keeps for itself. */
  readonly discardsOutlookRules: boolean;
  /** Whether it has been done, by the rules that are there after its answer was lost. */
  readonly isDone: (after: InboxRules) => Promise<boolean>;
  /** To do it twice is to do it once: whoever is told that nobody knows may try again. */
  readonly isRepeatable: boolean;
}

const askAgainMs = 5_000;

const outlookRules = (): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail:
      'Outlook keeps rules of its own in this mailbox, and the mail server deletes them when others are changed. Change the rules in Outlook, or say discardOutlookRules to give those up.',
  });

/** Names of the fields of a rule's conditions, exceptions and actions in the input, by EWS's names. */
const partNames: Readonly<Record<string, string>> = {
  FromAddresses: 'from',
  SentToAddresses: 'sentTo',
  ContainsSubjectStrings: 'subjectContains',
  ContainsBodyStrings: 'bodyContains',
  HasAttachments: 'hasAttachments',
  Importance: 'importance',
  MoveToFolder: 'moveTo',
  CopyToFolder: 'copyTo',
  Delete: 'delete',
  MarkAsRead: 'markRead',
  AssignCategories: 'categories',
  ForwardToRecipients: 'forwardTo',
  StopProcessingRules: 'stopProcessing',
};

const wholeNames: Readonly<Record<string, string>> = {
  RuleId: 'id',
  DisplayName: 'name',
  Priority: 'sequence',
  IsEnabled: 'isEnabled',
  Actions: 'actions',
  Condition: 'conditions',
  Exception: 'exceptions',
  Action: 'actions',
};

/** The place in the input that `Condition:FromAddresses` or `DisplayName` means; as much of it as is known. */
const placeOf = (field: string): readonly string[] => {
  const [whole = '', part = ''] = field.split(':');
  return ['input', wholeNames[whole], partNames[part]].filter((name) => name !== undefined);
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/errorcode-rulevalidationerrorcodetype */
const meanings: Readonly<Record<string, string>> = {
  EmptyValueFound: 'must not be empty.',
  StringValueTooBig: 'is longer than the mail server takes.',
  DuplicatedPriority: 'is the place of another rule.',
  FolderDoesNotExist: 'is a folder that does not exist.',
  InvalidFolderId: 'is a folder that the mail server does not know.',
  InvalidAddress: 'holds an address that the mail server does not take.',
  UnsupportedAddress: 'holds an address that the mail server does not take.',
  RecipientDoesNotExist: 'holds an address of the organisation that nobody has.',
  InvalidValue: 'has a value that the mail server does not take.',
  MissingAction: 'must say what happens to the mail.',
  UnsupportedRule: 'is more than this mail server can do.',
  NotSettable: 'cannot be set on this mail server.',
};

/** With these the server says that it failed, not that the rule is wrong. */
const failures: ReadonlySet<string> = new Set(['UnexpectedError', 'ADOperationFailure']);

const refusalOf = (errors: readonly RuleError[]): Error => {
  if (errors.some(({ code }) => code === 'RuleNotFound')) return new WriteRefusal({ reason: 'NOT_FOUND' });
  if (errors.every(({ code }) => failures.has(code)))
    return new EwsError('response', 'UpdateInboxRules: the server could not look at the rule');
  const fields = errors.map(({ field, code }): FieldIssue => ({
    path: placeOf(field),
    message: meanings[code] ?? 'was refused by the mail server.',
  }));
  return new WriteRefusal({ reason: 'INVALID', fields });
};

const isDoneAfterwards = async (mailbox: OpenedMailbox, isDone: RulesWrite['isDone']): Promise<boolean> => {
  try {
    return await isDone(await loadInboxRules(mailbox));
  } catch (error) {
    if (error instanceof EwsError) return false;
    throw error;
  }
};

/**
 * Makes one change, in one UpdateInboxRules; all that was read of the rules is forgotten. When the answer is lost it looks whether it was done. Throws
 * WriteRefusal: CONFLICT where Outlook's own rules would be lost, INVALID with the places in `input` that the server found wrong, NOT_FOUND,
 * OUTCOME_UNKNOWN; and EwsError.
 */
export const changeRules = async (
  mailbox: OpenedMailbox,
  { change, before, discardsOutlookRules, isDone, isRepeatable }: RulesWrite,
): Promise<void> => {
  if (before.hasOutlookRules && !discardsOutlookRules) throw outlookRules();
  const rule = 'create' in change ? change.create : 'set' in change ? change.set : undefined;
  const { moveToFolder, copyToFolder } = rule?.actions ?? {};
  const folders = [moveToFolder, copyToFolder].filter((folder) => folder !== undefined);
  forgetInboxRules(mailbox);
  try {
    const errors = await mailbox.session.call(updateInboxRules, {
      changes: [change],
      folders,
      removesOutlookRules: discardsOutlookRules,
    });
    if (errors.length > 0) throw refusalOf(errors);
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    // Outlook has made its first rule since they were read.
    if (error.responseCode === 'ErrorOutlookRuleBlobExists') throw outlookRules();
    if (!error.mayBeDone) throw error;
    if (await isDoneAfterwards(mailbox, isDone)) return;
    // What was read now may be older than what the server is still doing.
    forgetInboxRules(mailbox);
    throw new WriteRefusal(
      { reason: 'OUTCOME_UNKNOWN', ...(isRepeatable ? { retryAfterMs: askAgainMs } : {}) },
      { cause: error },
    );
  }
};
