import { InvalidInputError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { folderTargets, type FolderTarget } from '../properties/id.ts';
import { itemDecoder, itemShape } from '../properties/item-element.ts';
import type { Item } from '../properties/item-types.ts';
import type { AnyProperty } from '../properties/property.ts';
import { restriction, type Restriction } from '../properties/restriction.ts';
import { sortOrder, type SortKey } from '../properties/sort-order.ts';
import { child, element, required, type XmlElement } from '../xml.ts';
import { foundRange } from './found-range.ts';

/** Rows by number, from either end of the sorted folder. */
export interface IndexedView {
  readonly type: 'indexed';
  /** Rows to skip, 0 or more. */
  readonly offset: number;
  /** Rows wanted, 1 to 1000; Exchange silently lowers more. */
  readonly limit: number;
  /** End counts and pages backwards. Default Beginning. */
  readonly from?: 'Beginning' | 'End';
}

/** What overlaps a window of time, series expanded into occurrences. The window may span two years. */
export interface CalendarView {
  readonly type: 'calendar';
  /** Instants. */
  readonly start: string;
  readonly end: string;
  /** Whether more were there only `isLast` tells. */
  readonly limit?: number;
}

/** Which items of which folders, in which order, and what of them. */
export interface FindItemInput {
  /** One page per parent, in this order. */
  readonly parents: readonly FolderTarget[];
  /** Rows that allow `find`; others come back undefined. */
  readonly wanted: readonly AnyProperty[];
  readonly view: IndexedView | CalendarView;
  /** Not with a calendar view, as the following two: InvalidInputError. */
  readonly restriction?: Restriction;
  readonly sort?: readonly SortKey[];
  /** Advanced Query Syntax; needs the server's content index. Not with a restriction or an order on Exchange. */
  readonly queryString?: string;
}

/** What one parent folder answered. */
export interface FindItemPage {
  /** In the server's order. */
  readonly items: readonly Item[];
  /** Items in the folder that match, on all pages. */
  readonly total: number;
  readonly isLast: boolean;
  /** Where the next page begins; undefined for a calendar view. */
  readonly nextOffset: number | undefined;
}

const viewElement = (view: IndexedView | CalendarView): XmlElement =>
  view.type === 'calendar'
    ? element('m:CalendarView', {
        MaxEntriesReturned: view.limit === undefined ? undefined : String(view.limit),
        StartDate: view.start,
        EndDate: view.end,
      })
    : element('m:IndexedPageItemView', {
        MaxEntriesReturned: String(view.limit),
        Offset: String(view.offset),
        BasePoint: view.from ?? 'Beginning',
      });

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation */
export const findItem = defineOperation<FindItemInput, FindItemPage>({
  name: 'FindItem',
  access: 'read',
  names: { field: 'parents', kind: 'folder' },
  idempotent: true,
  encode: ({ parents, wanted, view, restriction: filter, sort = [], queryString }) => {
    if (view.type === 'calendar' && (filter !== undefined || sort.length > 0 || queryString !== undefined)) {
      throw new InvalidInputError('A calendar view takes no condition, no order and no search');
    }
    return element('m:FindItem', { Traversal: 'Shallow' }, [
      itemShape(wanted),
      viewElement(view),
      filter === undefined ? undefined : restriction(filter),
      sortOrder(sort),
      folderTargets('m:ParentFolderIds', parents),
      queryString === undefined ? undefined : element('m:QueryString', queryString),
    ]);
  },
  decode: (message, { wanted }) => {
    const root = required(message, 'RootFolder');
    const decode = itemDecoder(wanted);
    const items = (child(root, 'Items')?.children ?? []).flatMap((node) => decode(node) ?? []);
    return { items, ...foundRange(root, items.length) };
  },
  keys: ({ parents }) => parents.length,
  rows: ({ items }) => items.length,
});
