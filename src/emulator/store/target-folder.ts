import { EmulatorError } from '../emulator-error.ts';
import { lookUpFolder, type LookupScope } from './lookup.ts';
import { descendants, type StoredFolder } from './store.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/**
 * The folder of this id, to be changed. Throws what lookUpFolder throws, and EmulatorError ErrorAccessDenied for a folder of another mailbox:
 * what others share may be read and nothing else.
 */
export const lookUpOwnFolder = (scope: LookupScope, folderId: XmlNode): StoredFolder => {
  const folder = lookUpFolder(scope, folderId);
  if (folder.mailbox !== scope.mailbox) throw new EmulatorError('ErrorAccessDenied');
  return folder;
};

/**
 * Where m:ToFolderId of a request says that something is to be moved or copied. Throws what lookUpFolder throws, with ErrorToFolderNotFound in
 * the place of ErrorFolderNotFound, and EmulatorError: ErrorCrossMailboxMoveCopy for a folder of another mailbox, ErrorMoveCopyFailed for a
 * saved search, which holds nothing itself.
 */
export const destination = (scope: LookupScope, request: XmlNode): StoredFolder => {
  const folder = lookUpHolder(scope, child(request, 'm:ToFolderId'), 'ErrorToFolderNotFound');
  if (folder.mailbox !== scope.mailbox) throw new EmulatorError('ErrorCrossMailboxMoveCopy');
  if (folder.searchParameters !== undefined) throw new EmulatorError('ErrorMoveCopyFailed');
  return folder;
};

/** The folder named in an element that holds one folder id. `missingCode` is what the operation calls a folder that is not there. */
export const lookUpHolder = (scope: LookupScope, holder: XmlNode | undefined, missingCode: string): StoredFolder => {
  const [id] = holder?.children ?? [];
  if (id === undefined) throw new EmulatorError(missingCode);
  try {
    return lookUpFolder(scope, id);
  } catch (error) {
    const isMissing = error instanceof EmulatorError && error.responseCode === 'ErrorFolderNotFound';
    throw isMissing ? new EmulatorError(missingCode) : error;
  }
};

/**
 * Refuses a name that one of the folders in `parent` has already, in any case; `folder` itself, which may lie there, does not count. Throws
 * EmulatorError ErrorFolderExists.
 */
export const refuseTakenName = (parent: StoredFolder | undefined, name: string, folder?: StoredFolder): void => {
  const wanted = name.toLowerCase();
  const others = parent?.children.filter((sibling) => sibling !== folder) ?? [];
  if (others.some((sibling) => sibling.name.toLowerCase() === wanted)) throw new EmulatorError('ErrorFolderExists');
};

/** Refuses to put a folder into itself or into one below it. Throws EmulatorError ErrorMoveCopyFailed. */
export const refuseCircle = (folder: StoredFolder, target: StoredFolder): void => {
  if ([folder, ...descendants(folder)].includes(target)) throw new EmulatorError('ErrorMoveCopyFailed');
};
