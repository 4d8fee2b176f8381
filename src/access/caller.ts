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

/**
 * Who sent a request, and nothing of what it may do: that is the policy's business, and may change while a request runs. Frozen; made once per
 * request, before anything else happens.
 */
export interface Caller {
  /** How it proved itself: by a JWT, by an API key, not at all (the embedded demo), or by having the configuration itself (commands). */
  readonly kind: 'token' | 'apiKey' | 'demo' | 'operator';
  /** Stable name of the caller, shown by `viewer.subject`: the token's `sub`, the name of the API key. */
  readonly subject: string;
  /** The mailbox that the caller owns, when its credentials name one. */
  readonly mailbox: MailboxAddress | undefined;
  /** What its token says of it, as far as some grant asks for it: claim names with those of their values. Of an API key: which one it was. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** When its credentials end, milliseconds since 1970; undefined: they do not end by themselves. */
  readonly expiresAtMs: number | undefined;
}

/** Who a caller is for accounts that are kept per caller: an API key and the subject of a token may have one name and are two. */
export const callerKey = ({ kind, subject }: Pick<Caller, 'kind' | 'subject'>): string => `${kind}:${subject}`;
