import { createHash } from 'node:crypto';
import { EwsError } from '../ews/errors.ts';
import type { FindItemPage } from '../ews/operations/find-item.ts';
import type { FolderId, FolderTarget } from '../ews/properties/id.ts';
import type { Item } from '../ews/properties/item-types.ts';
import { itemProperties } from '../ews/properties/item.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { Restriction } from '../ews/properties/restriction.ts';
import type { SortKey } from '../ews/properties/sort-order.ts';
import type { FindInFolders } from './find-in-folders.ts';
import { isGone } from './is-gone.ts';

/** One key of an order. */
export interface ItemOrder {
  readonly property: AnyProperty;
  readonly direction: 'ASC' | 'DESC';
}

/** A place in a list: plain data, sealed before it leaves the gateway. */
export type Cursor = InstantCursor | OffsetCursor;

/** Right behind one row of a list that is ordered by an instant. */
export interface InstantCursor {
  readonly by: 'instant';
  /** The row's second, `2026-11-20T23:43:09Z`; null when the row has no such instant. */
  readonly at: string | null;
  /** Marks of the rows of that same second up to and including this one. */
  readonly seen: readonly string[];
  /** Rows before and including this one. */
  readonly passed: number;
  readonly total: number;
}

/** Right behind one row of a list that has no instant to go by. */
export interface OffsetCursor {
  readonly by: 'offset';
  /** For each folder: rows taken so far, and the mark of the last one. */
  readonly folders: readonly { readonly taken: number; readonly last: string | null }[];
  readonly passed: number;
  readonly total: number;
}

/** Which part of a list. */
export interface PageRequest {
  /** 1 to 1000. */
  readonly limit: number;
  /** Forward: the rows behind the cursor, or the first. Backward: the rows before the cursor, or the last. */
  readonly direction: 'forward' | 'backward';
  readonly cursor?: Cursor | undefined;
}

/** A row as FindItem told it. */
export interface FoundRow {
  readonly item: Item;
  /** Its place, which is found out when somebody asks: most lists are shown without their cursors. */
  readonly cursor: Cursor;
}

