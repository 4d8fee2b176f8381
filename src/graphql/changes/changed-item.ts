import type { ItemType } from '../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { isHiddenList } from '../../mailbox/content-permission.ts';
import { isGone } from '../../mailbox/is-gone.ts';
import { itemSource, sourceOf, type ItemSource } from '../sources.ts';
import type { ItemChangedSource } from './change-source.ts';

/**
 * Reads what has changed: everything that the changes of a page show in one GetItem. Undefined when it is gone again, or is not what it was. Throws
 * EwsError.
 */
export const changedItem = async <Type extends ItemType>(
  { mailbox, id }: Pick<ItemChangedSource, 'mailbox' | 'id'>,
  type: Type,
  wanted: readonly AnyProperty[],
): Promise<ItemSource<Type> | undefined> => {
  try {
    const item = await mailbox.items.load(id, wanted);
    return isHiddenList(item, mailbox) ? undefined : sourceOf(itemSource(mailbox, item), type);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};
