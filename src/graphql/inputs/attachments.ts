import type { NewAttachment } from '../../ews/properties/attachment.ts';
import { cleanFileName } from '../../mailbox/file-name.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { copiedAttachment } from '../../mailbox/write/copied-attachment.ts';
import { checkQuotas } from '../../mailbox/write/quotas.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { AttachmentSource, readSources, type AttachmentSourceInput, type SourceContent } from './attachment-source.ts';
import { collectIssues } from './checked-text.ts';

/** A file to hang on a message, as a client sends it. */
export interface AttachmentInputShape {
  readonly name: string;
  readonly contentType?: string | null | undefined;
  readonly contentId?: string | null | undefined;
  readonly source: AttachmentSourceInput;
}

export const AttachmentInput = builder.inputRef<AttachmentInputShape>('AttachmentInput').implement({
  description: 'A file to hang on a message.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description:
        'Name of the file. What could mislead whoever saves it is replaced: path separators, control characters, marks that turn the direction of text. Empty: the name that the upload or the copied file has.',
    }),
    contentType: t.string({
      description: 'MIME type, such as `application/pdf`; that of the upload or of the copied file when left out.',
    }),
    contentId: t.string({
      description:
        'What `cid:` links of an HTML body name it by, without angle brackets; makes it an inline picture. Visible ASCII, up to 255 characters.',
    }),
    source: t.field({ type: AttachmentSource, required: true, description: 'The bytes.' }),
  }),
});

/** RFC 6838 section 4.2. */
const mediaType = /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9][\w!#$&^.+-]{0,126}$/i;

/** Of RFC 2392 what every reader understands. */
const contentIdPattern = /^[\x21-\x3b\x3d\x3f-\x7e]{1,255}$/;

const withoutBrackets = (contentId: string): string => contentId.replace(/^<(.*)>$/s, '$1');

/** A type that somebody else wrote: without its parameters, and only when it is one. */
const usableType = (type: string | undefined): string | undefined => {
  const [plain = ''] = (type ?? '').split(';');
  return mediaType.test(plain.trim()) ? plain.trim() : undefined;
};

/** A source as it would hang there if the client said nothing else of it. */
const asItIs = (source: SourceContent): NewAttachment => {
  switch (source.from) {
    case 'upload':
      return { kind: 'file', name: source.file.name, contentType: source.file.type, content: source.file };
    case 'base64':
      return { kind: 'file', name: '', content: source.content };
    case 'copy':
      return copiedAttachment(source.copied);
  }
};

const newAttachment = (
  { name: givenName, contentType, contentId }: AttachmentInputShape,
  source: SourceContent,
): NewAttachment => {
  const own = asItIs(source);
  const name = cleanFileName(givenName.trim() === '' ? own.name : givenName);
  if (own.kind === 'item') return { ...own, name };
  return {
    ...own,
    name,
    contentType: contentType ?? usableType(own.contentType) ?? 'application/octet-stream',
    ...(typeof contentId === 'string' ? { contentId: withoutBrackets(contentId), isInline: true } : {}),
  };
};

/**
 * Reads files that a client sends. `path`: where they stand in its input. Throws WriteRefusal INVALID and QUOTA before anything is asked of the mail
 * server, GraphQLError for ids that are none and for what may not be read, and EwsError for what could not be copied.
 */
export const readAttachments = async (
  context: Context,
  mailbox: OpenedMailbox,
  inputs: readonly AttachmentInputShape[],
  path: readonly string[],
): Promise<readonly NewAttachment[]> => {
  const { note, refuse } = collectIssues();
  for (const [index, { contentType, contentId }] of inputs.entries()) {
    const at = [...path, String(index)];
    if (typeof contentType === 'string' && !mediaType.test(contentType))
      note([...at, 'contentType'], 'is no MIME type such as application/pdf, without parameters.');
    if (typeof contentId === 'string' && !contentIdPattern.test(withoutBrackets(contentId)))
      note([...at, 'contentId'], 'has to be 1 to 255 characters of visible ASCII.');
  }
  refuse();
  checkQuotas({ attachments: inputs.length });
  const sources = await readSources(
    context,
    mailbox,
    inputs.map(({ source }) => source),
    'contentBytes',
  );
  return sources.map((source, index) => newAttachment(inputs[index]!, source));
};
