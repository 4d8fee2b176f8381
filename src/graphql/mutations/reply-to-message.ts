import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { idempotencyKeyDescription } from '../inputs/idempotency-key.ts';
import { MessageContentInput } from '../inputs/message-content.ts';
import { SendOptionsInput } from '../inputs/send-options.ts';
import { SendMessagePayload } from '../refs.ts';
import { answer, answerCalls, answerMessageDescription } from './answers.ts';
import { mutateItem } from './mutate.ts';

const ReplyInput = builder.inputType('ReplyInput', {
  description: 'A reply to be sent.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The message that is answered.' }),
    replyAll: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether it goes to the other recipients too, without any address of this mailbox.',
    }),
    message: t.field({ type: MessageContentInput, required: true, description: answerMessageDescription }),
    quoteOriginal: t.boolean({
      required: true,
      defaultValue: true,
      description: 'Whether the original stands below your text, with the pictures in it.',
    }),
    options: t.field({ type: SendOptionsInput, description: 'How it is sent.' }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

builder.mutationFields((t) => ({
  replyToMessage: t.field({
    complexity: cost('answer'),
    type: SendMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('SEND', 'READ_MESSAGES'),
    description: `Replies to a message: to where it asks for answers, or to its author; a message of your own is answered to those who got it. ${answerCalls}`,
    args: { input: t.arg({ type: ReplyInput, required: true, description: 'The reply, and to what.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateItem(context, info, {
        id: input.id,
        work: (mailbox, id) =>
          answer(context, info, mailbox, {
            id,
            input,
            kind: input.replyAll ? 'replyAll' : 'reply',
            quotesOriginal: input.quoteOriginal,
          }),
      }),
  }),
}));
