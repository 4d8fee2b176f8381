import { element, type XmlElement } from '../xml.ts';
import { body, type Body } from './body.ts';
import type { ItemId } from './id.ts';
import { messageProperties } from './message.ts';
import type { PropertyTable, Settable } from './property.ts';
import { newElements } from './written-rows.ts';

const { subject, toRecipients, ccRecipients, bccRecipients, isReadReceiptRequested, isDeliveryReceiptRequested, from } =
  messageProperties;

/** What may be said beside the text, in the order of t:SmartResponseType. No extended properties: a response object cannot carry a marker. */
const responseProperties = {
  subject,
  toRecipients,
  ccRecipients,
  bccRecipients,
  isReadReceiptRequested,
  isDeliveryReceiptRequested,
  from,
} satisfies PropertyTable;

/**
 * A reply or a forward that the server composes from an item: subject, recipients of replies, quoted original, thread. gromox (2026) refuses
 * ReplyToItem with a fault; Amazon WorkMail has been seen to refuse replies in HTML.
 */
export interface ResponseObject {
  readonly response: 'ReplyToItem' | 'ReplyAllToItem' | 'ForwardItem';
  /** The item that is answered or forwarded. */
  readonly id: ItemId;
  readonly changeKey?: string | undefined;
  /** Replies have recipients and all a subject of their own when none are given; a forward that is sent needs recipients. */
  readonly properties: Settable<typeof responseProperties, 'create'>;
  /** The new text, which the server puts before the quoted original. */
  readonly newBody?: Pick<Body, 'type' | 'content'> | undefined;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/replytoitem (replyalltoitem, forwarditem) */
export const responseObject = ({ response, id, changeKey, properties, newBody }: ResponseObject): XmlElement =>
  element(`t:${response}`, [
    ...newElements({ table: responseProperties, values: properties, named: [] }),
    element('t:ReferenceItemId', { Id: id, ChangeKey: changeKey }),
    newBody === undefined ? undefined : body.encode('t:NewBodyContent', newBody),
  ]);
