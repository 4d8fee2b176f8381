import { addAttachments, type HolderType } from '../../mailbox/write/change-attachments.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needsOneOf } from '../guards/permission.ts';
import { readIfChangeKey } from '../ids.ts';
import { AttachmentInput, readAttachments } from '../inputs/attachments.ts';
import { DraftPayload, type WrittenDraft } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { mutateItem } from './mutate.ts';
import { writtenHolder } from './written-holder.ts';

const AddAttachmentInput = builder.inputType('AddAttachmentInput', {
  description: 'Files to be hung on a message or an event that exists.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'The message, a draft for one, or the event: a single one or a whole series.',
    }),
    attachments: t.field({ type: [AttachmentInput], required: true, description: 'The files: at least one.' }),
    ifChangeKey: t.field({
      type: 'ChangeKey',
      description: 'The version that is meant: a ConflictError when it has changed since. Absent: any version.',
    }),
  }),
});

builder.mutationFields((t) => ({
  addAttachment: t.field({
    complexity: cost('fileWrite'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf('WRITE_MESSAGES', 'WRITE_CALENDAR'),
    description:
      'Hangs files on a message (WRITE_MESSAGES) or an event (WRITE_CALENDAR), all in one call; attendees are told of them by `updateEvent`. Should the mail server take only some of them, the ConflictError says so, and the message or event shows which.',
    args: { input: t.arg({ type: AddAttachmentInput, required: true, description: 'Which files, and on what.' }) },
    resolve: (_root, { input }, context, info) => {
      let partly: WrittenDraft | undefined;
      return mutateItem(context, info, {
        id: input.id,
        work: async (mailbox, id) => {
          const path = ['input', 'attachments'];
          if (input.attachments.length === 0) throw invalidField(path, 'must not be empty.');
          const ifChangeKey = readIfChangeKey(context, input.ifChangeKey);
          const attachments = await readAttachments(context, mailbox, input.attachments, path);
          const shown = wantedProperties(info, mailbox, ['userErrors', 'current']);
          const onSome = (type: HolderType): void => void (partly = writtenHolder(mailbox, id, type));
          return writtenHolder(
            mailbox,
            id,
            await addAttachments(mailbox, { id, ifChangeKey, shown, onSome }, attachments),
          );
        },
        doneByThen: () => partly,
      });
    },
  }),
}));
