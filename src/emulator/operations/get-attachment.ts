import { attachedItemElement, attachmentElement } from '../item/item-element.ts';
import { type FoundAttachment, lookUpAttachment } from '../store/lookup.ts';
import { mimeContent } from '../mail/mime.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { readShape, type Shape, shapeItem } from '../item/shape.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation */
export const getAttachment: OperationHandler = (request, context) => {
  const shape = readShape(child(request, 'm:AttachmentShape'));
  return answerEach('GetAttachment', child(request, 'm:AttachmentIds')?.children ?? [], (id) => {
    const found = lookUpAttachment(context, id.attributes['Id'] ?? '');
    const modified =
      childText(found.item.element, 't:LastModifiedTime') ?? childText(found.item.element, 't:DateTimeReceived');
    const content = contentOf(found, shape, context.timeZoneId);
    return success('GetAttachment', [
      node('m:Attachments', [attachmentElement(found.attachment, found.entry, modified, content)]),
    ]);
  });
};

const contentOf = ({ attachment, entry }: FoundAttachment, shape: Shape, timeZoneId: string | undefined): XmlNode => {
  if (attachment.kind === 'file') {
    return node('t:Content', Buffer.from(attachment.content()).toString('base64'));
  }
  const element = attachedItemElement(attachment.item, entry);
  return shapeItem(shape, { element, mimeContent: () => mimeContent(attachment.item, element) }, timeZoneId);
};
