import { addAttachments } from '../../mailbox/write/change-attachments.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readIfChangeKey } from '../ids.ts';
import { AttachmentInput, readAttachments } from '../inputs/attachments.ts';
import { DraftPayload, type ReadMessage } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { mutateItem } from './mutate.ts';
import { readMessage } from './read-message.ts';

const AddAttachmentInput = builder.inputType('AddAttachmentInput', {
  description: 'Files to be hung on a message that exists.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The message, a draft for one.' }),
    attachments: t.field({ type: [AttachmentInput], required: true, description: 'The files: at least one.' }),
    ifChangeKey: t.field({
      type: 'ChangeKey',
      description:
        'The version that is meant: a ConflictError when the message has changed since. Absent: any version.',
    }),
  }),
});

builder.mutationFields((t) => ({
  addAttachment: t.field({
    complexity: cost('fileWrite'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Hangs files on a message, all in one call. Should the mail server take only some of them, the ConflictError says so, and the message shows which.',
    args: { input: t.arg({ type: AddAttachmentInput, required: true, description: 'Which files, on which message.' }) },
    resolve: (_root, { input }, context, info) => {
      let partly: { readonly read: ReadMessage } | undefined;
      return mutateItem(context, info, {
        id: input.id,
        work: async (mailbox, id) => {
          const path = ['input', 'attachments'];
          if (input.attachments.length === 0) throw invalidField(path, 'must not be empty.');
          const ifChangeKey = readIfChangeKey(context, input.ifChangeKey);
          const attachments = await readAttachments(context, mailbox, input.attachments, path);
          const shown = wantedProperties(info, mailbox, ['userErrors', 'current']);
          const onSome = (): void => void (partly = { read: readMessage(mailbox, id) });
          await addAttachments(mailbox, { id, ifChangeKey, shown, onSome }, attachments);
          return { read: readMessage(mailbox, id) };
        },
        doneByThen: () => partly,
      });
    },
  }),
}));
