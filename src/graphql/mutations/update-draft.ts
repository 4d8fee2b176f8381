import { updateDraft } from '../../mailbox/write/update-draft.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readIfChangeKey } from '../ids.ts';
import { MessageContentInput, readMessageContent } from '../inputs/message-content.ts';
import { DraftPayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { mutateItem } from './mutate.ts';
import { readMessage } from './read-message.ts';

const UpdateDraftInput = builder.inputType('UpdateDraftInput', {
  description: 'What changes of a draft.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The draft.' }),
    message: t.field({
      type: MessageContentInput,
      required: true,
      description:
        'What changes: null clears, absence keeps. Files are changed by `addAttachment` and `removeAttachment`; header lines can only be given to a new message.',
    }),
    ifChangeKey: t.field({
      type: 'ChangeKey',
      description:
        'The version that is meant: a ConflictError when the draft has changed since. Absent: the last one who writes wins, property by property.',
    }),
  }),
});

const messagePath = ['input', 'message'];

/** What a draft that is there cannot be given this way, and what does it. */
const elsewhere = {
  attachments: 'cannot be changed here; use addAttachment and removeAttachment.',
  headers: 'can only be given to a new message.',
} as const;

builder.mutationFields((t) => ({
  updateDraft: t.field({
    complexity: cost('write'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Changes a draft, and of it only what is given. A message that was sent, or is being sent, stays as it is.',
    args: { input: t.arg({ type: UpdateDraftInput, required: true, description: 'Which draft, and what changes.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateItem(context, info, {
        id: input.id,
        work: async (mailbox, id) => {
          for (const name of ['attachments', 'headers'] as const)
            if (input.message[name] !== undefined) throw invalidField([...messagePath, name], elsewhere[name]);
          await updateDraft(mailbox, {
            id,
            ifChangeKey: readIfChangeKey(context, input.ifChangeKey),
            message: await readMessageContent(context, mailbox, input.message, messagePath),
            shown: wantedProperties(info, mailbox, ['userErrors', 'current']),
          });
          return { read: readMessage(mailbox, id) };
        },
      }),
  }),
}));
