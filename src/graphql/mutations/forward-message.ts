import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { idempotencyKeyDescription } from '../inputs/idempotency-key.ts';
import { MessageContentInput } from '../inputs/message-content.ts';
import { SendOptionsInput } from '../inputs/send-options.ts';
import { SendMessagePayload } from '../refs.ts';
import { answer, answerCalls, answerMessageDescription } from './answers.ts';
import { mutateItem } from './mutate.ts';

const ForwardInput = builder.inputType('ForwardInput', {
  description: 'A message to be passed on.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The message that is passed on.' }),
    message: t.field({
      type: MessageContentInput,
      required: true,
      description: `${answerMessageDescription} At least one recipient.`,
    }),
    asAttachment: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Whether the original goes along whole, as an attached message, instead of being quoted with its files.',
    }),
    options: t.field({ type: SendOptionsInput, description: 'How it is sent.' }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

builder.mutationFields((t) => ({
  forwardMessage: t.field({
    complexity: cost('answer'),
    type: SendMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('SEND', 'READ_MESSAGES'),
    description: `Passes a message on, with what hangs on it. ${answerCalls}`,
    args: { input: t.arg({ type: ForwardInput, required: true, description: 'What is passed on, and to whom.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateItem(context, info, {
        id: input.id,
        work: (mailbox, id) =>
          answer(context, info, mailbox, {
            id,
            input,
            kind: input.asAttachment ? 'attach' : 'forward',
            quotesOriginal: true,
          }),
      }),
  }),
}));
