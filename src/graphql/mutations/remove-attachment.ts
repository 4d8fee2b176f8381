import type { ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { removeAttachments } from '../../mailbox/write/change-attachments.ts';
import { quotas } from '../../mailbox/write/quotas.ts';
import { invalidField, WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { ewsAttachmentId, mailboxOf, readId, readIdIn } from '../ids.ts';
import { DraftPayload } from '../refs.ts';
import { mutate } from './mutate.ts';
import { readMessage } from './read-message.ts';

const RemoveAttachmentInput = builder.inputType('RemoveAttachmentInput', {
  description: 'Files to be taken off a message.',
  fields: (t) => ({
    ids: t.idList({
      required: true,
      description: 'Ids of attachments of one message, at least one. One that is given twice is removed once.',
    }),
  }),
});

const types = ['MessageAttachment'] as const;

const openMailbox = async (context: Context, ids: readonly string[]): Promise<OpenedMailbox> => {
  const [first] = ids;
  if (first === undefined) throw badUserInput('input.ids must not be empty.');
  return mailboxOf(context, readId(context, 'ids', first, types));
};

builder.mutationFields((t) => ({
  removeAttachment: t.field({
    complexity: cost('write'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Takes files off a message for good, all in one call. The message is null where the mail server does not tell which one it was. Files of several messages are removed too, with a ConflictError that says so.',
    args: { input: t.arg({ type: RemoveAttachmentInput, required: true, description: 'Which files.' }) },
    resolve: (_root, { input }, context, info) => {
      const messages: ItemId[] = [];
      let mailbox: OpenedMailbox | undefined;
      const shown = () => {
        const [message] = messages;
        return mailbox === undefined || message === undefined ? undefined : { read: readMessage(mailbox, message) };
      };
      return mutate(context, info, {
        open: () => openMailbox(context, input.ids),
        work: async (opened) => {
          mailbox = opened;
          const path = ['input', 'ids'];
          if (input.ids.length > quotas.attachments)
            throw invalidField(path, `may hold ${quotas.attachments} at most.`);
          const ids = new Set(input.ids.map((id) => ewsAttachmentId(readIdIn(context, 'ids', id, types, opened))));
          await removeAttachments(opened, [...ids], (message) => void messages.push(message));
          // Only the answer tells which message an attachment was on.
          if (messages.length > 1)
            throw new WriteRefusal({
              reason: 'CONFLICT',
              detail: 'The files were on several messages. All of them were removed; `message` is one of these.',
            });
          return shown() ?? { read: () => Promise.resolve(undefined) };
        },
        doneByThen: shown,
      });
    },
  }),
}));
