import type { FolderTarget } from '../../ews/properties/id.ts';
import type { WrittenRuleActions } from '../../ews/properties/rule-parts.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { FolderRefInput } from '../folder-source.ts';
import { FolderRef } from '../types/folder.ts';
import { readCategories } from './categories.ts';
import type { Note } from './checked-text.ts';
import { readMailFolder } from './mail-folder.ts';
import { readRecipients, RecipientInput, type RecipientInputShape } from './recipients.ts';
import { mostEntries, noteListLength, unlessEmpty } from './rule-conditions.ts';

/** What a rule does with mail, as a client sends it; null, false and empty lists are as good as left out. */
export interface RuleActionsShape {
  readonly moveTo?: FolderRefInput | null | undefined;
  readonly copyTo?: FolderRefInput | null | undefined;
  readonly delete?: boolean | null | undefined;
  readonly markRead?: boolean | null | undefined;
  readonly categories?: readonly string[] | null | undefined;
  readonly forwardTo?: readonly RecipientInputShape[] | null | undefined;
  readonly stopProcessing?: boolean | null | undefined;
}

export const InboxRuleActionsInput = builder.inputRef<RuleActionsShape>('InboxRuleActionsInput').implement({
  description: 'What happens to mail: one thing at least. What is left out, null, false or an empty list is not done.',
  fields: (t) => ({
    moveTo: t.field({ type: FolderRef, description: 'The folder for messages that it is put into.' }),
    copyTo: t.field({ type: FolderRef, description: 'The folder for messages that a copy is put into.' }),
    delete: t.boolean({ description: 'It goes to Deleted Items. Cannot go with `moveTo`.' }),
    markRead: t.boolean({ description: 'It is marked as read.' }),
    categories: t.stringList({
      description: `Categories that it is given, up to ${mostEntries}, beside those that it has.`,
    }),
    forwardTo: t.field({
      type: [RecipientInput],
      description: `Who gets it forwarded, up to ${mostEntries}. Needs SEND and READ_MESSAGES.`,
    }),
    stopProcessing: t.boolean({ description: 'The rules after this one leave it alone.' }),
  }),
});

/** What folders have to be looked up for. */
interface FolderActions {
  readonly moveToFolder?: FolderTarget;
  readonly copyToFolder?: FolderTarget;
}

/** Reads actions in EWS's words, all but the folders. `path`: where they stand in the input. */
export const readRuleActions = (
  input: RuleActionsShape,
  path: readonly string[],
  note: Note,
): Omit<WrittenRuleActions, keyof FolderActions> => {
  const { moveTo, copyTo, categories, forwardTo } = input;
  noteListLength(categories, [...path, 'categories'], note);
  noteListLength(forwardTo, [...path, 'forwardTo'], note);
  const isMoved = moveTo !== undefined && moveTo !== null;
  const isCopied = copyTo !== undefined && copyTo !== null;
  if (isMoved && input.delete === true)
    note([...path, 'delete'], 'cannot go with moveTo: mail goes to one folder or the other.');
  const actions = {
    assignCategories: unlessEmpty(
      readCategories((categories ?? []).slice(0, mostEntries), [...path, 'categories'], note),
    ),
    delete: input.delete === true ? true : undefined,
    forwardToRecipients: unlessEmpty(readRecipients(forwardTo, [...path, 'forwardTo'], note)),
    markAsRead: input.markRead === true ? true : undefined,
    stopProcessingRules: input.stopProcessing === true ? true : undefined,
  };
  if (!isMoved && !isCopied && Object.values(actions).every((action) => action === undefined))
    note(path, 'must say what happens to the mail.');
  return actions;
};

/**
 * Looks up the folders of actions, which must be folders for messages of this mailbox. A folder of another kind is noted; throws what
 * `readMailFolder` throws besides.
 */
export const readRuleFolders = async (
  context: Context,
  mailbox: OpenedMailbox,
  { moveTo, copyTo }: RuleActionsShape,
  path: readonly string[],
  note: Note,
): Promise<FolderActions> => {
  const read = async (name: string, ref: FolderRefInput | null | undefined): Promise<FolderTarget | undefined> => {
    if (ref === undefined || ref === null) return undefined;
    try {
      return await readMailFolder(context, mailbox, ref, [...path, name]);
    } catch (error) {
      if (!(error instanceof WriteRefusal) || error.refusal.reason !== 'INVALID') throw error;
      for (const field of error.refusal.fields) note(field.path, field.message);
      return undefined;
    }
  };
  const [moveToFolder, copyToFolder] = [await read('moveTo', moveTo), await read('copyTo', copyTo)];
  return {
    ...(moveToFolder === undefined ? {} : { moveToFolder }),
    ...(copyToFolder === undefined ? {} : { copyToFolder }),
  };
};
