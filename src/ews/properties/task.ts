import { boolean, dateAtMidnight, instant, integer, listOf, number, oneOf, string } from './codec.ts';
import { itemProperties } from './item.ts';
import { property, type PropertyTable } from './property.ts';
import { taskRecurrence } from './task-recurrence.ts';

const clearable = { find: true, filter: true, create: true, update: true, clear: true } as const;
const editable = { find: true, filter: true, create: true, update: true } as const;

/** Rows of t:Task after those of every item, in the schema's order. Permissions after Microsoft's Managed API (TaskSchema). */
export const taskProperties = {
  ...itemProperties,
  /** Minutes. */
  actualWork: property('task:ActualWork', integer, clearable),
  billingInformation: property('task:BillingInformation', string, clearable),
  companies: property('task:Companies', listOf('String', string), clearable),
  completedAt: property('task:CompleteDate', instant, clearable),
  /** Names of people whom it is about. */
  contacts: property('task:Contacts', listOf('String', string), clearable),
  /** yyyy-mm-dd. */
  dueDate: property('task:DueDate', dateAtMidnight, clearable),
  isComplete: property('task:IsComplete', boolean, { find: true, filter: true }),
  mileage: property('task:Mileage', string, clearable),
  owner: property('task:Owner', string, { find: true, filter: true }),
  /** 0 to 100. */
  percentComplete: property('task:PercentComplete', number, editable),
  recurrence: property('task:Recurrence', taskRecurrence, { create: true, update: true, clear: true }),
  /** yyyy-mm-dd. */
  startDate: property('task:StartDate', dateAtMidnight, clearable),
  status: property(
    'task:Status',
    oneOf(['NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred'], 'NotStarted'),
    editable,
  ),
  /** Minutes. */
  totalWork: property('task:TotalWork', integer, clearable),
} satisfies PropertyTable;
