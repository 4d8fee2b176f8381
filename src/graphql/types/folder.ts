import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { FolderKind, FolderRole } from '../enums.ts';
import { knownFolder, folderById, type FolderRefInput } from '../folder-source.ts';
import { changeKeyText, folderIdText } from '../ids.ts';
import { openedMailbox } from '../mailbox-source.ts';
import { messageListArguments } from '../messages/message-list-arguments.ts';
import { listMessages } from '../messages/message-list.ts';
import { seesMail } from '../guards/permission.ts';
import { Folder, Mailbox, MessageConnection, Node } from '../refs.ts';

export const FolderRef = builder.inputRef<FolderRefInput>('FolderRef').implement({
  description: 'Exactly one of: a folder id, a well-known role, or a path such as /Inbox/Clients.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'The id of a Folder or Calendar.' }),
    role: t.field({ type: FolderRole, description: 'A folder that every mailbox has. Costs no look-up.' }),
    path: t.string({
      description:
        'Names from the top, `/Inbox/Clients`, upper and lower case alike; a slash inside a name is written `%2F`.',
    }),
  }),
});

Folder.implement({
  permission: seesMail,
  description: 'A folder of a mailbox.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Stable id; survives renaming and moving.',
      resolve: async ({ mailbox, id }, _args, context) => folderIdText(context, mailbox, 'Folder', await id()),
    }),
    name: t.string({
      nullable: false,
      description: 'Its name, in the language of its owner.',
      resolve: async ({ place }) => (await place()).name,
    }),
    path: t.string({
      nullable: false,
      description: 'Names from the top of the tree: `/Inbox/Clients`. A slash inside a name is written `%2F`.',
      resolve: async ({ place }) => (await place()).path,
    }),
    role: t.field({
      type: FolderRole,
      description: 'What it is for, when it is one of the folders that every mailbox has.',
      resolve: async ({ mailbox, id }) => (await mailbox.folders.roles()).get(await id()),
    }),
    kind: t.field({
      type: FolderKind,
      nullable: false,
      description: 'What it holds.',
      resolve: async ({ place }) => (await place()).kind,
    }),
    changeKey: t.field({
      type: 'ChangeKey',
      nullable: false,
      description: 'Version of the folder itself, not of what is in it. Empty where the server tells none.',
      resolve: async ({ load }, _args, context) => changeKeyText(context, (await load()).changeKey),
    }),
    totalCount: t.int({
      nullable: false,
      description: 'Items directly in it.',
      resolve: async ({ load }) => (await load()).totalCount,
    }),
    unreadCount: t.int({
      nullable: false,
      description: 'Unread items directly in it; 0 where nothing is counted (calendars, contacts).',
      resolve: async ({ load }) => (await load()).unreadCount,
    }),
    parent: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'The folder it lies in; null at the top of the tree.',
      resolve: async ({ mailbox, place }) => {
        const { parentId } = await place();
        return parentId === undefined ? undefined : folderById(mailbox, parentId);
      },
    }),
    children: t.field({
      complexity: cost('subfolders'),
      type: [Folder],
      nullable: false,
      description: 'The folders directly in it, by name.',
      resolve: async ({ mailbox, id }) => {
        const { tree, roles } = mailbox.folders;
        const [own, all, roleOf] = await Promise.all([id(), tree(), roles()]);
        return all
          .filter(({ parentId }) => parentId === (roleOf.get(own) === 'ROOT' ? undefined : own))
          .map((child) => knownFolder(mailbox, child));
      },
    }),
    mailbox: t.field({
      type: Mailbox,
      nullable: false,
      description: 'The mailbox it belongs to.',
      resolve: ({ mailbox }) => openedMailbox(mailbox),
    }),
    messages: t.field({
      complexity: cost('messagePage'),
      type: MessageConnection,
      nullable: false,
      description:
        'The messages directly in it. first and last: 1 to 1000, default 50. Ordered by a date, pages stay whole while mail arrives; other orders and search page by offset, with a check that the last row is still where it was.',
      args: messageListArguments,
      resolve: ({ mailbox, target }, args, context, info) =>
        listMessages(context, info, mailbox, () => Promise.resolve({ folders: [target], scope: target }), args),
    }),
  }),
});
