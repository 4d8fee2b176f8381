import type { FolderTarget, ItemReference } from '../../ews/properties/id.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { completeItems, type CompletedItem } from '../complete-items.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isGone } from '../is-gone.ts';
import { findMarked } from './find-marked.ts';

/** How the sender's copy of a message is found. */
export interface SentCopy {
  /** Value of `markers.key` on it. */
  readonly mark: string;
  /** The copy itself, where the server told. */
  readonly item: ItemReference | undefined;
  /** Folders where it may lie, the likeliest first. */
  readonly lookIn: readonly FolderTarget[];
}

/**
 * Where the copy of a message may lie that was to be saved there: users throw copies away, and a server that has not passed a message on yet may keep
 * it in its Outbox.
 */
export const copyFolders = (
  { folders }: Pick<OpenedMailbox, 'folders'>,
  ...saveIn: readonly FolderTarget[]
): readonly FolderTarget[] => [...saveIn, folders.targetOfRole('DELETED_ITEMS'), folders.targetOfRole('OUTBOX')];

/**
 * Reads the copy: by its id where that is known, else it is looked for by its mark, in one FindItem for all who ask at the same time. Undefined while
 * the server has not saved it, and when it was deleted for good. Throws EwsError.
 */
export const readSentCopy = async (
  mailbox: OpenedMailbox,
  { mark, item, lookIn }: SentCopy,
  wanted: readonly AnyProperty[],
): Promise<CompletedItem | undefined> => {
  if (item !== undefined) {
    try {
      return { item: await mailbox.items.load(item.id, wanted), failure: undefined };
    } catch (error) {
      // Moved since, which gave it another id.
      if (!isGone(error)) throw error;
    }
  }
  const [found] = await findMarked(mailbox, mark, lookIn, wanted);
  if (found === undefined) return undefined;
  const [completed] = await completeItems(mailbox, [found], wanted);
  return completed;
};
