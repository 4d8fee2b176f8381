import { findTasks, taskOrder, type TaskQuery } from '../../mailbox/find-tasks.ts';
import { foldersOfKind } from '../../mailbox/folders-of-kind.ts';
import { isInstant } from '../../mailbox/page-by-instant.ts';
import { builder } from '../builder.ts';
import { connectionOf, cursorCodec, pageOf, pageSize } from '../connection.ts';
import { cost } from '../guards/cost.ts';
import { seesCalendar } from '../guards/permission.ts';
import { Mailbox, TaskConnection, TaskEdge, TaskItem } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { edgesOf } from '../sources.ts';
import { cursorField, edgesField, nodesField, pageInfoField } from './connection-fields.ts';

TaskConnection.implement({
  permission: seesCalendar,
  description: 'One page of tasks.',
  fields: (t) => ({
    edges: t.field(edgesField(TaskEdge, 'tasks')),
    nodes: t.field(nodesField(TaskItem, 'tasks')),
    pageInfo: t.field(pageInfoField),
    totalCount: t.exposeInt('totalCount', {
      description: 'How many tasks the whole list holds. Costs nothing extra.',
    }),
  }),
});

TaskEdge.implement({
  permission: seesCalendar,
  description: 'A task and its place in the list.',
  fields: (t) => ({
    cursor: t.field(cursorField('Pass as `after` for what follows.')),
    node: t.field({ type: TaskItem, nullable: false, description: 'The task.', resolve: ({ node }) => node }),
  }),
});

const TaskFilter = builder.inputType('TaskFilter', {
  description: 'Which tasks. All given fields must match.',
  fields: (t) => ({
    isComplete: t.boolean({ description: 'Only those that are done, or only those that are not.' }),
    dueBefore: t.field({
      type: 'Date',
      description: 'Due on an earlier day than this; tasks without a due date are left out.',
    }),
  }),
});

builder.objectField(Mailbox, 'tasks', (t) =>
  t.field({
    complexity: cost('personalItemPage'),
    type: TaskConnection,
    nullable: false,
    description:
      'The tasks of all task folders but deleted ones: newest first, or with `dueBefore` by due date. Newest first, pages stay whole while tasks are added; by due date they go by place, with a check that the last task is still where it was.',
    args: {
      filter: t.arg({ type: TaskFilter, description: 'Which of them.' }),
      first: t.arg.int({ defaultValue: 50, description: 'How many, 1 to 1000.' }),
      after: t.arg.string({ description: 'endCursor of the previous page of this very list.' }),
    },
    resolve: async (source, { filter, ...args }, context, info) => {
      pageSize(args);
      const query: TaskQuery = {
        isComplete: filter?.isComplete ?? undefined,
        dueBefore: filter?.dueBefore ?? undefined,
      };
      const mailbox = await source.open();
      const folders = await foldersOfKind(mailbox, 'TASKS');
      // A place among several folders' rows counts rows in each of them, so it is lost when there is one folder more.
      const list = { tasks: isInstant(taskOrder(query)[0]?.property) ? 'all' : folders, query };
      const cursors = cursorCodec(context.sealer, { mailbox: mailbox.address, list });
      const found = await findTasks(mailbox, {
        folders,
        query,
        wanted: wantedProperties(info, mailbox, ['nodes'], ['edges', 'node']),
        page: pageOf(args, cursors),
      });
      return { ...connectionOf(edgesOf(mailbox, 'Task', found.rows, cursors.write), found), mailbox };
    },
  }),
);
