import type { Carrier } from '../item/extended-property.ts';
import { lookUpFolder, type LookupScope } from './lookup.ts';
import type { ItemOrder, Sought } from './ordered-items.ts';
import type { Rows } from './sorted-list.ts';
import { everything, soughtItems } from '../search/sought-items.ts';
import { descendants, type StoredFolder, type StoredItem } from './store.ts';
import { child } from '../xml/xml.ts';

/** An order in which folders keep their items, and by which others can be sorted as well. */
export interface CarrierOrder extends ItemOrder {
  readonly sort: <Item extends Carrier>(items: readonly Item[]) => readonly Item[];
}

/** The items of a folder, in order of arrival; those of a search folder are what its search finds at this moment. */
export const itemsIn = (scope: LookupScope, folder: StoredFolder): readonly StoredItem[] => [
  ...findIn(scope, folder, undefined, everything),
];

/** The items of a folder or a search folder that are sought, in an order; without one in order of arrival, folder by folder. */
export const findIn = (
  scope: LookupScope,
  folder: StoredFolder,
  order: CarrierOrder | undefined,
  sought: Sought,
): Rows<StoredItem> => {
  const { searchParameters } = folder;
  if (searchParameters === undefined) return folder.items.findAll(order, sought);
  const owner = { store: scope.store, mailbox: folder.mailbox };
  const bases = (child(searchParameters, 't:BaseFolderIds')?.children ?? []).map((id) => lookUpFolder(owner, id));
  const isDeep = searchParameters.attributes['Traversal'] === 'Deep';
  const searched = new Set(isDeep ? bases.flatMap((base) => [base, ...descendants(base)]) : bases);
  const both = bothSought(soughtItems(child(searchParameters, 't:Restriction'), undefined, 'UTC'), sought);
  const found = [...searched].map(({ items }) => items.findAll(order, both)).filter(({ length }) => length > 0);
  const [first = [], ...others] = found;
  if (others.length === 0) return first;
  const together = found.flatMap((rows) => [...rows]);
  return order === undefined ? together : order.sort(together);
};

const bothSought = (search: Sought, sought: Sought): Sought => {
  const conditions = [search.matches, sought.matches].filter((matches) => matches !== undefined);
  return {
    ...sought,
    identity: JSON.stringify([search.identity, sought.identity]),
    matches: conditions.length === 0 ? undefined : (item) => conditions.every((matches) => matches(item)),
  };
};
