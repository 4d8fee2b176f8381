import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import {
  attachedElement,
  decodeAttachment,
  type FileAttachment,
  type ItemAttachment,
} from '../properties/attachment.ts';
import { binary, optional } from '../properties/codec.ts';
import { itemId, type AttachmentId } from '../properties/id.ts';
import { attachmentShape, itemDecoder } from '../properties/item-element.ts';
import type { Item } from '../properties/item-types.ts';
import type { AnyProperty } from '../properties/property.ts';
import { element, required } from '../xml.ts';

/** Which attachments, and what of those that are items. */
export interface GetAttachmentInput {
  /** One answer per id, in this order. Large files one at a time, through a stream. */
  readonly ids: readonly AttachmentId[];
  /** Rows of attached items; files need none. Default none. */
  readonly wanted?: readonly AnyProperty[];
}

/** A file with its bytes, or an attached item. */
export type AttachmentContent =
  | (FileAttachment & { readonly contentBase64: string })
  | (ItemAttachment & {
      /** Carries the attachment's id where the server gives attached items none. Undefined: of no kind that EWS can show. */
      readonly item: Item | undefined;
    });

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation
 * The whole answer is held in memory: for attached items and small files.
 */
export const getAttachment = defineOperation<GetAttachmentInput, AttachmentContent>({
  name: 'GetAttachment',
  access: 'read',
  names: { field: 'ids', kind: 'content' },
  idempotent: true,
  encode: ({ ids, wanted = [] }) =>
    element('m:GetAttachment', [
      attachmentShape(wanted),
      element(
        'm:AttachmentIds',
        ids.map((id) => element('t:AttachmentId', { Id: id })),
      ),
    ]),
  decode: (message, { wanted = [] }) => {
    const [node] = required(message, 'Attachments').children;
    if (node === undefined) throw new EwsError('decode', 'GetAttachment succeeded without an attachment');
    const attachment = decodeAttachment(node);
    // An empty file has an empty Content, or none.
    if (attachment.kind === 'file') return { ...attachment, contentBase64: optional(node, 'Content', binary) ?? '' };
    const attached = attachedElement(node);
    return {
      ...attachment,
      item: attached === undefined ? undefined : itemDecoder(wanted)(attached, itemId(attachment.id)),
    };
  },
  keys: ({ ids }) => ids.length,
});
