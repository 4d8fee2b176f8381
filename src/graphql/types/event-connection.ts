import { cost } from '../guards/cost.ts';
import { seesCalendar } from '../guards/permission.ts';
import { CalendarEvent, CalendarEventConnection, CalendarEventEdge, PageInfo } from '../refs.ts';

CalendarEventConnection.implement({
  permission: seesCalendar,
  description: 'One page of events, by start.',
  fields: (t) => ({
    edges: t.field({
      complexity: cost('edges'),
      type: [CalendarEventEdge],
      nullable: false,
      description: 'The events with their cursors.',
      resolve: ({ edges, mailbox }) => edges.map((edge) => ({ ...edge, mailbox })),
    }),
    nodes: t.field({
      complexity: cost('nodes'),
      type: [CalendarEvent],
      nullable: false,
      description: 'The events alone.',
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({
      complexity: cost('pageInfo'),
      type: PageInfo,
      nullable: false,
      description: 'Where this page stands.',
      resolve: ({ pageInfo }) => pageInfo,
    }),
    totalCount: t.exposeInt('totalCount', { description: 'How many events the whole window holds.' }),
  }),
});

CalendarEventEdge.implement({
  permission: seesCalendar,
  description: 'An event and its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { nullable: false, description: 'Pass as `after` for what follows.' }),
    node: t.field({ type: CalendarEvent, nullable: false, description: 'The event.', resolve: ({ node }) => node }),
  }),
});
