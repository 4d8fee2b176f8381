import type { EwsSession } from '../../src/ews/operation.ts';
import { getFolder } from '../../src/ews/operations/get-folder.ts';
import type { FolderId, FolderTarget } from '../../src/ews/properties/id.ts';

/** The id of a folder that is known by its name. */
export const folderIdOf = async (session: EwsSession, folder: FolderTarget): Promise<FolderId> => {
  const found = await session.call(getFolder, { folders: [folder], wanted: [] });
  return found.id;
};
