import { boolean, integer, type Codec } from '../properties/codec.ts';
import { element, type XmlElement } from '../xml.ts';

/** Where a page stands in what was found. */
export interface FoundRange {
  readonly total: number;
  readonly isLast: boolean;
  readonly nextOffset: number | undefined;
}

const attributeValue = <Value>(node: XmlElement, name: string, codec: Codec<Value>): Value | undefined => {
  const text = node.attributes[name];
  return text === undefined ? undefined : codec.decode(element(`${node.name}/@${name}`, text));
};

/**
 * Reads the paging attributes of `m:RootFolder` and `m:ResolutionSet`. All are optional in the schema: without a total the rows on this page
 * count, and without IncludesLastItemInRange a page is the last one unless its next offset lies before the total.
 */
export const foundRange = (node: XmlElement, rows: number): FoundRange => {
  const nextOffset = attributeValue(node, 'IndexedPagingOffset', integer);
  const total = attributeValue(node, 'TotalItemsInView', integer) ?? rows;
  const isLast =
    attributeValue(node, 'IncludesLastItemInRange', boolean) ?? (nextOffset === undefined || nextOffset >= total);
  return { total, isLast, nextOffset };
};
