import { builder } from '../builder.ts';
import { changeSource } from '../changes/change-source.ts';
import { noteBadToken } from '../changes/note-bad-token.ts';
import { pageSize } from '../connection.ts';
import { cost } from '../guards/cost.ts';
import { contentPermissions } from '../../mailbox/content-permission.ts';
import {
  CalendarEventChanged,
  ChangeBatch,
  ContactChanged,
  FolderChanged,
  FolderRemoved,
  ItemRemoved,
  Mailbox,
  MessageChanged,
  MessageReadStateChanged,
  ResyncRequired,
  TaskChanged,
} from '../refs.ts';

/** Something that has happened in a mailbox. */
export const MailboxChange = builder.unionType('MailboxChange', {
  description:
    'Something that has happened in a mailbox. Every change tells what is true when it is read, and may be told again: take what it shows in place of what you have.',
  types: [
    MessageChanged,
    MessageReadStateChanged,
    ItemRemoved,
    FolderChanged,
    FolderRemoved,
    CalendarEventChanged,
    ContactChanged,
    TaskChanged,
    ResyncRequired,
  ],
  resolveType: ({ typeName }) => typeName,
});

ChangeBatch.implement({
  permission: 'withItsParent',
  description: 'What has happened in a mailbox between two positions.',
  fields: (t) => ({
    changes: t.field({
      complexity: cost('edges'),
      type: [MailboxChange],
      nullable: false,
      description:
        'Folders first, parents before children; then what is in them, of each folder in its order. Take them in this order. Something that was made and deleted between two calls is not told. What you may not see is left out, so there may be none although there is more.',
      resolve: ({ changes }) => [...changes],
    }),
    token: t.field({
      type: 'SyncToken',
      nullable: false,
      description: 'Where to go on from: pass it as `since` the next time, or as `after` to a subscription.',
      resolve: ({ token }) => token,
    }),
    hasMore: t.boolean({
      nullable: false,
      description:
        'Ask again at once, with this token. Also on the way to the first position, which in a large mailbox takes several calls; they tell no changes.',
      resolve: ({ hasMore }) => hasMore,
    }),
    resyncRequired: t.boolean({
      nullable: false,
      description:
        'How far you had come is lost, with the mail server or by an upgrade. Drop what you know of the mailbox, go on from this token until `hasMore` is false, and then read the mailbox afresh.',
      resolve: ({ resyncRequired }) => resyncRequired,
    }),
  }),
});

/** Changes a page when the client does not say. */
const defaultPage = 200;

builder.objectField(Mailbox, 'changes', (t) =>
  t.field({
    complexity: cost('changes'),
    type: ChangeBatch,
    nullable: false,
    permission: ['READ_METADATA', ...contentPermissions],
    description:
      'Everything that has changed since a token, in all folders: messages, events, contacts, tasks and the folders themselves. To keep a copy true: ask without `since`, and go on with each `token` until `hasMore` is false; read what you show (`messages`, `agenda`, …); then ask with the last token now and then, or subscribe with it. Nothing is missed, as what changes while you read is told afterwards. Costs one call to the mail server when nothing has changed, one more for each folder that may have, and one for all items that are selected.',
    args: {
      since: t.arg({
        type: 'SyncToken',
        description: 'Where you have come to. Absent: the present position, and no changes.',
      }),
      first: t.arg.int({
        defaultValue: defaultPage,
        description:
          'How many at most, 1 to 1000, before what you may not see is left out. Some mail servers tell a few more at once.',
      }),
    },
    resolve: async (source, { since, first }, context) => {
      const { limit } = pageSize({ first }, defaultPage);
      const mailbox = await source.open();
      // All folders for everybody, so that each token serves every caller and every subscription.
      const batch = await context
        .readChanges(mailbox, since ?? undefined, { limit, follows: () => true })
        .catch((error: unknown) => {
          noteBadToken(context, error);
          throw error;
        });
      return { ...batch, changes: batch.changes.flatMap((change) => changeSource(mailbox, change) ?? []) };
    },
  }),
);
