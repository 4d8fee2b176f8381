import { EwsError } from '../../ews/errors.ts';
import type { ItemId, MailboxAddress } from '../../ews/properties/id.ts';
import type { ResponseObject } from '../../ews/properties/response-object.ts';
import type { MessageContent } from '../write/message-content.ts';
import type { AnswerKind } from './answer-kind.ts';

const elements = { reply: 'ReplyToItem', replyAll: 'ReplyAllToItem', forward: 'ForwardItem' } as const;

/** What `t:SmartResponseType` has room for. */
const sayable: ReadonlySet<string> = new Set([
  'subject',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'isReadReceiptRequested',
  'isDeliveryReceiptRequested',
  'bodyText',
]);

/** What is there; null and an empty list clear, which a response object cannot say. */
const saysNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/**
 * The answer as the server itself would compose it; undefined when that cannot say all of it. HTML is left out on purpose: Amazon WorkMail has been seen
 * to refuse replies in it, and nobody knows whether by an error that means that nothing was sent.
 */
export const responseObjectFor = (
  kind: AnswerKind,
  original: ItemId,
  { properties, named, attachments }: MessageContent,
  from: MailboxAddress | undefined,
): ResponseObject | undefined => {
  if (kind === 'attach' || named.length > 0 || attachments.length > 0) return undefined;
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  if (given.some(([name, value]) => !sayable.has(name) || saysNothing(value))) return undefined;
  const { subject, toRecipients, ccRecipients, bccRecipients, isReadReceiptRequested, isDeliveryReceiptRequested } =
    properties;
  return {
    response: elements[kind],
    id: original,
    properties: {
      subject,
      toRecipients,
      ccRecipients,
      bccRecipients,
      isReadReceiptRequested,
      isDeliveryReceiptRequested,
      from: from === undefined ? undefined : { address: from },
    },
    newBody: properties.bodyText ?? undefined,
  };
};

/** Codes that say: this request is not one that the server takes. */
const refusals: ReadonlySet<string | undefined> = new Set([
  'ErrorInvalidRequest',
  'ErrorSchemaValidation',
  'ErrorInvalidOperation',
  'ErrorInvalidReferenceItem',
  'ErrorInvalidItemForOperationCreateItem',
  'ErrorInvalidPropertySet',
  'ErrorUnsupportedPropertyDefinition',
  'ErrorUnsupportedMimeConversion',
  // The original has changed since it was read, which is no reason not to answer it.
  'ErrorChangeKeyRequired',
  'ErrorInvalidChangeKey',
  'ErrorStaleObject',
]);

/**
 * Whether the server certainly did nothing and will not, because it does not know response objects, or not this one: gromox 3.10 answers ReplyToItem
 * with a fault of SOAP's own. What it says about recipients, rights, sizes and load it would say of a composed message too.
 */
export const isResponseRefused = (error: unknown): boolean =>
  error instanceof EwsError &&
  !error.mayBeDone &&
  ((error.kind === 'fault' && error.responseCode === undefined) || refusals.has(error.responseCode));
