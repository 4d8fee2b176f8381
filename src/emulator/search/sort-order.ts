import { EmulatorError } from '../emulator-error.ts';
import type { Carrier } from '../item/extended-property.ts';
import { isPath, type PropertyKey, type PropertyPath, propertyKeys, propertyPath } from '../item/property-path.ts';
import { comparableText } from './text-comparison.ts';
import type { XmlNode } from '../xml/xml.ts';

/** One t:FieldOrder. */
export interface FieldOrder {
  readonly path: PropertyPath;
  readonly direction: 1 | -1;
}

/** An m:SortOrder. */
export interface SortOrder {
  /** Equal for equal orders, however they were spelled. */
  readonly identity: string;
  /** The first decides most. */
  readonly fields: readonly FieldOrder[];
  readonly keysOf: (carrier: Carrier) => readonly Key[];
  /** By their keys; zero for those that it does not tell apart. */
  readonly compare: (one: readonly Key[], other: readonly Key[]) => number;
  /** Puts items in order; those that it does not tell apart keep theirs. */
  readonly sort: <Item extends Carrier>(items: readonly Item[]) => readonly Item[];
}

/**
 * Compiles an m:SortOrder: several t:FieldOrder, the first decides most. Strings are ordered without regard to case, instants in full
 * precision; an item that lacks the value comes first ascending and last descending. Throws EmulatorError ErrorUnsupportedPathForSortGroup.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/sortorder
 */
export const sortOrder = (element: XmlNode): SortOrder => {
  const fields = element.children.map((field): FieldOrder => ({
    path: sortablePath(field),
    direction: field.attributes['Order'] === 'Descending' ? -1 : 1,
  }));
  const keysOf = (carrier: Carrier): readonly Key[] => fields.map(({ path }) => sortKey(path, carrier));
  const compare = (one: readonly Key[], other: readonly Key[]): number => {
    for (let position = 0; position < fields.length; position += 1) {
      const result = compareKeys(one[position], other[position]);
      if (result !== 0) return (fields[position]?.direction ?? 1) * result;
    }
    return 0;
  };
  return {
    identity: JSON.stringify(fields.map(({ path, direction }) => [path.identity, direction])),
    fields,
    keysOf,
    compare,
    sort: (items) =>
      items
        .map((item) => ({ item, keys: keysOf(item) }))
        .toSorted((one, other) => compare(one.keys, other.keys))
        .map(({ item }) => item),
  };
};

/** The path in a t:FieldOrder, m:GroupBy or t:AggregateOn. Throws EmulatorError ErrorUnsupportedPathForSortGroup. */
export const sortablePath = (holder: XmlNode): PropertyPath => {
  const element = holder.children.find(isPath);
  const path = element === undefined ? undefined : propertyPath(element);
  if (path !== undefined && !unsortable.has(path.kind)) return path;
  throw new EmulatorError(
    'ErrorUnsupportedPathForSortGroup',
    `The property cannot be used for sorting or grouping: ${path?.identity ?? 'none given'}`,
  );
};

/** The one key of an item that decides its place; undefined when it has none. */
export const sortKey = (path: PropertyPath, carrier: Carrier): Key => {
  const [first] = propertyKeys(path, carrier);
  return typeof first === 'string' && path.kind !== 'binary' ? comparableText(first) : first;
};

/** Orders two keys of one path; an absent one comes first. */
export const compareKeys = (one: Key, other: Key): number => {
  if (one === other) return 0;
  if (one === undefined) return -1;
  if (other === undefined) return 1;
  return one < other ? -1 : 1;
};

type Key = PropertyKey | undefined;

const unsortable = new Set(['none', 'body', 'strings', 'mailboxes', 'attendees']);
