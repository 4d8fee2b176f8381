import type { EventSource } from '../event-source.ts';
import { pause } from '../pause.ts';
import { whileWanted } from './while-wanted.ts';

interface PollingSourceOptions {
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** How soon to look again after a change, milliseconds; default 5,000. */
  readonly firstMs?: number;
  /** How soon at the latest, milliseconds; default 60,000. Each look that finds nothing doubles the wait up to it. */
  readonly mostMs?: number;
}

/**
 * For servers that tell nothing: has the mailbox looked at, often while things change and seldom while nothing does. It makes no calls of its own, since
 * the reading that follows a hint compares all folders in one, and so it works with every server and never throws.
 */
export const pollingSource = ({ random, firstMs = 5_000, mostMs = 60_000 }: PollingSourceOptions): EventSource => ({
  kind: 'polling',
  watch: async ({ onHint, signal }) => {
    for (let waitMs = firstMs; !signal.aborted;) {
      // A reading that still runs does not hold up the end.
      const hasChanged = await whileWanted(onHint([]), signal);
      waitMs = hasChanged === true ? firstMs : Math.min(mostMs, waitMs * 2);
      // Mailboxes that were all watched from the same moment on are not read in step.
      await pause(waitMs * (0.8 + random() * 0.2), signal);
    }
  },
});
