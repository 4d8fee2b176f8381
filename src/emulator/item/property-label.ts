import { child, type XmlNode } from '../xml/xml.ts';

/** A name for a property that no other one of the item has: that of its element, and for extended properties which one it is. */
export const propertyLabel = (property: XmlNode): string => {
  const uri = child(property, 't:ExtendedFieldURI');
  if (uri === undefined) return property.name;
  return [property.name, ...uriParts.map((part) => uri.attributes[part] ?? '')].join(' ');
};

/** The name of a property of one occurrence among the changes of its series. `label` as propertyLabel says. */
export const occurrenceLabel = (originalStart: string, label: string): string => `${label} of ${originalStart}`;

/** Labels of the properties that are there only before or only after. What is the same object is not compared: elements never change. */
export const changedLabels = (before: XmlNode, after: XmlNode): readonly string[] => {
  const was = new Set(before.children);
  const is = new Set(after.children);
  const gone = new Map(before.children.filter((one) => !is.has(one)).map((one) => [JSON.stringify(one), one]));
  const come = new Map(after.children.filter((one) => !was.has(one)).map((one) => [JSON.stringify(one), one]));
  return [...gone, ...come]
    .filter(([value]) => !(gone.has(value) && come.has(value)))
    .map(([, property]) => propertyLabel(property));
};

const uriParts = [
  'DistinguishedPropertySetId',
  'PropertySetId',
  'PropertyTag',
  'PropertyName',
  'PropertyId',
  'PropertyType',
];
