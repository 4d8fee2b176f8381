import type { Cache } from '@urql/exchange-graphcache';
import { gql } from 'urql';
import type { MailboxChangedSubscription } from '../generated/graphql.ts';
import { addToLists, forget, mailboxesIn, removeFromLists } from './message-lists.ts';

const readState = gql`
  fragment ReadState on Message {
    id
    isRead
  }
`;

/**
 * Brings the lists up to date with what has happened in a mailbox. Fields of messages and folders need nothing: the event carries them, and the cache
 * keeps them under their ids.
 */
export const updateFromEvent = (result: unknown, { mailbox: address }: Record<string, unknown>, cache: Cache): void => {
  const { change } = (result as MailboxChangedSubscription).mailboxChanged;
  const again = (...names: readonly string[]): void => {
    for (const mailbox of mailboxesIn(cache, address)) forget(cache, mailbox, names);
  };
  switch (change.__typename) {
    case 'MessageChanged': {
      const { kind, previousId, message, folder } = change;
      if (previousId !== null) removeFromLists(cache, [previousId]);
      if (kind !== 'UPDATED' && message !== null && folder !== null) addToLists(cache, message.id, folder);
      return;
    }
    case 'MessageReadStateChanged':
      cache.writeFragment(readState, { id: change.id, isRead: change.isRead });
      return;
    case 'ItemRemoved':
      removeFromLists(cache, [change.id]);
      again('agenda');
      return;
    case 'FolderChanged':
      if (change.kind !== 'UPDATED') again('folders');
      return;
    case 'FolderRemoved':
      return again('folders');
    case 'CalendarEventChanged':
      return again('agenda');
    case 'ResyncRequired':
      return again('folders', 'messages', 'agenda');
    default:
  }
};
