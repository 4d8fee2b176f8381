import type { ItemId } from '../ews/properties/id.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';

/** How a mail server tells what happens; `polling`: it does not, it is asked. */
export type SourceKind = 'streaming' | 'push' | 'pull' | 'polling';

/** An item that lies elsewhere now, as an answer to a call of ours told it. */
export interface NoticedMove {
  readonly from: ItemId;
  readonly to: ItemId;
}

/** Somebody watches a mailbox for as long as others listen to it. */
export interface Watch {
  /** The mailbox, opened anew as one of those who listen now; undefined: nobody who may does. Asked for before each call, each connection. */
  readonly open: () => Promise<OpenedMailbox | undefined>;
  /**
   * Something may have happened: with each event, and each time that a gap may lie behind (a first or new subscription, a new connection). May be called
   * often; it costs nothing.
   */
  readonly onHint: (moves: readonly NoticedMove[]) => void;
  /** Fires when nobody listens any more, or another gateway watches. */
  readonly signal: AbortSignal;
}

/** Watches a mailbox in one way. */
export interface EventSource {
  readonly kind: SourceKind;
  /**
   * Watches until the signal fires, and leaves nothing behind at the server then, as far as it can be told. Gets over whatever passes (lost connections
   * and subscriptions, throttling) by itself. Throws EwsError when the server cannot be watched like this: the next source is tried.
   */
  watch(watch: Watch): Promise<void>;
}
