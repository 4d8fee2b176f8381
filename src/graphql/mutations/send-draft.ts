import { sendDraft } from '../../mailbox/write/send-draft.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readIfChangeKey } from '../ids.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { demandSendAs, readSendOptions, SendOptionsInput } from '../inputs/send-options.ts';
import { SendMessagePayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { mutateItem } from './mutate.ts';
import { sentMessage } from './sent-message.ts';

const SendDraftInput = builder.inputType('SendDraftInput', {
  description: 'A draft to be sent.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The draft.' }),
    options: t.field({ type: SendOptionsInput, description: 'How it is sent.' }),
    ifChangeKey: t.field({
      type: 'ChangeKey',
      description: 'The version that is meant: a ConflictError when the draft has changed since. Absent: as it is now.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

builder.mutationFields((t) => ({
  sendDraft: t.field({
    complexity: cost('sendDraft'),
    type: SendMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('SEND'),
    description:
      'Sends a draft; afterwards it is gone, and the copy has another id. A draft that was handed to the mail server without an answer is not handed to it again: it is OUTCOME_UNKNOWN, or a ConflictError once its copy is found.',
    args: { input: t.arg({ type: SendDraftInput, required: true, description: 'Which draft, and how it is sent.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateItem(context, info, {
        id: input.id,
        work: async (mailbox, id) => {
          const { idempotencyKey } = input;
          // Which version was meant is no part of what is sent.
          const keyed = onceInput(context, 'sendDraft', { id, options: input.options, idempotencyKey });
          const options = await readSendOptions(context, mailbox, input.options, {
            path: ['input', 'options'],
            isKeyed: keyed.key !== undefined,
          });
          return sentMessage(
            mailbox,
            await sendDraft({
              ...keyed,
              mailbox,
              options,
              id,
              path: ['input', 'id'],
              ifChangeKey: readIfChangeKey(context, input.ifChangeKey),
              shown: wantedProperties(info, mailbox, ['userErrors', 'current']),
              demandSender: (address) => demandSendAs(context, mailbox, address),
            }),
          );
        },
      }),
  }),
}));
