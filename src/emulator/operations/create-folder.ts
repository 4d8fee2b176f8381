import { EmulatorError } from '../emulator-error.ts';
import { folderIdElement } from '../item/folder-element.ts';
import { folderValues } from '../store/folder-values.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { addFolder } from '../store/folder-writes.ts';
import { lookUpHolder, refuseTakenName } from '../store/target-folder.ts';
import { child, node } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation */
export const createFolder: OperationHandler = (request, context) =>
  answerEach('CreateFolder', child(request, 'm:Folders')?.children ?? [], (element) => {
    const parent = lookUpHolder(context, child(request, 'm:ParentFolderId'), 'ErrorParentFolderNotFound');
    if (parent.mailbox !== context.mailbox) throw new EmulatorError('ErrorCreateSubfolderAccessDenied');
    if (parent.searchParameters !== undefined) throw new EmulatorError('ErrorInvalidParentFolder');
    const { searchParameters, ...values } = folderValues(element);
    refuseTakenName(parent, values.name);
    const search = searchParameters === undefined ? {} : { searchParameters };
    const folder = addFolder(context.mailbox, parent, { ...values, ...search, children: [], items: [] });
    return success('CreateFolder', [node('m:Folders', [folderIdElement(folder)])]);
  });
