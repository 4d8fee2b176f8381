import { looseValue } from '../../ews/properties/item-element.ts';
import { string } from '../../ews/properties/codec.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { extendedProperty, type Property } from '../../ews/properties/property.ts';

/** Namespaces are names of properties on the server, so they stay plain. */
const namespacePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether a namespace of metadata can be one: letters, digits, `.`, `_` and `-`, up to 64, the first a letter or digit. */
export const isNamespace = (namespace: string): boolean => namespacePattern.test(namespace);

/**
 * The named property that holds one namespace as a JSON object of texts. FindItem cuts texts at 255 characters, which would break the JSON, so
 * only GetItem may read it.
 */
export const metadataRow = (namespace: string): Property<string> =>
  extendedProperty({ set: 'PublicStrings', name: `workmail-graphql/${namespace}` }, 'String', string, {});

interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

/** The entries of one namespace, by key. What is not a JSON object of texts was written by somebody else and counts as none. */
export const metadataEntries = (item: Item, namespace: string): readonly MetadataEntry[] | undefined => {
  const json = looseValue(item, metadataRow(namespace));
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
