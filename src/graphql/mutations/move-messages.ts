import { moveMessages } from '../../mailbox/write/move-messages.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readMailFolder } from '../inputs/mail-folder.ts';
import { BulkMessagePayload } from '../refs.ts';
import { FolderRef } from '../types/folder.ts';
import { idsDescription, mutateEach } from './each-message.ts';

/** Messages and where they go. */
export const MoveMessagesInput = builder.inputType('MoveMessagesInput', {
  description: 'Messages, and the folder that they go to.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    ids: t.idList({ required: true, description: idsDescription }),
    to: t.field({ type: FolderRef, required: true, description: 'A folder for messages, of the same mailbox.' }),
  }),
});

builder.mutationFields((t) => ({
  moveMessages: t.field({
    complexity: cost('writeEach'),
    type: BulkMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Moves messages into another folder. Each gets a new id, which `message` tells; the old one is dead. One result for each id, in order.',
    args: { input: t.arg({ type: MoveMessagesInput, required: true, description: 'Which messages, and where to.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateEach(context, info, input, async (mailbox, wanted) =>
        moveMessages(
          mailbox,
          wanted.map(({ id }) => id),
          await readMailFolder(context, mailbox, input.to, ['input', 'to']),
        ),
      ),
  }),
}));
