import type { Carrier } from '../item/extended-property.ts';
import { takePage } from './paging.ts';
import { type PropertyKey, type PropertyPath, propertyPath } from '../item/property-path.ts';
import { compareKeys, sortablePath, sortKey } from './sort-order.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/** How items are put in groups, and groups in order. */
export interface Grouping {
  /** Items with one value of it are one group. */
  readonly by: PropertyPath;
  /** The least or the greatest value of it in a group decides the group's place. */
  readonly on: PropertyPath;
  readonly aggregate: 'Minimum' | 'Maximum';
  readonly direction: 1 | -1;
}

/**
 * Reads an m:GroupBy or m:DistinguishedGroupBy; the only standard one, ConversationTopic, puts the conversation with the newest message at
 * one end. Throws EmulatorError ErrorUnsupportedPathForSortGroup.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/groupby
 */
export const groupBy = (element: XmlNode | undefined): Grouping | undefined => {
  if (element === undefined) return undefined;
  const direction = element.attributes['Order'] === 'Descending' ? -1 : 1;
  if (element.name === 'm:DistinguishedGroupBy') {
    return {
      by: fieldPath('message:ConversationTopic'),
      on: fieldPath('item:DateTimeReceived'),
      aggregate: 'Maximum',
      direction,
    };
  }
  const aggregateOn = child(element, 't:AggregateOn') ?? node('t:AggregateOn');
  const aggregate = aggregateOn.attributes['Aggregate'] === 'Minimum' ? 'Minimum' : 'Maximum';
  return { by: sortablePath(element), on: sortablePath(aggregateOn), aggregate, direction };
};

/** The m:RootFolder of a page of groups. Groups count as entries of the view like their items; a page that begins within a group repeats it. */
export const groupPage = (
  items: readonly Carrier[],
  grouping: Grouping,
  view: XmlNode | undefined,
  show: (item: Carrier) => XmlNode,
): XmlNode => {
  const entries = groups(items, grouping).flatMap((group): readonly Entry[] => [
    { group, item: undefined },
    ...group.items.map((item) => ({ group, item })),
  ]);
  const { rows, attributes } = takePage(entries, view);
  const shown = new Map<Group, XmlNode[]>();
  for (const { group, item } of rows) {
    const list = shown.get(group) ?? [];
    shown.set(group, list);
    if (item !== undefined) list.push(show(item));
  }
  const grouped = [...shown].map(([{ index }, list]) =>
    node('t:GroupedItems', [node('t:GroupIndex', index), node('t:Items', list)]),
  );
  return node('m:RootFolder', attributes, [node('t:Groups', grouped)]);
};

interface Group {
  /** The common value, as text. */
  readonly index: string;
  readonly items: readonly Carrier[];
}

interface Entry {
  readonly group: Group;
  /** Absent in the entry that is the group itself. */
  readonly item: Carrier | undefined;
}

const fieldPath = (uri: string): PropertyPath => propertyPath(node('t:FieldURI', { FieldURI: uri }));

const groups = (items: readonly Carrier[], { by, on, aggregate, direction }: Grouping): readonly Group[] => {
  const members = new Map<PropertyKey | undefined, Carrier[]>();
  for (const item of items) {
    const key = sortKey(by, item);
    const known = members.get(key);
    if (known === undefined) members.set(key, [item]);
    else known.push(item);
  }
  return [...members.values()]
    .map((list) => {
      const values = list.map((item) => sortKey(on, item)).toSorted(compareKeys);
      const [first] = list;
      const index = first === undefined ? '' : (by.texts(first)[0] ?? '');
      return { index, items: list, place: aggregate === 'Minimum' ? values[0] : values.at(-1) };
    })
    .toSorted((one, other) => direction * compareKeys(one.place, other.place));
};
