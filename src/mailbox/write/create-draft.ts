import type { FolderTarget } from '../../ews/properties/id.ts';
import { makeItem, type Made } from './make-item.ts';
import type { MessageToSend } from './send-message.ts';

/** A draft to be made. */
export interface DraftToCreate extends Omit<MessageToSend, 'options'> {
  /** Where it is kept. */
  readonly saveIn: FolderTarget;
}

/** Makes a draft, as `makeItem`: it may also have been sent when its key comes again. */
export const createDraft = ({ message, saveIn, ...making }: DraftToCreate): Promise<Made> =>
  makeItem(making, {
    item: async () => {
      const { properties, named, attachments } = await message();
      return { type: 'Message', properties: { ...properties, attachments }, named };
    },
    saveIn,
    lookAlsoIn: [making.mailbox.folders.targetOfRole('SENT_ITEMS')],
  });
