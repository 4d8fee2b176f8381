import { messageProperties } from '../../ews/properties/message.ts';
import type { Restriction } from '../../ews/properties/restriction.ts';

/** Matches nothing: `or: []`, `in: []` and `importance: []` ask for one of no values. */
export const nothing: Restriction = {
  and: [
    { property: messageProperties.itemClass, exists: true },
    { not: { property: messageProperties.itemClass, exists: true } },
  ],
};
