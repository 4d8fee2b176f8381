import { InvalidInputError } from '../errors.ts';
import { element, writeXml, type XmlElement } from '../xml.ts';
import type { AnyProperty, Permissions, Property, PropertyTable } from './property.ts';

/** A value for a row that stands in no table (a named property, an entry of a contact's dictionary). Only `assign` makes one, so that value and row fit. */
export interface Assignment {
  readonly row: AnyProperty;
  readonly value: unknown;
}

/** A value for an extended property or an entry that stands in no table; null clears it. */
export const assign = <Value, Input>(
  row: Property<Value, Permissions, Input>,
  value: NoInfer<Input> | null,
): Assignment => ({ row, value });

/** What is written: values by the names of a table, and values for rows that stand in none. */
export interface WrittenValues {
  readonly table: PropertyTable;
  readonly values: Readonly<Record<string, unknown>>;
  readonly named: readonly Assignment[];
}

/** The elements of something new, in the schema's order. Null and an empty list say nothing there. Throws InvalidInputError for what cannot be set. */
export const newElements = (written: WrittenValues): readonly XmlElement[] =>
  inOrder(written).flatMap(({ row, value }) => {
    if (value === null || isEmptyList(value)) return [];
    if (row.allows.create !== true) throw new InvalidInputError(`${row.key} cannot be set on something new`);
    return [row.encode(value)];
  });

/**
 * Writes `t:Updates`: a value sets, null and an empty list clear (as Microsoft's Managed API writes an empty list), absence keeps. `tag`: name of
 * the element that holds each new value. Throws InvalidInputError for what cannot be changed or cleared, and when nothing changes.
 */
export const updates = (kind: 'Item' | 'Folder', tag: string, written: WrittenValues): XmlElement => {
  const changes = inOrder(written).map(({ row: { key, allows, path, encode }, value }) => {
    if (value === null || (isEmptyList(value) && allows.clear === true)) {
      if (allows.clear !== true) throw new InvalidInputError(`${key} cannot be cleared`);
      return element(`t:Delete${kind}Field`, [path]);
    }
    if (allows.update !== true) throw new InvalidInputError(`${key} cannot be changed`);
    return element(`t:Set${kind}Field`, [path, element(`t:${tag}`, [encode(value)])]);
  });
  if (changes.length === 0) throw new InvalidInputError('Nothing is to be changed');
  return element('t:Updates', changes);
};

const isExtended = ({ path }: AnyProperty): boolean => path.name === 't:ExtendedFieldURI';

/** One entry of a dictionary. It stands alone in its update, so it needs no place among the others. */
const isEntry = ({ path }: AnyProperty): boolean => path.name === 't:IndexedFieldURI';

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What was given, in the table's order; rows of no table stand with its extended properties, which the schema keeps together. */
const inOrder = ({ table, values, named }: WrittenValues): readonly Assignment[] => {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(table, name));
  if (unknown !== undefined) throw new InvalidInputError(`${unknown} is no property of this kind`);
  const loose = named.find(({ row }) => !isExtended(row) && !isEntry(row));
  if (loose !== undefined) throw new TypeError(`${loose.row.key} is no extended property and no entry`);
  const rows = Object.entries(table);
  const extended = rows.findIndex(([, row]) => isExtended(row));
  const place = extended === -1 ? rows.length : extended;
  const given = (from: number, to?: number): readonly Assignment[] =>
    rows.slice(from, to).flatMap(([name, row]) => {
      const value = values[name];
      return value === undefined ? [] : [{ row, value }];
    });
  const all = [...given(0, place), ...named, ...given(place)];
  refuseTwice(all);
  return all;
};

/** Two rows may be one property: a body as text and as HTML. */
const refuseTwice = (all: readonly Assignment[]): void => {
  const paths = new Set<string>();
  for (const { row } of all) {
    const path = writeXml(row.path);
    if (paths.has(path)) throw new InvalidInputError(`${row.key} is given twice`);
    paths.add(path);
  }
};
