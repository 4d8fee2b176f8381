import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { MailboxEvent } from '../../notifications/mailbox-event.ts';
import { builder } from '../builder.ts';
import { changeSource, type MailboxChangeSource } from '../changes/change-source.ts';
import { changedItem } from '../changes/changed-item.ts';
import type { Context } from '../context.ts';
import { badUserInput } from '../errors.ts';
import { checkWindow, TimeWindowInput } from '../events/event-list.ts';
import { cost } from '../guards/cost.ts';
import { demandOneOf, seesMail } from '../guards/permission.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { compileFilter } from '../messages/filter.ts';
import { itemFilter } from '../messages/matches-filter.ts';
import { MessageFilter } from '../messages/message-filter.ts';
import { filterLookups } from '../messages/message-list.ts';
import { MailboxChangeEvent, Message, NewMessageEvent } from '../refs.ts';
import { wantedProperties } from '../selection.ts';
import { arrivalIn, asksAbout } from '../subscriptions/arrival.ts';
import { liesOutside } from '../subscriptions/lies-outside.ts';
import { listen } from '../subscriptions/listen.ts';
import { listenedFolders } from '../subscriptions/listened-folders.ts';
import { calendars, narrowChange, partOfFolders, type Part } from '../subscriptions/narrow-change.ts';
import { MailboxChange } from './changes.ts';
import { FolderRef } from './folder.ts';

builder.subscriptionType({
  description:
    'What happens in mailboxes, as it happens: send the operation with `accept: text/event-stream`. Each event has a token; who was cut off passes the last one as `after` and misses nothing. What is told again then has the same token. Events come in order; a client that takes them too slowly is told ResyncRequired in place of what it has missed. Without `after` the first event is ResyncRequired with reason STARTED: read what you show when it has come, and nothing is missed in between. `newMessage` tells both as `resyncRequired`. The stream ends when the credentials do.',
});

const tokenField = {
  type: 'SyncToken',
  nullable: false,
  description:
    'Pass it as `after`, or to `Mailbox.changes` as `since`, and nothing that came after this event is missed.',
} as const;

MailboxChangeEvent.implement({
  permission: 'withItsParent',
  description: 'Something has happened in a mailbox.',
  fields: (t) => ({
    token: t.field({ ...tokenField, resolve: ({ token }) => token }),
    change: t.field({
      type: MailboxChange,
      nullable: false,
      description: 'What has happened.',
      resolve: ({ value }) => value,
    }),
  }),
});

NewMessageEvent.implement({
  permission: () => [seesMail],
  description: 'A message has come, or messages may have come that were not told.',
  fields: (t) => ({
    token: t.field({ ...tokenField, resolve: ({ token }) => token }),
    message: t.field({
      type: Message,
      description: 'The message; null when it was gone again before it could be read, and beside `resyncRequired`.',
      resolve: ({ mailbox, value }, _args, _context, info) =>
        value === 'resync' ? null : changedItem({ mailbox, id: value.id }, 'Message', wantedProperties(info, mailbox)),
    }),
    resyncRequired: t.boolean({
      nullable: false,
      description:
        'True where this stream begins, and when messages may have come that were not told: look for them in the mailbox, and go on from this token.',
      resolve: ({ value }) => value === 'resync',
    }),
  }),
});

const afterText =
  'The token of the last event that you have seen, of any subscription to this mailbox, or of `Mailbox.changes`. Absent: from now on.';

/** Everything that mailboxChanged may be about. */
const changedTypes = ['Message', 'Folder', 'CalendarEvent', 'Contact', 'TaskItem'] as const;

const narrowed = ({ change }: MailboxEvent, part: Part | undefined): MailboxEvent['change'] | undefined =>
  change.type === 'resync' || part === undefined ? change : narrowChange(change, part);

const told = (mailbox: OpenedMailbox, change: MailboxEvent['change'] | undefined): MailboxChangeSource | undefined =>
  change === undefined ? undefined : changeSource(mailbox, change);

/** What a calendar shows; a message that was misfiled into one is not among it. */
const shownInCalendars: ReadonlySet<MailboxChangeSource['typeName']> = new Set([
  'CalendarEventChanged',
  'ItemRemoved',
  'FolderChanged',
  'FolderRemoved',
  'ResyncRequired',
]);

