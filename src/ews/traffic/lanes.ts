import type { MailboxAddress } from '../properties/id.ts';
import { Lane, type LaneSetting } from './lane.ts';
import type { TrafficStats } from './traffic.ts';

/** A lane for each mailbox that something runs or waits for. */
export class Lanes {
  readonly #setting: LaneSetting;
  readonly #used = new Map<MailboxAddress, Lane>();
  /**
   * Idle lanes that are worse off than a new one, in the order of their last use: the server has been slow with them or asked for a pause. They are
   * forgotten after the longest pause.
   */
  readonly #resting = new Map<MailboxAddress, { readonly lane: Lane; readonly sinceMs: number }>();

  constructor(setting: LaneSetting) {
    this.#setting = setting;
  }

  counts(): Pick<TrafficStats, 'running' | 'waiting' | 'lanes' | 'pausedLanes'> {
    const used = [...this.#used.values()];
    const resting = Array.from(this.#resting.values(), ({ lane }) => lane);
    const sum = (count: (lane: Lane) => number): number => used.reduce((total, lane) => total + count(lane), 0);
    return {
      running: sum(({ running }) => running),
      waiting: {
        interactive: sum((lane) => lane.waiting('interactive')),
        bulk: sum((lane) => lane.waiting('bulk')),
      },
      lanes: used.length,
      pausedLanes: [...used, ...resting].filter(({ isPaused }) => isPaused).length,
    };
  }

  /** Refuses all that wait in any lane. */
  clear(error: () => Error): void {
    for (const lane of this.#used.values()) lane.clear(error);
  }

  /** The lane of a mailbox, until `leave`. */
  enter(mailbox: MailboxAddress): Lane {
    let lane = this.#used.get(mailbox);
    if (lane === undefined) {
      lane = this.#resting.get(mailbox)?.lane ?? new Lane(this.#setting);
      this.#resting.delete(mailbox);
      this.#used.set(mailbox, lane);
    }
    lane.users += 1;
    return lane;
  }

  leave(mailbox: MailboxAddress, lane: Lane): void {
    lane.users -= 1;
    if (lane.users > 0) return;
    this.#used.delete(mailbox);
    if (lane.limit.isLowered || lane.isPaused) this.#rest(mailbox, lane);
  }

  #rest(mailbox: MailboxAddress, lane: Lane): void {
    const sinceMs = this.#setting.now();
    const forgottenMs = sinceMs - this.#setting.limits.mostPauseMs;
    for (const [other, rest] of this.#resting) {
      if (rest.sinceMs > forgottenMs) break;
      this.#resting.delete(other);
    }
    this.#resting.set(mailbox, { lane, sinceMs });
  }
}
