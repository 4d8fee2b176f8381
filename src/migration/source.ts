import type { ItemFailure } from './item-failure.ts';
import type { PortableFolder } from './portable/portable-folder.ts';
import type { PortableHead, PortableItem } from './portable/portable-item.ts';

/** A folder that is not copied, and why. */
export interface LeftOutFolder {
  readonly path: readonly string[];
  readonly reason: string;
  readonly count: number;
}

/** What folders a mailbox has. */
export interface SourceFolders {
  /** Parents before children. */
  readonly folders: readonly PortableFolder[];
  readonly leftOut: readonly LeftOutFolder[];
}

/** A mailbox that is copied. Nothing here writes to it. All of these throw EwsError for what fails as a whole. */
export interface SourceMailbox {
  /** The primary address. */
  readonly address: string;
  /** What the marks of all its items begin with. */
  readonly markPrefix: string;
  folders(): Promise<SourceFolders>;
  /** What lies in a folder, in pages. What arrives meanwhile may be there or not; what is there throughout is told once. */
  heads(folder: PortableFolder): AsyncIterable<readonly PortableHead[]>;
  /** Reads items of one folder whole, one answer for each, in their order. What they hold is in memory until nobody has them. */
  load(heads: readonly PortableHead[]): Promise<readonly (PortableItem | ItemFailure)[]>;
  /** What a reader sees of a message, as a hash, see `readEssence`. */
  essence(head: PortableHead): Promise<string | ItemFailure>;
}

/** Where mailboxes come from. */
export interface Source {
  /** By any of its addresses. Throws MailboxFailure when there is none, or it may not be opened. */
  open(address: string): Promise<SourceMailbox>;
  /** Primary addresses of everybody's mailboxes and of rooms; empty where the server cannot tell. */
  list(): Promise<readonly string[]>;
  close(): Promise<void>;
}
