import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { MessageContent } from '../../mailbox/write/message-content.ts';
import { checkQuotas, sizesOf } from '../../mailbox/write/quotas.ts';
import { WriteRefusal, type FieldIssue } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { Importance, Sensitivity } from '../enums.ts';
import { AttachmentInput, readAttachments, type AttachmentInputShape } from './attachments.ts';
import { readCategories } from './categories.ts';
import { collectIssues, encodedWordProblem, lineProblem, type Note } from './checked-text.ts';
import { BodyInput, readBody, type BodyInputShape } from './message-body.ts';
import { HeaderInput, readHeaders, type HeaderInputShape } from './message-headers.ts';
import { readRecipients, RecipientInput, type RecipientInputShape } from './recipients.ts';

/** What a client wants a message to say. Null clears, absence keeps. */
export interface MessageContentShape {
  readonly to?: readonly RecipientInputShape[] | null | undefined;
  readonly cc?: readonly RecipientInputShape[] | null | undefined;
  readonly bcc?: readonly RecipientInputShape[] | null | undefined;
  readonly replyTo?: readonly RecipientInputShape[] | null | undefined;
  readonly subject?: string | null | undefined;
  readonly body?: BodyInputShape | null | undefined;
  readonly attachments?: readonly AttachmentInputShape[] | null | undefined;
  readonly importance?: 'Low' | 'Normal' | 'High' | null | undefined;
  readonly sensitivity?: 'Normal' | 'Personal' | 'Private' | 'Confidential' | null | undefined;
  readonly categories?: readonly string[] | null | undefined;
  readonly headers?: readonly HeaderInputShape[] | null | undefined;
  readonly requestReadReceipt?: boolean | null | undefined;
  readonly requestDeliveryReceipt?: boolean | null | undefined;
}

// Without defaults in the schema: one would set back what a draft says already when anything else of it is changed.
export const MessageContentInput = builder.inputRef<MessageContentShape>('MessageContentInput').implement({
  description:
    'What a message says and whom it goes to. When something is changed: null clears, absence keeps. At most 500 recipients and 500 files, and 29 MB of both text and files.',
  fields: (t) => ({
    to: t.field({ type: [RecipientInput], description: 'The main recipients.' }),
    cc: t.field({ type: [RecipientInput], description: 'Recipients of a copy.' }),
    bcc: t.field({ type: [RecipientInput], description: 'Recipients of a hidden copy.' }),
    replyTo: t.field({ type: [RecipientInput], description: 'Who gets the answers, when not the sender.' }),
    subject: t.string({ description: 'The subject: one line of at most 255 characters.' }),
    body: t.field({ type: BodyInput, description: 'The text.' }),
    attachments: t.field({ type: [AttachmentInput], description: 'Files to hang on it.' }),
    importance: t.field({ type: Importance, description: 'How important it is; a new message is NORMAL.' }),
    sensitivity: t.field({ type: Sensitivity, description: 'How to treat it; a new message is NORMAL.' }),
    categories: t.stringList({
      description:
        'Categories of the sender’s own copy: one line of at most 255 characters each, no comma or semicolon.',
    }),
    headers: t.field({ type: [HeaderInput], description: 'Header lines of a new message, 50 at most.' }),
    requestReadReceipt: t.boolean({ description: 'Asks the recipients’ programs to tell when it is read.' }),
    requestDeliveryReceipt: t.boolean({ description: 'Asks the mail servers to tell when it is delivered.' }),
  }),
});

/** Exchange keeps no more. https://learn.microsoft.com/exchange/client-developer/web-service-reference/subject */
const longestSubject = 255;

const subjectProblem = (subject: string): string | undefined =>
  encodedWordProblem(subject) ?? lineProblem(subject, longestSubject);

/** What null means where EWS has a value for "nothing said" and nothing to clear. */
const orPlain = <Value>(value: Value | null | undefined, plain: Value): Value | undefined =>
  value === null ? plain : value;

/** Everything but the files. */
const readWords = async (
  { inTurn }: Context,
  input: MessageContentShape,
  path: readonly string[],
  note: Note,
): Promise<Omit<MessageContent, 'attachments'>> => {
  const at = (field: keyof MessageContentShape): readonly string[] => [...path, field];
  note(at('subject'), subjectProblem(input.subject ?? ''));
  return {
    properties: {
      toRecipients: readRecipients(input.to, at('to'), note),
      ccRecipients: readRecipients(input.cc, at('cc'), note),
      bccRecipients: readRecipients(input.bcc, at('bcc'), note),
      replyTo: readRecipients(input.replyTo, at('replyTo'), note),
      subject: input.subject,
      ...(await readBody(input.body, at('body'), note, inTurn)),
      importance: orPlain(input.importance, 'Normal'),
      sensitivity: orPlain(input.sensitivity, 'Normal'),
      categories:
        input.categories === null ? null : input.categories && readCategories(input.categories, at('categories'), note),
      isReadReceiptRequested: orPlain(input.requestReadReceipt, false),
      isDeliveryReceiptRequested: orPlain(input.requestDeliveryReceipt, false),
    },
    named: readHeaders(input.headers ?? [], at('headers'), note),
  };
};

/** The files, or what is wrong with the input that names them. */
const readFiles = async (
  reading: ReturnType<typeof readAttachments>,
): Promise<Pick<MessageContent, 'attachments'> & { readonly issues: readonly FieldIssue[] }> => {
  try {
    return { attachments: await reading, issues: [] };
  } catch (error) {
    if (!(error instanceof WriteRefusal) || error.refusal.reason !== 'INVALID') throw error;
    return { attachments: [], issues: error.refusal.fields };
  }
};

/**
 * Reads what a client wants a message to say, and checks all of it: every field that is wrong is named. `path`: where it stands in the input. Throws
 * WriteRefusal INVALID and QUOTA, and EwsError for attachments that could not be copied.
 */
export const readMessageContent = async (
  context: Context,
  mailbox: OpenedMailbox,
  input: MessageContentShape,
  path: readonly string[],
): Promise<MessageContent> => {
  const { note, refuse } = collectIssues();
  const words = await readWords(context, input, path, note);
  const files = input.attachments ?? [];
  // Before any file is fetched.
  checkQuotas({ ...sizesOf({ ...words, attachments: [] }), attachments: files.length });
  const { attachments, issues } = await readFiles(readAttachments(context, mailbox, files, [...path, 'attachments']));
  for (const { path: at, message } of issues) note(at, message);
  refuse();
  const content = { ...words, attachments };
  checkQuotas(sizesOf(content));
  return content;
};
