import { createItem, type CreateItemInput, type NewItem } from '../../ews/operations/create-item.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { Once, OnceWrite } from './once.ts';
import type { Sent } from './send-message.ts';
import type { SentCopy } from './sent-copy.ts';

/** How something is made once. */
export interface MakingOnce extends Pick<OnceWrite, 'mailbox' | 'key' | 'content'> {
  readonly once: Once;
}

/** An item to be made. */
export interface ItemToMake {
  /** Asked for when it is certain that it is to be made: not for what had been made before. */
  readonly item: () => NewItem | Promise<NewItem>;
  /** Where it is kept. */
  readonly saveIn: FolderTarget;
  /** Where else it may lie when its key comes again, besides the deleted items. */
  readonly lookAlsoIn?: readonly FolderTarget[];
  /** Of an event: whether those who are invited are told. */
  readonly invitations?: CreateItemInput['invitations'];
}

/** An item that was made. */
export interface Made extends Sent {
  /** The item itself, or what has become of it since. */
  readonly copy: SentCopy;
}

/**
 * Makes an item and saves it, marked like everything that is made once: one CreateItem, after one FindItem for the mark when it has a key. It may have
 * been moved or thrown away when its key comes again. Throws WriteRefusal and EwsError; unless one of them says otherwise, nothing was made.
 */
export const makeItem = async (
  { once, mailbox, key, content }: MakingOnce,
  { item: toMake, saveIn, lookAlsoIn = [], invitations }: ItemToMake,
): Promise<Made> => {
  const lookIn = [saveIn, ...lookAlsoIn, mailbox.folders.targetOfRole('DELETED_ITEMS')];
  const { isReplayed, mark, item } = await once({
    mailbox,
    key,
    content,
    lookIn,
    write: async (marks) => {
      const asked = await toMake();
      const [made] = await mailbox.session.call(createItem, {
        items: [{ ...asked, named: [...(asked.named ?? []), ...marks] }],
        disposition: 'SaveOnly',
        ...(invitations === undefined ? {} : { invitations }),
        saveIn,
      });
      return made;
    },
  });
  return { isReplayed, copy: { mark, item, lookIn } };
};
