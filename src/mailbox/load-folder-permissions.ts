import DataLoader from 'dataloader';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { getFolder } from '../ews/operations/get-folder.ts';
import { folderProperties } from '../ews/properties/folder.ts';
import type { FolderTarget } from '../ews/properties/id.ts';
import type { FolderPermission } from '../ews/properties/permission-set.ts';
import { readInHalves } from './read-in-halves.ts';

/**
 * Who may do what in a folder, in the server's order. Undefined where the server does not say. Everything that is asked for in the same tick travels
 * in one GetFolder, and nothing is asked for twice in a request. Throws EwsError for this folder alone.
 */
export type LoadFolderPermissions = (folder: FolderTarget) => Promise<readonly FolderPermission[] | undefined>;

/** More folders than any mailbox shows at a time. */
const maxBatchSize = 1000;

/** Makes the loader of one mailbox and one request. */
export const createLoadFolderPermissions = (session: EwsSession): LoadFolderPermissions => {
  const loader = new DataLoader<FolderTarget, readonly FolderPermission[] | undefined, string>(
    async (targets) => {
      const answers = await readInHalves(targets, (folders) =>
        session.callEach(getFolder, { folders, wanted: [folderProperties.permissions] }),
      );
      return targets.map((_target, index) => {
        const answer = answers[index];
        return answer instanceof EwsError ? answer : answer?.properties.permissions;
      });
    },
    { cacheKeyFn: (target) => JSON.stringify(target), maxBatchSize },
  );
  return (folder) => loader.load(folder);
};
