import { lookUpFolder, type LookupScope } from './lookup.ts';
import { soughtItems } from '../search/sought-items.ts';
import { descendants, type StoredFolder, type StoredItem } from './store.ts';
import { child } from '../xml/xml.ts';

/** The items of a folder, in order of arrival; those of a search folder are what its search finds at this moment. */
export const itemsIn = (scope: LookupScope, folder: StoredFolder): readonly StoredItem[] => {
  const { searchParameters } = folder;
  if (searchParameters === undefined) return [...folder.items];
  const owner = { store: scope.store, mailbox: folder.mailbox };
  const bases = (child(searchParameters, 't:BaseFolderIds')?.children ?? []).map((id) => lookUpFolder(owner, id));
  const isDeep = searchParameters.attributes['Traversal'] === 'Deep';
  const searched = new Set(isDeep ? bases.flatMap((base) => [base, ...descendants(base)]) : bases);
  const sought = soughtItems(child(searchParameters, 't:Restriction'), undefined, 'UTC');
  return [...searched].flatMap(({ items }) => [...items.findAll(undefined, sought)]);
};
