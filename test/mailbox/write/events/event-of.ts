import { itemId } from '../../../../src/ews/properties/id.ts';
import type { Event } from '../../../../src/mailbox/write/events/event-standing.ts';

/** An event that says this. */
export const eventOf = (properties: Event['properties']): Event => ({
  type: 'CalendarItem',
  element: 'CalendarItem',
  id: itemId('AAAA'),
  changeKey: 'k',
  properties,
});
