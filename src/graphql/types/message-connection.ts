import { cost } from '../guards/cost.ts';
import { seesMail } from '../guards/permission.ts';
import { Message, MessageConnection, MessageEdge, PageInfo } from '../refs.ts';

MessageConnection.implement({
  permission: seesMail,
  description: 'One page of messages.',
  fields: (t) => ({
    edges: t.field({
      complexity: cost('edges'),
      type: [MessageEdge],
      nullable: false,
      description: 'The messages with their cursors.',
      resolve: ({ edges, mailbox }) => edges.map((edge) => ({ ...edge, mailbox })),
    }),
    nodes: t.field({
      complexity: cost('nodes'),
      type: [Message],
      nullable: false,
      description: 'The messages alone.',
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({
      complexity: cost('pageInfo'),
      type: PageInfo,
      nullable: false,
      description: 'Where this page stands.',
      resolve: ({ pageInfo }) => pageInfo,
    }),
    totalCount: t.exposeInt('totalCount', {
      nullable: false,
      description: 'How many messages the whole list holds. Costs nothing extra.',
    }),
    unreadCount: t.int({
      complexity: cost('unreadCount'),
      description:
        'How many of the whole list are unread. Costs one more FindItem. Null when `search` used the server’s own index, which cannot be asked for the unread alone.',
      resolve: ({ countUnread }) => countUnread(),
    }),
  }),
});

MessageEdge.implement({
  permission: seesMail,
  description: 'A message and its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      nullable: false,
      description: 'Pass as `after` for what follows, as `before` for what precedes.',
    }),
    node: t.field({ type: Message, nullable: false, description: 'The message.', resolve: ({ node }) => node }),
  }),
});
