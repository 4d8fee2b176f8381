import type { MailboxAddress } from '../properties/id.ts';
import { FailureWindow } from './failure-window.ts';
import type { BreakerLimits } from './traffic-limits.ts';

/** The server is left alone since now, or is back after so many milliseconds. */
export type BreakerEvent = { readonly kind: 'opened' } | { readonly kind: 'closed'; readonly afterMs: number };

/** An exchange that the breaker has let through. */
export interface Trial {
  readonly mailbox: MailboxAddress;
  /** How often the breaker had opened when it began: what began before says nothing about afterwards. */
  readonly opened: number;
}

/**
 * Leaves a server alone that fails everybody, and lets one call try every few seconds whether it is back. Whoever tried last lets others try for as
 * long again, because it may be the mailbox that fails.
 *
 * Why not cockatiel's CircuitBreakerPolicy: it reads Date.now itself, takes an exchange of which nothing is known for an answer, counts failures of
 * calls that began before the server was left alone, and lets all others wait for the one that tries, which may be silent for long.
 */
export class Breaker {
  readonly #now: () => number;
  readonly #limits: BreakerLimits;
  readonly #onEvent: (event: BreakerEvent) => void;
  readonly #trials = new Set<Trial>();
  #window: FailureWindow;
  /** Undefined: closed. */
  #openedMs: number | undefined;
  #nextTrialMs = 0;
  #lastTried: MailboxAddress | undefined;
  #opened = 0;

  constructor(now: () => number, limits: BreakerLimits, onEvent: (event: BreakerEvent) => void) {
    this.#now = now;
    this.#limits = limits;
    this.#onEvent = onEvent;
    this.#window = new FailureWindow(now, limits);
  }

  get state(): 'closed' | 'halfOpen' | 'open' {
    if (this.#openedMs === undefined) return 'closed';
    return this.#trials.size === 0 ? 'open' : 'halfOpen';
  }

  /** How often it has opened. */
  get opened(): number {
    return this.#opened;
  }

  /** How long no call of the mailbox will be let through, milliseconds. */
  restMs(mailbox: MailboxAddress): number {
    if (this.#openedMs === undefined) return 0;
    const othersFirstMs = mailbox === this.#lastTried ? this.#limits.openMs : 0;
    return Math.max(0, this.#nextTrialMs + othersFirstMs - this.#now());
  }

  /** Lets an exchange through, or refuses it by undefined. */
  begin(mailbox: MailboxAddress): Trial | undefined {
    if (this.restMs(mailbox) > 0) return undefined;
    const trial = { mailbox, opened: this.#opened };
    if (this.#openedMs !== undefined) {
      this.#trials.add(trial);
      this.#lastTried = mailbox;
      this.#nextTrialMs = this.#now() + this.#limits.openMs;
    }
    return trial;
  }

  /** `unknown`: the exchange told nothing. */
  end(trial: Trial, end: 'answered' | 'failed' | 'unknown'): void {
    if (this.#openedMs !== undefined) {
      if (this.#trials.delete(trial)) this.#endTrial(end, this.#openedMs);
    } else if (trial.opened === this.#opened) this.#endOrdinary(trial.mailbox, end);
  }

  #endOrdinary(mailbox: MailboxAddress, end: 'answered' | 'failed' | 'unknown'): void {
    if (end === 'answered') this.#window.answered();
    if (end !== 'failed') return;
    this.#window.failed(mailbox);
    if (this.#window.tellsDown) this.#open();
  }

  #open(): void {
    this.#opened += 1;
    this.#openedMs = this.#now();
    this.#nextTrialMs = this.#openedMs + this.#limits.openMs;
    this.#lastTried = undefined;
    this.#onEvent({ kind: 'opened' });
  }

  #endTrial(end: 'answered' | 'failed' | 'unknown', openedMs: number): void {
    if (end === 'unknown') {
      this.#nextTrialMs = this.#now();
      this.#lastTried = undefined;
    }
    if (end !== 'answered') return;
    this.#openedMs = undefined;
    this.#trials.clear();
    this.#window = new FailureWindow(this.#now, this.#limits);
    this.#onEvent({ kind: 'closed', afterMs: this.#now() - openedMs });
  }
}
