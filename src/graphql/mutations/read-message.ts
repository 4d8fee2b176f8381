import type { ItemId } from '../../ews/properties/id.ts';
import { isHiddenList } from '../../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { ReadMessage } from '../refs.ts';
import { itemSource, sourceOf } from '../sources.ts';

/** Reads what has been written, when a payload shows it: those of one payload travel in one GetItem. Forgets what was read before the write. */
export const readMessage = (mailbox: OpenedMailbox, id: ItemId): ReadMessage => {
  mailbox.items.forget(id);
  return async (wanted) => {
    const item = await mailbox.items.load(id, wanted);
    return isHiddenList(item, mailbox) ? undefined : sourceOf(itemSource(mailbox, item), 'Message');
  };
};
