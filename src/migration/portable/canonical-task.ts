import { canonicalContent, canonicalText, sortedTexts, textOrNull } from './canonical-content.ts';
import type { PortableTask } from './portable-task.ts';

/** A task as a text that is the same for every copy in which a user would miss nothing, on whatever server. */
export const canonicalTask = (task: PortableTask): string =>
  canonicalText({
    ...canonicalContent(task),
    startDate: task.startDate ?? null,
    dueDate: task.dueDate ?? null,
    status: task.status,
    percentComplete: task.percentComplete,
    completedOn: task.completedAt?.slice(0, 10) ?? null,
    reminderAt: task.reminderAt ?? null,
    recurrence:
      task.recurrence === undefined
        ? null
        : { pattern: { ...task.recurrence.pattern }, range: { ...task.recurrence.range } },
    actualWork: task.actualWork ?? 0,
    totalWork: task.totalWork ?? 0,
    billingInformation: textOrNull(task.billingInformation),
    mileage: textOrNull(task.mileage),
    companies: sortedTexts(task.companies),
    contacts: sortedTexts(task.contacts),
  });
