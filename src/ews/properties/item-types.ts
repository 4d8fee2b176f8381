import { calendarItemProperties } from './calendar-item.ts';
import { contactProperties } from './contact.ts';
import type { ItemId } from './id.ts';
import { messageProperties } from './message.ts';
import type { Decoded } from './property.ts';
import { taskProperties } from './task.ts';

/** The four kinds of item that have rows of their own, and their tables. */
export const itemTypes = {
  Message: messageProperties,
  CalendarItem: calendarItemProperties,
  Contact: contactProperties,
  Task: taskProperties,
} as const;

/** Which table reads an item. */
export type ItemType = keyof typeof itemTypes;

/** An item of one kind, with the rows that were asked for and that the server had. */
export interface ItemOf<Type extends ItemType> {
  readonly type: Type;
  /** Local name of the element it came in: Message, MeetingRequest, PostItem, Item, DistributionList ... all read as type Message. */
  readonly element: string;
  readonly id: ItemId;
  /** Absent where a server leaves it out. */
  readonly changeKey: string | undefined;
  readonly properties: Decoded<(typeof itemTypes)[Type]>;
}

/** An item of any kind; `type` tells which rows it can have. */
export type Item = ItemOf<'Message'> | ItemOf<'CalendarItem'> | ItemOf<'Contact'> | ItemOf<'Task'>;
