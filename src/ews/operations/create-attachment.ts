import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { newAttachment, type NewAttachment } from '../properties/attachment.ts';
import { attachmentId, itemId, type AttachmentId, type ItemId, type ItemReference } from '../properties/id.ts';
import { element, required, requiredAttribute } from '../xml.ts';

/** What is hung on which item. */
export interface CreateAttachmentInput {
  readonly parent: { readonly id: ItemId; readonly changeKey?: string | undefined };
  /** One answer per attachment, in this order. Contents are read and encoded while they are sent. */
  readonly attachments: readonly NewAttachment[];
}

/** An attachment that is there now. */
export interface CreatedAttachment {
  readonly id: AttachmentId;
  /** The item with the change key that it has with this attachment; undefined where the server does not tell (gromox). */
  readonly parent: ItemReference | undefined;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation */
export const createAttachment = defineOperation<CreateAttachmentInput, CreatedAttachment>({
  name: 'CreateAttachment',
  access: 'write',
  names: { field: 'attachments', kind: 'content', place: { field: 'parent', kind: 'content' } },
  idempotent: false,
  encode: ({ parent, attachments }) =>
    element('m:CreateAttachment', [
      element('m:ParentItemId', { Id: parent.id, ChangeKey: parent.changeKey }),
      element('m:Attachments', attachments.map(newAttachment)),
    ]),
  decode: (message) => {
    const [attachment] = required(message, 'Attachments').children;
    if (attachment === undefined) throw new EwsError('decode', 'CreateAttachment succeeded without an attachment');
    const identity = required(attachment, 'AttachmentId');
    const { RootItemId, RootItemChangeKey } = identity.attributes;
    return {
      id: attachmentId(requiredAttribute(identity, 'Id')),
      parent: RootItemId === undefined ? undefined : { id: itemId(RootItemId), changeKey: RootItemChangeKey },
    };
  },
  keys: ({ attachments }) => attachments.length,
});
