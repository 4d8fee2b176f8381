import type { Breaker, Trial } from './breaker.ts';
import type { Lane } from './lane.ts';
import type { Refusals } from './refusals.ts';
import type { ExchangeEnd, Passage, Turn } from './traffic.ts';
import type { TrafficLimits } from './traffic-limits.ts';

/** What turns share. */
interface TurnSetting {
  readonly breaker: Breaker;
  readonly limits: TrafficLimits;
  readonly refusals: Refusals;
}

/** A call with a place in its lane. */
export class TakenTurn implements Turn {
  readonly waitedMs: number;
  readonly #passage: Passage;
  readonly #lane: Lane;
  readonly #setting: TurnSetting;
  #hasPlace = true;
  #exchange: { readonly trial: Trial; readonly round: number } | undefined;

  constructor(passage: Passage, lane: Lane, waitedMs: number, setting: TurnSetting) {
    this.#passage = passage;
    this.#lane = lane;
    this.waitedMs = waitedMs;
    this.#setting = setting;
  }

  async ready(): Promise<void> {
    const { mailbox, signal } = this.#passage;
    signal.throwIfAborted();
    this.#end('unknown');
    // After a pause there are fewer places than calls that had one: they queue again, before all others.
    if (!this.#hasPlace || !this.#lane.isOpenFor(this.#passage.urgency)) {
      this.leave();
      await this.#lane.wait(this.#passage, 'begun');
      this.#hasPlace = true;
    }
    const { breaker, refusals } = this.#setting;
    const trial = breaker.begin(mailbox);
    if (trial === undefined) throw refusals.suspended(breaker.restMs(mailbox));
    this.#exchange = { trial, round: this.#lane.limit.round };
  }

  ended(end: ExchangeEnd): void {
    const { limit, isFull } = this.#lane;
    const round = this.#exchange?.round;
    this.#end(end.kind === 'throttled' ? 'answered' : end.kind);
    if (round === undefined) return;
    if (end.kind === 'answered') limit.answered(end.ms, isFull);
    if (end.kind === 'throttled' || end.kind === 'failed') limit.strained(end.kind, round);
    if (end.kind === 'throttled') this.#lane.pause(end.pauseMs ?? this.#setting.limits.usualPauseMs);
  }

  /** Gives the place back, and ends an exchange of which nobody told the end. */
  leave(): void {
    this.#end('unknown');
    if (!this.#hasPlace) return;
    this.#hasPlace = false;
    this.#lane.leave(this.#passage.urgency);
  }

  #end(end: 'answered' | 'failed' | 'unknown'): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (exchange !== undefined) this.#setting.breaker.end(exchange.trial, end);
  }
}
