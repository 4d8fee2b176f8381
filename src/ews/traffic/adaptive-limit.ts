import type { TrafficLimits } from './traffic-limits.ts';

/** An answer that took so many times as long as usual is not a steady one. */
const slow = 2;
/** The usual time follows an answer by this part of the difference. */
const learned = 1 / 8;
/**
 * What strain leaves at least. A server that throttles means all calls; one that fails or is silent may mean one of them, and in an only place that one
 * would keep all others waiting until it is due.
 */
const leastPlaces = { throttled: 1, failed: 2 } as const;

/**
 * How many calls of one mailbox may run at a time: one more after steady answers, half as many after strain (additive increase, multiplicative
 * decrease, as TCP does: https://www.rfc-editor.org/rfc/rfc5681#section-3.1).
 */
export class AdaptiveLimit {
  readonly #limits: TrafficLimits;
  #places: number;
  #round = 0;
  #steady = 0;
  #usualMs: number | undefined;

  constructor(limits: TrafficLimits) {
    this.#limits = limits;
    this.#places = limits.startPlaces;
  }

  get places(): number {
    return this.#places;
  }

  /** Grows with each halving. Exchanges remember in which one they began, so that four that strain together halve once. */
  get round(): number {
    return this.#round;
  }

  /** Whether it has been halved and has not recovered. */
  get isLowered(): boolean {
    return this.#places < this.#limits.startPlaces;
  }

  /** `isFull`: every place was taken, or somebody waited. Without that a place more would prove nothing. */
  answered(ms: number, isFull: boolean): void {
    const usualMs = this.#usualMs ?? ms;
    this.#usualMs = usualMs + (ms - usualMs) * learned;
    if (ms > slow * usualMs) this.#steady = 0;
    else if (isFull) this.#steady += 1;
    if (this.#steady < this.#limits.steadyAnswers) return;
    this.#steady = 0;
    this.#places = Math.min(this.#limits.mostPlaces, this.#places + 1);
  }

  /** By an exchange that began in that round. */
  strained(how: keyof typeof leastPlaces, round: number): void {
    if (round !== this.#round) return;
    this.#round += 1;
    this.#steady = 0;
    this.#places = Math.max(Math.min(this.#places, leastPlaces[how]), Math.floor(this.#places / 2));
  }
}
