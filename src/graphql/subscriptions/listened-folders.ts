import type { FolderId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { readFolderRef, type FolderRefInput } from '../folder-source.ts';

/** Folders that one subscription may name: each is compared with every change. */
const mostFolders = 100;

/**
 * The folders that a client named, by their ids: a renamed folder is still meant, another one that takes its name is not. Undefined: it named none.
 * Throws BAD_USER_INPUT, and NOT_FOUND for a folder that is not there.
 */
export const listenedFolders = async (
  context: Context,
  mailbox: OpenedMailbox,
  refs: readonly FolderRefInput[] | null | undefined,
): Promise<ReadonlySet<FolderId> | undefined> => {
  if (refs === null || refs === undefined) return undefined;
  if (refs.length === 0) throw badUserInput('in must name a folder; leave it out for all of them');
  if (refs.length > mostFolders) throw badUserInput(`in may name ${mostFolders} folders at most`);
  const ids = refs.map(async (ref) => {
    const folder = await readFolderRef(context, mailbox, ref);
    await folder.place();
    return folder.id();
  });
  return new Set(await Promise.all(ids));
};
