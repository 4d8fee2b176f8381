import { EwsError, InvalidInputError } from '../../ews/errors.ts';
import { findFolder } from '../../ews/operations/find-folder.ts';
import { folderProperties, type Folder } from '../../ews/properties/folder.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { folderTree, wantedOfFolders, type KnownFolder } from '../folder-tree.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { topParents } from '../own-folders.ts';
import { contentsStamp } from './folder-fingerprint.ts';

/** A folder as it is now. */
export interface ListedFolder {
  readonly folder: KnownFolder;
  /** The same as long as nothing changes in the folder; undefined when the server does not tell, or something has changed only just now. */
  readonly contents: string | undefined;
}

/** What a mailbox must have to be listed. */
export type ListedMailbox = Pick<OpenedMailbox, 'session' | 'folders'>;

/** Reads all folders of a mailbox that hold items of their own, parents before children. */
export type ListFolders = (mailbox: ListedMailbox) => Promise<readonly ListedFolder[]>;

/** Exchange lowers more than this to its own limit without saying so. */
const foldersPerPage = 1000;

/** Folders that one feed follows. Exchange Online allows 10,000 in a mailbox; hardly any has 500. */
const mostFolders = 2_000;

const stampProperties = [folderProperties.lastCommit, folderProperties.deletedCount];

/** Whether a server has refused to tell a property, where Exchange leaves out what it does not have. */
const isPropertyRefusal = (error: unknown): boolean =>
  error instanceof EwsError && error.kind === 'response' && /Propert/.test(error.responseCode ?? '');

const findAll = async (mailbox: ListedMailbox, wanted: readonly AnyProperty[]): Promise<readonly Folder[]> => {
  const found = new Map<string, Folder>();
  for (let offset = 0, isLast = false; !isLast;) {
    const page = await mailbox.session.call(findFolder, {
      parents: [mailbox.folders.targetOfRole('ROOT')],
      wanted,
      traversal: 'Deep',
      offset,
      limit: foldersPerPage,
    });
    for (const folder of page.folders) found.set(folder.id, folder);
    if (found.size > mostFolders)
      throw new InvalidInputError(`The changes of a mailbox with more than ${mostFolders} folders cannot be followed`);
    offset += page.folders.length;
    isLast = page.isLast || page.folders.length === 0;
  }
  return [...found.values()];
};

/** Those that are the mailbox's own, of all that its owner sees. Costs another call only when some hang elsewhere than the rest. */
const ownAmong = async ({ folders }: ListedMailbox, found: readonly Folder[]): Promise<readonly Folder[]> => {
  if (topParents(found).length <= 1) return found;
  const { ids } = await folders.ownAfresh();
  return found.filter(({ id }) => ids?.has(id) === true);
};

/**
 * Makes the reading, which takes one call for every 1,000 folders. `now`: milliseconds since 1970. Saved searches are left out: what they find lies in
 * other folders. The reading throws EwsError, and InvalidInputError for a mailbox of more than 2,000 folders.
 */
export const createListFolders = (now: () => number): ListFolders => {
  let canTellContents = true;

  const find = async (mailbox: ListedMailbox): Promise<readonly Folder[]> => {
    if (!canTellContents) return findAll(mailbox, wantedOfFolders);
    try {
      return await findAll(mailbox, [...wantedOfFolders, ...stampProperties]);
    } catch (error) {
      if (!isPropertyRefusal(error)) throw error;
      const folders = await findAll(mailbox, wantedOfFolders);
      canTellContents = false;
      return folders;
    }
  };

  return async (mailbox) => {
    const askedAt = now();
    const own = await ownAmong(mailbox, await find(mailbox));
    const isTold = own.some(({ properties }) => properties.lastCommit !== undefined);
    const told = new Map(own.map((folder) => [folder.id, folder]));
    return folderTree(own, new Map())
      .filter(({ kind }) => kind !== 'SEARCH')
      .map((folder) => {
        const properties = told.get(folder.id)?.properties;
        return {
          folder,
          contents: isTold && properties !== undefined ? contentsStamp(properties, askedAt) : undefined,
        };
      });
  };
};
