import { itemProperties } from '../../ews/properties/item.ts';
import type { ResyncReason as Reason } from '../../notifications/mailbox-event.ts';
import { builder } from '../builder.ts';
import { toldInFolder, type ChangeKind as Kind, type ItemChangedSource } from '../changes/change-source.ts';
import { changedItem } from '../changes/changed-item.ts';
import type { Context } from '../context.ts';
import { placedFolder, toldFolder } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { seesCalendar, seesMail } from '../guards/permission.ts';
import { folderIdText, idText } from '../ids.ts';
import {
  CalendarEvent,
  CalendarEventChanged,
  Contact,
  ContactChanged,
  Folder,
  FolderChanged,
  FolderRemoved,
  ItemRemoved,
  Message,
  MessageChanged,
  MessageReadStateChanged,
  ResyncRequired,
  TaskChanged,
  TaskItem,
} from '../refs.ts';
import { wantedInEach } from '../selection.ts';

const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What became of something.',
  values: {
    CREATED: {
      description:
        'It is there now: new, put back, or moved here from a place that is not known. You may know it already.',
    },
    UPDATED: { description: 'Something about it has changed, or was written again.' },
    MOVED: {
      description: 'It lies elsewhere now. An item mostly has another id then: `previousId` is the one that you know.',
    },
  } satisfies Record<Kind, { description: string }>,
});

const ResyncReason = builder.enumType('ResyncReason', {
  description: 'Why the mailbox must be read afresh.',
  values: {
    STARTED: { description: 'You gave no token to go on from: events begin with the token beside this.' },
    POSITION_LOST: {
      description: 'How far you had come is lost, with the mail server or by an upgrade of the gateway.',
    },
    TOO_SLOW: { description: 'More has happened than you took from the stream; what was waiting for you was dropped.' },
  } satisfies Record<Reason, { description: string }>,
});

/** Of every item that is there. */
const folderItLiesIn = {
  complexity: cost('folder'),
  type: Folder,
  description:
    'The folder that it lies in; null when that is gone meanwhile. Its id, name and path come from the list of folders.',
  resolve: ({ mailbox, folderId }: Pick<ItemChangedSource, 'mailbox' | 'folderId'>) => placedFolder(mailbox, folderId),
};

const itemIdOf = ({ mailbox }: Pick<ItemChangedSource, 'mailbox'>, id: string, context: Context): string =>
  idText(context, { type: 'Item', mailbox: mailbox.address, id });

/** Of every item too. */
const whatBecame = {
  type: ChangeKind,
  nullable: false,
  description: 'What became of it.',
  resolve: ({ kind }: ItemChangedSource) => kind,
} as const;

/** Of every item too. */
const idBeforeMove = {
  description:
    'The id that it had before it was moved; mostly another one than now, which is dead then. Null when it was not moved, or nobody told from where: such a move is an ItemRemoved and a CREATED.',
  resolve: (source: ItemChangedSource, _args: unknown, context: Context) =>
    source.previousId === undefined ? undefined : itemIdOf(source, source.previousId, context),
};

MessageChanged.implement({
  permission: seesMail,
  description: 'A message has appeared, changed or moved. Its read state alone is told as MessageReadStateChanged.',
  fields: (t) => ({
    kind: t.field(whatBecame),
    at: t.field({
      complexity: cost('changedItem'),
      type: 'DateTime',
      description:
        'When the message was last changed, as the mail server has it. Null when it is gone again. Read with `message`.',
      resolve: async (source) =>
        (await changedItem(source, 'Message', [itemProperties.lastModifiedAt]))?.item.properties.lastModifiedAt,
    }),
    message: t.field({
      complexity: cost('changedItem'),
      type: Message,
      description: 'The message as it is now. Null when it is gone again, which another change tells.',
      resolve: (source, _args, _context, info) => changedItem(source, 'Message', wantedInEach(info, source.mailbox)),
    }),
    folder: t.field(folderItLiesIn),
    previousId: t.id(idBeforeMove),
  }),
});

MessageReadStateChanged.implement({
  permission: seesMail,
  description: 'A message was marked as read or unread, and nothing else of it has changed.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'The id of the message.',
      resolve: (source, _args, context) => itemIdOf(source, source.id, context),
    }),
    isRead: t.boolean({ nullable: false, description: 'Whether it is read now.', resolve: ({ isRead }) => isRead }),
  }),
});

