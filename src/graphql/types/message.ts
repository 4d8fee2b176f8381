import { messageProperties } from '../../ews/properties/message.ts';
import { metadataProperty } from '../../ews/properties/named-property.ts';
import type { Recipient as EwsRecipient } from '../../ews/properties/recipient.ts';
import { cost } from '../guards/cost.ts';
import { Importance, Sensitivity } from '../enums.ts';
import { badUserInput } from '../errors.ts';
import { textOf } from '../messages/message-body.ts';
import { messageKind } from '../messages/message-kind.ts';
import { folderById } from '../folder-source.ts';
import { changeKeyText, itemIdText } from '../ids.ts';
import { openedMailbox } from '../mailbox-source.ts';
import { MessageKind } from '../messages/message-filter.ts';
import { isNamespace, metadataEntries } from '../messages/metadata.ts';
import { normalizedSubject } from '../../mailbox/normalized-subject.ts';
import { pick, pickList } from '../pick.ts';
import { preview } from '../messages/preview.ts';
import { seesMail } from '../guards/permission.ts';
import {
  Conversation,
  Folder,
  InternetHeader,
  Mailbox,
  Message,
  MessageFlag,
  MetadataEntry,
  Node,
  Recipient,
  type RecipientSource,
} from '../refs.ts';
import { either, reads, readsByArgs, readsFrom, readsInside } from '../selection.ts';
import type { ItemSource } from '../sources.ts';

const longestPreview = 1000;
/** Names of headers: each header of each message is compared with all of them. */
const mostHeaderNames = 100;

const person = ({ mailbox }: ItemSource<'Message'>, recipient: EwsRecipient | undefined): RecipientSource | undefined =>
  recipient === undefined || (recipient.name === undefined && recipient.address === undefined)
    ? undefined
    : { mailbox, recipient };

const people = ({ mailbox }: ItemSource<'Message'>, recipients: readonly EwsRecipient[]): RecipientSource[] =>
  recipients.map((recipient) => ({ mailbox, recipient }));

