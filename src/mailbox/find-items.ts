import { EwsError } from '../ews/errors.ts';
import type { FolderTarget } from '../ews/properties/id.ts';
import type { Item } from '../ews/properties/item-types.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { Restriction } from '../ews/properties/restriction.ts';
import { isInstant, pageByInstant } from './page-by-instant.ts';
import { pageByOffset } from './page-by-offset.ts';
import type { Cursor, FoundPage, FoundRow, ItemOrder, PageRequest } from './page.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** What to find, and which page of it. */
export interface FindItemsInput {
  /** One list over all of them, merged in order. */
  readonly folders: readonly FolderTarget[];
  /** Folders that may be among them, by names that do not tell which: their rows are left out. */
  readonly except?: readonly FolderTarget[] | undefined;
  /** Rows that the selection reads; those that FindItem cannot return come from one GetItem for the whole page. */
  readonly wanted: readonly AnyProperty[];
  readonly restriction?: Restriction | undefined;
  /** Advanced Query Syntax; cannot stand beside a restriction. */
  readonly search?: string | undefined;
  /** At least one key. The first one decides how pages follow each other: an instant survives arrivals, others go by offset. */
  readonly order: readonly ItemOrder[];
  readonly page: PageRequest;
}

/** One row of a page. */
export interface ItemRow {
  readonly item: Item;
  readonly cursor: Cursor;
  /** Why the rows that only GetItem returns are missing, e.g. because the item was deleted meanwhile; what FindItem told stands. */
  readonly failure: EwsError | undefined;
}

/** One page of a list. */
export interface ItemPage {
  readonly rows: readonly ItemRow[];
  /** Of the whole list, not of the page. */
  readonly total: number;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** An item, and why the rows that only GetItem returns are missing, if they are. */
export interface CompletedItem {
  readonly item: Item;
  readonly failure: EwsError | undefined;
}

/** Reads the rows that FindItem could not return, all in one GetItem, and puts them beside what it did. */
export const completeItems = async (
  { items }: OpenedMailbox,
  found: readonly Item[],
  wanted: readonly AnyProperty[],
): Promise<readonly CompletedItem[]> => {
  const rest = wanted.filter((row) => row.allows.find !== true);
  return Promise.all(
    found.map(async (item): Promise<CompletedItem> => {
      if (rest.length === 0) return { item, failure: undefined };
      try {
        const loaded = await items.load(item.id, rest);
        const properties = { ...item.properties, ...loaded.properties };
        return {
          item: { ...item, changeKey: loaded.changeKey ?? item.changeKey, properties } as Item,
          failure: undefined,
        };
      } catch (error) {
        if (!(error instanceof EwsError)) throw error;
        return { item, failure: error };
      }
    }),
  );
};

/** The same for the rows of a page. */
const completeRows = async (
  mailbox: OpenedMailbox,
  found: readonly FoundRow[],
  wanted: readonly AnyProperty[],
): Promise<readonly ItemRow[]> => {
  const completed = await completeItems(
    mailbox,
    found.map(({ item }) => item),
    wanted,
  );
  return found.map(({ item, cursor }, index) => ({ item, failure: undefined, ...completed[index], cursor }));
};

/** Finds one page: FindItem over all folders at once, then at most one GetItem. Throws EwsError when nothing could be found at all. */
export const findItems = async (mailbox: OpenedMailbox, input: FindItemsInput): Promise<ItemPage> => {
  const query = { ...input, wanted: input.wanted.filter((row) => row.allows.find === true) };
  const { cursor } = input.page;
  // A list goes on as it began: a search that begins with the server's index may have to go on without.
  const isByInstant =
    input.search === undefined &&
    (cursor === undefined ? isInstant(input.order[0]?.property) : cursor.by === 'instant');
  const page: FoundPage = isByInstant
    ? await pageByInstant(mailbox.find, query)
    : await pageByOffset(mailbox.find, query);
  return { ...page, rows: await completeRows(mailbox, page.rows, input.wanted) };
};
