import { seesCalendar } from '../guards/permission.ts';
import { CalendarEvent, CalendarEventConnection, CalendarEventEdge } from '../refs.ts';
import { cursorField, edgesField, nodesField, pageInfoField } from './connection-fields.ts';

CalendarEventConnection.implement({
  permission: seesCalendar,
  description: 'One page of events, by start.',
  fields: (t) => ({
    edges: t.field(edgesField(CalendarEventEdge, 'events')),
    nodes: t.field(nodesField(CalendarEvent, 'events')),
    pageInfo: t.field(pageInfoField),
    totalCount: t.exposeInt('totalCount', { description: 'How many events the whole window holds.' }),
  }),
});

CalendarEventEdge.implement({
  permission: seesCalendar,
  description: 'An event and its place in the list.',
  fields: (t) => ({
    cursor: t.field(cursorField('Pass as `after` for what follows.')),
    node: t.field({ type: CalendarEvent, nullable: false, description: 'The event.', resolve: ({ node }) => node }),
  }),
});
