import { instantText } from '../ews/properties/codec.ts';
import type { Item } from '../ews/properties/item-types.ts';
import { itemProperties } from '../ews/properties/item.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { allOf, type Restriction } from '../ews/properties/restriction.ts';
import type { FindInFolders } from './find-in-folders.ts';
import {
  markOf,
  mergeRows,
  readRows,
  reversed,
  type FolderRows,
  type FoundPage,
  type FoundRow,
  type InstantCursor,
  type ItemOrder,
  type ListQuery,
  type Placed,
} from './page.ts';

const instants: ReadonlyMap<AnyProperty, 'receivedAt' | 'sentAt' | 'createdAt' | 'lastModifiedAt'> = new Map([
  [itemProperties.receivedAt, 'receivedAt'],
  [itemProperties.sentAt, 'sentAt'],
  [itemProperties.createdAt, 'createdAt'],
  [itemProperties.lastModifiedAt, 'lastModifiedAt'],
]);

/** True for the properties that a list can be paged by without losing its place when mail arrives. */
export const isInstant = (property: AnyProperty | undefined): boolean =>
  property !== undefined && instants.has(property);

const secondMs = 1_000;

/** The second of an item, which is all that FindItem tells of a time; servers sort by the whole of it. */
const secondOf = (property: AnyProperty, item: Item): string | null => {
  const name = instants.get(property);
  const value = name === undefined ? undefined : item.properties[name];
  return value === undefined ? null : instantText(Math.floor(Date.parse(value) / secondMs) * secondMs);
};

/** Rows at or behind a second, in the direction of the reading; servers put rows without the instant first when ascending. */
const fromSecond = ({ property, direction }: ItemOrder, at: string | null): Restriction | undefined => {
  if (direction === 'ASC') return at === null ? undefined : { property, is: 'greaterThanOrEqualTo', value: at };
  const missing: Restriction = { not: { property, exists: true } };
  return at === null
    ? missing
    : { or: [{ property, is: 'lessThan', value: instantText(Date.parse(at) + secondMs) }, missing] };
};

const compareBy =
  ({ property, direction }: ItemOrder) =>
  (a: Item, b: Item): number => {
    const [first, second] = [secondOf(property, a) ?? '', secondOf(property, b) ?? ''];
    const ascending = first < second ? -1 : first > second ? 1 : 0;
    return direction === 'ASC' ? ascending : -ascending;
  };

const totalOf = (folders: readonly FolderRows[]): number => folders.reduce((sum, { total }) => sum + total, 0);

interface Reading {
  readonly rows: readonly Placed[];
  readonly total: number;
  /** All rows of all folders are here. */
  readonly isComplete: boolean;
  /** Rows that belong to the page or behind it. */
  readonly kept: readonly Placed[];
}

/**
 * Reads until the page is full and, when `whole` asks for it, until its last second is whole. Each turn asks for twice as much; one turn
 * is enough unless hundreds of mails share a second.
 */
const readUntil = async (
  find: FindInFolders,
  query: ListQuery,
  order: readonly ItemOrder[],
  keep: (item: Item) => boolean,
  enough: (kept: readonly Placed[]) => boolean,
  firstCount: number,
): Promise<Reading> => {
  const [key] = order;
  const cursor = query.page.cursor?.by === 'instant' ? query.page.cursor : undefined;
  const restriction = allOf([
    query.restriction,
    cursor === undefined || key === undefined ? undefined : fromSecond(key, cursor.at),
  ]);
  for (let count = firstCount; ; count *= 2) {
    const folders = await readRows(find, { ...query, restriction, order }, query.folders, 0, count);
    const compare = key === undefined ? () => 0 : compareBy(key);
    const merged = mergeRows(folders, compare, query.page.direction);
    const isComplete = folders.every(({ isLast }) => isLast);
    // Behind a folder's last row that was read there may be more of it: only rows before that place are in order for certain.
    const edge = merged.findIndex(
      ({ item, folder }) => folders[folder]?.isLast === false && folders[folder].items.at(-1) === item,
    );
    const rows = isComplete || edge === -1 ? merged : merged.slice(0, edge + 1);
    const kept = rows.filter(({ item }) => keep(item));
    if (isComplete || enough(kept)) return { rows, total: totalOf(folders), isComplete, kept };
  }
};

