import { folderIdElement } from '../item/folder-element.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import type { StoredFolder } from '../store/store.ts';
import { addFolder } from '../store/folder-writes.ts';
import { copyItem } from '../store/store-writes.ts';
import { destination, lookUpOwnFolder, refuseCircle, refuseTakenName } from '../store/target-folder.ts';
import { child, node } from '../xml/xml.ts';

/**
 * Copies folders with all that is in them and below them; everything gets new ids, and the copy of a well-known folder is an ordinary one.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/copyfolder-operation
 */
export const copyFolder: OperationHandler = (request, context) =>
  answerEach('CopyFolder', child(request, 'm:FolderIds')?.children ?? [], (id) => {
    const target = destination(context, request);
    const folder = lookUpOwnFolder(context, id);
    refuseCircle(folder, target);
    refuseTakenName(target, folder.name);
    return success('CopyFolder', [node('m:Folders', [folderIdElement(copyInto(target, folder))])]);
  });

const copyInto = (target: StoredFolder, { name, folderClass, searchParameters, items, children }: StoredFolder) => {
  const search = searchParameters === undefined ? {} : { searchParameters };
  const copy = addFolder(target.mailbox, target, { name, folderClass, ...search, children: [], items: [] });
  for (const item of items) copyItem(item, copy);
  for (const below of children) copyInto(copy, below);
  return copy;
};
