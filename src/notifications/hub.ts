import type { CallScope } from '../ews/client.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { MailboxEvent } from './mailbox-event.ts';

/** Somebody who wants to be told what happens in a mailbox. */
export interface ListenOptions {
  /** The primary address. */
  readonly address: MailboxAddress;
  /**
   * Opens the mailbox anew as this listener's caller, through the policy; undefined when it may not any more. Calls of the mailbox end with the given
   * signal alone, and the given `onCall` alone is told of them, however the listener fares meanwhile: they are made for everybody who listens.
   */
  readonly open: (scope: Pick<CallScope, 'signal' | 'onCall'>) => Promise<OpenedMailbox | undefined>;
  /** Told of the calls that are made for all in the name of this listener, for its audit; those for its own reading of items are told there. */
  readonly onCall: CallScope['onCall'];
  /**
   * Spends what calls cost that lead this listener to the present, beyond those of a first reading, which it has paid in advance. Answers 0, or in how
   * many milliseconds it may be able to; then nothing was taken.
   */
  readonly pay: (calls: number) => Promise<number>;
  /** A token of this mailbox to go on from; undefined: from now on. */
  readonly after: string | undefined;
}

/**
 * Tells many listeners what happens in many mailboxes, with one watch on each mailbox.
 *
 * A listener that has caught up by a reading of its own, to R, goes on with a channel whose position may be older than R. What was created in between,
 * told by R and deleted before the channel reads on, the channel never hears of. So before the events that the channel told meanwhile, the listener is
 * told the removals (nothing else) of one more reading from R, which begins after the channel has ended a reading that began after R.
 */
export interface Hub {
  /**
   * What happens from `after` on, until the caller returns the iterator, may not open the mailbox any more, or the hub ends: then it is done. Without
   * `after` the first event is a resync STARTED with the token to begin from. Its `next` throws InvalidInputError for a token that is none of this
   * mailbox's, NoRoomError when too many listen already, and EwsError when the mailbox cannot be read for good.
   */
  listen(options: ListenOptions): AsyncIterableIterator<MailboxEvent>;
  /** What there is at the moment. */
  stats(): HubStats;
  /** Ends every stream, each with a clean completion after what it has been told already, and every watch. */
  end(): Promise<void>;
}

/** Too many listen, to the mailbox or to all together; later there may be room. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

/** How much a hub has to do. */
export interface HubStats {
  /** Mailboxes that somebody listens to. */
  readonly channels: number;
  readonly listeners: number;
  /** Mailboxes that this gateway watches at the mail server, not those that another one watches for it. */
  readonly watches: number;
}
