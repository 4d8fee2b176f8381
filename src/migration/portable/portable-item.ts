import type { PortableContact, PortableContactGroup } from './portable-contact.ts';
import type { PortableEvent } from './portable-event.ts';
import type { PortableMessage } from './portable-message.ts';
import type { PortableTask } from './portable-task.ts';

/** Anything that is copied, whole and without a trace of the server that it comes from. */
export type PortableItem = PortableMessage | PortableEvent | PortableContact | PortableContactGroup | PortableTask;

/**
 * Names one item of one source for ever: 16 hex digits for the mailbox that it comes from, a hyphen, and 32 for the item. A copy carries it, so
 * that no run makes a second one.
 */
export type Mark = string;

/** An item that is to be written, and the mark that its copy carries. */
export interface MarkedItem {
  readonly mark: Mark;
  /** See `PortableHead`. */
  readonly identity: string;
  readonly item: PortableItem;
}

/** What is known of an item before it is read whole. */
export interface PortableHead {
  /** Of the item on its server; ends when the item is moved. */
  readonly id: string;
  readonly mark: Mark;
  /**
   * Hash, 32 hex digits, of what stays when an item is moved to another folder. Items with the same may still be two, where somebody has copied one.
   */
  readonly identity: string;
  readonly kind: PortableItem['kind'];
  readonly itemClass: string;
  /** Bytes, as its server counts them: about what it takes to read it. */
  readonly size: number;
  /** Instant that tells the item in a report: when a message was received, when an event starts, else when it was last changed. */
  readonly date: string | undefined;
}
