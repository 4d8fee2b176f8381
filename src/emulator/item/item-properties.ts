import { node, type XmlNode } from '../xml/xml.ts';

/** The same item with these properties in place of those of their names; t:ExtendedProperty cannot be replaced this way. */
export const withProperties = (item: XmlNode, properties: readonly (XmlNode | undefined)[]): XmlNode => {
  const given = properties.filter((property) => property !== undefined);
  const names = new Set(given.map(({ name }) => name));
  return { ...item, children: [...item.children.filter(({ name }) => !names.has(name)), ...given] };
};

/** The same item without the properties of these names. */
export const withoutProperties = (item: XmlNode, names: ReadonlySet<string>): XmlNode => ({
  ...item,
  children: item.children.filter(({ name }) => !names.has(name)),
});

/** The same item with those properties that it does not have yet; of two with one name the first. */
export const withDefaults = (item: XmlNode, properties: readonly (XmlNode | undefined)[]): XmlNode => {
  const present = new Set(item.children.map(({ name }) => name));
  const missing = new Map<string, XmlNode>();
  for (const property of properties) {
    if (property === undefined || present.has(property.name) || missing.has(property.name)) continue;
    missing.set(property.name, property);
  }
  return { ...item, children: [...item.children, ...missing.values()] };
};

/** An xs:boolean property. */
export const flag = (name: string, value: boolean): XmlNode => node(name, String(value));

/** A field of the header of a message, as an extended property. */
export const headerProperty = (PropertyName: string, value: string): XmlNode =>
  node('t:ExtendedProperty', [
    node('t:ExtendedFieldURI', { DistinguishedPropertySetId: 'InternetHeaders', PropertyName, PropertyType: 'String' }),
    node('t:Value', value),
  ]);

/** A property with text; undefined when there is none. */
export const optional = (name: string, text: string | undefined): XmlNode | undefined =>
  text === undefined || text === '' ? undefined : node(name, text);
