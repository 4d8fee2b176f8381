import { importMessage } from '../../mailbox/write/import-message.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { AttachmentSource, bytesOf, readSources } from '../inputs/attachment-source.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { readMailFolder } from '../inputs/mail-folder.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { DraftPayload } from '../refs.ts';
import { FolderRef } from '../types/folder.ts';
import { mutate } from './mutate.ts';
import { madeItem } from './saved-item.ts';

const ImportMessageInput = builder.inputType('ImportMessageInput', {
  description: 'A message from somewhere else, to be kept as if it had been received.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    mime: t.field({
      type: AttachmentSource,
      required: true,
      description: 'The message as a file (.eml), up to 40 MB. It is kept as it is, whoever it says that it is from.',
    }),
    to: t.field({ type: FolderRef, required: true, description: 'The folder for it: one that holds mail.' }),
    isRead: t.boolean({ required: true, defaultValue: true, description: 'Whether it counts as read.' }),
    receivedAt: t.field({ type: 'DateTime', description: 'When it was received; now when left out.' }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
});

builder.mutationFields((t) => ({
  importMessage: t.field({
    complexity: cost('fileWrite'),
    type: DraftPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description: 'Keeps a message that is there as a file. It is no draft, and nothing is sent to anybody.',
    args: { input: t.arg({ type: ImportMessageInput, required: true, description: 'Which message, and where to.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const keyed = onceInput(context, 'importMessage', input);
          const to = await readMailFolder(context, mailbox, input.to, ['input', 'to']);
          const [source] = await readSources(context, mailbox, [input.mime], 'mimeBytes');
          const imported = await importMessage({
            ...keyed,
            mailbox,
            mime: bytesOf(source!),
            path: ['input', 'mime'],
            to,
            isRead: input.isRead,
            receivedAt: input.receivedAt ?? undefined,
          });
          return { read: madeItem(mailbox, imported, 'Message') };
        },
      }),
  }),
}));
