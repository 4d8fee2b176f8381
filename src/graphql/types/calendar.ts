import { foldersOfKind } from '../../mailbox/folders-of-kind.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { notFound } from '../errors.ts';
import { EventFilter, eventFilter } from '../events/event-filter.ts';
import { defaultEventPage, listEvents, TimeWindowInput } from '../events/event-list.ts';
import { folderById, folderByRole } from '../folder-source.ts';
import { ewsFolderId, folderIdText, readIdIn } from '../ids.ts';
import { seesCalendar } from '../guards/permission.ts';
import { Calendar, CalendarEventConnection, Folder, Mailbox, Node } from '../refs.ts';
import type { FolderSource } from '../sources.ts';

const asCalendar = (folder: FolderSource): FolderSource => ({ ...folder, typeName: 'Calendar' });

const firstDescription = 'How many, 1 to 1000.';
const afterDescription = 'endCursor of the previous page.';

Calendar.implement({
  permission: seesCalendar,
  description: 'A calendar of a mailbox.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Stable id; survives renaming and moving.',
      resolve: async ({ mailbox, id }, _args, context) => folderIdText(context, mailbox, 'Calendar', await id()),
    }),
    name: t.string({
      nullable: false,
      description: 'Its name, in the language of its owner.',
      resolve: async ({ place }) => (await place()).name,
    }),
    isDefault: t.boolean({
      nullable: false,
      description: 'Whether invitations go into this one.',
      resolve: async ({ mailbox, id }) => (await mailbox.folders.roles()).get(await id()) === 'CALENDAR',
    }),
    canEdit: t.boolean({
      nullable: false,
      description: 'Whether events may be made in it.',
      resolve: async ({ place }) => (await place()).canEdit,
    }),
    folder: t.field({
      type: Folder,
      nullable: false,
      description: 'The same as a folder.',
      resolve: (source): FolderSource => ({ ...source, typeName: 'Folder' }),
    }),
    events: t.field({
      complexity: cost('eventPage'),
      type: CalendarEventConnection,
      nullable: false,
      description:
        'Events of a window, by start. Series are shown as their occurrences, or with `expand: false` as themselves. A window of more than two years is read in several calls.',
      args: {
        window: t.arg({ type: TimeWindowInput, required: true, description: 'From when to when.' }),
        filter: t.arg({ type: EventFilter, description: 'Which of them.' }),
        expand: t.arg.boolean({
          defaultValue: true,
          description:
            'True: occurrences of series. False: single events, and series that have occurrences in the window or after it.',
        }),
        first: t.arg.int({ defaultValue: defaultEventPage, description: firstDescription }),
        after: t.arg.string({ description: afterDescription }),
      },
      resolve: ({ mailbox, target }, { filter, expand, ...args }, context, info) => {
        const scope = {
          mailbox,
          calendars: () => Promise.resolve([target]),
          expand: expand ?? true,
          filter: eventFilter(filter),
          list: { eventsOf: target, filter },
        };
        return listEvents(context, info, scope, args);
      },
    }),
  }),
});

builder.objectFields(Mailbox, (t) => ({
  calendars: t.field({
    complexity: cost('calendars'),
    type: [Calendar],
    nullable: false,
    description: 'All calendars, those in the deleted items excepted.',
    resolve: async (source) => {
      const mailbox = await source.open();
      return (await foldersOfKind(mailbox, 'CALENDAR')).map(({ id }) => asCalendar(folderById(mailbox, id)));
    },
  }),
  calendar: t.field({
    complexity: cost('folder'),
    type: Calendar,
    description: 'One calendar.',
    args: { id: t.arg.id({ description: 'The id of a Calendar or of its Folder. Absent: the default calendar.' }) },
    resolve: async (source, { id }, context) => {
      const mailbox = await source.open();
      if (typeof id !== 'string') return asCalendar(folderByRole(mailbox, 'CALENDAR'));
      const folder = folderById(mailbox, ewsFolderId(readIdIn(context, 'id', id, ['Calendar', 'Folder'], mailbox)));
      if ((await folder.place()).kind !== 'CALENDAR') throw notFound('There is no such calendar in this mailbox.');
      return asCalendar(folder);
    },
  }),
  agenda: t.field({
    complexity: cost('eventPage'),
    type: CalendarEventConnection,
    nullable: false,
    description:
      'Events of a window over every calendar of the mailbox, merged by start, series shown as their occurrences. One FindItem for all calendars, and one GetItem when the selection needs more.',
    args: {
      window: t.arg({ type: TimeWindowInput, required: true, description: 'From when to when.' }),
      first: t.arg.int({ defaultValue: defaultEventPage, description: firstDescription }),
      after: t.arg.string({ description: afterDescription }),
    },
    resolve: async (source, args, context, info) => {
      const mailbox = await source.open();
      const calendars = (): ReturnType<typeof foldersOfKind> => foldersOfKind(mailbox, 'CALENDAR');
      const scope = { mailbox, calendars, expand: true, filter: undefined, list: 'agenda' };
      return listEvents(context, info, scope, args);
    },
  }),
}));