ItemRemoved.implement({
  permission: ({ folderKind }) => [toldInFolder[folderKind]],
  description:
    'A message, event, contact or task has left a folder: deleted, or moved to where it has another id. Keep it if you have been told that it lies in another folder under the same id.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'The id that it had.',
      resolve: (source, _args, context) => itemIdOf(source, source.id, context),
    }),
    folder: t.field({
      complexity: cost('folder'),
      type: Folder,
      description: 'The folder that it has left; null when that is gone too.',
      resolve: ({ mailbox, folderId }) => placedFolder(mailbox, folderId),
    }),
  }),
});

FolderChanged.implement({
  permission: seesMail,
  description:
    'A folder has appeared, moved or changed: its name, its kind, or how much it holds. What lies in a folder that was moved is not told again; if the folder lies in Deleted Items now, all of it was deleted. Told to whoever may see folders; others read their calendars, contacts and tasks afresh now and then.',
  fields: (t) => ({
    kind: t.field({
      type: ChangeKind,
      nullable: false,
      description: 'What became of it. UPDATED also when only its counts are others.',
      resolve: ({ kind }) => kind,
    }),
    folder: t.field({
      type: Folder,
      description: 'The folder as it was when the change was read. Its name, path, kind and counts cost no call.',
      resolve: ({ mailbox, folder }) => toldFolder(mailbox, folder),
    }),
  }),
});

FolderRemoved.implement({
  permission: seesMail,
  description:
    'A folder is gone for good, with all that was in it when it went. Folders below it are told by themselves.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'The id that it had as a Folder.',
      resolve: ({ mailbox, id }, _args, context) => folderIdText(context, mailbox, 'Folder', id),
    }),
  }),
});

CalendarEventChanged.implement({
  permission: seesCalendar,
  description:
    'An event has appeared, changed or moved: a single one, or a series, of which any occurrence may have changed. One that goes to Deleted Items is an ItemRemoved.',
  fields: (t) => ({
    kind: t.field(whatBecame),
    event: t.field({
      complexity: cost('changedItem'),
      type: CalendarEvent,
      description: 'The event or series as it is now. Null when it is gone again, which another change tells.',
      resolve: async (source, _args, _context, info) => {
        const event = await changedItem(source, 'CalendarItem', wantedInEach(info, source.mailbox));
        return event && { ...event, timeZone: source.timeZone };
      },
    }),
    folder: t.field(folderItLiesIn),
    previousId: t.id(idBeforeMove),
  }),
});

ContactChanged.implement({
  permission: ['READ_CONTACTS'],
  description: 'A contact has appeared, changed or moved. One that goes to Deleted Items is an ItemRemoved.',
  fields: (t) => ({
    kind: t.field(whatBecame),
    contact: t.field({
      complexity: cost('changedItem'),
      type: Contact,
      description: 'The contact as it is now. Null when it is gone again, which another change tells.',
      resolve: (source, _args, _context, info) => changedItem(source, 'Contact', wantedInEach(info, source.mailbox)),
    }),
    folder: t.field(folderItLiesIn),
    previousId: t.id(idBeforeMove),
  }),
});

TaskChanged.implement({
  permission: seesCalendar,
  description: 'A task has appeared, changed or moved. One that goes to Deleted Items is an ItemRemoved.',
  fields: (t) => ({
    kind: t.field(whatBecame),
    task: t.field({
      complexity: cost('changedItem'),
      type: TaskItem,
      description: 'The task as it is now. Null when it is gone again, which another change tells.',
      resolve: (source, _args, _context, info) => changedItem(source, 'Task', wantedInEach(info, source.mailbox)),
    }),
    folder: t.field(folderItLiesIn),
    previousId: t.id(idBeforeMove),
  }),
});

ResyncRequired.implement({
  permission: 'withItsParent',
  description:
    'Read what you show of the mailbox afresh, then believe what follows, or go on from the token beside this. Only subscriptions tell it; `changes` has `resyncRequired`.',
  fields: (t) => ({
    reason: t.field({
      type: ResyncReason,
      nullable: false,
      description: 'Why what you have is not enough.',
      resolve: ({ reason }) => reason,
    }),
  }),
});
