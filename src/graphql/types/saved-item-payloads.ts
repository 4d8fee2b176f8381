import { cost } from '../guards/cost.ts';
import { Contact, ContactPayload, TaskItem, TaskPayload } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { userErrorsField } from './user-errors-field.ts';

ContactPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a contact.',
  fields: (t) => ({
    contact: t.field({
      complexity: cost('writtenItem'),
      type: Contact,
      description: 'The contact as it is now, read when you ask for it; null on failure.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.read(wantedProperties(info, mailbox)),
    }),
    userErrors: t.field(userErrorsField),
  }),
});

TaskPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of a task.',
  fields: (t) => ({
    task: t.field({
      complexity: cost('writtenItem'),
      type: TaskItem,
      description:
        'The task as it is now, read when you ask for it; null on failure. Of a recurring task that was done, what was done: the task itself, under its id, goes on to the next time.',
      resolve: ({ mailbox, done }, _args, _context, info) => done?.read(wantedProperties(info, mailbox)),
    }),
    userErrors: t.field(userErrorsField),
  }),
});
