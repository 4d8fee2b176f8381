import { EmulatorError } from '../emulator-error.ts';
import { folderIdElement } from '../item/folder-element.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { moveFolder as moveStoredFolder } from '../store/folder-writes.ts';
import { destination, lookUpOwnFolder, refuseCircle, refuseTakenName } from '../store/target-folder.ts';
import { child, node } from '../xml/xml.ts';

/**
 * Folders keep their ids, and so does what is in them; where a folder lies already, nothing changes.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation
 */
export const moveFolder: OperationHandler = (request, context) =>
  answerEach('MoveFolder', child(request, 'm:FolderIds')?.children ?? [], (id) => {
    const target = destination(context, request);
    const folder = lookUpOwnFolder(context, id);
    if (folder.distinguishedId !== undefined) throw new EmulatorError('ErrorMoveDistinguishedFolder');
    refuseCircle(folder, target);
    refuseTakenName(target, folder.name, folder);
    if (folder.parent !== target) moveStoredFolder(folder, target);
    return success('MoveFolder', [node('m:Folders', [folderIdElement(folder)])]);
  });
