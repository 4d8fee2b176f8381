import { LRUCache } from 'lru-cache';
import type { ItemId, MailboxAddress } from '../ews/properties/id.ts';
import { heldText } from '../held-text.ts';

/** Where the items of one mailbox went that this process has moved: EWS itself forgets an id that has died. */
export interface Moves {
  /** An item has got a new id. */
  note(from: ItemId, to: ItemId): void;
  /** The id that an item has now, through as many moves as are remembered; undefined when none is. */
  of(id: ItemId): ItemId | undefined;
}

/** What is remembered of moves in all mailboxes. */
export interface MoveMemory {
  of(mailbox: MailboxAddress): Moves;
}

/** Pairs of ids of some 150 characters: about 10 MB. */
const movesRemembered = 20_000;

/** Steps that are followed: an item that is moved to and fro gets another id each time. */
const mostSteps = 100;

/** Makes the memory of one process. */
export const createMoveMemory = (): MoveMemory => {
  const memory = new LRUCache<string, ItemId>({ max: movesRemembered });
  return {
    of: (mailbox) => {
      const next = (id: ItemId): ItemId | undefined => memory.get(`${mailbox} ${id}`);
      return {
        note: (from, to) => void memory.set(heldText(`${mailbox} ${from}`), heldText(to)),
        of: (id) => {
          let last: ItemId | undefined;
          for (let at = next(id), step = 0; at !== undefined && step < mostSteps; at = next(at), step += 1) last = at;
          return last;
        },
      };
    },
  };
};