/** Rows with their places, behind a place; what the places are made of is found out with the first that is asked for. */
const rowsFrom = (
  placed: readonly Placed[],
  property: AnyProperty,
  before: Pick<InstantCursor, 'seen' | 'passed' | 'total'> & { readonly at: string | null | undefined },
): readonly FoundRow[] => {
  const items = placed.map(({ item }) => item);
  let found: { readonly at: string | null; readonly mark: string }[] | undefined;
  const cursorOf = (index: number): InstantCursor => {
    found ??= items.map((item) => ({ at: secondOf(property, item), mark: markOf(item) }));
    const at = found[index]?.at ?? null;
    let first = index;
    while (first > 0 && found[first - 1]?.at === at) first -= 1;
    const own = found.slice(first, index + 1).map(({ mark }) => mark);
    const seen = first === 0 && at === before.at ? [...before.seen, ...own] : own;
    return { by: 'instant', at, seen, passed: before.passed + index + 1, total: before.total };
  };
  return items.map((item, index) => ({
    item,
    get cursor() {
      return cursorOf(index);
    },
  }));
};

const forward = async (find: FindInFolders, query: ListQuery, key: ItemOrder): Promise<FoundPage> => {
  const { limit } = query.page;
  const cursor = query.page.cursor?.by === 'instant' ? query.page.cursor : undefined;
  const seen = new Set(cursor?.seen);
  const keep = (item: Item): boolean =>
    cursor === undefined || secondOf(key.property, item) !== cursor.at || !seen.has(markOf(item));
  const reading = await readUntil(find, query, query.order, keep, (kept) => kept.length >= limit, limit + seen.size);
  const { kept } = reading;
  const dropped = reading.isComplete ? reading.rows.length - kept.length : seen.size;
  const passed = cursor?.passed ?? 0;
  const total = passed + reading.total - dropped;
  const rows = rowsFrom(kept.slice(0, limit), key.property, { seen: [...seen], at: cursor?.at, passed, total });
  return { rows, total, hasNext: passed + rows.length < total, hasPrevious: passed > 0 };
};

/** Reads the list in the opposite direction and turns the page round. */
const backward = async (find: FindInFolders, query: ListQuery, key: ItemOrder): Promise<FoundPage> => {
  const { limit } = query.page;
  const cursor = query.page.cursor?.by === 'instant' ? query.page.cursor : undefined;
  // Of the cursor's own second only rows before it: the seen ones, less the cursor's row itself.
  const before = new Set(cursor?.seen.slice(0, -1));
  const keep = (item: Item): boolean =>
    cursor === undefined || secondOf(key.property, item) !== cursor.at || before.has(markOf(item));
  const secondAt = (placed: Placed | undefined): string | null | undefined =>
    placed === undefined ? undefined : secondOf(key.property, placed.item);
  // The first row's cursor names all rows of its second, so the reading goes on until that second is whole.
  const isWhole = (kept: readonly Placed[]): boolean =>
    kept.length > limit && secondAt(kept.at(-1)) !== secondAt(kept[limit - 1]);
  const reading = await readUntil(
    find,
    query,
    reversed(query.order),
    keep,
    isWhole,
    limit + (cursor?.seen.length ?? 0) + 1,
  );
  const { kept } = reading;
  const page = kept.slice(0, limit).toReversed();
  const notKept = reading.rows.length - kept.length;
  const preceding = reading.total - notKept;
  const total = cursor === undefined ? reading.total : preceding + cursor.total - cursor.passed + 1;
  const start = preceding - page.length;
  const firstSecond = secondAt(page[0]);
  const seen = kept
    .slice(limit)
    .filter((placed) => secondAt(placed) === firstSecond)
    .map(({ item }) => markOf(item))
    .toReversed();
  const rows = rowsFrom(page, key.property, { seen, at: firstSecond, passed: start, total });
  return { rows, total, hasNext: cursor !== undefined, hasPrevious: start > 0 };
};

/**
 * One page of a list that is ordered by an instant. The next page is found by where the last one ended, not by counting, so mail that arrives in
 * between repeats and drops nothing. FindItem tells whole seconds while the server sorts by less, so the boundary's second is read again and
 * what was seen of it is left out.
 */
export const pageByInstant = (find: FindInFolders, query: ListQuery): Promise<FoundPage> => {
  const [key] = query.order;
  if (key === undefined) throw new TypeError('a list needs an order');
  const complete: ListQuery = { ...query, wanted: [...new Set([...query.wanted, key.property])] };
  return query.page.direction === 'forward' ? forward(find, complete, key) : backward(find, complete, key);
};
