import type { FolderTarget } from '../ews/properties/id.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { allOf, type Restriction } from '../ews/properties/restriction.ts';
import { taskProperties } from '../ews/properties/task.ts';
import { findItems, type ItemPage } from './find-items.ts';
import type { OpenedMailbox } from './open-mailbox.ts';
import type { ItemOrder, PageRequest } from './page.ts';

/** Which tasks. All that is given must hold. */
export interface TaskQuery {
  readonly isComplete: boolean | undefined;
  /** yyyy-mm-dd: due on an earlier day. Tasks without a due date are not among them. */
  readonly dueBefore: string | undefined;
}

/** A page of tasks to be found. */
export interface TasksToFind {
  readonly folders: readonly FolderTarget[];
  readonly query: TaskQuery;
  readonly wanted: readonly AnyProperty[];
  readonly page: PageRequest;
}

const isTask: Restriction = { property: taskProperties.itemClass, contains: 'IPM.Task', mode: 'Prefixed' };
const isDone: Restriction = { property: taskProperties.isComplete, is: 'equalTo', value: 'true' };

const conditions = ({ isComplete, dueBefore }: TaskQuery): Restriction | undefined =>
  allOf([
    isTask,
    // A task that says nothing about it is not complete.
    isComplete === undefined ? undefined : isComplete ? isDone : { not: isDone },
    dueBefore === undefined
      ? undefined
      : { property: taskProperties.dueDate, is: 'lessThan', value: `${dueBefore}T00:00:00Z` },
  ]);

const newestFirst: readonly ItemOrder[] = [{ property: taskProperties.createdAt, direction: 'DESC' }];
const mostUrgentFirst: readonly ItemOrder[] = [{ property: taskProperties.dueDate, direction: 'ASC' }, ...newestFirst];

/**
 * By due date where every task found has one, else newest first. A server may put what has no due date at either end, and a list by the time of making
 * keeps its place while tasks are added.
 */
export const taskOrder = ({ dueBefore }: TaskQuery): readonly ItemOrder[] =>
  dueBefore === undefined ? newestFirst : mostUrgentFirst;

/** Finds one page of tasks in their order: FindItem over all folders at once, then at most one GetItem. Throws EwsError. */
export const findTasks = (mailbox: OpenedMailbox, { folders, query, wanted, page }: TasksToFind): Promise<ItemPage> =>
  findItems(mailbox, { folders, wanted, restriction: conditions(query), order: taskOrder(query), page });
