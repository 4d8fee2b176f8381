import { element, type XmlElement } from '../xml.ts';
import type { AnyProperty } from './property.ts';
import { filterPath } from './restriction.ts';

/** One key of an order. */
export interface SortKey {
  readonly property: AnyProperty;
  readonly direction: 'Ascending' | 'Descending';
}

/**
 * Writes `m:SortOrder`, most significant key first; undefined for no keys. Throws InvalidInputError when a property cannot be sorted by.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/sortorder
 */
export const sortOrder = (keys: readonly SortKey[]): XmlElement | undefined =>
  keys.length === 0
    ? undefined
    : element(
        'm:SortOrder',
        keys.map(({ property, direction }) => element('t:FieldOrder', { Order: direction }, [filterPath(property)])),
      );
