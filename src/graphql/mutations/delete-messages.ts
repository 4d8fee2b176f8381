import { deleteMessages, discardMessages } from '../../mailbox/write/delete-messages.ts';
import { builder } from '../builder.ts';
import { DeleteMode } from '../enums.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { BulkMessagePayload } from '../refs.ts';
import { idsDescription, mutateEach } from './each-message.ts';

const DeleteMessagesInput = builder.inputType('DeleteMessagesInput', {
  description: 'Messages that are to be deleted.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    ids: t.idList({ required: true, description: idsDescription }),
    mode: t.field({
      type: DeleteMode,
      required: true,
      defaultValue: 'MoveToDeletedItems',
      description: 'Where they go.',
    }),
  }),
});

builder.mutationFields((t) => ({
  deleteMessages: t.field({
    complexity: cost('writeEach'),
    type: BulkMessagePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Deletes messages. In Deleted Items each has a new id, which `message` tells; otherwise `message` is null. One result for each id, in order.',
    args: { input: t.arg({ type: DeleteMessagesInput, required: true, description: 'Which messages, and how.' }) },
    resolve: (_root, { input }, context, info) =>
      mutateEach(context, info, input, (mailbox, wanted) => {
        const ids = wanted.map(({ id }) => id);
        if (input.mode === 'MoveToDeletedItems') return discardMessages(mailbox, ids);
        demandAll(context, mailbox, info, ['DELETE_PERMANENTLY']);
        return deleteMessages(mailbox, ids, input.mode);
      }),
  }),
}));
