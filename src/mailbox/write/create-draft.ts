import { createItem } from '../../ews/operations/create-item.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { MessageToSend, Sent } from './send-message.ts';

/** A draft to be made. */
export interface DraftToCreate extends Omit<MessageToSend, 'options'> {
  /** Where it is kept. */
  readonly saveIn: FolderTarget;
}

/**
 * Makes a draft, marked like everything that is made once. Its `copy` is the draft itself, or what has become of it: a draft may have been sent or thrown
 * away when its key comes again. Throws WriteRefusal and EwsError; unless one of them says otherwise, nothing was made.
 */
export const createDraft = async ({ once, mailbox, key, content, message, saveIn }: DraftToCreate): Promise<Sent> => {
  const { targetOfRole } = mailbox.folders;
  const lookIn = [saveIn, targetOfRole('SENT_ITEMS'), targetOfRole('DELETED_ITEMS')];
  const { isReplayed, mark, item } = await once({
    mailbox,
    key,
    content,
    lookIn,
    write: async (marks) => {
      const { properties, named, attachments } = await message();
      const [made] = await mailbox.session.call(createItem, {
        items: [{ type: 'Message', properties: { ...properties, attachments }, named: [...named, ...marks] }],
        disposition: 'SaveOnly',
        saveIn,
      });
      return made;
    },
  });
  return { isReplayed, copy: { mark, item, lookIn } };
};
