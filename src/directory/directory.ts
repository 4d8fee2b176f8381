import type { MailboxAddress } from '../ews/properties/id.ts';

/** What a mailbox stands for. */
export type MailboxKind = 'USER' | 'GROUP' | 'ROOM' | 'EQUIPMENT';

/** One entry of the directory. */
export interface DirectoryMailbox {
  /** The primary address: the only one that EWS impersonates. */
  readonly address: MailboxAddress;
  /** The server's own id of whoever it belongs to; undefined where the server tells none. Never shown. */
  readonly id?: string | undefined;
  readonly displayName: string | undefined;
  readonly kind: MailboxKind;
}

/** How full a mailbox is. */
export interface MailboxUsage {
  /** Undefined where the directory tells the limit alone. */
  readonly usedBytes: number | undefined;
  readonly limitBytes: number;
}

/** Which mailboxes there are. Entries that the gateway's impersonation role may not open are not there. All of these throw DirectoryError. */
export interface Directory {
  /** By primary address or alias; undefined when there is none. */
  find(address: MailboxAddress): Promise<DirectoryMailbox | undefined>;
  /** All of them, ordered by address. Empty where the server has no directory that can be listed. */
  list(): Promise<readonly DirectoryMailbox[]>;
  /** Other addresses of a mailbox, without the primary one. Separate from `find`, because it costs a call of its own and few ask. */
  aliases(address: MailboxAddress): Promise<readonly MailboxAddress[]>;
  /** Undefined for groups, and where the directory does not tell or may not be asked. A call of its own, too. */
  quota(address: MailboxAddress): Promise<MailboxUsage | undefined>;
}

/** The directory could not be asked. The message says which call failed and how, never an ARN or a credential. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  /** How long to wait before asking again, milliseconds; undefined when the directory did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number | undefined } = {}) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }
}
