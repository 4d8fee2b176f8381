import type { MailboxAddress } from '../ews/properties/id.ts';

/** Everything that can be permitted, weakest first; the schema's Permission enum. */
export const permissions = [
  'READ_METADATA',
  'READ_MESSAGES',
  'READ_CALENDAR',
  'READ_CONTACTS',
  'WRITE_MESSAGES',
  'SEND',
  'WRITE_CALENDAR',
  'WRITE_CONTACTS',
  'DELETE_PERMANENTLY',
  'MANAGE_SETTINGS',
  'EXPORT',
  'ADMIN',
] as const;

/** One thing that a caller may do to a mailbox; ADMIN concerns the gateway itself. */
export type Permission = (typeof permissions)[number];

/** Who sent a request. Frozen; made once per request, before anything else happens. */
export interface Caller {
  /** Stable name of the caller, shown by `viewer.subject`. */
  readonly subject: string;
  /** What the caller may do at most; which mailboxes it may do it to is the policy's business. */
  readonly permissions: readonly Permission[];
  /** The mailbox that the caller owns, when its credentials name one. */
  readonly mailbox: MailboxAddress | undefined;
}
