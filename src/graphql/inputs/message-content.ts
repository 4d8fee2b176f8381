import type { Recipient } from '../../ews/properties/recipient.ts';
import type { MessageContent } from '../../mailbox/message-content.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { AttachmentInput, readAttachments, type AttachmentInputShape } from './attachments.ts';

interface RecipientInputShape {
  readonly address: string;
  readonly name?: string | null | undefined;
}

interface BodyInputShape {
  readonly text?: string | null | undefined;
  readonly html?: string | null | undefined;
  readonly markdown?: string | null | undefined;
}

/** What a client wants a message to say. Null clears, absence keeps. */
export interface MessageContentShape {
  readonly to?: readonly RecipientInputShape[] | null | undefined;
  readonly cc?: readonly RecipientInputShape[] | null | undefined;
  readonly bcc?: readonly RecipientInputShape[] | null | undefined;
  readonly subject?: string | null | undefined;
  readonly body?: BodyInputShape | null | undefined;
  readonly attachments?: readonly AttachmentInputShape[] | null | undefined;
}

const RecipientInput = builder.inputRef<RecipientInputShape>('RecipientInput').implement({
  description: 'Somebody to write to.',
  fields: (t) => ({
    address: t.field({ type: 'EmailAddress', required: true, description: 'One address.' }),
    name: t.string({ description: 'The name shown for it.' }),
  }),
});

const BodyInput = builder.inputRef<BodyInputShape>('BodyInput').implement({
  description: 'The text of a message in exactly one form.',
  isOneOf: true,
  fields: (t) => ({
    text: t.string({ description: 'Plain text.' }),
    html: t.string({ description: 'HTML, sent as it is.' }),
    markdown: t.string({ description: 'Markdown (CommonMark, GitHub’s tables and lists), sent as HTML.' }),
  }),
});

export const MessageContentInput = builder.inputRef<MessageContentShape>('MessageContentInput').implement({
  description: 'What a message says and whom it goes to. When something is changed: null clears, absence keeps.',
  fields: (t) => ({
    to: t.field({ type: [RecipientInput], description: 'The main recipients.' }),
    cc: t.field({ type: [RecipientInput], description: 'Recipients of a copy.' }),
    bcc: t.field({ type: [RecipientInput], description: 'Recipients of a hidden copy.' }),
    subject: t.string({ description: 'The subject.' }),
    body: t.field({ type: BodyInput, description: 'The text.' }),
    attachments: t.field({ type: [AttachmentInput], description: 'Files to hang on it.' }),
  }),
});

const people = (inputs: readonly RecipientInputShape[] | null | undefined): readonly Recipient[] | null | undefined =>
  inputs === null ? null : inputs?.map(({ address, name }) => ({ address, name: name ?? undefined }));

/**
 * Reads what a client wants a message to say, and checks all of it: every field that is wrong is named. `path`: where it stands in the input. Throws
 * WriteRefusal INVALID and QUOTA, and EwsError for attachments that could not be copied.
 */
export const readMessageContent = async (
  context: Context,
  mailbox: OpenedMailbox,
  input: MessageContentShape,
  path: readonly string[],
): Promise<MessageContent> => ({
  properties: {
    toRecipients: people(input.to),
    ccRecipients: people(input.cc),
    bccRecipients: people(input.bcc),
    subject: input.subject,
    ...(typeof input.body?.html === 'string' ? { bodyHtml: { type: 'HTML', content: input.body.html } } : {}),
    ...(typeof input.body?.text === 'string' ? { bodyText: { type: 'Text', content: input.body.text } } : {}),
  },
  named: [],
  attachments: await readAttachments(context, mailbox, input.attachments ?? [], [...path, 'attachments']),
});
