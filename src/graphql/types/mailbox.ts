import { itemId } from '../../ews/properties/id.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import { findItems } from '../../mailbox/find-items.ts';
import { builder } from '../builder.ts';
import { cursorCodec, pageOf, sliceConnection } from '../connection.ts';
import { cost } from '../guards/cost.ts';
import { FolderKind, MailboxKind } from '../enums.ts';
import { badUserInput, notFound } from '../errors.ts';
import { compileOrder } from '../messages/message-order.ts';
import {
  distinctTargets,
  folderByRole,
  knownFolder,
  mailFolders,
  readFolderRef,
  searchedFolders,
} from '../folder-source.ts';
import { idText, readIdIn } from '../ids.ts';
import { listedMailbox, mailboxAt, openedMailbox } from '../mailbox-source.ts';
import { longestText } from '../messages/filter.ts';
import { messageListArguments } from '../messages/message-list-arguments.ts';
import { listMessages, type MessageScope } from '../messages/message-list.ts';
import { Folder, Mailbox, MailboxConnection, MailboxEdge, Message, MessageConnection, Node } from '../refs.ts';
import { demandReadable } from '../guards/permission.ts';
import { wantedProperties } from '../selection.ts';
import { itemSource, sourceOf, type MailboxSource } from '../sources.ts';
import { cursorField, nodesField, pageInfoField } from './connection-fields.ts';
import { FolderRef } from './folder.ts';

Mailbox.implement({
  permission: 'opensMailbox',
  description: 'One mailbox: its folders, messages and calendars.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Stable id of the mailbox.',
      resolve: ({ entry: { address } }, _args, context) =>
        idText(context, { type: 'Mailbox', mailbox: address, id: address }),
    }),
    address: t.field({
      type: 'EmailAddress',
      nullable: false,
      description: 'The primary address.',
      resolve: ({ entry }) => entry.address,
    }),
    aliases: t.field({
      complexity: cost('aliases'),
      type: ['EmailAddress'],
      nullable: false,
      description: 'Other addresses that deliver here. Empty where the server does not tell them.',
      resolve: async ({ entry }, _args, { directory }) => [...(await directory.aliases(entry.address))],
    }),
    displayName: t.string({ description: 'The name shown for it.', resolve: ({ entry }) => entry.displayName }),
    kind: t.field({
      type: MailboxKind,
      nullable: false,
      description: 'Whether it is a person, a group, a room or equipment.',
      resolve: ({ entry }) => entry.kind,
    }),

    folder: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'One folder.',
      args: { where: t.arg({ type: FolderRef, required: true, description: 'Which folder.' }) },
      resolve: async (source, { where }, context) => {
        const folder = await readFolderRef(context, await source.open(), where);
        await folder.place();
        return folder;
      },
    }),
    folders: t.field({
      complexity: cost('folders'),
      type: [Folder],
      nullable: false,
      description:
        'All folders, whole tree, any depth, never truncated; ordered so that a parent precedes its children.',
      args: {
        kinds: t.arg({
          type: [FolderKind],
          required: false,
          defaultValue: ['MAIL'],
          description: 'What the folders hold; null for all.',
        }),
      },
      resolve: async (source, { kinds }) => {
        const mailbox = await source.open();
        const tree = await mailbox.folders.tree();
        const wanted = kinds === null || kinds === undefined ? undefined : new Set(kinds);
        return tree
          .filter(({ kind }) => wanted === undefined || wanted.has(kind))
          .map((folder) => knownFolder(mailbox, folder));
      },
    }),
    inbox: t.field({
      complexity: cost('folder'),
      type: Folder,
      nullable: false,
      description: 'The inbox. Reading its messages needs no look at the folder list.',
      resolve: async (source) => folderByRole(await source.open(), 'INBOX'),
    }),

    message: t.field({
      complexity: cost('message'),
      type: Message,
      description: 'One message of this mailbox.',
      args: { id: t.arg.id({ required: true, description: 'The id of a message.' }) },
      resolve: async (source, { id }, context, info) => {
        const mailbox = await source.open();
        const item = await mailbox.items.load(
          itemId(readIdIn(context, 'id', id, ['Item'], mailbox).id),
          wantedProperties(info, mailbox),
        );
        const message = sourceOf(itemSource(mailbox, item), 'Message');
        if (message === undefined) throw badUserInput('id is the id of an item that is no message');
        demandReadable(context, mailbox, info, item);
        return message;
      },
    }),
    messageByInternetMessageId: t.field({
      complexity: cost('messageByInternetMessageId'),
      type: Message,
      description: 'The newest message with this Message-ID in any folder. Survives moves, unlike id.',
      args: { internetMessageId: t.arg.string({ required: true, description: 'With its angle brackets.' }) },
      resolve: async (source, { internetMessageId }, context, info) => {
        if (internetMessageId.length > longestText)
          throw badUserInput(`internetMessageId may have ${longestText} characters at most`);
        const mailbox = await source.open();
        const { rows } = await findItems(mailbox, {
          folders: await mailFolders(mailbox),
          wanted: wantedProperties(info, mailbox),
          restriction: { property: messageProperties.internetMessageId, is: 'equalTo', value: internetMessageId },
          order: compileOrder(undefined),
          page: { limit: 1, direction: 'forward' },
        });
        const [row] = rows;
        const message = row === undefined ? undefined : sourceOf(itemSource(mailbox, row.item, row), 'Message');
        if (message === undefined) throw notFound('No message of this mailbox has this Message-ID.');
        demandReadable(context, mailbox, info, message.item);
        return message;
      },
    }),
    messages: t.field({
      complexity: cost('mailboxMessagePage'),
      type: MessageConnection,
      nullable: false,
      description:
        'Messages in one folder, several folders merged in order, or (no folders given) the whole mailbox except junk and deleted items. first and last: 1 to 1000, default 50. Ordered by a date, pages stay whole while mail arrives: nothing repeats, nothing is dropped, and totalCount stays the whole count. Other orders and search page by offset, with a check that the last row is still where it was.',
      args: {
        in: t.arg({
          type: [FolderRef],
          description: 'Which folders. Absent: the whole mailbox except junk and deleted items.',
        }),
        ...messageListArguments,
      },
      resolve: async (source, { in: refs, ...args }, context, info) => {
        const mailbox = await source.open();
        if (refs?.length === 0) throw badUserInput('in must name a folder; leave it out for the whole mailbox');
        if ((refs?.length ?? 0) > mostFolders) throw badUserInput(`in may name ${mostFolders} folders at most`);
        const findScope = async (): Promise<MessageScope> => {
          if (refs === null || refs === undefined) return { scope: 'mailbox', ...(await searchedFolders(mailbox)) };
          const chosen = await Promise.all(refs.map((ref) => readFolderRef(context, mailbox, ref)));
          const folders = await distinctTargets(chosen);
          return { folders, scope: folders };
        };
        return listMessages(context, info, mailbox, findScope, args);
      },
    }),
  }),
});

