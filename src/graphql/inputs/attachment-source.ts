import type { Permission } from '../../access/caller.ts';
import type { ByteSource } from '../../ews/byte-source.ts';
import type { GlobalIdType } from '../../global-id.ts';
import {
  attachedItemHolders,
  attachmentHolders,
  contentPermission,
  contentPermissions,
  holderIfAttached,
  holderPermissions,
} from '../../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { copyContent, type CopiedContent, type CopyTarget } from '../../mailbox/write/copy-content.ts';
import { checkQuotas, type Sizes } from '../../mailbox/write/quotas.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { forbidden, type AnyOf } from '../guards/permission.ts';
import { ewsAttachmentId, ewsItemId, readIdIn } from '../ids.ts';
import type { UploadedFile } from './uploaded-file.ts';

/** Where bytes come from: exactly one of these. */
export interface AttachmentSourceInput {
  readonly upload?: UploadedFile | null | undefined;
  readonly base64?: string | null | undefined;
  readonly copyOf?: string | null | undefined;
}

export const AttachmentSource = builder.inputRef<AttachmentSourceInput>('AttachmentSource').implement({
  description: 'Where the bytes come from: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    upload: t.field({ type: 'Upload', description: 'A file sent along with the operation; for files of any size.' }),
    base64: t.field({
      type: 'Base64',
      description: 'The bytes themselves; for small files, since an operation may have a megabyte.',
    }),
    copyOf: t.id({
      description:
        'The id of an attachment, of an attached message or of a message of the same mailbox, to copy without downloading it. A message becomes an attached message. Takes the permission to read it.',
    }),
  }),
});

/** What came of a source. */
export type SourceContent =
  | { readonly from: 'upload'; readonly file: UploadedFile }
  | { readonly from: 'base64'; readonly content: ByteSource }
  | { readonly from: 'copy'; readonly copied: CopiedContent };

/** The bytes of any source. */
export const bytesOf = (source: SourceContent): ByteSource => {
  if (source.from === 'copy') return source.copied.content;
  return source.from === 'upload' ? source.file : source.content;
};

const copiedTypes: readonly GlobalIdType[] = [
  ...(Object.keys(attachmentHolders) as GlobalIdType[]),
  ...(Object.keys(attachedItemHolders) as GlobalIdType[]),
  'Item',
];

const demand = (context: Context, { may, address }: OpenedMailbox, anyOf: AnyOf): void => {
  if (!may(anyOf)) throw forbidden(context, { anyOf, mailbox: address, field: 'AttachmentSource.copyOf' });
};

const demandEach = (context: Context, mailbox: OpenedMailbox, permissions: readonly Permission[]): void => {
  for (const permission of permissions) demand(context, mailbox, [permission]);
};

/** Reads an id that names something to copy, and asks for the permissions that the id itself tells of. */
const copyTarget = (context: Context, mailbox: OpenedMailbox, text: string): CopyTarget => {
  const id = readIdIn(context, 'copyOf', text, copiedTypes, mailbox);
  const holder = holderIfAttached(attachmentHolders, id.type) ?? holderIfAttached(attachedItemHolders, id.type);
  if (holder === undefined) {
    demand(context, mailbox, contentPermissions);
    return { item: ewsItemId(id) };
  }
  demandEach(context, mailbox, holderPermissions[holder]);
  return { attachment: ewsAttachmentId(id) };
};

const sizeOf = ({ upload, base64 }: AttachmentSourceInput): number =>
  upload?.size ?? (typeof base64 === 'string' ? Buffer.byteLength(base64, 'base64') : 0);

const contentOf = ({ upload, base64 }: AttachmentSourceInput, copied: CopiedContent | undefined): SourceContent => {
  if (copied !== undefined) return { from: 'copy', copied };
  if (upload !== undefined && upload !== null) return { from: 'upload', file: upload };
  return { from: 'base64', content: new Blob([Buffer.from(base64 ?? '', 'base64')]) };
};

/**
 * Reads sources in their order: what is copied by one call for attachments and one for items. `quota`: what all their bytes together may not exceed.
 * Throws WriteRefusal QUOTA and OVERLOADED, GraphQLError for ids that are none and for what may not be read, EwsError for what cannot be had.
 */
export const readSources = async (
  context: Context,
  mailbox: OpenedMailbox,
  sources: readonly AttachmentSourceInput[],
  quota: Extract<keyof Sizes, 'contentBytes' | 'mimeBytes'>,
): Promise<readonly SourceContent[]> => {
  const given = sources.reduce((sum, source) => sum + sizeOf(source), 0);
  const check = (copiedBytes: number): void => checkQuotas({ [quota]: given + copiedBytes });
  check(0);
  const targets = sources.map(({ copyOf }) =>
    typeof copyOf === 'string' ? copyTarget(context, mailbox, copyOf) : undefined,
  );
  const wanted = targets.filter((target) => target !== undefined);
  const copies = (await copyContent(mailbox, wanted, check)).values();
  return sources.map((source, index) => {
    const copied = targets[index] === undefined ? undefined : copies.next().value;
    // An id does not tell what kind of item it is of.
    if (copied?.kind === 'item') demandEach(context, mailbox, [contentPermission(copied.item)]);
    return contentOf(source, copied);
  });
};