/** A page as FindItem told it. */
export interface FoundPage {
  readonly rows: readonly FoundRow[];
  readonly total: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** A list to page through. */
export interface ListQuery {
  /** One list over all of them, merged in order. */
  readonly folders: readonly FolderTarget[];
  /** Folders that may be among them, by names that do not tell which: their rows are left out. */
  readonly except?: readonly FolderTarget[] | undefined;
  /** Rows that the selection reads; the pagers are given those that FindItem can return. */
  readonly wanted: readonly AnyProperty[];
  readonly restriction?: Restriction | undefined;
  /** Advanced Query Syntax; cannot stand beside a restriction. */
  readonly search?: string | undefined;
  /** At least one key. The first one decides how pages follow each other: an instant survives arrivals, others go by offset. */
  readonly order: readonly ItemOrder[];
  readonly page: PageRequest;
}

/** Eight characters that stand for an item in a cursor, where its id of 150 would be too long. */
export const markOf = (item: Item): string => createHash('sha256').update(item.id).digest('base64url').slice(0, 8);

/** The opposite direction, for reading a list from its end. */
export const reversed = (order: readonly ItemOrder[]): readonly ItemOrder[] =>
  order.map(({ property, direction }) => ({ property, direction: direction === 'ASC' ? 'DESC' : 'ASC' }));

/** The rows of one folder as far as they have been read. */
export interface FolderRows {
  readonly items: readonly Item[];
  readonly total: number;
  readonly isLast: boolean;
}

const noRows: FolderRows = { items: [], total: 0, isLast: true };

/** Which folder an answer is of, by its first row. */
const folderOf = (answer: FindItemPage | EwsError): FolderId | undefined =>
  answer instanceof EwsError ? undefined : answer.items[0]?.properties.parentFolderId;

const readPage = async (
  find: FindInFolders,
  query: ListQuery,
  folders: readonly FolderTarget[],
  offset: number,
  limit: number,
): Promise<readonly FolderRows[]> => {
  // A folder that is not wanted has its first rows at the beginning, where it gives itself away.
  const except = offset === 0 ? (query.except ?? []) : [];
  const answers = await find([...folders, ...except], {
    wanted: except.length === 0 ? query.wanted : [...new Set([...query.wanted, itemProperties.parentFolderId])],
    view: { type: 'indexed', offset, limit },
    ...(query.restriction === undefined ? {} : { restriction: query.restriction }),
    sort: query.order.map(({ property, direction }): SortKey => ({
      property,
      direction: direction === 'ASC' ? 'Ascending' : 'Descending',
    })),
    ...(query.search === undefined ? {} : { queryString: query.search }),
  });
  const unwanted = new Set(answers.slice(folders.length).map(folderOf));
  return folders.map((_, index): FolderRows => {
    const answer: FindItemPage | EwsError =
      answers[index] ?? new EwsError('decode', 'FindItem gave no answer for a folder');
    const folder = folderOf(answer);
    if (folder !== undefined && unwanted.has(folder)) return noRows;
    if (!(answer instanceof EwsError)) return { items: answer.items, total: answer.total, isLast: answer.isLast };
    // One of many folders that was deleted since the list of folders was read leaves the others as they are.
    if (folders.length > 1 && isGone(answer)) return noRows;
    throw answer;
  });
};

/**
 * Reads up to `limit` rows from each folder, beginning at `offset`: one FindItem, and more only when the server gives fewer rows a call than it
 * was asked for (Exchange stops at 1,000 without saying so). The rows' own number is trusted, not IndexedPagingOffset.
 */
export const readRows = async (
  find: FindInFolders,
  query: ListQuery,
  folders: readonly FolderTarget[],
  offset: number,
  limit: number,
): Promise<readonly FolderRows[]> => {
  if (folders.length === 0) return [];
  let rows = await readPage(find, query, folders, offset, limit);
  for (;;) {
    const short = rows.flatMap(({ items, isLast }, index) =>
      !isLast && items.length > 0 && items.length < limit ? [index] : [],
    );
    const [first] = short;
    if (first === undefined) return rows;
    const have = rows[first]!.items.length;
    const together = short.filter((index) => rows[index]!.items.length === have);
    const more = await readPage(
      find,
      query,
      together.map((index) => folders[index]!),
      offset + have,
      limit - have,
    );
    const added = new Map(together.map((index, position) => [index, more[position]!]));
    if ([...added.values()].every(({ items }) => items.length === 0)) return rows;
    rows = rows.map((row, index) => {
      const next = added.get(index);
      return next === undefined
        ? row
        : { items: [...row.items, ...next.items], total: next.total, isLast: next.isLast || next.items.length === 0 };
    });
  }
};

/** An item and the folder it was found in, by the folder's place in the query. */
export interface Placed {
  readonly item: Item;
  readonly folder: number;
}

/**
 * Merges the folders' rows into one order, each folder's own order kept. `compare` tells only what the rows show; rows it calls equal come by
 * folder, in the query's order when reading forward and in the opposite one when reading backward, so that both readings agree.
 */
export const mergeRows = (
  folders: readonly FolderRows[],
  compare: (a: Item, b: Item) => number,
  direction: PageRequest['direction'],
): readonly Placed[] => {
  const heads = folders.map(() => 0);
  const merged: Placed[] = [];
  for (;;) {
    let best: Placed | undefined;
    for (const [folder, head] of heads.entries()) {
      const item = folders[folder]?.items[head];
      if (item === undefined) continue;
      const order = best === undefined ? -1 : compare(item, best.item);
      if (order < 0 || (order === 0 && direction === 'backward')) best = { item, folder };
    }
    if (best === undefined) return merged;
    merged.push(best);
    heads[best.folder] = (heads[best.folder] ?? 0) + 1;
  }
};
