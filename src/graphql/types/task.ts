import { taskProperties as rows } from '../../ews/properties/task.ts';
import { builder } from '../builder.ts';
import { changeKeyText, itemIdText } from '../ids.ts';
import { seesCalendar } from '../guards/permission.ts';
import { Node, TaskItem } from '../refs.ts';
import { reads, readsFrom } from '../selection.ts';

export const TaskStatus = builder.enumType('TaskStatus', {
  description: 'How far a task has come.',
  values: {
    NOT_STARTED: { value: 'NotStarted', description: 'Nobody has begun.' },
    IN_PROGRESS: { value: 'InProgress', description: 'Somebody is at it.' },
    COMPLETED: { value: 'Completed', description: 'It is done.' },
    WAITING: { value: 'WaitingOnOthers', description: 'It waits for somebody else.' },
    DEFERRED: { value: 'Deferred', description: 'It was put off.' },
  } as const,
});

TaskItem.implement({
  permission: seesCalendar,
  description: 'Something to be done.',
  interfaces: [Node],
  extensions: readsFrom(rows),
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Id of the task where it lies now.',
      resolve: (source, _args, context) => itemIdText(context, source),
    }),
    changeKey: t.field({
      type: 'ChangeKey',
      nullable: false,
      description: 'Version of the task. Empty for one inside an attachment, which cannot change.',
      resolve: ({ item }, _args, context) => changeKeyText(context, item.changeKey),
    }),
    subject: t.string({ description: 'What is to be done.', resolve: ({ item }) => item.properties.subject }),
    dueDate: t.field({
      type: 'Date',
      description: 'The day by which it should be done.',
      resolve: ({ item }) => item.properties.dueDate,
    }),
    startDate: t.field({
      type: 'Date',
      description: 'The day on which to begin.',
      resolve: ({ item }) => item.properties.startDate,
    }),
    completedAt: t.field({
      type: 'DateTime',
      description: 'When it was done.',
      resolve: ({ item }) => item.properties.completedAt,
    }),
    percentComplete: t.int({
      nullable: false,
      description: 'How much of it is done, 0 to 100.',
      resolve: ({ item }) => Math.round(item.properties.percentComplete ?? 0),
    }),
    progress: t.field({
      type: TaskStatus,
      nullable: false,
      description: 'How far it has come.',
      extensions: reads(rows.status),
      resolve: ({ item }) => item.properties.status ?? 'NotStarted',
    }),
  }),
});
