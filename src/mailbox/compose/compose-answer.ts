import type { Attachment } from '../../ews/properties/attachment.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import type { MessageContent } from '../write/message-content.ts';
import { checkQuotas, sizesOf } from '../write/quotas.ts';
import { isReply, type AnswerKind } from './answer-kind.ts';
import { answerRecipients } from './answer-recipients.ts';
import { answerSubject } from './answer-subject.ts';
import { carriedAttachments, isShownIn, wholeMessage } from './carried-attachments.ts';
import { quotedBody, type Text } from './quoted-body.ts';
import { threadHeaders } from './thread-headers.ts';

/** An answer to be written. */
export interface Answer {
  readonly kind: AnswerKind;
  /** What the caller wants it to say; what is there, null included, stands instead of what an answer has by itself. */
  readonly message: MessageContent;
  /** Whether a reply quotes; forwards do. */
  readonly quotesOriginal: boolean;
  /** Addresses of the mailbox, lower case. */
  readonly own: ReadonlySet<MailboxAddress>;
}

/** What `composeAnswer` reads of the original. */
export const composedRows: readonly AnyProperty[] = [
  messageProperties.subject,
  messageProperties.from,
  messageProperties.replyTo,
  messageProperties.toRecipients,
  messageProperties.ccRecipients,
  messageProperties.isFromMe,
  messageProperties.sentAt,
  messageProperties.internetMessageId,
  messageProperties.inReplyTo,
  messageProperties.references,
  messageProperties.attachments,
  messageProperties.bodyBest,
];

/**
 * Writes an answer as mail programs do: recipients, subject, thread, and the original quoted or attached, with its files when it is forwarded and with
 * the pictures that the quote shows otherwise. `original` has the `composedRows`. Throws WriteRefusal QUOTA before anything large is read, and EwsError.
 */
export const composeAnswer = async (
  mailbox: Pick<OpenedMailbox, 'session' | 'holdMemory'>,
  original: ItemOf<'Message'>,
  { kind, message, quotesOriginal, own }: Answer,
): Promise<MessageContent> => {
  const { properties, named, attachments } = message;
  const quotes = kind === 'forward' || (isReply(kind) && quotesOriginal);
  const body = quotes ? await quotedBody(bodyOf(message), original) : undefined;
  const { to, cc } = isReply(kind) ? answerRecipients(original, { toAll: kind === 'replyAll', own }) : nobody;
  const carried = carriedWith(original, kind, body);
  const composed: MessageContent = {
    properties: {
      toRecipients: to,
      ccRecipients: cc,
      subject: answerSubject(kind, original.properties.subject),
      ...given(properties),
      ...(kind === 'attach' ? {} : threadHeaders(original)),
      ...(body === undefined ? {} : { bodyHtml: undefined, bodyText: undefined, ...rowOf(body) }),
    },
    named,
    attachments: [
      ...attachments,
      ...(await carriedAttachments(mailbox, carried)),
      ...(kind === 'attach' ? await wholeMessage(mailbox, original.id) : []),
    ],
  };
  checkQuotas(sizesOf(composed));
  return composed;
};

const nobody = { to: [], cc: [] } as const;

/** Without what was not given, which would hide what an answer has by itself. */
const given = (properties: MessageContent['properties']): MessageContent['properties'] =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));

const bodyOf = ({ properties: { bodyHtml, bodyText } }: MessageContent): Text | undefined =>
  bodyHtml ?? bodyText ?? undefined;

const rowOf = (body: Text): Pick<MessageContent['properties'], 'bodyHtml' | 'bodyText'> =>
  body.type === 'HTML' ? { bodyHtml: body } : { bodyText: body };

const carriedWith = (
  { properties: { attachments = [] } }: ItemOf<'Message'>,
  kind: AnswerKind,
  body: Text | undefined,
): readonly Attachment[] => {
  if (kind === 'forward') return attachments;
  return body?.type === 'HTML' ? attachments.filter(isShownIn(body.content)) : [];
};
