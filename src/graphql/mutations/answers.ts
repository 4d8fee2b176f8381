import type { GraphQLResolveInfo } from 'graphql';
import type { ItemId, MailboxAddress } from '../../ews/properties/id.ts';
import type { AnswerKind } from '../../mailbox/compose/answer-kind.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { sendAnswer } from '../../mailbox/write/send-answer.ts';
import type { Context } from '../context.ts';
import { onceInput } from '../inputs/idempotency-key.ts';
import { readMessageContent, type MessageContentShape } from '../inputs/message-content.ts';
import { readSendOptions, type SendOptionsShape } from '../inputs/send-options.ts';
import type { SentMessage } from '../refs.ts';
import { isSelected } from '../selection.ts';
import { sentMessage } from './sent-message.ts';

/** What replies and forwards have in common. */
export interface AnswerInput {
  readonly message: MessageContentShape;
  readonly options?: SendOptionsShape | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** What the input of both says of the message. */
export const answerMessageDescription =
  'What you add. Recipients, subject and text are filled in where nothing is given here; what is given, null included, stands instead.';

/** How the mail is sent, for the description of both. */
export const answerCalls =
  'Where the mail server can compose it and nobody needs the copy (no `idempotencyKey`, neither `message` nor `internetMessageId` selected, plain text, no files), it does: 2 calls. Else the gateway composes it.';

/** The addresses of a mailbox, to which its own answers need not go. */
export const ownAddresses =
  ({ directory }: Pick<Context, 'directory'>, { address }: Pick<OpenedMailbox, 'address'>) =>
  async (): Promise<ReadonlySet<MailboxAddress>> =>
    new Set([address, ...(await directory.aliases(address))]);

/** A reply or a forward to be sent. */
interface AnswerToMake {
  /** What is answered or passed on. */
  readonly id: ItemId;
  readonly input: AnswerInput;
  readonly kind: AnswerKind;
  readonly quotesOriginal: boolean;
}

/** Reads and sends a reply or a forward. */
export const answer = async (
  context: Context,
  info: GraphQLResolveInfo,
  mailbox: OpenedMailbox,
  { id, input, kind, quotesOriginal }: AnswerToMake,
): Promise<SentMessage> => {
  // The message itself counts, however its id is written.
  const keyed = onceInput(context, info.fieldName, { ...input, id });
  const messagePath = ['input', 'message'];
  const options = await readSendOptions(context, mailbox, input.options, {
    path: ['input', 'options'],
    isKeyed: keyed.key !== undefined,
  });
  const message = await readMessageContent(context, mailbox, input.message, messagePath);
  const sent = await sendAnswer({
    ...keyed,
    mailbox,
    kind,
    original: { id, path: ['input', 'id'] },
    message,
    messagePath,
    quotesOriginal,
    showsCopy: isSelected(info, ['message']) || isSelected(info, ['submission', 'internetMessageId']),
    ownAddresses: ownAddresses(context, mailbox),
    options,
  });
  return sentMessage(mailbox, sent);
};
