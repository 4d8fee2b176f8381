import { markModified, refuseShared, rootItem } from '../item/attachment-parent.ts';
import { EmulatorError } from '../emulator-error.ts';
import { readEntryId, writeEntryId } from '../store/entry-id.ts';
import { givenAttachment } from '../item/given-attachment.ts';
import { lookUpItem } from '../store/lookup.ts';
import type { SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { checkSize } from '../store/quota.ts';
import { attachTo, sourceOf } from '../store/store-writes.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/**
 * Hangs files and items on an item, one after the other; each answer tells the change key that the item has by then. One that fails leaves the
 * others alone. A change key that is not the last is no conflict here.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation
 */
export const createAttachment: OperationHandler = (request, context) =>
  answerEach('CreateAttachment', child(request, 'm:Attachments')?.children ?? [], (given) => {
    const parent = lookUpItem(context, child(request, 'm:ParentItemId')?.attributes['Id'] ?? '');
    refuseShared(context, parent);
    const attachment = givenAttachment(given, (item) => attachedItem(context, item));
    const { mime: _, ...source } = sourceOf(parent);
    checkSize({ ...source, attachments: [...source.attachments, attachment] });
    markModified(context, parent);
    const number = attachTo(parent, attachment);
    const Id = writeEntryId({ ...readEntryId(parent.id), attachments: [number] });
    const id = node('t:AttachmentId', { Id, ...rootItem(parent) });
    return success('CreateAttachment', [node('m:Attachments', [node(given.name, [id])])]);
  });

const attachedItem = (context: OperationContext, item: XmlNode): SeedItem => {
  try {
    return newItem(context, item);
  } catch (error) {
    const isKind = error instanceof EmulatorError && error.responseCode === 'ErrorInvalidItemForOperationCreateItem';
    throw isKind ? new EmulatorError('ErrorInvalidItemForOperationCreateItemAttachment') : error;
  }
};