builder.subscriptionFields((t) => ({
  mailboxChanged: t.field({
    type: MailboxChangeEvent,
    nullable: false,
    permission: 'opensMailbox',
    complexity: cost('mailboxChanged'),
    description:
      'Everything that happens in a mailbox, as far as its caller may see it: what `Mailbox.changes` would tell. Changes that one request makes may come as one event or as several.',
    args: {
      mailbox: t.arg({ type: 'EmailAddress', required: true, description: 'The mailbox to listen to.' }),
      in: t.arg({
        type: [FolderRef],
        description:
          'Only what lies in these folders and what becomes of them, but not of folders below them; what is moved out of them is ItemRemoved. Absent: the whole mailbox.',
      }),
      after: t.arg({ type: 'SyncToken', description: afterText }),
    },
    subscribe: async (_root, args, context, info) => {
      const opened = await mailboxAt(context, args.mailbox);
      const demand = (own: Context, mailbox: OpenedMailbox): void => demandOneOf(own, mailbox, info, changedTypes);
      demand(context, opened);
      const folders = await listenedFolders(context, opened, args.in);
      const part = folders === undefined ? undefined : partOfFolders(folders);
      return listen<MailboxChangeSource>(context, {
        mailbox: opened,
        after: args.after,
        demand,
        tell: (event, mailbox) => told(mailbox, narrowed(event, part)),
      });
    },
    resolve: (event) => event,
  }),

  newMessage: t.field({
    type: NewMessageEvent,
    nullable: false,
    permission: 'opensMailbox',
    complexity: cost('newMessage'),
    description:
      'Messages that come into a folder: delivered, moved or copied there, by whomever. A message that goes from one of the folders to another comes once more.',
    args: {
      mailbox: t.arg({ type: 'EmailAddress', required: true, description: 'The mailbox to listen to.' }),
      in: t.arg({
        type: [FolderRef],
        defaultValue: [{ role: 'INBOX' }],
        description: 'The folders that it may come into. Null: any that holds mail.',
      }),
      filter: t.arg({
        type: MessageFilter,
        description:
          'Only messages that are like this when they come. `body` cannot be asked about. Drafts are left out unless `isDraft` is.',
      }),
      after: t.arg({ type: 'SyncToken', description: afterText }),
    },
    subscribe: async (_root, args, context, info) => {
      const opened = await mailboxAt(context, args.mailbox);
      const demand = (own: Context, mailbox: OpenedMailbox): void => demandOneOf(own, mailbox, info, ['Message']);
      demand(context, opened);
      if (asksAbout(args.filter, 'body')) throw badUserInput('newMessage cannot filter by body');
      const compiled = await compileFilter(args.filter, filterLookups(context, opened));
      const isFiltered = compiled.restriction !== undefined || compiled.checks.length > 0;
      const wanted = {
        folders: await listenedFolders(context, opened, args.in),
        filter: isFiltered ? itemFilter(compiled) : undefined,
        withDrafts: asksAbout(args.filter, 'isDraft'),
      };
      return listen(context, {
        mailbox: opened,
        after: args.after,
        demand,
        tell: (event, mailbox) => arrivalIn(event, mailbox, wanted, wantedProperties(info, mailbox, ['message'])),
      });
    },
    resolve: (event) => event,
  }),

  calendarChanged: t.field({
    type: MailboxChangeEvent,
    nullable: false,
    permission: 'opensMailbox',
    complexity: cost('calendarChanged'),
    description:
      'Events and calendars that come, change and go, in all calendars of a mailbox. Of a series the series itself is told, whichever of its occurrences has changed. An event that is moved out of the calendars, also to the deleted items, is ItemRemoved; any folder may be FolderRemoved.',
    args: {
      mailbox: t.arg({ type: 'EmailAddress', required: true, description: 'The mailbox to listen to.' }),
      window: t.arg({
        type: TimeWindowInput,
        description:
          'Leaves out new events that certainly lie outside. What is changed or removed is told wherever it lies, since it may have lain inside before.',
      }),
      after: t.arg({ type: 'SyncToken', description: afterText }),
    },
    subscribe: async (_root, { mailbox: asked, window, after }, context, info) => {
      const opened = await mailboxAt(context, asked);
      const demand = (own: Context, mailbox: OpenedMailbox): void => demandOneOf(own, mailbox, info, ['CalendarEvent']);
      demand(context, opened);
      if (window !== null && window !== undefined) checkWindow(window);
      const isElsewhere = async ({ change }: MailboxEvent, mailbox: OpenedMailbox): Promise<boolean> => {
        if (window === null || window === undefined || change.type !== 'item' || change.what !== 'created')
          return false;
        return liesOutside(mailbox, change.id, window, wantedProperties(info, mailbox, ['change', 'event']));
      };
      return listen<MailboxChangeSource>(context, {
        mailbox: opened,
        after,
        demand,
        tell: async (event, mailbox) => {
          const source = told(mailbox, narrowed(event, calendars));
          if (source === undefined || !shownInCalendars.has(source.typeName)) return undefined;
          if (await isElsewhere(event, mailbox)) return undefined;
          return source.typeName === 'CalendarEventChanged'
            ? { ...source, timeZone: window?.timeZone ?? undefined }
            : source;
        },
      });
    },
    resolve: (event) => event,
  }),
}));
