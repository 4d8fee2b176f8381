import type { EventQueue } from './event-queue.ts';
import type { ListenOptions } from './hub.ts';
import type { MailboxEvent } from './mailbox-event.ts';
import type { SharedItems } from './shared-items.ts';

/** An event, before it is anybody's own. */
export interface ToldEvent extends Pick<MailboxEvent, 'change'> {
  /**
   * Makes the token, for whoever takes the event: those of a batch share what they hold, up to half a megabyte, until they are texts of their own, which
   * hundreds of events that wait for a slow listener should not be.
   */
  readonly token: () => string;
  /** Made when somebody first asks for it. */
  readonly items: () => SharedItems<Listener>;
}

/** Somebody who listens, and what he has been told and not taken yet. */
export interface Listener extends ListenOptions {
  readonly queue: EventQueue<ToldEvent>;
}

/** Somebody, or something, that is told what a channel reads. */
export interface Receiver {
  /** `onOverflow`: what it is told instead of everything, when it cannot hold this one. */
  tell(event: ToldEvent, onOverflow: () => ToldEvent): void;
}
