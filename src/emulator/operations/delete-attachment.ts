import { markModified, refuseShared, rootItem } from '../item/attachment-parent.ts';
import { EmulatorError } from '../emulator-error.ts';
import { lookUpAttachment } from '../store/lookup.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { detachFrom, detachFromOccurrence } from '../store/store-writes.ts';
import { child, node } from '../xml/xml.ts';

/**
 * Takes attachments off their items; each answer tells the change key that the item has by then. What hangs on an attached item stays there:
 * ErrorCannotDeleteObject. https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteattachment-operation
 */
export const deleteAttachment: OperationHandler = (request, context) =>
  answerEach('DeleteAttachment', child(request, 'm:AttachmentIds')?.children ?? [], (id) => {
    const { item, entry } = lookUpAttachment(context, id.attributes['Id'] ?? '');
    refuseShared(context, item);
    const [number, ...inner] = entry.attachments;
    if (number === undefined || inner.length > 0) throw new EmulatorError('ErrorCannotDeleteObject');
    markModified(context, item);
    if (entry.occurrence === undefined) detachFrom(item, number);
    else detachFromOccurrence(item, new Date(entry.occurrence).toISOString(), number);
    return success('DeleteAttachment', [node('m:RootItemId', rootItem(item))]);
  });
