import { deleteType, discardFolder } from '../store/deletion.ts';
import { EmulatorError } from '../emulator-error.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { lookUpOwnFolder } from '../store/target-folder.ts';
import { child } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation */
export const deleteFolder: OperationHandler = (request, context) =>
  answerEach('DeleteFolder', child(request, 'm:FolderIds')?.children ?? [], (id) => {
    const folder = lookUpOwnFolder(context, id);
    if (folder.distinguishedId !== undefined) throw new EmulatorError('ErrorDeleteDistinguishedFolder');
    discardFolder(folder, deleteType(request));
    return success('DeleteFolder', []);
  });
