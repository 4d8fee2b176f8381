import type { Urgency } from '../../src/ews/traffic/traffic.ts';

/** How long calls of an urgency waited for their turn. */
export interface Waits {
  readonly calls: number;
  /** How many waited at all. */
  readonly waited: number;
  /** Of all calls 99 of 100, 999 of 1000, and the longest; milliseconds. */
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly mostMs: number;
}

/** How calls ended. */
export interface Tallied {
  readonly answered: number;
  /** Those that were not, by why. */
  readonly failed: Readonly<Record<string, number>>;
  readonly waits: Readonly<Record<Urgency, Waits>>;
}

/** Counts how calls end. */
export class Tally {
  #answered = 0;
  readonly #failed = new Map<string, number>();
  readonly #waits = {
    interactive: { calls: 0, waitedMs: [] as number[] },
    bulk: { calls: 0, waitedMs: [] as number[] },
  };

  answered(urgency: Urgency, waitedMs: number): void {
    this.#answered += 1;
    const waits = this.#waits[urgency];
    waits.calls += 1;
    if (waitedMs > 0) waits.waitedMs.push(waitedMs);
  }

  failed(why: string): void {
    this.#failed.set(why, (this.#failed.get(why) ?? 0) + 1);
  }

  result(): Tallied {
    return {
      answered: this.#answered,
      failed: Object.fromEntries([...this.#failed].toSorted(([one], [other]) => (one < other ? -1 : 1))),
      waits: { interactive: this.#waitsOf('interactive'), bulk: this.#waitsOf('bulk') },
    };
  }

  #waitsOf(urgency: Urgency): Waits {
    const { calls, waitedMs } = this.#waits[urgency];
    const longest = waitedMs.toSorted((one, other) => other - one);
    /** So many of a thousand calls wait for longer. */
    const exceededBy = (perMille: number): number => Math.round(longest[Math.floor((calls * perMille) / 1_000)] ?? 0);
    return { calls, waited: longest.length, p99Ms: exceededBy(10), p999Ms: exceededBy(1), mostMs: exceededBy(0) };
  }
}
