import { demandRecipients, sendMessage } from '../../mailbox/write/send-message.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { MessageContentInput, readMessageContent } from '../inputs/message-content.ts';
import { readSendOptions, SendOptionsInput } from '../inputs/send-options.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { SendMessagePayload } from '../refs.ts';
import { mutate } from './mutate.ts';
import { sentMessage } from './sent-message.ts';

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A message to be sent.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox that sends.' }),
    message: t.field({
      type: MessageContentInput,
      required: true,
      description: 'What it says, and whom it goes to: at least one recipient in `to`, `cc` or `bcc`.',
    }),
    options: t.field({ type: SendOptionsInput, description: 'How it is sent.' }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

const messagePath = ['input', 'message'];

builder.mutationFields((t) => ({
  sendMessage: t.field({
    complexity: cost('send'),
    type: SendMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('SEND'),
    description:
      'Sends a new message with its files in one step, and keeps a copy. When it fails nothing is left behind, no draft either.',
    args: { input: t.arg({ type: SendMessageInput, required: true, description: 'The message, and how it is sent.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const keyed = onceInput(context, 'sendMessage', input);
          const options = await readSendOptions(context, mailbox, input.options, {
            path: ['input', 'options'],
            isKeyed: keyed.key !== undefined,
          });
          const message = await readMessageContent(context, mailbox, input.message, messagePath);
          demandRecipients(message, messagePath);
          const sent = await sendMessage({ ...keyed, mailbox, options, message: () => Promise.resolve(message) });
          return sentMessage(mailbox, sent);
        },
      }),
  }),
}));
