import type { EwsError } from '../ews/errors.ts';
import type { Item } from '../ews/properties/item-types.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { completeItems } from './complete-items.ts';
import { isInstant, pageByInstant } from './page-by-instant.ts';
import { pageByOffset } from './page-by-offset.ts';
import type { Cursor, FoundPage, FoundRow, ListQuery } from './page.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** What to find, and which page of it. Wanted rows that FindItem cannot return come from one GetItem for the whole page. */
export type FindItemsInput = ListQuery;

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

/** Completes the items of a page, each with its cursor. */
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
  return found.map((row, index) => ({
    item: row.item,
    failure: undefined,
    ...completed[index],
    get cursor() {
      return row.cursor;
    },
  }));
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
