import type { MailboxAddress } from './ews/properties/id.ts';
import { encodeGlobalId, type GlobalIdType } from './global-id.ts';
import type { Sealer } from './sealer.ts';

/** What an EWS id can name. */
export type EwsThing = 'Item' | 'Folder' | 'Attachment' | 'Rule';

/** Which ids of clients hold an EWS id of this kind. A mailbox has none; a conversation's id holds how to find it. */
const types: Readonly<Record<EwsThing, readonly GlobalIdType[]>> = {
  Item: ['Item'],
  Folder: ['Folder', 'Calendar'],
  Attachment: [
    'MessageAttachment',
    'EventAttachment',
    'MixedAttachment',
    'MessageAttachedItem',
    'EventAttachedItem',
    'MixedAttachedItem',
  ],
  Rule: ['InboxRule'],
};

/**
 * Every text under which clients may know the thing behind an EWS id: a folder may have been shown as a Folder and as a Calendar, an attachment under
 * what it hangs on. For records that are to be searched for what a client shows.
 */
export const knownIds = (sealer: Sealer, thing: EwsThing, mailbox: MailboxAddress, id: string): readonly string[] =>
  types[thing].map((type) => encodeGlobalId(sealer, { type, mailbox, id }));
