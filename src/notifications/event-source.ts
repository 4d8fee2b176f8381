import type { ItemId, MailboxAddress } from '../ews/properties/id.ts';
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
  /** The primary address. */
  readonly address: MailboxAddress;
  /**
   * The mailbox, opened anew as one of those who listen now; undefined: nobody who may does, and the watch is over. Asked for before each call, each
   * connection. Its calls can go on for some two seconds after `signal` has fired, so that what was begun at the server can be ended there.
   */
  readonly open: () => Promise<OpenedMailbox | undefined>;
  /**
   * Something may have happened: with each event, and each time that a gap may lie behind (a first or new subscription, a new connection). May be called
   * often; it costs nothing. The answer, which a source need not wait for: whether the reading that came of it met any change; false when there was none
   * or it failed. Never throws.
   */
  readonly onHint: (moves: readonly NoticedMove[]) => Promise<boolean>;
  /** Fires when nobody listens any more, or another gateway watches. */
  readonly signal: AbortSignal;
}

/** Watches mailboxes, in whichever way. */
export interface Watcher {
  /**
   * Watches until the signal fires or nobody opens the mailbox any more, and leaves nothing behind at the server then, as far as it can be told. Gets
   * over whatever passes (lost connections and subscriptions, throttling) by itself. Throws EwsError when it cannot watch: of an EventSource, the next
   * one is tried.
   */
  watch(watch: Watch): Promise<void>;
}

/** Watches in one way. */
export interface EventSource extends Watcher {
  readonly kind: SourceKind;
}
