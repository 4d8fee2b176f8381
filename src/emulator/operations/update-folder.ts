import { EmulatorError } from '../emulator-error.ts';
import { fieldUri } from '../item/field-uri.ts';
import { folderElementName, folderIdElement } from '../item/folder-element.ts';
import { folderName } from '../store/folder-values.ts';
import { readersOf } from '../item/given-permissions.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import type { StoredFolder } from '../store/store.ts';
import { changeFolder } from '../store/folder-writes.ts';
import { lookUpOwnFolder, refuseTakenName } from '../store/target-folder.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/**
 * Gives folders another name, another class of the same kind or other readers, all updates of a folder or none. A change key that is not the last
 * is no conflict: folders have no conflict mode. https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 */
export const updateFolder: OperationHandler = (request, context) =>
  answerEach('UpdateFolder', child(request, 'm:FolderChanges')?.children ?? [], (change) => {
    const [id, updates] = change.children;
    if (id === undefined) throw new EmulatorError('ErrorFolderNotFound');
    const folder = lookUpOwnFolder(context, id);
    const changed = (updates?.children ?? []).map((update) => readUpdate(update, folder));
    changeFolder(folder, Object.assign({}, ...changed) as FolderChanges);
    return success('UpdateFolder', [node('m:Folders', [folderIdElement(folder)])]);
  });

type FolderChanges = Parameters<typeof changeFolder>[1];

const readUpdate = (update: XmlNode, folder: StoredFolder): FolderChanges => {
  const [path, holder] = update.children;
  if (update.name === 't:AppendToFolderField') throw new EmulatorError('ErrorInvalidPropertyAppend');
  const uri = path?.name === 't:FieldURI' ? (path.attributes['FieldURI'] ?? '') : '';
  if (update.name === 't:DeleteFolderField') {
    // exchangelib deletes it whenever it saves a folder whose permissions it has not read.
    if (uri === 'folder:PermissionSet') return { sharedWith: [] };
    throw new EmulatorError('ErrorInvalidPropertyDelete');
  }
  const [value, ...others] = holder?.children ?? [];
  if (value === undefined || others.length > 0) throw new EmulatorError('ErrorIncorrectUpdatePropertyCount');
  if (uri !== '' && fieldUri(uri)?.element !== value.name) throw new EmulatorError('ErrorUpdatePropertyMismatch');
  const kind = folderElementName(folder);
  if (holder?.name !== kind && holder?.name !== 't:Folder') throw new EmulatorError('ErrorObjectTypeChanged');
  switch (uri) {
    case 'folder:DisplayName':
      return { name: newName(folder, value.text) };
    case 'folder:FolderClass':
      if (folderElementName({ ...folder, folderClass: value.text }) !== kind) {
        throw new EmulatorError('ErrorObjectTypeChanged');
      }
      return { folderClass: value.text };
    case 'folder:PermissionSet':
      return { sharedWith: readersOf(value) };
    default:
      throw new EmulatorError('ErrorInvalidPropertySet');
  }
};

const newName = (folder: StoredFolder, text: string): string => {
  if (folder.distinguishedId !== undefined) throw new EmulatorError('ErrorAccessDenied');
  const name = folderName(text);
  refuseTakenName(folder.parent, name, folder);
  return name;
};
