import { defineOperation } from '../operation.ts';
import { itemId, type AttachmentId, type ItemReference } from '../properties/id.ts';
import { child, element, requiredAttribute } from '../xml.ts';

/** Which attachments go. */
export interface DeleteAttachmentInput {
  /** One answer per id, in this order. */
  readonly ids: readonly AttachmentId[];
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteattachment-operation
 * Answers the item without the attachment, with its new change key; undefined where the server does not tell. Not to be repeated blindly: ids of
 * some servers count the attachments of an item, and may be given to another one.
 */
export const deleteAttachment = defineOperation<DeleteAttachmentInput, ItemReference | undefined>({
  name: 'DeleteAttachment',
  access: 'write',
  names: { field: 'ids', kind: 'content' },
  idempotent: false,
  encode: ({ ids }) =>
    element('m:DeleteAttachment', [
      element(
        'm:AttachmentIds',
        ids.map((id) => element('t:AttachmentId', { Id: id })),
      ),
    ]),
  decode: (message) => {
    const root = child(message, 'RootItemId');
    if (root === undefined) return undefined;
    return { id: itemId(requiredAttribute(root, 'RootItemId')), changeKey: root.attributes['RootItemChangeKey'] };
  },
  keys: ({ ids }) => ids.length,
});
