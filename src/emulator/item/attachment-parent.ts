import { EmulatorError } from '../emulator-error.ts';
import type { OperationContext } from '../operation.ts';
import type { StoredItem } from '../store/store.ts';
import { changeItem } from '../store/store-writes.ts';
import { child, node } from '../xml/xml.ts';

/** Refuses to change the attachments of an item that is only shared. Throws EmulatorError ErrorAccessDenied. */
export const refuseShared = ({ mailbox }: OperationContext, item: StoredItem): void => {
  if (item.folder.mailbox !== mailbox) throw new EmulatorError('ErrorAccessDenied');
};

/** Says who changed an item last, and when. Attachments are shown with the time of their item, so this comes before theirs. */
export const markModified = ({ mailbox, now }: OperationContext, item: StoredItem): void =>
  changeItem(mailbox, item, [
    node('t:LastModifiedName', mailbox.displayName),
    node('t:LastModifiedTime', new Date(now()).toISOString()),
  ]);

/** Id and change key that the item in a folder has now, as CreateAttachment and DeleteAttachment tell them: the next write needs that key. */
export const rootItem = ({
  id,
  element,
}: StoredItem): { readonly RootItemId: string; readonly RootItemChangeKey: string } => ({
  RootItemId: id,
  RootItemChangeKey: child(element, 't:ItemId')?.attributes['ChangeKey'] ?? '',
});
