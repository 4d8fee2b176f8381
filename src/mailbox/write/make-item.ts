import { createItem, type NewItem } from '../../ews/operations/create-item.ts';
import type { FolderRole } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { Once, OnceWrite } from './once.ts';
import type { Sent } from './send-message.ts';

/** How something is made once. */
export interface MakingOnce extends Pick<OnceWrite, 'key' | 'content'> {
  readonly once: Once;
  readonly mailbox: OpenedMailbox;
}

/** A contact or a task to be made. */
export type ItemToMake = Extract<NewItem, { readonly type: 'Contact' | 'Task' }>;

/**
 * Makes a contact or a task in the folder of this role, marked like everything that is made once. Its `copy` is the item itself, as long as it lies there or
 * among the deleted items. Throws WriteRefusal and EwsError; unless one of them says otherwise, nothing was made.
 */
export const makeItem = async (
  { once, mailbox, key, content }: MakingOnce,
  role: FolderRole,
  item: ItemToMake,
): Promise<Sent> => {
  const { targetOfRole } = mailbox.folders;
  const saveIn = targetOfRole(role);
  const lookIn = [saveIn, targetOfRole('DELETED_ITEMS')];
  const outcome = await once({
    mailbox,
    key,
    content,
    lookIn,
    write: async (marks) => {
      const [made] = await mailbox.session.call(createItem, {
        items: [{ ...item, named: [...(item.named ?? []), ...marks] }],
        disposition: 'SaveOnly',
        saveIn,
      });
      return made;
    },
  });
  return { isReplayed: outcome.isReplayed, copy: { mark: outcome.mark, item: outcome.item, lookIn } };
};