Message.implement({
  permission: seesMail,
  description: 'A message: mail, an invitation, a report, or a note in a folder.',
  interfaces: [Node],
  extensions: readsFrom(messageProperties),
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Id of the message where it lies now; a move gives it another one.',
      resolve: (source, _args, context) => itemIdText(context, source),
    }),
    changeKey: t.field({
      type: 'ChangeKey',
      nullable: false,
      description: 'Version of the message. Empty for one inside an attachment, which cannot change.',
      resolve: ({ item }, _args, context) => changeKeyText(context, item.changeKey),
    }),
    kind: t.field({
      type: MessageKind,
      nullable: false,
      description: 'What it is.',
      extensions: reads(messageProperties.itemClass),
      resolve: ({ item }) => messageKind(item.properties.itemClass),
    }),
    internetMessageId: t.string({
      description: 'The Message-ID header, with its angle brackets. Survives moves.',
      resolve: ({ item }) => item.properties.internetMessageId,
    }),
    subject: t.string({
      description: 'The subject as it was written.',
      resolve: ({ item }) => item.properties.subject,
    }),
    normalizedSubject: t.string({
      description: 'The subject without `Re:`, `Fwd:` and their kin.',
      extensions: reads(messageProperties.normalizedSubject, messageProperties.subject),
      resolve: ({ item: { properties } }) =>
        properties.normalizedSubject ??
        (properties.subject === undefined ? undefined : normalizedSubject(properties.subject)),
    }),
    from: t.field({
      type: Recipient,
      description: 'The author.',
      resolve: (source) => person(source, source.item.properties.from),
    }),
    sender: t.field({
      type: Recipient,
      description: 'Who submitted it: somebody else than the author when sent on behalf.',
      resolve: (source) => person(source, source.item.properties.sender),
    }),
    replyTo: t.field({
      type: [Recipient],
      nullable: false,
      description: 'Where answers are wanted; empty when that is the author.',
      resolve: (source, _args, context, info) =>
        people(source, pickList(source, source.item.properties.replyTo, context, info)),
    }),
    to: t.field({
      type: [Recipient],
      nullable: false,
      description: 'The main recipients.',
      extensions: reads(messageProperties.toRecipients),
      resolve: (source, _args, context, info) =>
        people(source, pickList(source, source.item.properties.toRecipients, context, info)),
    }),
    cc: t.field({
      type: [Recipient],
      nullable: false,
      description: 'Recipients of a copy.',
      extensions: reads(messageProperties.ccRecipients),
      resolve: (source, _args, context, info) =>
        people(source, pickList(source, source.item.properties.ccRecipients, context, info)),
    }),
    bcc: t.field({
      type: [Recipient],
      nullable: false,
      description: 'Recipients of a hidden copy; known on drafts and sent messages only.',
      extensions: reads(messageProperties.bccRecipients),
      resolve: (source, _args, context, info) =>
        people(source, pickList(source, source.item.properties.bccRecipients, context, info)),
    }),
    receivedAt: t.field({
      type: 'DateTime',
      description: 'When it arrived in this mailbox.',
      resolve: ({ item }) => item.properties.receivedAt,
    }),
    sentAt: t.field({
      type: 'DateTime',
      description: 'When it was sent.',
      resolve: ({ item }) => item.properties.sentAt,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When this copy was made.',
      resolve: ({ item }) => item.properties.createdAt,
    }),
    lastModifiedAt: t.field({
      type: 'DateTime',
      description: 'When this copy was last changed.',
      resolve: ({ item }) => item.properties.lastModifiedAt,
    }),
    sizeBytes: t.field({
      type: 'Long',
      nullable: false,
      description: 'Size in the mailbox.',
      extensions: reads(messageProperties.size),
      resolve: ({ item }) => item.properties.size ?? 0,
    }),
    isRead: t.boolean({
      nullable: false,
      description: 'Whether it has been read.',
      resolve: ({ item }) => item.properties.isRead ?? false,
    }),
    isDraft: t.boolean({
      nullable: false,
      description: 'Whether it has not been sent yet.',
      resolve: ({ item }) => item.properties.isDraft ?? false,
    }),
    importance: t.field({
      type: Importance,
      nullable: false,
      description: 'How important the author says it is.',
      resolve: ({ item }) => item.properties.importance ?? 'Normal',
    }),
    sensitivity: t.field({
      type: Sensitivity,
      nullable: false,
      description: 'How the author wants it to be treated.',
      resolve: ({ item }) => item.properties.sensitivity ?? 'Normal',
    }),
    flag: t.field({
      type: MessageFlag,
      nullable: false,
      description: 'The follow-up flag.',
      extensions: readsInside(),
      resolve: (source) => source,
    }),
    categories: t.stringList({
      nullable: false,
      description: 'The categories it was put in.',
      resolve: ({ item }) => [...(item.properties.categories ?? [])],
    }),
    hasAttachments: t.boolean({
      nullable: false,
      description: 'Whether something hangs on it; images inside the text do not count.',
      resolve: ({ item }) => item.properties.hasAttachments ?? false,
    }),
    preview: t.string({
      complexity: cost('preview'),
      permission: ['READ_MESSAGES'],
      description:
        'The beginning of its text on one line. Made from the body, so a list that asks for it costs one batched GetItem.',
      args: {
        length: t.arg.int({
          defaultValue: 140,
          description: `Characters at most, 1 to ${longestPreview}; cut between words where possible.`,
        }),
      },
      extensions: reads(either(messageProperties.bodyText, messageProperties.bodyHtml, messageProperties.bodyBest)),
      resolve: async (source, { length }, context) => {
        const wanted = length ?? 140;
        if (wanted < 1 || wanted > longestPreview) throw badUserInput(`length must be from 1 to ${longestPreview}`);
        const { bodyText, bodyHtml, bodyBest } = source.item.properties;
        const body = pick(source, bodyText ?? bodyHtml ?? bodyBest);
        return body === undefined ? undefined : context.inTurn(() => preview(textOf(body), wanted));
      },
    }),
    headers: t.field({
      type: [InternetHeader],
      nullable: false,
      permission: ['READ_MESSAGES'],
      description: 'The header lines as they travelled, in order; names repeat. Empty on what was never sent.',
      args: { names: t.arg.stringList({ description: 'Only these, upper and lower case alike; absent for all.' }) },
      extensions: reads(messageProperties.internetMessageHeaders),
      resolve: (source, { names }, context, info) => {
        if ((names?.length ?? 0) > mostHeaderNames) throw badUserInput(`names may hold ${mostHeaderNames} at most`);
        const headers = pickList(source, source.item.properties.internetMessageHeaders, context, info);
        const wanted =
          names === null || names === undefined ? undefined : new Set(names.map((name) => name.toLowerCase()));
        return headers.filter(({ name }) => wanted === undefined || wanted.has(name.toLowerCase()));
      },
    }),
    conversation: t.field({
      type: Conversation,
      description: 'The conversation it is part of.',
      extensions: reads(
        messageProperties.conversationId,
        messageProperties.conversationKey,
        messageProperties.conversationTopic,
      ),
      resolve: ({ mailbox, item: { properties } }) => {
        const { conversationId, conversationKey, conversationTopic } = properties;
        if (conversationId === undefined) return undefined;
        return {
          typeName: 'Conversation',
          mailbox,
          reference: { id: conversationId, key: conversationKey, topic: conversationTopic },
        } as const;
      },
    }),
    inReplyTo: t.string({
      description: 'Message-ID of the message it answers.',
      resolve: ({ item }) => item.properties.inReplyTo,
    }),
    references: t.stringList({
      nullable: false,
      description: 'Message-IDs of the thread it belongs to, oldest first.',
      resolve: (source, _args, context, info) =>
        pickList(
          source,
          source.item.properties.references?.split(/\s+/).filter((id) => id !== ''),
          context,
          info,
        ),
    }),
    folder: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'The folder it lies in; null for a message inside an attachment.',
      extensions: reads(messageProperties.parentFolderId),
      resolve: ({ mailbox, item, attachment }) => {
        const { parentFolderId } = item.properties;
        return parentFolderId === undefined || attachment !== undefined
          ? undefined
          : folderById(mailbox, parentFolderId);
      },
    }),
    mailbox: t.field({
      type: Mailbox,
      nullable: false,
      description: 'The mailbox it lies in.',
      resolve: ({ mailbox }) => openedMailbox(mailbox),
    }),
    metadata: t.field({
      type: [MetadataEntry],
      nullable: false,
      permission: ['READ_MESSAGES'],
      description: 'Texts that programs keep on the message itself, by key, one namespace for each program.',
      args: {
        namespace: t.arg.string({ required: true, description: 'Letters, digits, `.`, `_` and `-`, up to 64.' }),
      },
      extensions: readsByArgs<{ readonly namespace: string }>(({ namespace }) =>
        isNamespace(namespace) ? [metadataProperty(namespace)] : [],
      ),
      resolve: (source, { namespace }, context, info) => {
        if (!isNamespace(namespace))
          throw badUserInput(
            'namespace takes up to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit',
          );
        return pickList(source, metadataEntries(source.item, namespace), context, info);
      },
    }),
  }),
});

InternetHeader.implement({
  permission: 'withItsParent',
  description: 'One header line of a message.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'As written, such as `Received`.' }),
    value: t.exposeString('value', {
      nullable: false,
      description: 'The rest of the line, unfolded as the server gives it.',
    }),
  }),
});

MetadataEntry.implement({
  permission: 'withItsParent',
  description: 'A text kept on a message.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, description: 'Its name inside the namespace.' }),
    value: t.exposeString('value', { nullable: false, description: 'The text.' }),
  }),
});
