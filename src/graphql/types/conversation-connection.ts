import { builder } from '../builder.ts';
import { listConversations } from '../messages/conversation-list.ts';
import { MessageFilter } from '../messages/message-filter.ts';
import { folderByRole, readFolderRef } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { seesMail } from '../guards/permission.ts';
import { Conversation, ConversationConnection, ConversationEdge, Mailbox } from '../refs.ts';
import { FolderRef } from './folder.ts';
import { cursorField, edgesField, nodesField, pageInfoField } from './connection-fields.ts';

ConversationConnection.implement({
  permission: seesMail,
  description: 'One page of conversations.',
  fields: (t) => ({
    edges: t.field(edgesField(ConversationEdge, 'conversations')),
    nodes: t.field(nodesField(Conversation, 'conversations')),
    pageInfo: t.field(pageInfoField),
    totalCount: t.exposeInt('totalCount', {
      description:
        'How many conversations the whole list holds. Null as long as another page follows: mail servers count messages, not conversations.',
    }),
  }),
});

ConversationEdge.implement({
  permission: seesMail,
  description: 'A conversation and its place in the list.',
  fields: (t) => ({
    cursor: t.field(cursorField('Pass as `after` for what follows.')),
    node: t.field({
      type: Conversation,
      nullable: false,
      description: 'The conversation.',
      resolve: ({ node }) => node,
    }),
  }),
});

builder.objectField(Mailbox, 'conversations', (t) =>
  t.field({
    complexity: cost('conversationList'),
    type: ConversationConnection,
    nullable: false,
    description:
      'Conversations with a message in one folder, those with the newest message there first. What is told of each is about the whole of it, wherever its messages lie. With `filter`: conversations with a message in the folder that the filter lets through, in the order of the newest such message. Within one walk through the pages none comes twice; one that gets new mail meanwhile may be found at the top of the next walk only. A page may be short, even empty, although another follows: go on as long as hasNextPage is true.',
    args: {
      in: t.arg({ type: FolderRef, description: 'Which folder. Absent: the inbox.' }),
      filter: t.arg({ type: MessageFilter, description: 'Which messages must be among them.' }),
      first: t.arg.int({ defaultValue: 25, description: 'How many, 1 to 100.' }),
      after: t.arg.string({ description: 'endCursor of the previous page of this very list.' }),
    },
    resolve: async (source, { in: ref, ...args }, context) => {
      const mailbox = await source.open();
      const findFolder = async () =>
        ref === null || ref === undefined ? folderByRole(mailbox, 'INBOX') : readFolderRef(context, mailbox, ref);
      return listConversations(context, mailbox, findFolder, args);
    },
  }),
);
