import type { AnyProperty } from '../../../src/ews/properties/property.ts';
import { child, type XmlElement } from '../../../src/ews/xml.ts';

const isSame = (one: string | undefined, other: string): boolean =>
  one !== undefined && (one === other || (/^(?:0x)?[0-9a-f]+$/i.test(other) && Number(one) === Number(other)));

/** Whether an item's child is the one that a row's path means: of extended properties all that the path says but the type, else the name. */
const isMeant = ({ path, place }: AnyProperty, found: XmlElement): boolean => {
  if (path.name !== 't:ExtendedFieldURI') return found.name === place;
  const foundPath = found.name === 'ExtendedProperty' ? child(found, 'ExtendedFieldURI') : undefined;
  return Object.entries(path.attributes).every(
    ([name, value]) => name === 'PropertyType' || isSame(foundPath?.attributes[name], value),
  );
};

/** Reads one row of an item by looking at all its children: slow, and obvious. */
export const readRow = (row: AnyProperty, item: XmlElement): unknown => {
  for (const found of item.children) {
    const value: unknown = isMeant(row, found) ? row.decode(found) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
};
