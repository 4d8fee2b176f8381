import { looseValue } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { metadataProperty } from '../../ews/properties/named-property.ts';

/** Namespaces are names of properties on the server, so they stay plain. */
const namespacePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether a namespace of metadata can be one: letters, digits, `.`, `_` and `-`, up to 64, the first a letter or digit. */
export const isNamespace = (namespace: string): boolean => namespacePattern.test(namespace);

interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

/** The entries of one namespace, by key. What is not a JSON object of texts was written by somebody else and counts as none. */
export const metadataEntries = (item: Item, namespace: string): readonly MetadataEntry[] | undefined => {
  const json = looseValue(item, metadataProperty(namespace));
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value)
      .flatMap(([key, entry]: [string, unknown]) => (typeof entry === 'string' ? [{ key, value: entry }] : []))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  } catch {
    return [];
  }
};
