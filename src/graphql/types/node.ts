import type { GraphQLResolveInfo } from 'graphql';
import { globalIdTypes, type GlobalId } from '../../global-id.ts';
import { attachedItemHolders, attachmentHolders, holderPermissions } from '../../mailbox/content-permission.ts';
import { loadInboxRules, ruleByKey } from '../../mailbox/inbox-rules.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { attachedItem } from '../attached-item.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { badUserInput, notFound } from '../errors.ts';
import { exportJobIn } from '../export-jobs.ts';
import { folderById } from '../folder-source.ts';
import { conversationReference, ewsAttachmentId, ewsFolderId, ewsItemId, mailboxOf, readId } from '../ids.ts';
import { openedMailbox } from '../mailbox-source.ts';
import { demandAll, demandOneOf, demandReadable } from '../guards/permission.ts';
import { Node, type NodeSource } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { itemSource } from '../sources.ts';

Node.implement({
  description: 'Anything that has an id.',
  resolveType: (source) => source.typeName,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque; give it back to `node` or `nodes` to read the same thing again.',
    }),
  }),
});

/** What an item can turn out to be when it has been read. */
const itemTypes = ['Message', 'CalendarEvent', 'Contact', 'TaskItem'] as const;

/** What may be refused without a look at the mail server is. */
const nodeIn = async (
  context: Context,
  mailbox: OpenedMailbox,
  id: GlobalId,
  info: GraphQLResolveInfo,
): Promise<NodeSource> => {
  switch (id.type) {
    case 'Mailbox':
      return openedMailbox(mailbox);
    case 'Folder':
    case 'Calendar': {
      demandOneOf(context, mailbox, info, [id.type]);
      const folder = folderById(mailbox, ewsFolderId(id));
      const { kind } = await folder.place();
      if (id.type === 'Calendar' && kind !== 'CALENDAR') throw notFound();
      return { ...folder, typeName: id.type };
    }
    case 'Item': {
      demandOneOf(context, mailbox, info, itemTypes);
      const item = await mailbox.items.load(ewsItemId(id), wantedProperties(info, mailbox));
      demandReadable(context, mailbox, info, item);
      return itemSource(mailbox, item);
    }
    case 'Conversation':
      demandOneOf(context, mailbox, info, [id.type]);
      return { typeName: 'Conversation', mailbox, reference: conversationReference(id) };
    case 'InboxRule':
      demandOneOf(context, mailbox, info, [id.type]);
      return { typeName: id.type, mailbox, rule: ruleByKey(await loadInboxRules(mailbox), id.id) };
    case 'MailboxExportJob':
      demandAll(context, mailbox, info, ['EXPORT']);
      return exportJobIn(context, mailbox, id.id);
    case 'MessageAttachment':
    case 'EventAttachment':
    case 'MixedAttachment': {
      const holder = attachmentHolders[id.type];
      demandAll(context, mailbox, info, holderPermissions[holder]);
      const attachment = await mailbox.attachments.describe(ewsAttachmentId(id));
      return {
        typeName: attachment.kind === 'file' ? 'FileAttachment' : 'ItemAttachment',
        mailbox,
        attachment,
        holder,
      };
    }
    case 'MessageAttachedItem':
    case 'EventAttachedItem':
    case 'MixedAttachedItem': {
      const holder = attachedItemHolders[id.type];
      demandAll(context, mailbox, info, holderPermissions[holder]);
      demandOneOf(context, mailbox, info, itemTypes);
      const place = { id: ewsAttachmentId(id), holder };
      const found = await attachedItem(mailbox, place, wantedProperties(info, mailbox));
      if (found === undefined) throw notFound();
      demandReadable(context, mailbox, info, found.item);
      return found;
    }
  }
};

const readNode = async (
  context: Context,
  argument: string,
  text: string,
  info: GraphQLResolveInfo,
): Promise<NodeSource> => {
  const id = readId(context, argument, text, globalIdTypes);
  return nodeIn(context, await mailboxOf(context, id), id, info);
};

/** Ids in one call: as many as a page may have. */
const maxIds = 1000;

builder.queryFields((t) => ({
  node: t.field({
    complexity: cost('node'),
    type: Node,
    permission: 'opensMailbox',
    description: 'Anything by its id.',
    args: { id: t.arg.id({ required: true, description: 'An id that the gateway gave.' }) },
    resolve: (_root, { id }, context, info) => readNode(context, 'id', id, info),
  }),
  nodes: t.field({
    complexity: cost('nodesByIds'),
    type: [Node],
    nullable: { list: false, items: true },
    permission: 'opensMailbox',
    description: `Things by their ids, up to ${maxIds}, positionally aligned with them; what is missing or not yours is null plus one error at its own path. Items of one mailbox are read in one call.`,
    args: { ids: t.arg.idList({ required: true, description: 'Ids that the gateway gave.' }) },
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > maxIds) throw badUserInput(`ids may hold ${maxIds} at most`);
      return ids.map((id, index) => readNode(context, `ids[${index}]`, id, info));
    },
  }),
}));
