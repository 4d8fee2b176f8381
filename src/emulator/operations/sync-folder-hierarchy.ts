import { folderElement } from '../folder-element.ts';
import { mayRead } from '../lookup.ts';
import { type OperationHandler, response, success } from '../operation.ts';
import { readShape, shapeFolder } from '../shape.ts';
import { descendants } from '../store.ts';
import { continueSync, writeSyncState } from '../sync-state.ts';
import { child, childText, node } from '../xml.ts';
import { syncedFolder } from './sync-folder-items.ts';

/**
 * All changes in one answer, parents before children; without SyncFolderId those of the whole mailbox.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderhierarchy-operation
 */
export const syncFolderHierarchy: OperationHandler = (request, context) => {
  const { timeZoneId } = context;
  const shape = readShape(child(request, 'm:FolderShape'));
  const base = syncedFolder(context, child(request, 'm:SyncFolderId'));
  const { mailbox } = base;
  const { told } = continueSync('folders', mailbox, base, childText(request, 'm:SyncState'));
  const changed = descendants(base).filter((folder) => folder.changedAt > told && mayRead(context.mailbox, folder));
  // Whether somebody else was shown a folder that is gone, nobody knows any more.
  const gone = mailbox === context.mailbox ? mailbox.removedFolders : [];
  const removed = gone.filter((folder) => folder.removedAt > told && folder.createdAt <= told);
  const now = { from: mailbox.sequence, until: mailbox.sequence, told: mailbox.sequence };
  return response('SyncFolderHierarchy', [
    success('SyncFolderHierarchy', [
      node('m:SyncState', writeSyncState('folders', mailbox, base, now)),
      node('m:IncludesLastFolderInRange', 'true'),
      node('m:Changes', [
        ...changed.map((folder) =>
          node(folder.createdAt > told ? 't:Create' : 't:Update', [
            shapeFolder(shape, { element: folderElement(context, folder) }, timeZoneId),
          ]),
        ),
        ...removed.map(({ id }) => node('t:Delete', [node('t:FolderId', { Id: id })])),
      ]),
    ]),
  ]);
};
