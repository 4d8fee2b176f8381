import { setImmediate } from 'node:timers/promises';

/** A clock that stands still until it is moved, and what is to happen by it. */
export class VirtualTime {
  #nowMs = 0;
  #order = 0;
  readonly #heap: { readonly atMs: number; readonly order: number; readonly happen: () => void }[] = [];

  readonly now = (): number => this.#nowMs;

  readonly delay = (ms: number): Promise<void> => new Promise((resolve) => this.at(this.#nowMs + ms, resolve));

  /** What is asked for at one moment happens in the order of asking. */
  at(atMs: number, happen: () => void): void {
    const event = { atMs, order: (this.#order += 1), happen };
    let index = this.#heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#isBefore(parent, index)) break;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** Moves to each moment at which something happens, until that moment or, without one, until nothing is left to happen. */
  async run(untilMs = Infinity): Promise<void> {
    await settled();
    for (let [next] = this.#heap; next !== undefined && next.atMs <= untilMs; [next] = this.#heap) {
      this.#removeFirst();
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.happen();
      await settled();
    }
    if (untilMs !== Infinity) this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let first = index;
      if (left < this.#heap.length && this.#isBefore(left, first)) first = left;
      if (right < this.#heap.length && this.#isBefore(right, first)) first = right;
      if (first === index) return;
      this.#swap(first, index);
      index = first;
    }
  }

  #isBefore(index: number, other: number): boolean {
    const [a, b] = [this.#heap[index], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
  }

  #swap(index: number, other: number): void {
    const [a, b] = [this.#heap[index], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[index] = b;
    this.#heap[other] = a;
  }
}

/** Once all promises that can go on have gone on. */
export const settled = (): Promise<void> => setImmediate();
