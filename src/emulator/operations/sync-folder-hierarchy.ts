import { folderCarrier } from '../item/folder-element.ts';
import { mayRead } from '../store/lookup.ts';
import { type OperationHandler, response, success } from '../operation.ts';
import { readShape, shapeFolder } from '../item/shape.ts';
import { descendants, type RemovedFolder, type StoredFolder } from '../store/store.ts';
import { continueSync, writeSyncState } from '../store/sync-state.ts';
import { child, childText, node } from '../xml/xml.ts';
import { syncedFolder } from './sync-folder-items.ts';

/**
 * All changes in one answer, parents before children; without SyncFolderId those of the whole mailbox. A folder that was moved here from
 * elsewhere is told as created, and one that was moved away as deleted, with all below them.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation
 */
export const syncFolderHierarchy: OperationHandler = (request, context) => {
  const { timeZoneId } = context;
  const shape = readShape(child(request, 'm:FolderShape'));
  const base = syncedFolder(context, child(request, 'm:SyncFolderId'));
  const { mailbox } = base;
  const { told } = continueSync('folders', mailbox, base, childText(request, 'm:SyncState'));
  const changed = descendants(base).filter(
    (folder) => mayRead(context.mailbox, folder) && (folder.changedAt > told || !wasBelow(base, folder, told)),
  );
  // Whether somebody else was shown a folder that is gone, nobody knows any more.
  const candidates = mailbox === context.mailbox ? [...mailbox.removedFolders, ...mailbox.folders.values()] : [];
  const gone = candidates.filter((folder) => wasBelow(base, folder, told) && !isBelow(base, folder));
  const now = { from: mailbox.sequence, until: mailbox.sequence, told: mailbox.sequence };
  return response('SyncFolderHierarchy', [
    success('SyncFolderHierarchy', [
      node('m:SyncState', writeSyncState('folders', mailbox, base, now)),
      node('m:IncludesLastFolderInRange', 'true'),
      node('m:Changes', [
        ...changed.map((folder) =>
          node(wasBelow(base, folder, told) ? 't:Update' : 't:Create', [
            shapeFolder(shape, folderCarrier(context, folder), timeZoneId),
          ]),
        ),
        ...gone.map(({ id }) => node('t:Delete', [node('t:FolderId', { Id: id })])),
      ]),
    ]),
  ]);
};

const isBelow = (base: StoredFolder, folder: StoredFolder | RemovedFolder): boolean =>
  'parent' in folder && folder.parent !== undefined && (folder.parent === base || isBelow(base, folder.parent));

/** Whether the folder lay below `base` when the change `told` had been made. */
const wasBelow = (base: StoredFolder, folder: StoredFolder | RemovedFolder, told: number): boolean => {
  if (folder.createdAt > told) return false;
  const left = folder.formerPlaces.find(({ leftAt }) => leftAt > told);
  return left === undefined ? isBelow(base, folder) : left.ancestors.includes(base.number);
};
