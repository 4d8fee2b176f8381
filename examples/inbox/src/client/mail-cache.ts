import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { Exchange } from 'urql';
import { optimisticLeave } from './optimistic-leave.ts';
import { optimisticUpdate } from './optimistic-update.ts';
import { updateFromEvent } from './update-from-event.ts';
import { updateFromMutation } from './update-from-mutation.ts';

/** Parts of other things: they have no id of their own and lie with what they are part of. */
const embedded = [
  'Attendee',
  'BulkMessagePayload',
  'CalendarEventConnection',
  'CalendarEventChanged',
  'ContactChanged',
  'DeleteResult',
  'EventPayload',
  'EventTime',
  'FieldIssue',
  'FolderChanged',
  'FolderRemoved',
  'ItemRemoved',
  'MailboxChangeEvent',
  'MailboxConnection',
  'MeetingMessage',
  'MessageBody',
  'MessageChanged',
  'MessageConnection',
  'MessageFlag',
  'MessageReadStateChanged',
  'MessageWriteResult',
  'PageInfo',
  'Recipient',
  'Recurrence',
  'ResyncRequired',
  'SendMessagePayload',
  'Submission',
  'TaskChanged',
  'Viewer',
];

/** The kinds of failure that a mutation tells as data. */
const userErrors = [
  'AccessDeniedError',
  'ConflictError',
  'NotFoundError',
  'QuotaExceededError',
  'ThrottledError',
  'UpstreamError',
  'ValidationError',
];

const noKey = (): null => null;

/**
 * Keeps each message, folder and event once, under its id: what one screen learns of it, all others show. Pages of a list are joined when they are
 * read; writes show before they are answered, and are taken back when they fail.
 */
export const mailCache = (): Exchange =>
  cacheExchange({
    keys: Object.fromEntries([...embedded, ...userErrors].map((type) => [type, noKey])),
    possibleTypes: {
      UserError: userErrors,
      Attachment: ['FileAttachment', 'ItemAttachment'],
      Node: ['CalendarEvent', 'Folder', 'Mailbox', 'Message'],
    },
    logger: tell,
    resolvers: {
      Mailbox: {
        messages: relayPagination(),
        // A row that was clicked is known in part: its header shows at once, while the rest is read.
        message: (_mailbox, { id }) => ({ __typename: 'Message', id: id as string }),
      },
      // The application asks for nothing but events this way.
      Query: { node: (_query, { id }) => ({ __typename: 'CalendarEvent', id: id as string }) },
    },
    optimistic: { updateMessages: optimisticUpdate, moveMessages: optimisticLeave, deleteMessages: optimisticLeave },
    updates: { Mutation: updateFromMutation, Subscription: { mailboxChanged: updateFromEvent } },
  });

/** In development: without the whole schema at hand, the cache writes every fragment of a union, and wonders about the fields of all others. */
const tell = (severity: 'debug' | 'error' | 'warn', message: string): void => {
  // eslint-disable-next-line no-console
  if (severity !== 'debug' && !message.startsWith('Invalid undefined')) console[severity](message);
};
