import { element, writeXml, type XmlElement } from '../xml.ts';
import { placeOf, type AnyProperty, type Decoded, type PropertyTable } from './property.ts';

/** Writes `t:AdditionalProperties` with the path of every row, each path once; undefined for no rows, since the schema wants at least one. */
export const additionalProperties = (wanted: readonly AnyProperty[]): XmlElement | undefined => {
  const paths = new Map(wanted.map(({ path }) => [writeXml(path), path]));
  return paths.size === 0 ? undefined : element('t:AdditionalProperties', [...paths.values()]);
};

/** Rows that were asked for, by their places; each with the name under which its value is told. */
export type WantedRows = ReadonlyMap<string, readonly WantedRow[]>;

type WantedRow = readonly [name: string, row: AnyProperty];

const namesInTables = new WeakMap<PropertyTable, ReadonlyMap<AnyProperty, string>>();

const namesIn = (table: PropertyTable): ReadonlyMap<AnyProperty, string> => {
  const known = namesInTables.get(table);
  if (known !== undefined) return known;
  const names = new Map(Object.entries(table).map(([name, row]) => [row, name]));
  namesInTables.set(table, names);
  return names;
};

/** The rows of a table that were asked for, and others under names that the table does not use. */
export const wantedRows = (
  table: PropertyTable,
  wanted: readonly AnyProperty[],
  others: readonly WantedRow[] = [],
): WantedRows => {
  const names = namesIn(table);
  const named = wanted.flatMap((row): readonly WantedRow[] => {
    const name = names.get(row);
    return name === undefined ? [] : [[name, row]];
  });
  const byPlace = new Map<string, WantedRow[]>();
  for (const wantedRow of [...named, ...others]) {
    const [, { place }] = wantedRow;
    const there = byPlace.get(place);
    if (there === undefined) byPlace.set(place, [wantedRow]);
    else there.push(wantedRow);
  }
  return byPlace;
};

/**
 * Reads rows of an item or folder in one walk over its children; where several hold a value of one row, the first counts. Throws EwsError `decode`
 * when one of them holds nonsense.
 */
export const decodeWanted = <Table extends PropertyTable>(rows: WantedRows, node: XmlElement): Decoded<Table> => {
  const properties: Record<string, unknown> = {};
  for (const found of node.children) {
    for (const [name, row] of rows.get(placeOf(found)) ?? none) {
      if (properties[name] === undefined) {
        const value: unknown = row.decode(found);
        if (value !== undefined) properties[name] = value;
      }
    }
  }
  // Each row decodes to its own Value, which is what Decoded says of its name.
  return properties as Decoded<Table>;
};

const none: readonly WantedRow[] = [];
