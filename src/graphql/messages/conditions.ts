import { messageProperties } from '../../ews/properties/message.ts';
import type { Restriction } from '../../ews/properties/restriction.ts';

/** All of the conditions that are given; undefined when none is: everything matches. */
export const allOf = (parts: readonly (Restriction | undefined)[]): Restriction | undefined => {
  const given = parts.filter((part) => part !== undefined);
  return given.length > 1 ? { and: given } : given[0];
};

/** At least one of the conditions; undefined when there is none to choose from. */
export const anyOf = (parts: readonly Restriction[]): Restriction | undefined =>
  parts.length > 1 ? { or: parts } : parts[0];

/** Matches nothing: `or: []`, `in: []` and `importance: []` ask for one of no values. */
export const nothing: Restriction = {
  and: [
    { property: messageProperties.itemClass, exists: true },
    { not: { property: messageProperties.itemClass, exists: true } },
  ],
};
