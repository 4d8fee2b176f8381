import type { ItemFailure } from './item-failure.ts';
import type { PortableFolder, PortableFolderKind } from './portable/portable-folder.ts';
import type { Mark, MarkedItem, PortableItem } from './portable/portable-item.ts';

/** A copy that is there. */
export interface PresentItem {
  readonly mark: Mark;
  /** See `PortableHead`. */
  readonly identity: string;
  readonly kind: PortableItem['kind'];
  /** Names the copy to its target; opaque. */
  readonly id: string;
  /** The place that it lies in; where somebody has moved it, another than it was written to. */
  readonly placeId: string;
  /** False: a run was ended in the middle of writing it. It is written again, which begins with what is there. */
  readonly isFinished: boolean;
}

/** A folder of a target. */
export interface Place {
  /** Opaque; not empty. */
  readonly id: string;
  readonly kind: PortableFolderKind;
}

/** What a written item came to. */
export interface Written {
  /** What could not be kept as it was, in plain words: `the organiser stands in the notes`. The item counts as copied. */
  readonly losses: readonly string[];
}

/** What there should be a copy of. Hashes are those of `itemHashes`. */
export interface ExpectedItem {
  readonly mark: Mark;
  readonly kind: PortableItem['kind'];
  readonly content: string;
  readonly state: string;
  /**
   * Of a message: what a reader sees of the original, as a hash, see `readEssence`; for servers that write bytes in their own way. Asks the source, so
   * only where the bytes differ.
   */
  readonly essence?: () => Promise<string | ItemFailure>;
}

/**
 * How a copy compares. `identical`: all hashes are the same. `equivalent`: its server has written it in its own way, and nothing that a user would miss is
 * different.
 */
export type Comparison = 'identical' | 'equivalent' | 'different' | 'missing';

/** A mailbox, or a folder of files, that is copied to. One run at a time writes to it. What fails as a whole throws. */
export interface TargetMailbox {
  /** As the report names it: an address, a path. */
  readonly name: string;
  /** Every copy that earlier runs have left there, wherever it lies now. Writes nothing. */
  present(): AsyncIterable<readonly PresentItem[]>;
  /** The place of a folder; undefined when it is still to be made. Writes nothing. `parent`: that of its parent, undefined at the top. */
  find(folder: PortableFolder, parent: Place | undefined): Promise<Place | undefined>;
  /** Makes the place of a folder, or finds it when it is there by now. */
  make(folder: PortableFolder, parent: Place | undefined): Promise<Place>;
  /** Whether an item of a kind may be put into a folder of a kind: servers keep events out of folders of mail. */
  takes(folder: PortableFolderKind, item: PortableItem['kind']): boolean;
  /**
   * Writes items, one answer for each, in their order. None of them is there, but perhaps begun (`isFinished` false). When it answers, what it
   * answered for is there to stay, however the process ends. When it throws, some may be there: the next run finds them by their marks.
   */
  write(place: Place, items: readonly MarkedItem[]): Promise<readonly (Written | ItemFailure)[]>;
  /** Puts a copy where its original has been moved to, under the mark that the original has now. */
  move(present: PresentItem, to: Place, mark: Mark): Promise<Written | ItemFailure>;
  /** Reads copies again and compares them, one answer for each, in their order. Asked after `present` and `finish`, from which it knows where they are. */
  compare(expected: readonly ExpectedItem[]): Promise<readonly (Comparison | ItemFailure)[]>;
  /**
   * The end of a run, also of one that was interrupted: files are completed, copies that a lost answer has doubled are taken out again. `written`: the
   * marks of this run.
   */
  finish(written: ReadonlySet<Mark>): Promise<void>;
}

/** Where mailboxes go. */
export interface Target {
  /** Opens, or begins, what a mailbox is copied to. Throws MailboxFailure when it cannot be had. With `isDryRun` nothing is begun. */
  open(address: string, options: { readonly isDryRun: boolean }): Promise<TargetMailbox>;
  close(): Promise<void>;
}
