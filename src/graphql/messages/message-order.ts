import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { ItemOrder } from '../../mailbox/page.ts';
import type { MessageOrderInput } from './message-filter.ts';

const orderProperties = {
  RECEIVED_AT: messageProperties.receivedAt,
  SENT_AT: messageProperties.sentAt,
  LAST_MODIFIED_AT: messageProperties.lastModifiedAt,
  SUBJECT: messageProperties.subject,
  FROM: messageProperties.from,
  SIZE: messageProperties.size,
  IMPORTANCE: messageProperties.importance,
} as const satisfies Record<MessageOrderInput['field'], AnyProperty>;

/** Newest first. */
const defaultOrder: readonly MessageOrderInput[] = [{ field: 'RECEIVED_AT', direction: 'DESC' }];

/** Turns an order into rows to sort by; no keys at all mean the default. */
export const compileOrder = (order: readonly MessageOrderInput[] | null | undefined): readonly ItemOrder[] =>
  (order === null || order === undefined || order.length === 0 ? defaultOrder : order).map(({ field, direction }) => ({
    property: orderProperties[field],
    direction,
  }));
