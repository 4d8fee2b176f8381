import { copyMessages } from '../../mailbox/write/move-messages.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { readMailFolder } from '../inputs/mail-folder.ts';
import { BulkMessagePayload } from '../refs.ts';
import { mutateEach } from './each-message.ts';
import { MoveMessagesInput } from './move-messages.ts';

builder.mutationFields((t) => ({
  copyMessages: t.field({
    complexity: cost('writeEach'),
    type: BulkMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Copies messages into a folder. `message` is the copy. Doing it again makes another copy. One result for each id, in order.',
    args: { input: t.arg({ type: MoveMessagesInput, required: true, description: 'Which messages, and where to.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateEach(context, info, input, async (mailbox, wanted) =>
        copyMessages(
          mailbox,
          wanted.map(({ id }) => id),
          await readMailFolder(context, mailbox, input.to, ['input', 'to']),
        ),
      ),
  }),
}));
