import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { ItemOf } from '../../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import { taskProperties } from '../../../ews/properties/task.ts';
import { attachmentsOf, contentRows, readContent } from '../content-rows.ts';
import { getItems } from '../get-items.ts';
import type { PortableTask } from '../../portable/portable-task.ts';
import { readAttachments } from '../read-attachments.ts';

const own = taskProperties;

const taskRows: readonly AnyProperty[] = [
  ...contentRows,
  own.reminderDueBy,
  own.reminderIsSet,
  own.actualWork,
  own.billingInformation,
  own.companies,
  own.completedAt,
  own.contacts,
  own.dueDate,
  own.mileage,
  own.owner,
  own.percentComplete,
  own.recurrence,
  own.startDate,
  own.status,
  own.totalWork,
];

/** Reads tasks whole, one answer for each, in their order. Throws EwsError for what fails as a whole. */
export const readTasks = async (
  session: EwsSession,
  ids: readonly ItemId[],
): Promise<readonly (PortableTask | EwsError)[]> => {
  const tasks: (PortableTask | EwsError)[] = [];
  for (const item of await getItems(session, ids, taskRows)) {
    if (item instanceof EwsError) tasks.push(item);
    else if (item.type !== 'Task') tasks.push(new EwsError('decode', `the item is a ${item.element} and no task`));
    else tasks.push(await wholeTask(session, item));
  }
  return tasks;
};

const wholeTask = async (session: EwsSession, { properties: rows }: ItemOf<'Task'>): Promise<PortableTask> => {
  const listed = attachmentsOf(rows);
  const contents = await readAttachments(session, listed);
  return {
    ...readContent(
      rows,
      'IPM.Task',
      listed.flatMap(({ id }) => contents.get(id) ?? []),
    ),
    kind: 'task',
    startDate: rows.startDate,
    dueDate: rows.dueDate,
    status: rows.status ?? 'NotStarted',
    percentComplete: rows.percentComplete ?? 0,
    completedAt: rows.completedAt,
    reminderAt: rows.reminderIsSet === true ? rows.reminderDueBy : undefined,
    recurrence: rows.recurrence,
    owner: rows.owner,
    actualWork: rows.actualWork,
    totalWork: rows.totalWork,
    billingInformation: rows.billingInformation,
    mileage: rows.mileage,
    companies: rows.companies ?? [],
    contacts: rows.contacts ?? [],
  };
};
