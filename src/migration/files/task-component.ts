import { recurrenceRule } from '../../mailbox/recurrence-rule.ts';
import type { TaskRecurrence } from '../../ews/properties/task-recurrence.ts';
import type { Recurrence } from '../../ews/properties/recurrence.ts';
import type { PortableTask } from '../portable/portable-task.ts';
import type { EventSurroundings, WrittenComponents } from './event-components.ts';
import { calendarComponent, optionalText, type ContentProperty } from './content-line.ts';
import { instantProperty, itemProperties } from './item-properties.ts';
import { reminderAt } from './reminder.ts';

/** Where a task says nothing of a time. */
const noTime = '1970-01-01T00:00:00Z';

const states = {
  NotStarted: 'NEEDS-ACTION',
  InProgress: 'IN-PROCESS',
  Completed: 'COMPLETED',
  WaitingOnOthers: 'NEEDS-ACTION',
  Deferred: 'NEEDS-ACTION',
} as const;

/** A task as a `VTODO`. What iCalendar has no word for stands in extensions that begin with `X-EWS-` and go by EWS's names. */
export const taskComponent = async (
  task: PortableTask,
  { mark, attachments }: Pick<EventSurroundings, 'mark' | 'attachments'>,
): Promise<WrittenComponents> => {
  const { startDate, dueDate, status, percentComplete, completedAt, reminderAt: reminder, recurrence } = task;
  const begin = startDate ?? (recurrence === undefined ? undefined : (dueDate ?? recurrence.range.startDate));
  const text = calendarComponent(
    'VTODO',
    [
      ...itemProperties(task, mark, completedAt ?? noTime),
      ...optionalDate('dtstart', begin),
      ...optionalDate('due', dueDate),
      ...(recurrence === undefined ? [] : [repetition(recurrence)]),
      ['status', {}, 'text', states[status]],
      ['percent-complete', {}, 'integer', Math.round(percentComplete)],
      ...(completedAt === undefined ? [] : [instantProperty('completed', completedAt)]),
      ...task.contacts.flatMap((name) => optionalText('contact', name)),
      ['x-ews-status', {}, 'text', status],
      ...optionalText('x-ews-owner', task.owner),
      ...optionalText('x-ews-actual-work-minutes', task.actualWork?.toString()),
      ...optionalText('x-ews-total-work-minutes', task.totalWork?.toString()),
      ...optionalText('x-ews-billing-information', task.billingInformation),
      ...optionalText('x-ews-mileage', task.mileage),
      ...task.companies.flatMap((name) => optionalText('x-ews-company', name)),
      ...(await attachments(task.attachments)),
    ],
    reminder === undefined ? [] : [reminderAt(reminder)],
  );
  // Days and instants alone: there is no zone to describe.
  return { text, zones: [], years: { first: 1970, last: 1970 } };
};

/** Whether a task comes again only after it has been done, which iCalendar cannot say. */
export const isRegenerating = (recurrence: TaskRecurrence): boolean => recurrence.pattern.type.endsWith('Regeneration');

const optionalDate = (name: string, day: string | undefined): readonly ContentProperty[] =>
  day === undefined ? [] : [[name, {}, 'date', day]];

const repetition = (recurrence: TaskRecurrence): ContentProperty =>
  isRegenerating(recurrence)
    ? ['x-ews-recurrence', {}, 'text', JSON.stringify(recurrence)]
    : ['rrule', {}, 'recur', recurrenceRule(recurrence as Recurrence, { timeZone: 'UTC', isAllDay: true })];
