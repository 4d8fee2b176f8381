import { folderCarrier } from '../item/folder-element.ts';
import { lookUpFolder, mayRead } from '../store/lookup.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { takePage } from '../search/paging.ts';
import { restriction } from '../search/restriction.ts';
import { readShape, shapeFolder } from '../item/shape.ts';
import { descendants, type StoredFolder } from '../store/store.ts';
import { ianaZone } from '../calendar/time-zone.ts';
import { child, node } from '../xml/xml.ts';

/**
 * Folders below each parent: its children, or with Traversal Deep all below it. SoftDeleted finds none, since nothing here keeps a folder
 * after it is deleted. https://learn.microsoft.com/exchange/client-developer/web-service-reference/findfolder-operation
 */
export const findFolder: OperationHandler = (request, context) => {
  const shape = readShape(child(request, 'm:FolderShape'));
  const view = request.children.find((part) => part.name.endsWith('PageFolderView'));
  const sought = child(request, 'm:Restriction');
  const matches = sought === undefined ? () => true : restriction(sought, ianaZone(context.timeZoneId));
  const below = traversals[request.attributes['Traversal'] ?? ''] ?? (() => []);
  return answerEach('FindFolder', child(request, 'm:ParentFolderIds')?.children ?? [], (parentId) => {
    const found = below(lookUpFolder(context, parentId))
      .filter((folder) => mayRead(context.mailbox, folder))
      .map((folder) => folderCarrier(context, folder))
      .filter(matches);
    const { rows, attributes } = takePage(found, view);
    const folders = rows.map((folder) => shapeFolder(shape, folder, context.timeZoneId));
    return success('FindFolder', [node('m:RootFolder', attributes, [node('t:Folders', folders)])]);
  });
};

const traversals: Readonly<Record<string, (parent: StoredFolder) => readonly StoredFolder[]>> = {
  Shallow: (parent) => parent.children,
  Deep: descendants,
};
