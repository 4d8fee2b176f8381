import { folderCarrier } from '../item/folder-element.ts';
import { lookUpFolder } from '../store/lookup.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { readShape, shapeFolder } from '../item/shape.ts';
import { child, node } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation */
export const getFolder: OperationHandler = (request, context) => {
  const shape = readShape(child(request, 'm:FolderShape'));
  return answerEach('GetFolder', child(request, 'm:FolderIds')?.children ?? [], (id) => {
    const folder = folderCarrier(context, lookUpFolder(context, id));
    return success('GetFolder', [node('m:Folders', [shapeFolder(shape, folder, context.timeZoneId)])]);
  });
};
