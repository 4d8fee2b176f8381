import type { MailboxAddress } from '../properties/id.ts';

/** Whether a person waits for a call, or nobody in particular: feeds, downloads, whoever says that it has time. Interactive calls go first. */
export type Urgency = 'interactive' | 'bulk';

/** A call on its way to the server. */
export interface Passage {
  readonly mailbox: MailboxAddress;
  readonly urgency: Urgency;
  /** Ends the wait: the deadline has passed, or the caller has left. */
  readonly signal: AbortSignal;
  /** When the call has to be over, by the clock of the traffic, milliseconds. */
  readonly dueMs: number;
}

/** How one exchange with the server ended, as far as it says how the server and the mailbox are doing. */
export type ExchangeEnd =
  /** Any answer to the call, errors of single items and refusals included. `ms`: from sending to the head of the answer. */
  | { readonly kind: 'answered'; readonly ms: number }
  /** Asked to wait: BackOffMilliseconds, Retry-After, or a throttling code with neither. */
  | { readonly kind: 'throttled'; readonly pauseMs: number | undefined }
  /** No connection, a broken one, silence until the deadline, an answer that cannot be read, 5xx without a SOAP fault. */
  | { readonly kind: 'failed' }
  /** The caller left, or nothing could be sent for want of a token: it says nothing. */
  | { readonly kind: 'unknown' };

/** A call's turn, for as long as it lasts. */
export interface Turn {
  /** How long it was waited for, milliseconds. */
  readonly waitedMs: number;
  /**
   * Before each exchange: waits for as long as the server has asked to leave the mailbox alone. Throws EwsError: `throttled` when that outlasts the
   * deadline, `suspended` when the server is left alone; rejects with the signal's reason.
   */
  ready(): Promise<void>;
  /** After each exchange. */
  ended(end: ExchangeEnd): void;
}

/** Who may ask the server when. One for an endpoint and organisation. */
export interface Traffic {
  /**
   * Does the work when it is the call's turn, and rejects with what it throws. Throws EwsError without beginning: `suspended`; `throttled`, with
   * `retryAfterMs`, when too many calls of the mailbox wait already or its pause outlasts the deadline. Rejects with the signal's reason when that
   * fires in wait. Work that has begun is waited for whatever the signal says: a write goes on without its caller.
   */
  pass<Result>(passage: Passage, work: (turn: Turn) => Promise<Result>): Promise<Result>;
  stats(): TrafficStats;
}

/** How the traffic is, at this moment. */
export interface TrafficStats {
  /** Calls that have their turn, and those that wait for it, by urgency. */
  readonly running: number;
  readonly waiting: Readonly<Record<Urgency, number>>;
  /** Mailboxes that something runs or waits for, and those that the server asked to leave alone. */
  readonly lanes: number;
  readonly pausedLanes: number;
  /** `open`: the server is left alone; `halfOpen`: one call tries whether it is back. */
  readonly breaker: 'closed' | 'halfOpen' | 'open';
  /** Since the start: how often it opened, and calls that were refused before they began, by why. */
  readonly opened: number;
  readonly refused: Readonly<Record<'throttled' | 'suspended', number>>;
}
