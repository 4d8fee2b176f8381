import type { ItemType } from '../../ews/properties/item-types.ts';
import type { PortableItem } from './portable-item.ts';

const kinds: Readonly<Record<string, PortableItem['kind']>> = {
  CalendarItem: 'event',
  Contact: 'contact',
  DistributionList: 'contactGroup',
  Task: 'task',
};

/** What an item is, by the element in which its server tells it; meeting messages, reports, posts and notes are messages. */
export const kindOf = (element: string): PortableItem['kind'] => kinds[element] ?? 'message';

/** Which table of rows has those of a kind. */
export const itemTypeOf = {
  message: 'Message',
  event: 'CalendarItem',
  contact: 'Contact',
  contactGroup: 'Message',
  task: 'Task',
} as const satisfies Readonly<Record<PortableItem['kind'], ItemType>>;
