import type { PortableFolderKind } from './portable/portable-folder.ts';

/** What is copied, and how. */
export interface MigrationOptions {
  /** Kinds of folders that are copied. */
  readonly kinds: ReadonlySet<PortableFolderKind>;
  /** Paths with slashes from the top, `/Inbox/Clients`, with everything below them; empty: all. */
  readonly folders: readonly string[];
  /** The same, left out. */
  readonly excludedFolders: readonly string[];
  /** Instants: messages that were received before the one, or at or after the other, are left out. Everything else is copied whatever its date. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Nothing is written anywhere. */
  readonly isDryRun: boolean;
  /** Every copy is read again and compared. */
  readonly verifies: boolean;
}
