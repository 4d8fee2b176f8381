import type { ItemId } from '../../ews/properties/id.ts';
import type { ItemType } from '../../ews/properties/item-types.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { readSentCopy } from '../../mailbox/write/sent-copy.ts';
import type { Made } from '../../mailbox/write/make-item.ts';
import type { ReadItem } from '../refs.ts';
import { itemSource, sourceOf } from '../sources.ts';

/** Reads an item that has been changed, when a payload shows it. Forgets what was read before the write. */
export const changedItem = <Type extends ItemType>(mailbox: OpenedMailbox, id: ItemId, type: Type): ReadItem<Type> => {
  mailbox.items.forget(id);
  return async (wanted) => sourceOf(itemSource(mailbox, await mailbox.items.load(id, wanted)), type);
};

/** Reads an item that was made once, now or when its key came first: it may have been moved or deleted since. */
export const madeItem = <Type extends ItemType>(
  mailbox: OpenedMailbox,
  { copy }: Pick<Made, 'copy'>,
  type: Type,
): ReadItem<Type> => {
  if (copy.item !== undefined) mailbox.items.forget(copy.item.id);
  return async (wanted) => {
    const found = await readSentCopy(mailbox, copy, wanted);
    return found && sourceOf(itemSource(mailbox, found.item, { failure: found.failure }), type);
  };
};
