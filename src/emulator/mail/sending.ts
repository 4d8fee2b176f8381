import { answering } from './automatic-replies.ts';
import { deliver, intoInbox, sentMessage } from './delivery.ts';
import type { SeedItem } from '../store/model.ts';
import type { OperationContext } from '../operation.ts';
import { ruled } from './rule-actions.ts';
import type { StoredFolder, StoredItem } from '../store/store.ts';
import { addItem } from '../store/store-writes.ts';

/**
 * Sends a draft and puts the sender's copy into a folder, if there is one to put it into: one act, of which either all happens or nothing. Throws what
 * sentMessage throws.
 */
export const send = (
  context: OperationContext,
  draft: SeedItem,
  copyFolder: StoredFolder | undefined,
): StoredItem | undefined => {
  const sent = sentMessage(context, draft);
  const copy = copyFolder && addItem(copyFolder.mailbox, copyFolder, sent);
  deliver(context, sent, answering(context, ruled(context, intoInbox)));
  return copy;
};
