import { AdaptiveLimit } from './adaptive-limit.ts';
import type { Refusals } from './refusals.ts';
import type { TrafficLimits } from './traffic-limits.ts';
import type { Passage, Urgency } from './traffic.ts';

/** What lanes need of the world. */
export interface LaneSetting {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly delay: (ms: number) => Promise<unknown>;
  readonly limits: TrafficLimits;
  readonly refusals: Refusals;
}

/** What a caller should wait before it tries a crowded mailbox again, milliseconds. */
const crowdedRetryMs = 1_000;

/** Who goes first; the first come within a rank. Begun ones had a place already, and gave it back for a pause. */
const ranks = { interactive: { begun: 0, fresh: 1 }, bulk: { begun: 2, fresh: 3 } } as const;

interface Waiting {
  readonly rank: number;
  readonly urgency: Urgency;
  readonly dueMs: number;
  begin(): void;
  refuse(error: unknown): void;
}

/**
 * The calls of one mailbox: those that have a place, those that wait for one, and the pause that the server has asked for.
 *
 * Why not p-queue: its signal ends a task that runs, too, and gives its place to the next while the work goes on; keeping a place free for people
 * takes two queues, and giving a place back in a pause a promise more. With an AbortController a call for all that, a call costs 8 microseconds
 * more than here.
 */
export class Lane {
  /** Passages that are somewhere in the lane; it is idle without. */
  users = 0;
  readonly limit: AdaptiveLimit;
  readonly #setting: LaneSetting;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #runningBulk = 0;
  #pausedUntilMs = -Infinity;
  #isTimed = false;

  constructor(setting: LaneSetting) {
    this.#setting = setting;
    this.limit = new AdaptiveLimit(setting.limits);
  }

  get running(): number {
    return this.#running;
  }

  waiting(urgency: Urgency): number {
    return this.#waiting.filter((waiting) => waiting.urgency === urgency).length;
  }

  get isPaused(): boolean {
    return this.#setting.now() < this.#pausedUntilMs;
  }

  /** Every place is taken, or somebody waits. */
  get isFull(): boolean {
    return this.#running >= this.limit.places || this.#waiting.length > 0;
  }

  /** A call with a place may go on: there is no pause, and no more calls than there are places, or it is the only one that a person waits for. */
  isOpenFor(urgency: Urgency): boolean {
    if (this.isPaused) return false;
    return this.#running <= this.limit.places || (urgency === 'interactive' && this.#runningForPeople === 1);
  }

  /** Takes a place at once, or none. */
  take(urgency: Urgency): boolean {
    this.#wake();
    if (!this.#hasPlaceFor(urgency)) return false;
    this.#begin(urgency);
    return true;
  }

  /**
   * Waits for a place and takes it. Rejects with `throttled` when the pause outlasts the deadline or too many wait; a person who comes late takes the
   * place of the last of those who have time. Rejects with the signal's reason.
   */
  wait({ urgency, signal, dueMs }: Omit<Passage, 'mailbox'>, since: 'begun' | 'fresh'): Promise<void> {
    if (this.isPaused && dueMs <= this.#pausedUntilMs) return Promise.reject(this.#outlasted());
    if (since === 'fresh' && !this.#makeRoom(urgency)) return Promise.reject(this.#crowded());
    return new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      const waiting: Waiting = {
        rank: ranks[urgency][since],
        urgency,
        dueMs,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
        refuse: (error) => {
          signal.removeEventListener('abort', leave);
          reject(error as Error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      const before = this.#waiting.findLastIndex(({ rank }) => rank <= waiting.rank);
      this.#waiting.splice(before + 1, 0, waiting);
      this.#wake();
      this.#wakeAfterPause();
    });
  }

  /** Gives a place back. */
  leave(urgency: Urgency): void {
    this.#running -= 1;
    if (urgency === 'bulk') this.#runningBulk -= 1;
    this.#wake();
  }

  /** Leaves the mailbox alone for so long; of two pauses the one that ends later holds. Whoever cannot wait for its end is refused at once. */
  pause(ms: number): void {
    const { now, limits } = this.#setting;
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, now() + Math.min(ms, limits.mostPauseMs));
    this.#refuse(
      ({ dueMs }) => dueMs <= this.#pausedUntilMs,
      () => this.#outlasted(),
    );
    this.#wakeAfterPause();
  }

  /** Refuses all that wait. */
  clear(error: () => Error): void {
    this.#refuse(() => true, error);
  }

  get #runningForPeople(): number {
    return this.#running - this.#runningBulk;
  }

  /** A person finds a place even where programs have all that there are: a download may keep the only one for minutes. */
  #hasPlaceFor(urgency: Urgency): boolean {
    const { places } = this.limit;
    if (this.isPaused) return false;
    if (urgency === 'interactive') return this.#running < places || this.#runningForPeople === 0;
    return this.#running < places && this.#runningBulk < Math.max(1, places - 1);
  }

  #begin(urgency: Urgency): void {
    this.#running += 1;
    if (urgency === 'bulk') this.#runningBulk += 1;
  }

  /** Lets begin who may. People wait before the others, so when the first may not, nobody may. */
  #wake(): void {
    for (
      let [first] = this.#waiting;
      first !== undefined && this.#hasPlaceFor(first.urgency);
      [first] = this.#waiting
    ) {
      this.#waiting.shift();
      this.#begin(first.urgency);
      first.begin();
    }
  }

  #wakeAfterPause(): void {
    if (this.#isTimed || this.#waiting.length === 0 || !this.isPaused) return;
    this.#isTimed = true;
    void this.#setting.delay(Math.ceil(this.#pausedUntilMs - this.#setting.now())).then(() => {
      this.#isTimed = false;
      this.#wake();
      this.#wakeAfterPause();
    });
  }

  /** Whether one more may wait. */
  #makeRoom(urgency: Urgency): boolean {
    if (this.#waiting.length < this.#setting.limits.mostWaiting) return true;
    const last = this.#waiting.at(-1);
    if (urgency === 'bulk' || last?.rank !== ranks.bulk.fresh) return false;
    this.#waiting.pop();
    last.refuse(this.#crowded());
    return true;
  }

  #refuse(isRefused: (waiting: Waiting) => boolean, error: () => Error): void {
    const refused = this.#waiting.filter(isRefused);
    for (const waiting of refused) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.refuse(error());
    }
  }

  #outlasted(): Error {
    const pauseMs = this.#pausedUntilMs - this.#setting.now();
    return this.#setting.refusals.throttled('the server asked to wait for longer than the call may take', pauseMs);
  }

  #crowded(): Error {
    const pauseMs = this.#pausedUntilMs - this.#setting.now();
    return this.#setting.refusals.throttled(
      'too many calls of the mailbox wait already',
      Math.max(pauseMs, crowdedRetryMs),
    );
  }
}
