import type { XmlElement } from '../xml.ts';
import { oneOf, optional } from './codec.ts';
import { mailbox, type Recipient } from './recipient.ts';

const mailboxType = oneOf(
  ['Unknown', 'OneOff', 'Mailbox', 'PublicDL', 'PrivateDL', 'Contact', 'PublicFolder'],
  'Unknown',
);

/** An address as the directory tells it. */
export interface MailboxEntry extends Recipient {
  /** Mailbox: a user or room. PublicDL: a group. PrivateDL: a list in the user's contacts. Unknown where the server does not say. */
  readonly mailboxType: ReturnType<typeof mailboxType.decode>;
}

/** Reads `t:EmailAddressType` under any name (`t:Mailbox`, `t:Address`, `t:Id`), what it is included. */
export const mailboxEntry = (node: XmlElement): MailboxEntry => ({
  ...mailbox.decode(node),
  mailboxType: optional(node, 'MailboxType', mailboxType) ?? 'Unknown',
});
