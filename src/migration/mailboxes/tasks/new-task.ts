import type { Assignment } from '../../../ews/properties/written-rows.ts';
import { newContentProperties } from '../new-content-properties.ts';
import type { PortableTask } from '../../portable/portable-task.ts';
import type { PlainItem } from '../write-plain-items.ts';

/** A task as CreateItem takes it, with what is hung on it afterwards. Its owner becomes whoever owns the mailbox. */
export const newTask = (task: PortableTask, marks: readonly Assignment[]): PlainItem => ({
  item: {
    type: 'Task',
    properties: {
      ...newContentProperties(task),
      ...(task.reminderAt === undefined
        ? { reminderIsSet: false }
        : { reminderIsSet: true, reminderDueBy: task.reminderAt }),
      actualWork: task.actualWork,
      billingInformation: task.billingInformation,
      companies: task.companies,
      completedAt: task.completedAt,
      contacts: task.contacts,
      dueDate: task.dueDate,
      mileage: task.mileage,
      percentComplete: task.percentComplete,
      recurrence: task.recurrence,
      startDate: task.startDate,
      status: task.status,
      totalWork: task.totalWork,
    },
  },
  marks,
  attachments: task.attachments,
  losses: [],
});
