import { EmulatorError } from '../emulator-error.ts';
import { namedItem } from '../store/named-item.ts';
import { answerEach, type OperationContext, success } from '../operation.ts';
import type { StoredFolder, StoredItem } from '../store/store.ts';
import { destination } from '../store/target-folder.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/**
 * Answers MoveItem and CopyItem: every item goes into the folder that m:ToFolderId names, and its new id is told unless m:ReturnNewItemIds says
 * that nobody wants it. Occurrences cannot go without their series; nothing leaves its mailbox.
 */
export const transferItems = (
  operation: 'MoveItem' | 'CopyItem',
  request: XmlNode,
  context: OperationContext,
  transfer: (item: StoredItem, folder: StoredFolder) => StoredItem,
): XmlNode => {
  const isTold = isTrue(childText(request, 'm:ReturnNewItemIds') ?? 'true');
  return answerEach(operation, child(request, 'm:ItemIds')?.children ?? [], (id) => {
    const folder = destination(context, request);
    const { item, occurrence } = namedItem(context, id);
    if (occurrence !== undefined) throw new EmulatorError('ErrorCalendarCannotMoveOrCopyOccurrence');
    if (item.folder.mailbox !== folder.mailbox) throw new EmulatorError('ErrorCrossMailboxMoveCopy');
    const { element } = transfer(item, folder);
    const told = isTold ? [node(element.name, [child(element, 't:ItemId')])] : [];
    return success(operation, [node('m:Items', told)]);
  });
};
