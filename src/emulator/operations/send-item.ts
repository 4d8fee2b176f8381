import { EmulatorError } from '../emulator-error.ts';
import { lookUpItem } from '../store/lookup.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { send } from '../mail/sending.ts';
import { removeItem, sourceOf } from '../store/store-writes.ts';
import { child, childText, isTrue } from '../xml/xml.ts';
import { defaultFolder, writableFolder } from './create-item.ts';

/**
 * Sends drafts; the draft is gone afterwards, and a copy with another id lies in Sent Items or where the request says.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/senditem-operation
 */
export const sendItem: OperationHandler = (request, context) => {
  const isSaved = isTrue(request.attributes['SaveItemToFolder']);
  const holder = child(request, 'm:SavedItemFolderId');
  if (!isSaved && holder !== undefined) throw new EmulatorError('ErrorInvalidSendItemSaveSettings');
  const target = holder && writableFolder(context, holder);
  return answerEach('SendItem', child(request, 'm:ItemIds')?.children ?? [], (id) => {
    const draft = lookUpItem(context, id.attributes['Id'] ?? '');
    const { element, folder } = draft;
    if (folder.mailbox !== context.mailbox) throw new EmulatorError('ErrorAccessDenied');
    const key = id.attributes['ChangeKey'];
    if (key === undefined) throw new EmulatorError('ErrorChangeKeyRequiredForWriteOperations');
    if (key !== child(element, 't:ItemId')?.attributes['ChangeKey']) throw new EmulatorError('ErrorStaleObject');
    if (element.name !== 't:Message' || !isTrue(childText(element, 't:IsDraft'))) {
      throw new EmulatorError('ErrorInvalidItemForOperationSendItem');
    }
    send(context, sourceOf(draft), isSaved ? (target ?? defaultFolder(context, 'sentitems')) : undefined);
    removeItem(folder.mailbox, draft);
    return success('SendItem', []);
  });
};
