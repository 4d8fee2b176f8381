import type { MailboxAddress } from '../properties/id.ts';
import type { BreakerLimits } from './traffic-limits.ts';

const secondMs = 1_000;

/** Failures by mailbox, of which so many of one mailbox count. */
class CappedCounts {
  readonly #most: number;
  readonly #counts = new Map<MailboxAddress, number>();
  #counted = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get counted(): number {
    return this.#counted;
  }

  add(mailbox: MailboxAddress): void {
    const count = this.#counts.get(mailbox) ?? 0;
    this.#counts.set(mailbox, count + 1);
    if (count < this.#most) this.#counted += 1;
  }

  remove(mailbox: MailboxAddress): void {
    const count = this.#counts.get(mailbox) ?? 0;
    if (count > 1) this.#counts.set(mailbox, count - 1);
    else this.#counts.delete(mailbox);
    if (count <= this.#most) this.#counted -= 1;
  }
}

interface Second {
  readonly second: number;
  answers: number;
  readonly failures: MailboxAddress[];
}

/** Answers and failures of the last seconds, and whether they tell that the server is down. */
export class FailureWindow {
  readonly #now: () => number;
  readonly #limits: BreakerLimits;
  readonly #seconds: Second[] = [];
  readonly #failures: CappedCounts;
  #answers = 0;
  #inARow: CappedCounts;

  constructor(now: () => number, limits: BreakerLimits) {
    this.#now = now;
    this.#limits = limits;
    this.#failures = new CappedCounts(limits.mostOfOneMailbox);
    this.#inARow = new CappedCounts(limits.mostOfOneMailbox);
  }

  answered(): void {
    this.#second().answers += 1;
    this.#answers += 1;
    if (this.#inARow.counted > 0) this.#inARow = new CappedCounts(this.#limits.mostOfOneMailbox);
  }

  failed(mailbox: MailboxAddress): void {
    this.#second().failures.push(mailbox);
    this.#failures.add(mailbox);
    this.#inARow.add(mailbox);
  }

  get tellsDown(): boolean {
    const { inARow, share, leastCalls } = this.#limits;
    if (this.#inARow.counted >= inARow) return true;
    const failures = this.#failures.counted;
    const calls = this.#answers + failures;
    return calls >= leastCalls && failures >= share * calls;
  }

  /** The second that runs; those before the window are forgotten. */
  #second(): Second {
    const second = Math.floor(this.#now() / secondMs);
    const last = this.#seconds.at(-1);
    if (last?.second === second) return last;
    const first = second - this.#limits.windowMs / secondMs + 1;
    while (this.#seconds[0] !== undefined && this.#seconds[0].second < first) {
      const [past] = this.#seconds.splice(0, 1);
      this.#answers -= past?.answers ?? 0;
      for (const mailbox of past?.failures ?? []) this.#failures.remove(mailbox);
    }
    const begun = { second, answers: 0, failures: [] };
    this.#seconds.push(begun);
    return begun;
  }
}
