import type { PortableFolderKind } from './portable/portable-folder.ts';
import type { PortableItem } from './portable/portable-item.ts';

/** Items, and how many bytes they have as their source counts them. */
export interface Amount {
  readonly items: number;
  readonly bytes: number;
}

/** How copies compared, in numbers. */
export interface Verification {
  readonly identical: number;
  readonly equivalent: number;
  readonly different: number;
  readonly missing: number;
  /** Copies, or originals, that could not be read. */
  readonly unreadable: number;
}

/** What has become of one folder. */
export interface FolderReport {
  /** `/Inbox/Clients`; a slash inside a name is written `%2F`. */
  readonly path: string;
  readonly kind: PortableFolderKind;
  /** What lies in it at the source. */
  readonly found: Amount;
  /** Of that, what earlier runs have copied. */
  readonly copiedBefore: Amount;
  /** Of that, what this run has copied; of a dry run: what it would copy. */
  readonly copied: Amount;
  /** Of that, copies that this run has put where their originals have been moved to; of a dry run: would put. */
  readonly moved: number;
  /** Of that, what is not copied on purpose, by why. */
  readonly skipped: readonly { readonly reason: string; readonly items: number }[];
  /** Of that, what could not be copied this time. */
  readonly failed: number;
  /** Of that, what an interrupted run has not come to. */
  readonly remaining: number;
  /** Not in `found`: copies whose originals have gone from the source since. They are kept. */
  readonly gone: number;
  /**
   * SHA-256, hex, of the sorted hashes of everything in it that has been copied, as it was read from the source; undefined in a dry run, and where some were
   * copied by a run whose journal is lost and nothing was verified.
   */
  readonly hash: string | undefined;
  /** Undefined: nothing was verified. */
  readonly verified: Verification | undefined;
}

/** An item that is not as it should be. Neither subject nor content. */
export interface ItemReport {
  /** Path of its folder. */
  readonly folder: string;
  readonly kind: PortableItem['kind'];
  /** Instant: when it was received, begins, or was last changed. */
  readonly date: string | undefined;
  /** At the source. */
  readonly id: string;
  readonly reason: string;
}

/** What has become of one mailbox. */
export interface MailboxReport {
  readonly from: string;
  readonly to: string;
  /**
   * `complete`: everything is copied, and equal as far as it was verified. `incomplete`: something failed or differs. `interrupted`: the run was
   * stopped. `failed`: the mailbox could not be copied at all, or no further.
   */
  readonly outcome: 'complete' | 'incomplete' | 'interrupted' | 'failed';
  /** Why it failed. */
  readonly reason: string | undefined;
  readonly folders: readonly FolderReport[];
  readonly leftOutFolders: readonly { readonly path: string; readonly reason: string; readonly items: number }[];
  readonly failures: readonly ItemReport[];
  /** Copies in which something could not be kept as it was, and what. */
  readonly losses: readonly ItemReport[];
  /** Copies that differ from their originals, or are missing. */
  readonly differences: readonly ItemReport[];
  /** How long was waited because a server asked for it or was away, milliseconds. */
  readonly waitedMs: number;
}

/** What a run has come to. */
export interface MigrationReport {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly isDryRun: boolean;
  readonly isVerified: boolean;
  readonly from: string;
  readonly to: string;
  readonly mailboxes: readonly MailboxReport[];
  /** What a migration does not copy, whatever it finds. */
  readonly notCopied: readonly string[];
}

/** What is not copied of any mailbox. */
export const notCopied: readonly string[] = [
  'inbox rules, automatic replies, signatures and other settings of mail programs',
  'the list of categories with their colours (items keep the names of their categories)',
  'permissions on folders, delegates, and what others share with the mailbox',
  'saved searches, and the folder of what can still be recovered after deletion',
  'what waits in the outbox',
];

/** The sum of amounts. */
export const sumOf = (amounts: readonly Amount[]): Amount => ({
  items: amounts.reduce((sum, { items }) => sum + items, 0),
  bytes: amounts.reduce((sum, { bytes }) => sum + bytes, 0),
});
