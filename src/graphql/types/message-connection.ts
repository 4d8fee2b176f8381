import { cost } from '../guards/cost.ts';
import { seesMail } from '../guards/permission.ts';
import { Message, MessageConnection, MessageEdge } from '../refs.ts';
import { cursorField, edgesField, nodesField, pageInfoField } from './connection-fields.ts';

MessageConnection.implement({
  permission: seesMail,
  description: 'One page of messages.',
  fields: (t) => ({
    edges: t.field(edgesField(MessageEdge, 'messages')),
    nodes: t.field(nodesField(Message, 'messages')),
    pageInfo: t.field(pageInfoField),
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
    cursor: t.field(cursorField('Pass as `after` for what follows, as `before` for what precedes.')),
    node: t.field({ type: Message, nullable: false, description: 'The message.', resolve: ({ node }) => node }),
  }),
});
