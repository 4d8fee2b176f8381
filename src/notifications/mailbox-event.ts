import type { EwsCall } from '../ews/client.ts';
import type { MailboxChange } from '../mailbox/feed/mailbox-change.ts';
import type { LoadItems } from '../mailbox/load-items.ts';

/** Why a listener must read the mailbox afresh before it believes what follows. */
export type ResyncReason =
  /** It said nothing of where it had been: this is where its events begin. */
  | 'STARTED'
  /** How far it had come is lost, with the mail server or with an older version of the gateway. */
  | 'POSITION_LOST'
  /** It was told more than it took. */
  | 'TOO_SLOW';

/** Where a listener is; nothing before it will be told. */
export interface Resync {
  readonly type: 'resync';
  readonly reason: ResyncReason;
}

/** One thing that a listener is told. */
export interface MailboxEvent {
  readonly change: MailboxChange | Resync;
  /**
   * Going on from here misses nothing that came after this event, and may repeat what is told here; then under the same token. Servers never tell of an
   * item that came and went between two positions. So inside a batch read from P to Q a token holds both: who goes on is told all that a reading from P
   * tells, then the removals (nothing else) of a reading from Q that begins later, since Q knows what was told as created by then. From P alone, an item
   * told as created and deleted before the reader came back would stay with it for ever.
   */
  readonly token: string;
  /**
   * Reads items for this event, once for everybody who was told it: as the mailbox of the event, whatever the rights of whoever asks, which are looked
   * at where things are shown. `onCall`: told of the calls that this listener had a part in, for its audit.
   */
  readonly itemsFor: (onCall: (call: EwsCall) => void) => LoadItems;
}