/** Folders that a client may name for one list: each is looked for in the tree. */
const mostFolders = 200;

MailboxConnection.implement({
  permission: 'withItsParent',
  description: 'One page of mailboxes.',
  fields: (t) => ({
    edges: t.field({
      complexity: cost('edges'),
      type: [MailboxEdge],
      nullable: false,
      description: 'The mailboxes with their cursors.',
      resolve: ({ edges }) => [...edges],
    }),
    nodes: t.field(nodesField(Mailbox, 'mailboxes')),
    pageInfo: t.field(pageInfoField),
    totalCount: t.exposeInt('totalCount', { description: 'How many mailboxes the whole list holds.' }),
  }),
});

MailboxEdge.implement({
  permission: 'withItsParent',
  description: 'A mailbox and its place in the list.',
  fields: (t) => ({
    cursor: t.field(cursorField('Pass as `after` for what follows.')),
    node: t.field({ type: Mailbox, nullable: false, description: 'The mailbox.', resolve: ({ node }) => node }),
  }),
});

const MailboxFilter = builder.inputType('MailboxFilter', {
  description: 'Which mailboxes. All given fields must match.',
  fields: (t) => ({
    addressContains: t.string({ description: 'Part of the primary address; upper and lower case are the same.' }),
    kind: t.field({ type: MailboxKind, description: 'Only this kind.' }),
  }),
});

builder.queryFields((t) => ({
  mailbox: t.field({
    complexity: cost('mailbox'),
    type: Mailbox,
    permission: 'opensMailbox',
    description:
      'One mailbox by any of its addresses. Null with one NOT_FOUND error, the same for a mailbox that does not exist and for one that you may not open.',
    args: { address: t.arg({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }) },
    resolve: async (_root, { address }, context) => openedMailbox(await mailboxAt(context, address)),
  }),
  mailboxes: t.field({
    complexity: cost('mailboxPage'),
    type: MailboxConnection,
    nullable: false,
    permission: 'opensMailbox',
    description: 'The mailboxes that you may open, by address. Empty where the server has no directory to list.',
    args: {
      filter: t.arg({ type: MailboxFilter, description: 'Which of them.' }),
      first: t.arg.int({ defaultValue: 50, description: 'How many, 1 to 1000.' }),
      after: t.arg.string({ description: 'endCursor of the previous page.' }),
    },
    resolve: async (_root, { filter, ...args }, context) => {
      const cursors = cursorCodec<number>(context.sealer, { mailbox: undefined, list: { mailboxes: filter } });
      const page = pageOf(args, cursors);
      const part = filter?.addressContains?.toLowerCase() ?? '';
      const entries = (await context.directory.list()).filter(
        ({ address, kind }) =>
          context.policy.mayOpen(context.caller, address) &&
          address.includes(part) &&
          (filter?.kind === null || filter?.kind === undefined || filter.kind === kind),
      );
      return sliceConnection<MailboxSource>(
        entries.map((entry) => listedMailbox(context, entry)),
        page,
        cursors,
      );
    },
  }),
}));
