import { deleteItems } from '../../mailbox/write/delete-items.ts';
import { builder } from '../builder.ts';
import { DeleteMode } from '../enums.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needsOneOf } from '../guards/permission.ts';
import { BulkDeletePayload } from '../refs.ts';
import { mutateEach } from './each-message.ts';

builder.mutationFields((t) => ({
  deleteItems: t.field({
    complexity: cost('deleteEach'),
    type: BulkDeletePayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf('WRITE_MESSAGES', 'WRITE_CALENDAR', 'WRITE_CONTACTS'),
    description:
      'Deletes contacts, tasks, messages and events, and tells nobody. An event leaves this calendar alone, and an occurrence its series; a meeting to which this mailbox has invited others is a ConflictError: `cancelEvent` says who is told. A recurring task goes with all its occurrences. One result for each id, in order.',
    args: {
      mailbox: t.arg({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
      ids: t.arg.idList({
        required: true,
        description: 'Ids of items of this mailbox, up to 1000. One that is given twice is deleted once.',
      }),
      mode: t.arg({
        type: DeleteMode,
        required: true,
        defaultValue: 'MoveToDeletedItems',
        description: 'Where they go.',
      }),
    },
    resolve: (_root, { mailbox: address, ids, mode }, context, info) =>
      mutateEach(context, info, { mailbox: address, ids, at: [] }, (mailbox, wanted) => {
        if (mode !== 'MoveToDeletedItems') demandAll(context, mailbox, info, ['DELETE_PERMANENTLY']);
        return deleteItems(
          mailbox,
          wanted.map(({ id }) => id),
          mode,
        );
      }),
  }),
}));
