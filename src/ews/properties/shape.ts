import { element, writeXml, type XmlElement } from '../xml.ts';
import type { AnyProperty, Decoded, PropertyTable } from './property.ts';

/** Writes `t:AdditionalProperties` with the path of every row, each path once; undefined for no rows, since the schema wants at least one. */
export const additionalProperties = (wanted: readonly AnyProperty[]): XmlElement | undefined => {
  const paths = new Map(wanted.map(({ path }) => [writeXml(path), path]));
  return paths.size === 0 ? undefined : element('t:AdditionalProperties', [...paths.values()]);
};

/** The rows of a table that were asked for, with their names. */
export const entriesOf = <Table extends PropertyTable>(
  table: Table,
  wanted: readonly AnyProperty[],
): readonly (readonly [keyof Table & string, AnyProperty])[] => {
  const asked = new Set(wanted);
  return Object.entries(table).filter(([, row]) => asked.has(row));
};

/** Reads these rows of an item or folder. Throws EwsError `decode` when one of them holds nonsense. */
export const decodeWanted = <Table extends PropertyTable>(
  entries: readonly (readonly [keyof Table & string, AnyProperty])[],
  node: XmlElement,
): Decoded<Table> => {
  const properties: Record<string, unknown> = {};
  for (const [name, row] of entries) {
    const value: unknown = row.decode(node);
    if (value !== undefined) properties[name] = value;
  }
  // Each row decodes to its own Value, which is what Decoded says of its name.
  return properties as Decoded<Table>;
};
