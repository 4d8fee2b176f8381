import { setTimeout as sleep } from 'node:timers/promises';
import { Breaker, type BreakerEvent } from './breaker.ts';
import { Lanes } from './lanes.ts';
import { Refusals } from './refusals.ts';
import { TakenTurn } from './taken-turn.ts';
import type { Traffic } from './traffic.ts';
import { usualTrafficLimits, type TrafficLimits } from './traffic-limits.ts';

interface TrafficOptions {
  /** Milliseconds of a clock that never goes back; the clock of `Passage.dueMs`. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; absent: by a timer that keeps no process alive. */
  readonly delay?: (ms: number) => Promise<unknown>;
  /** Told when the server is left alone, and when it is back. */
  readonly onEvent?: (event: BreakerEvent) => void;
  readonly limits?: TrafficLimits;
}

/**
 * A lane for each mailbox, and one breaker: a gateway speaks to one endpoint for one organisation. Other mailboxes do not notice what happens in a
 * lane.
 */
export const createTraffic = ({
  now,
  delay = (ms) => sleep(ms, undefined, { ref: false }),
  onEvent = () => {},
  limits = usualTrafficLimits,
}: TrafficOptions): Traffic => {
  const refusals = new Refusals();
  const lanes = new Lanes({ now, delay, limits, refusals });
  const breaker = new Breaker(now, limits.breaker, (event) => {
    if (event.kind === 'opened') lanes.clear(() => refusals.suspended(limits.breaker.openMs));
    onEvent(event);
  });

  return {
    pass: async (passage, work) => {
      const { mailbox, urgency, signal } = passage;
      signal.throwIfAborted();
      const restMs = breaker.restMs(mailbox);
      if (restMs > 0) throw refusals.suspended(restMs);
      const lane = lanes.enter(mailbox);
      try {
        const askedMs = now();
        const waitedMs = lane.take(urgency) ? 0 : await lane.wait(passage, 'fresh').then(() => now() - askedMs);
        const turn = new TakenTurn(passage, lane, waitedMs, { breaker, limits, refusals });
        try {
          return await work(turn);
        } finally {
          turn.leave();
        }
      } finally {
        lanes.leave(mailbox, lane);
      }
    },
    stats: () => ({
      ...lanes.counts(),
      breaker: breaker.state,
      opened: breaker.opened,
      refused: refusals.counts,
    }),
  };
};
