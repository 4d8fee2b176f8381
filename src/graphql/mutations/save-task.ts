import { createTask, updateTask } from '../../mailbox/write/save-task.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { collectIssues } from '../inputs/checked-text.ts';
import { idempotencyKeyDescription, onceInput } from '../inputs/idempotency-key.ts';
import { BodyInput } from '../inputs/message-body.ts';
import { ifChangeKeyDescription, readNewOrChanged } from '../inputs/new-or-changed.ts';
import { readTaskDetails } from '../inputs/task-details.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { TaskPayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { TaskStatus } from '../types/task.ts';
import { mutate } from './mutate.ts';
import { changedItem, madeItem } from './saved-item.ts';

const SaveTaskInput = builder.inputType('SaveTaskInput', {
  description: 'A task to be made, or with `id` what changes of one: null clears, absence keeps.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    id: t.id({ description: 'The task that changes. Absent: a new one in the default folder.' }),
    subject: t.string({ description: 'What is to be done: one line of at most 255 characters.' }),
    dueDate: t.field({ type: 'Date', description: 'The day by which it should be done.' }),
    startDate: t.field({ type: 'Date', description: 'The day on which to begin, not after `dueDate`.' }),
    status: t.field({
      type: TaskStatus,
      description:
        'How far it has come. COMPLETED makes it 100 percent, NOT_STARTED 0; the mail server notes when it was done. A recurring task that is completed goes on to its next time. Null: NOT_STARTED.',
    }),
    percentComplete: t.int({
      description:
        'How much of it is done, 0 to 100. 100 completes it; less reopens it, and begins what was not started. Null: 0.',
    }),
    body: t.field({ type: BodyInput, description: 'Notes about it.' }),
    ifChangeKey: t.field({ type: 'ChangeKey', description: ifChangeKeyDescription }),
    idempotencyKey: t.string({ description: `For a new task. ${idempotencyKeyDescription}` }),
  }),
});

builder.mutationFields((t) => ({
  saveTask: t.field({
    complexity: cost('save'),
    type: TaskPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_CALENDAR'),
    description: 'Makes a task, or changes one and of it only what is given.',
    args: { input: t.arg({ type: SaveTaskInput, required: true, description: 'The task, or what changes.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        id: input.id ?? undefined,
        work: async (mailbox) => {
          const { note, refuse } = collectIssues();
          const { id, ifChangeKey } = readNewOrChanged(context, mailbox, input, note);
          const details = await readTaskDetails(context, input, ['input'], note);
          refuse();
          const said = [...Object.values(details.values), ...Object.values(details.progress)];
          if (id === undefined) {
            const keyed = onceInput(context, 'saveTask', input);
            if (said.every((value) => value === undefined || value === null))
              throw invalidField(['input'], 'says nothing of the task.');
            const made = await createTask({ ...keyed, mailbox, details });
            return { read: madeItem(mailbox, made, 'Task') };
          }
          if (said.every((value) => value === undefined))
            throw invalidField(['input'], 'says nothing that is to change.');
          const shown = wantedProperties(info, mailbox, ['userErrors', 'current']);
          const now = await updateTask(mailbox, { id, ifChangeKey, details, shown });
          return { read: changedItem(mailbox, now, 'Task') };
        },
      }),
  }),
}));
