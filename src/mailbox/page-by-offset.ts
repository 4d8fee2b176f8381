import { itemTypes, type Item } from '../ews/properties/item-types.ts';
import { messageProperties } from '../ews/properties/message.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { FindInFolders } from './find-in-folders.ts';
import {
  markOf,
  mergeRows,
  readRows,
  reversed,
  type FolderRows,
  type FoundPage,
  type ItemOrder,
  type ListQuery,
  type OffsetCursor,
} from './page.ts';

/** How far a cursor's row is looked for around its old place. */
const slack = 10;

type Place = OffsetCursor['folders'][number];
const start: Place = { taken: 0, last: null };

const names = new Map<AnyProperty, string>(
  Object.values(itemTypes).flatMap((table) =>
    Object.entries(table).map(([name, row]): readonly [AnyProperty, string] => [row, name]),
  ),
);
const importances = ['Low', 'Normal', 'High'];

/** What a server sorts by, as far as a row shows it. */
const sortValue = (property: AnyProperty, item: Item): string | number => {
  const value: unknown = Reflect.get(item.properties, names.get(property) ?? '');
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string')
    return property === messageProperties.importance ? importances.indexOf(value) : value.toLowerCase();
  if (typeof value === 'object' && value !== null)
    return String(Reflect.get(value, 'name') ?? Reflect.get(value, 'address') ?? '').toLowerCase();
  return '';
};

const compareBy =
  (order: readonly ItemOrder[]) =>
  (a: Item, b: Item): number => {
    for (const { property, direction } of order) {
      const [first, second] = [sortValue(property, a), sortValue(property, b)];
      if (first !== second) return first < second === (direction === 'ASC') ? -1 : 1;
    }
    return 0;
  };

/** A stretch of each folder's rows: where it begins, and the rows. */
interface Stretch {
  readonly from: number;
  readonly rows: FolderRows;
}

/** Reads a stretch of every folder; those that begin at the same place share a FindItem. */
const readStretches = async (
  find: FindInFolders,
  query: ListQuery,
  wanted: readonly { readonly from: number; readonly count: number }[],
): Promise<readonly Stretch[]> => {
  const stretches: Stretch[] = wanted.map(({ from }) => ({ from, rows: { items: [], total: 0, isLast: true } }));
  await Promise.all(
    [...new Set(wanted.map(({ from }) => from))].map(async (from) => {
      const members = wanted.flatMap((stretch, index) => (stretch.from === from ? [index] : []));
      const count = Math.max(1, ...members.map((index) => wanted[index]?.count ?? 0));
      const folders = members.flatMap((index) => query.folders[index] ?? []);
      const rows = await readRows(find, query, folders, from, count);
      for (const [position, index] of members.entries())
        stretches[index] = { from, rows: rows[position] ?? { items: [], total: 0, isLast: true } };
    }),
  );
  return stretches;
};

const offsetCursorOf = (query: ListQuery): OffsetCursor | undefined =>
  query.page.cursor?.by === 'offset' ? query.page.cursor : undefined;

/** The number of rows that were taken from a folder, told by its last one where that moved a little. */
const takenIn = ({ taken, last }: Place, { from, rows }: Stretch): number => {
  const index = last === null ? -1 : rows.items.findIndex((item) => markOf(item) === last);
  return index === -1 ? taken : from + index + 1;
};

const totalOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { rows }) => sum + rows.total, 0);

const forward = async (find: FindInFolders, query: ListQuery): Promise<FoundPage> => {
  const { limit } = query.page;
  const cursor = offsetCursorOf(query);
  const before = query.folders.map((_, index) => cursor?.folders[index] ?? start);
  const wanted = before.map(({ taken }) => {
    const from = Math.max(0, taken - slack);
    return { from, count: taken - from + limit + (taken > 0 ? slack : 0) };
  });
  const stretches = await readStretches(find, query, wanted);
  const places = before.map((place, index) => ({
    ...place,
    taken: takenIn(place, stretches[index] ?? { from: 0, rows: { items: [], total: 0, isLast: true } }),
  }));
  const ahead = stretches.map(({ from, rows }, index): FolderRows => ({
    ...rows,
    items: rows.items.slice((places[index]?.taken ?? 0) - from),
  }));
  const total = totalOf(stretches);
  const passed = places.reduce((sum, { taken }) => sum + taken, 0);
  const rows = mergeRows(ahead, compareBy(query.order), 'forward')
    .slice(0, limit)
    .map(({ item, folder }, index) => {
      places[folder] = { taken: (places[folder]?.taken ?? 0) + 1, last: markOf(item) };
      return {
        item,
        cursor: { by: 'offset', folders: [...places], passed: passed + index + 1, total } satisfies OffsetCursor,
      };
    });
  return { rows, total, hasNext: passed + rows.length < total, hasPrevious: passed > 0 };
};

const backward = async (find: FindInFolders, query: ListQuery): Promise<FoundPage> => {
  const { limit } = query.page;
  const cursor = offsetCursorOf(query);
  const opposite = reversed(query.order);
  // The end is found by counting: sorted in the opposite direction a server need not turn equal rows round.
  const from =
    cursor?.folders ??
    (await readRows(find, query, query.folders, 0, 1)).map(({ total: taken }): Place => ({ taken, last: null }));
  const stretches = await readStretches(
    find,
    query,
    from.map(({ taken }) => {
      const first = Math.max(0, taken - limit - 1 - slack);
      return { from: first, count: taken - first + slack };
    }),
  );
  const places = stretches.map((stretch, index): Place => {
    const { items } = stretch.rows;
    const end = stretch.from + items.length;
    const place = cursor?.folders[index];
    const last = items.at(-1);
    if (place === undefined) return { taken: end, last: last === undefined ? null : markOf(last) };
    return { ...place, taken: Math.min(takenIn(place, stretch), end) };
  });
  const behind = stretches.map(({ from: first, rows }, index) => ({
    ...rows,
    items: rows.items.slice(0, (places[index]?.taken ?? 0) - first).toReversed(),
  }));
  const total = totalOf(stretches);
  const merged = mergeRows(behind, compareBy(opposite), 'backward');
  // The first row backward from a cursor is the cursor's own.
  const skipped = cursor === undefined ? 0 : 1;
  const page: FoundPage['rows'][number][] = [];
  let passed = places.reduce((sum, { taken }) => sum + taken, 0);
  const heads = behind.map(() => 0);
  for (const [index, { item, folder }] of merged.slice(0, limit + skipped).entries()) {
    if (index >= skipped)
      page.unshift({ item, cursor: { by: 'offset', folders: [...places], passed, total } satisfies OffsetCursor });
    const head = (heads[folder] ?? 0) + 1;
    heads[folder] = head;
    const previous = behind[folder]?.items[head];
    places[folder] = {
      taken: (places[folder]?.taken ?? 1) - 1,
      last: previous === undefined ? null : markOf(previous),
    };
    passed -= 1;
  }
  return { rows: page, total, hasNext: cursor !== undefined, hasPrevious: passed > 0 };
};

/**
 * One page of a list that has no instant to go by (other orders, search): by offset, with each folder's last row looked for around its old
 * place, so that a few arrivals or deletions do not shift the page. Larger changes between two pages may repeat or drop rows.
 */
export const pageByOffset = (find: FindInFolders, query: ListQuery): Promise<FoundPage> => {
  const complete: ListQuery = {
    ...query,
    wanted: [...new Set([...query.wanted, ...query.order.map(({ property }) => property)])],
  };
  return query.page.direction === 'forward' ? forward(find, complete) : backward(find, complete);
};
