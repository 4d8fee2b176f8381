import type { ItemId } from '../../ews/properties/id.ts';
import type { Item, ItemOf } from '../../ews/properties/item-types.ts';
import type { AnyProperty, Settable } from '../../ews/properties/property.ts';
import { taskProperties } from '../../ews/properties/task.ts';
import { changeItems, type ChangeSource } from './change-items.ts';
import { makeItem, type Made, type MakingOnce } from './make-item.ts';
import { progressChanges, type TaskProgress } from './task-progress.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** What a caller wants a task to say. Null clears, absence keeps. */
export interface TaskDetails {
  readonly values: Pick<
    Settable<typeof taskProperties, 'update'>,
    'subject' | 'dueDate' | 'startDate' | 'bodyHtml' | 'bodyText'
  >;
  /** Without contradiction: `progressProblem` finds nothing. */
  readonly progress: TaskProgress;
}

/** A task to be made. */
export interface TaskToCreate extends MakingOnce {
  readonly details: TaskDetails;
}

/** A task that is to change. */
export interface TaskToUpdate {
  readonly id: ItemId;
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  readonly details: TaskDetails;
  /** What a conflict tells of the task as it is now. */
  readonly shown: readonly AnyProperty[];
}

type Dates = Pick<TaskDetails['values'], 'dueDate' | 'startDate'>;

/** Throws WriteRefusal INVALID when the task would be due before it begins; the one that was given is named. */
const demandOrder = (present: Dates, given: Dates): void => {
  const dueDate = given.dueDate === undefined ? present.dueDate : given.dueDate;
  const startDate = given.startDate === undefined ? present.startDate : given.startDate;
  if (typeof dueDate !== 'string' || typeof startDate !== 'string' || startDate <= dueDate) return;
  if (typeof given.startDate === 'string') throw invalidField(['input', 'startDate'], 'is after the due date.');
  if (typeof given.dueDate === 'string')
    throw invalidField(['input', 'dueDate'], 'is before the day on which to begin; give startDate too.');
};

/** Makes a task in the default folder, as `makeItem`. Throws WriteRefusal INVALID for days in the wrong order, besides. */
export const createTask = async ({ details, ...making }: TaskToCreate): Promise<Made> => {
  const { values, progress } = details;
  demandOrder({}, values);
  return makeItem(making, {
    item: () => ({ type: 'Task', properties: { ...values, ...progressChanges({}, progress) } }),
    saveIn: making.mailbox.folders.targetOfRole('TASKS'),
  });
};

const demandTask = (item: Item | undefined): ItemOf<'Task'> => {
  if (item === undefined) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  if (item.type !== 'Task') throw invalidField(['input', 'id'], 'is the id of an item that is no task.');
  return item;
};

/** What the change of a task follows from. */
const followed: readonly AnyProperty[] = [
  taskProperties.dueDate,
  taskProperties.percentComplete,
  taskProperties.startDate,
  taskProperties.status,
];

/**
 * Changes what is given of a task, and nothing else: GetItem and UpdateItem, both once more when somebody changed it in between and no version was named.
 * Answers under which id the task is that was meant: of a recurring one that was done, the server parts what was done from the task, which keeps its id
 * and goes on to the next time. Throws WriteRefusal and EwsError.
 */
export const updateTask = async (
  mailbox: ChangeSource,
  { id, ifChangeKey, details, shown }: TaskToUpdate,
): Promise<ItemId> => {
  const { values, progress } = details;
  const outcomes = await changeItems(mailbox, [{ id, ifChangeKey }], {
    follows: followed,
    shown,
    change: (item) => {
      const { properties } = demandTask(item);
      demandOrder(properties, values);
      const changes = { ...values, ...progressChanges(properties, progress) };
      const isNothing = Object.values(changes).every((value) => value === undefined);
      return isNothing ? undefined : { type: 'Task', changes };
    },
  });
  const outcome = outcomes.get(id);
  if (outcome !== undefined && 'failure' in outcome) throw outcome.failure;
  return outcome?.id ?? id;
};
