import { EwsError } from '../../ews/errors.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { ConversationPage, ConversationPageRequest } from './conversation-page.ts';
import { anyMessage, conversationsByGrouping, type MessageCondition } from './conversations-by-grouping.ts';
import { conversationsByServer } from './conversations-by-server.ts';

/** Whose conversations, and which of them. */
export interface FindConversationsInput {
  readonly folder: FolderTarget;
  /** Conversations with a message in the folder that meets it; absent: all of the folder's. */
  readonly condition: MessageCondition | undefined;
  readonly page: ConversationPageRequest;
}

/** Answers about the folder: a saved search has no conversations of its own. */
const folderRefusals: ReadonlySet<string | undefined> = new Set([
  'ErrorInvalidFolderTypeForOperation',
  'ErrorUnsupportedPathForSortGroup',
]);
const hasAnotherWay = (error: unknown): boolean =>
  error instanceof EwsError && (error.lacking !== undefined || folderRefusals.has(error.responseCode));

/**
 * A page of the conversations that have a message in a folder, those with the newest message there first. By FindConversation where the server has it,
 * which cannot take a condition; else from the folder's messages, which agrees with it.
 */
export const findConversations = async (
  mailbox: OpenedMailbox,
  { folder, condition, page }: FindConversationsInput,
): Promise<ConversationPage> => {
  if (condition === undefined && !mailbox.lacks('FIND_CONVERSATION')) {
    try {
      const found = await conversationsByServer(mailbox, folder, page);
      if (found !== undefined) return found;
    } catch (error) {
      if (!hasAnotherWay(error)) throw error;
    }
  }
  return conversationsByGrouping(mailbox, folder, page, condition ?? anyMessage);
};
