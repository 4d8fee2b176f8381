import type { ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { ReadEvent } from '../refs.ts';
import { changedItem } from './saved-item.ts';

/** Reads an event that has been written, when a payload shows it: those of one payload travel in one GetItem. Forgets what was read before the write. */
export const readEvent = (mailbox: OpenedMailbox, id: ItemId): ReadEvent => {
  // A series and its occurrences change together.
  mailbox.items.forgetAll();
  return changedItem(mailbox, id, 'CalendarItem');
};
