/** How much is asked of the server at a time, and when it is left alone. */
export interface TrafficLimits {
  /** Calls of one mailbox that run at a time: at first, and at most. Never fewer than one. */
  readonly startPlaces: number;
  readonly mostPlaces: number;
  /** Steady answers in a row, while more was wanted, after which a mailbox gets a place more. */
  readonly steadyAnswers: number;
  /** Calls of one mailbox that wait. More than the dearest operation makes at once (100), which else would stand in its own way. */
  readonly mostWaiting: number;
  /** Longest pause that the server may ask for, milliseconds. */
  readonly mostPauseMs: number;
  /** Pause when the server throttles without saying for how long, milliseconds. */
  readonly usualPauseMs: number;
  readonly breaker: BreakerLimits;
}

/** When the server is left alone, and when it is tried again. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly inARow: number;
  /** Share of failures that opens it, 0 to 1, once the window holds `leastCalls`. */
  readonly share: number;
  readonly leastCalls: number;
  /** Milliseconds, counted in whole seconds. */
  readonly windowMs: number;
  /** Failures of one mailbox that count, in the window and in a row: more of them tell about the mailbox, not about the server. */
  readonly mostOfOneMailbox: number;
  /** How long it stays open until one call tries whether the server is back, milliseconds. */
  readonly openMs: number;
}

/**
 * WorkMail publishes no limit of concurrent calls. Exchange charges an impersonated call to the mailbox, and allows it 27 connections by default
 * (https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange), which it shares with the person's own
 * mail programs.
 */
export const usualTrafficLimits: TrafficLimits = {
  startPlaces: 4,
  mostPlaces: 8,
  steadyAnswers: 10,
  mostWaiting: 128,
  mostPauseMs: 60_000,
  usualPauseMs: 1_000,
  breaker: { inARow: 10, share: 0.5, leastCalls: 20, windowMs: 10_000, mostOfOneMailbox: 5, openMs: 2_000 },
};
