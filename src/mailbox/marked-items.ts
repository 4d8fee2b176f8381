import { EwsError } from '../ews/errors.ts';
import type { FolderTarget, ItemReference } from '../ews/properties/id.ts';
import { looseValue } from '../ews/properties/item-element.ts';
import { markers } from '../ews/properties/named-property.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** An item that carries the mark of a write. */
export interface MarkedItem extends ItemReference {
  /** Hash of what was asked for; absent where the write came without a key. */
  readonly content: string | undefined;
}

/** One is made; copies of it carry its marks too. */
const itemsAFolder = 10;

/**
 * Items in these folders that carry this value of `markers.key`, by the order of the folders: one FindItem for all of them, none for no folders.
 * Throws EwsError when one of them could not be looked into.
 */
export const markedItems = async (
  { find }: Pick<OpenedMailbox, 'find'>,
  folders: readonly FolderTarget[],
  mark: string,
): Promise<readonly MarkedItem[]> => {
  if (folders.length === 0) return [];
  const pages = await find(folders, {
    wanted: [markers.key, markers.content],
    view: { type: 'indexed', offset: 0, limit: itemsAFolder },
    restriction: { property: markers.key, is: 'equalTo', value: mark },
  });
  return pages.flatMap((page) => {
    if (page instanceof EwsError) throw page;
    // Servers compare texts without case.
    return page.items
      .filter((item) => looseValue(item, markers.key) === mark)
      .map((item) => ({ id: item.id, changeKey: item.changeKey, content: looseValue(item, markers.content) }));
  });
};
