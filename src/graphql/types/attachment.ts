import type { Permission } from '../../access/caller.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import { holderIn, holderPermissions } from '../../mailbox/content-permission.ts';
import { attachedItem } from '../attached-item.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import {
  base64Bytes,
  defaultInlineBytes,
  defaultLinkLifetime,
  downloadUrl,
  downloadUrlDescription,
  inlineLimit,
  tooLarge,
} from '../download.ts';
import { attachmentIdText } from '../ids.ts';
import { pickList } from '../pick.ts';
import {
  Attachment,
  CalendarEvent,
  Contact,
  FileAttachment,
  ItemAttachment,
  Message,
  Node,
  TaskItem,
  type AttachmentSource,
} from '../refs.ts';
import { demandReadable } from '../guards/permission.ts';
import { reads, wantedProperties } from '../selection.ts';
import type { AnyItemSource, ItemSource } from '../sources.ts';

/** What hangs on an item is its content; on an item that is itself attached, the content of both. */
const holderRule = ({ holder }: AttachmentSource): readonly (readonly Permission[])[] =>
  holderPermissions[holder].map((permission) => [permission]);

const idDescription = 'Opaque id, good for `node` as long as the item that it hangs on stays where it is.';

Attachment.implement({
  description: 'Something that hangs on a message or an event: a file or another item.',
  resolveType: ({ typeName }) => typeName,
  fields: (t) => ({
    id: t.id({ nullable: false, description: idDescription }),
    name: t.string({
      nullable: false,
      description: 'File name as the sender wrote it, perhaps empty. Not to be trusted as a path.',
      resolve: ({ attachment }) => attachment.name,
    }),
    contentType: t.string({
      description: 'MIME type as the sender wrote it. Not to be trusted.',
      resolve: ({ attachment }) => attachment.contentType,
    }),
    sizeBytes: t.field({
      type: 'Long',
      nullable: false,
      description: 'Size as the mail server counts it, which may include more than the bytes of the file.',
      resolve: ({ attachment }) => attachment.size ?? 0,
    }),
    isInline: t.boolean({
      nullable: false,
      description: 'Meant to be shown inside the body, such as a picture.',
      resolve: ({ attachment }) => attachment.isInline,
    }),
    contentId: t.string({
      description: 'What `cid:` addresses in the HTML name, without angle brackets.',
      resolve: ({ attachment }) => attachment.contentId,
    }),
  }),
});

FileAttachment.implement({
  permission: holderRule,
  description: 'A file that hangs on a message or an event.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: idDescription,
      resolve: (source, _args, context) => attachmentIdText(context, source),
    }),
    downloadUrl: t.field({
      type: 'URL',
      nullable: false,
      description: downloadUrlDescription,
      args: {
        expiresIn: t.arg({
          type: 'Duration',
          defaultValue: defaultLinkLifetime,
          description: 'How long the link is good: from one second to one hour.',
        }),
      },
      resolve: (source, { expiresIn }, context) =>
        downloadUrl(context, 'attachments', attachmentIdText(context, source), expiresIn),
    }),
    base64: t.field({
      complexity: cost('bytes'),
      type: 'Base64',
      description: 'The bytes themselves, for small files. A file over `maxBytes` is a BAD_USER_INPUT error.',
      args: {
        maxBytes: t.arg.int({
          defaultValue: defaultInlineBytes,
          description: 'Bytes to accept at most, up to 8 MiB.',
        }),
      },
      resolve: async ({ mailbox, attachment }, { maxBytes }) => {
        const limit = inlineLimit(maxBytes);
        if (attachment.size !== undefined && attachment.size > limit) throw tooLarge(attachment.size, limit);
        const content = await mailbox.attachments.load(attachment.id, []);
        if (content.kind !== 'file') return undefined;
        const bytes = base64Bytes(content.contentBase64);
        if (bytes > limit) throw tooLarge(bytes, limit);
        return content.contentBase64;
      },
    }),
  }),
});

const AttachedItem = builder.unionType('AttachedItem', {
  description: 'What an item attachment holds.',
  types: [Message, CalendarEvent, Contact, TaskItem],
  resolveType: (source) => (source as AnyItemSource).typeName,
});

ItemAttachment.implement({
  permission: holderRule,
  description: 'A message, event, contact or task that hangs on another item, such as a forwarded message.',
  interfaces: [Node, Attachment],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: idDescription,
      resolve: (source, _args, context) => attachmentIdText(context, source),
    }),
    item: t.field({
      complexity: cost('attachedItem'),
      type: AttachedItem,
      description:
        'The item inside. Its id is good for `node`; it lives in no folder of its own. Null when it is of a kind that the mail server cannot show. Several are read in one call.',
      resolve: async ({ mailbox, attachment: { id }, holder }, _args, context, info) => {
        const found = await attachedItem(mailbox, { id, holder }, wantedProperties(info, mailbox));
        if (found !== undefined) demandReadable(context, mailbox, info, found.item);
        return found;
      },
    }),
  }),
});

const attachmentsOf = (
  source: ItemSource<'Message'> | ItemSource<'CalendarItem'>,
): readonly AttachmentSource[] | undefined =>
  source.item.properties.attachments?.map((attachment) => ({
    typeName: attachment.kind === 'file' ? 'FileAttachment' : 'ItemAttachment',
    mailbox: source.mailbox,
    attachment,
    holder: holderIn(source.attachment?.holder, source.item.type),
  }));

builder.objectField(Message, 'attachments', (t) =>
  t.field({
    complexity: cost('attachments'),
    type: [Attachment],
    nullable: false,
    permission: ['READ_MESSAGES'],
    description: 'What hangs on the message, in the sender’s order.',
    args: {
      includeInline: t.arg.boolean({
        defaultValue: false,
        description: 'Also pictures that are meant to be shown inside the body.',
      }),
    },
    extensions: reads(itemProperties.attachments),
    resolve: (source, { includeInline }, context, info) =>
      pickList(source, attachmentsOf(source), context, info).filter(
        ({ attachment }) => includeInline === true || !attachment.isInline,
      ),
  }),
);

builder.objectField(CalendarEvent, 'attachments', (t) =>
  t.field({
    complexity: cost('attachments'),
    type: [Attachment],
    nullable: false,
    permission: ['READ_CALENDAR'],
    description: 'What hangs on the event.',
    extensions: reads(itemProperties.attachments),
    resolve: (source, _args, context, info) => pickList(source, attachmentsOf(source), context, info),
  }),
);
