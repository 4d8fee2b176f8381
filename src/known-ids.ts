import type { MailboxAddress } from './ews/properties/id.ts';
import { encodeGlobalId, type GlobalIdType } from './global-id.ts';
import type { Sealer } from './sealer.ts';

/** What an id of the mail server can name. */
export type ServerThing = 'Item' | 'Folder' | 'Attachment' | 'Rule' | 'ExportJob';

/** Which ids of clients hold an id of this kind. A mailbox has none; a conversation's id holds how to find it. */
const types: Readonly<Record<ServerThing, readonly GlobalIdType[]>> = {
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
  ExportJob: ['MailboxExportJob'],
};

/**
 * Every text under which clients may know the thing behind an id of the mail server: a folder may have been shown as a Folder and as a Calendar, an attachment under
 * what it hangs on. For records that are to be searched for what a client shows.
 */
export const knownIds = (sealer: Sealer, thing: ServerThing, mailbox: MailboxAddress, id: string): readonly string[] =>
  types[thing].map((type) => encodeGlobalId(sealer, { type, mailbox, id }));
