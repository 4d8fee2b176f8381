import type { ItemId, MailboxAddress } from '../ews/properties/id.ts';
import type { MoveMemory } from '../mailbox/moves.ts';
import type { OpenMailbox } from '../mailbox/open-mailbox.ts';
import type { NoticedMove } from './event-source.ts';

/** Whoever is told what this gateway itself does to mailboxes. */
export interface OwnChangesListener {
  hint(address: MailboxAddress): void;
  tellMoves(address: MailboxAddress, moves: readonly NoticedMove[]): void;
}

/** The same, telling of each write that has reached the mail server, so that who listens need not wait until the server tells. */
export const tellOwnWrites =
  (openMailbox: OpenMailbox, listener: Pick<OwnChangesListener, 'hint'>): OpenMailbox =>
  (caller, address, scope) =>
    openMailbox(caller, address, {
      ...scope,
      onCall: (call) => {
        scope.onCall(call);
        if (call.access === 'write') listener.hint(call.mailbox);
      },
    });

/** The same, telling of the moves that are noted, those that come together in one go. */
export const tellOwnMoves = (memory: MoveMemory, listener: Pick<OwnChangesListener, 'tellMoves'>): MoveMemory => {
  const noted = new Map<MailboxAddress, NoticedMove[]>();
  const tell = (): void => {
    const all = [...noted];
    noted.clear();
    for (const [address, moves] of all) listener.tellMoves(address, moves);
  };
  const note = (address: MailboxAddress, from: ItemId, to: ItemId): void => {
    if (noted.size === 0) setImmediate(tell);
    noted.set(address, [...(noted.get(address) ?? []), { from, to }]);
  };
  return {
    of: (address) => {
      const moves = memory.of(address);
      return {
        of: moves.of,
        note: (from, to) => {
          moves.note(from, to);
          note(address, from, to);
        },
      };
    },
  };
};
