import type { ItemId, MailboxAddress } from '../ews/properties/id.ts';
import type { MoveMemory } from '../mailbox/moves.ts';
import type { Sealer } from '../sealer.ts';
import type { NoticedMove } from './event-source.ts';

/** Moves in one mailbox as text that gateways tell each other. */
export interface MoveSeal {
  /** Of many, the latest ones. */
  readonly seal: (moves: readonly NoticedMove[]) => string;
  /** Remembers what a gateway with the same secret has sealed for this mailbox, and nothing else. */
  readonly note: (sealed: string) => void;
}

/** Moves in one text: 100 KB at most. What is not told is found as something that has gone and something that came. */
const mostMoves = 256;

const purpose = 'moves';

type MoveRow = readonly [from: string, to: string];
type Sealed = readonly [mailbox: string, ...moves: readonly MoveRow[]];

/** Makes it with the gateway's seal. */
export const createMoveSeal = (sealer: Sealer, memory: MoveMemory, mailbox: MailboxAddress): MoveSeal => ({
  seal: (moves) => {
    const content: Sealed = [mailbox, ...moves.slice(-mostMoves).map(({ from, to }): MoveRow => [from, to])];
    return sealer.seal(purpose, JSON.stringify(content));
  },
  note: (sealed) => {
    const text = sealer.open(purpose, sealed);
    // Of this form since it was sealed.
    const [owner, ...moves] = text === undefined ? [] : (JSON.parse(text) as Sealed);
    if (owner !== mailbox) return;
    const noted = memory.of(mailbox);
    for (const [from, to] of moves) noted.note(from as ItemId, to as ItemId);
  },
});
