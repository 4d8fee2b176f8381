import { createItem } from '../../ews/operations/create-item.ts';
import type { ItemId, MailboxAddress } from '../../ews/properties/id.ts';
import { isReply, type AnswerKind } from '../compose/answer-kind.ts';
import { composeAnswer, composedRows } from '../compose/compose-answer.ts';
import { readOriginal } from '../compose/read-original.ts';
import { isResponseRefused, responseObjectFor } from '../compose/response-object.ts';
import type { MessageContent } from './message-content.ts';
import { demandRecipients, sendMessage, type MessageToSend, type Sent } from './send-message.ts';

/** An answer to be sent. */
export interface AnswerToSend extends Omit<MessageToSend, 'message'> {
  readonly kind: AnswerKind;
  /** The message that is answered or forwarded, and where the client named it. */
  readonly original: { readonly id: ItemId; readonly path: readonly string[] };
  /** What the answer shall say, and where that stands in the input. */
  readonly message: MessageContent;
  readonly messagePath: readonly string[];
  readonly quotesOriginal: boolean;
  /** Somebody wants to see the copy. */
  readonly showsCopy: boolean;
  /** Addresses of the mailbox, lower case; asked for replies to all only. */
  readonly ownAddresses: () => Promise<ReadonlySet<MailboxAddress>>;
}

/** Lets the server compose and send it; undefined when it cannot, and certainly did nothing. */
const sendResponseObject = async (answer: AnswerToSend): Promise<Sent | undefined> => {
  const { mailbox, kind, original, message, options } = answer;
  const { from, saveIn } = options;
  const response = responseObjectFor(kind, original.id, message, from);
  if (response === undefined) return undefined;
  const { changeKey, properties } = await readOriginal(mailbox, original, []);
  // One's own mail is answered to those who got it, and not to oneself as servers do.
  if (isReply(kind) && properties.isFromMe === true) return undefined;
  try {
    await mailbox.session.call(createItem, {
      items: [{ ...response, changeKey }],
      ...(saveIn === null ? { disposition: 'SendOnly' } : { disposition: 'SendAndSaveCopy', saveIn }),
    });
    return { isReplayed: false, copy: undefined };
  } catch (error) {
    if (!isResponseRefused(error)) throw error;
    return undefined;
  }
};

/**
 * Sends a reply or a forward. The server composes it (a response object) where nobody needs to find the copy afterwards, since what it composes can
 * carry no mark: without a key, and when the copy is not shown. Else, or when the server certainly refused, an equal message is composed here and sent
 * like any other. A response object of which nobody knows what became is not followed by anything. Throws WriteRefusal and EwsError.
 */
export const sendAnswer = async (answer: AnswerToSend): Promise<Sent> => {
  const { mailbox, key, kind, original, message, messagePath, quotesOriginal, showsCopy } = answer;
  if (!isReply(kind)) demandRecipients(message, messagePath);
  const isServers = key === undefined && !showsCopy && (quotesOriginal || !isReply(kind));
  const sent = isServers ? await sendResponseObject(answer) : undefined;
  if (sent !== undefined) return sent;
  const own = kind === 'replyAll' ? await answer.ownAddresses() : new Set([mailbox.address]);
  return sendMessage({
    ...answer,
    message: async () => {
      const item = await readOriginal(mailbox, original, composedRows);
      const composed = await composeAnswer(mailbox, item, { ...answer, own });
      demandRecipients(composed, messagePath);
      return composed;
    },
  });
};
