import type { FolderRole } from '../../mailbox/folder-tree.ts';

/** What the items of a folder are, which decides what may be written into its copy. */
export type PortableFolderKind = 'mail' | 'calendar' | 'contacts' | 'tasks';

/** A folder of a mailbox that is copied: one of those that every mailbox has, or one that somebody made. */
export interface PortableFolder {
  /** Names it among the folders of its mailbox in this run; nothing that a target should keep. */
  readonly id: string;
  /** Of the folder that it lies in, which comes before it in every list; undefined at the top of the mailbox. */
  readonly parentId: string | undefined;
  /** As its owner wrote it: untrusted, perhaps empty, perhaps the name of another folder in other capitals. */
  readonly name: string;
  /** The names from the top of the mailbox to this one. */
  readonly path: readonly string[];
  readonly kind: PortableFolderKind;
  /** What it is for, where every mailbox has one for that; a target that has such folders takes its own. */
  readonly role: FolderRole | undefined;
  /** `IPF.Note`, `IPF.Appointment`, or a class of somebody's own below one of them. */
  readonly folderClass: string;
  /** Items in it, as its server counts them. */
  readonly count: number;
}
