import { type DeleteType, deleteType, discardFolder, discardItems } from '../store/deletion.ts';
import { EmulatorError } from '../emulator-error.ts';
import { folderElementName } from '../item/folder-element.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { descendants, distinguishedFolder, type StoredFolder } from '../store/store.ts';
import { lookUpOwnFolder } from '../store/target-folder.ts';
import { child, isTrue } from '../xml/xml.ts';

/**
 * Deletes the items of folders and, when asked, the folders in them, all or nothing for each folder. Calendars and saved searches are refused,
 * and so are folders in which a well-known one lies. https://learn.microsoft.com/exchange/client-developer/web-service-reference/emptyfolder-operation
 */
export const emptyFolder: OperationHandler = (request, context) =>
  answerEach('EmptyFolder', child(request, 'm:FolderIds')?.children ?? [], (id) => {
    const folder = lookUpOwnFolder(context, id);
    const type = deleteType(request);
    const below = isTrue(request.attributes['DeleteSubFolders']) ? [...folder.children] : [];
    if (!canBeEmptied(folder) || !canBeDiscarded(below, type)) throw new EmulatorError('ErrorCannotEmptyFolder');
    discardItems(folder, type);
    for (const subfolder of below) discardFolder(subfolder, type);
    return success('EmptyFolder', []);
  });

const canBeEmptied = (folder: StoredFolder): boolean =>
  !['t:CalendarFolder', 't:SearchFolder'].includes(folderElementName(folder));

const canBeDiscarded = (folders: readonly StoredFolder[], type: DeleteType): boolean => {
  const [first] = folders;
  if (first === undefined) return true;
  const wellKnown = folders.flatMap((folder) => [folder, ...descendants(folder)]).some((one) => one.distinguishedId);
  const bin = type === 'MoveToDeletedItems' ? distinguishedFolder(first.mailbox, 'deleteditems') : undefined;
  const taken = new Set(bin?.children.filter((one) => !folders.includes(one)).map(({ name }) => name.toLowerCase()));
  return !wellKnown && !folders.some(({ name }) => taken.has(name.toLowerCase()));
};
