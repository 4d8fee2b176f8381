import { boolean, dateAtMidnight, instant, number, oneOf, string } from './codec.ts';
import { itemProperties } from './item.ts';
import { property, type PropertyTable } from './property.ts';

const clearable = { find: true, filter: true, create: true, update: true, clear: true } as const;
const editable = { find: true, filter: true, create: true, update: true } as const;

/** Rows of t:Task after those of every item, in the schema's order. Permissions after Microsoft's Managed API (TaskSchema). */
export const taskProperties = {
  ...itemProperties,
  completedAt: property('task:CompleteDate', instant, clearable),
  /** yyyy-mm-dd. */
  dueDate: property('task:DueDate', dateAtMidnight, clearable),
  isComplete: property('task:IsComplete', boolean, { find: true, filter: true }),
  owner: property('task:Owner', string, { find: true, filter: true }),
  /** 0 to 100. */
  percentComplete: property('task:PercentComplete', number, editable),
  /** yyyy-mm-dd. */
  startDate: property('task:StartDate', dateAtMidnight, clearable),
  status: property(
    'task:Status',
    oneOf(['NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred'], 'NotStarted'),
    editable,
  ),
} satisfies PropertyTable;
