import { createItem } from '../../ews/operations/create-item.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { newEventProperties, type EventContent } from './event-content.ts';
import type { Once, OnceOutcome, OnceWrite } from './once.ts';
import type { SentCopy } from './sent-copy.ts';

/** An event to be made, once. */
export interface EventToCreate extends Pick<OnceWrite, 'key' | 'content'> {
  readonly once: Once;
  readonly mailbox: OpenedMailbox;
  readonly event: EventContent;
  /** The calendar that it stands in. */
  readonly saveIn: FolderTarget;
  /** Whether those who are invited are told; otherwise nobody knows of it but this calendar. */
  readonly invites: boolean;
}

/** What was made, and how it is found when the server did not tell, or when it has been moved since. */
export interface MadeEvent extends Pick<OnceOutcome, 'isReplayed' | 'item'> {
  readonly copy: SentCopy;
}

/**
 * Makes an event: one CreateItem, after one FindItem for the mark when it has a key. It may have been thrown away when its key comes again. Throws
 * WriteRefusal and EwsError; unless one of them says otherwise, nothing was made and nobody was told.
 */
export const createEvent = async ({
  once,
  mailbox,
  key,
  content,
  event,
  saveIn,
  invites,
}: EventToCreate): Promise<MadeEvent> => {
  const lookIn = [saveIn, mailbox.folders.targetOfRole('DELETED_ITEMS')];
  const { isReplayed, mark, item } = await once({
    mailbox,
    key,
    content,
    lookIn,
    write: async (marks) => {
      const [made] = await mailbox.session.call(createItem, {
        items: [{ type: 'CalendarItem', properties: newEventProperties(event), named: marks }],
        disposition: 'SaveOnly',
        invitations: invites ? 'SendToAllAndSaveCopy' : 'SendToNone',
        saveIn,
      });
      return made;
    },
  });
  return { isReplayed, item, copy: { mark, item, lookIn } };
};
