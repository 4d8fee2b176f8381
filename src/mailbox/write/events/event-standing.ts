import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { ItemOf } from '../../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';

/** Which part of a series a write is about; of a single event all three are the event. */
export type OccurrenceScope = 'THIS_OCCURRENCE' | 'THIS_AND_FOLLOWING' | 'ENTIRE_SERIES';

/** An event as its calendar holds it. */
export type Event = ItemOf<'CalendarItem'>;

/** Rows that the functions below read. */
export const standingRows: readonly AnyProperty[] = [
  rows.itemType,
  rows.isMeeting,
  rows.isCancelled,
  rows.appointmentState,
  rows.myResponse,
];

/** Received from somebody else: the second bit of the state. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal */
const receivedBit = 2;

/** Whether the owner of this calendar made it, and so may invite others and cancel. */
export const isOwnEvent = ({ properties: { appointmentState, isMeeting, myResponse } }: Event): boolean =>
  appointmentState === undefined
    ? isMeeting !== true || myResponse === 'Organizer'
    : (appointmentState & receivedBit) === 0;

/** Whether it is one of a series. */
export const isOccurrence = ({ properties: { itemType } }: Event): boolean =>
  itemType === 'Occurrence' || itemType === 'Exception';
