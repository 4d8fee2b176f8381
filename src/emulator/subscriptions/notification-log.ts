import { EmulatorError } from '../emulator-error.ts';
import type { MailboxEvent } from './notification-event.ts';
import type { Mailbox } from '../store/store.ts';

/** An event with its number in its mailbox, from 1 without gaps, and its time, milliseconds since 1970. */
export interface LoggedEvent {
  readonly number: number;
  readonly at: number;
  readonly event: MailboxEvent;
}

/** Events after a position. */
export interface LoggedEvents {
  readonly events: readonly LoggedEvent[];
  /** Number of the last event that was looked at: what comes next is after it. */
  readonly position: number;
  readonly hasMore: boolean;
}

/** What happened in a mailbox since it was first subscribed to. */
export interface EventLog {
  /** Number of the last event; 0 when there was none. */
  readonly end: () => number;
  /** The first `limit` events after a position that are wanted; undefined when some of those after it are not known any more. */
  readonly after: (
    position: number,
    isWanted: (event: MailboxEvent) => boolean,
    limit: number,
  ) => LoggedEvents | undefined;
  /** Calls back soon after events, once for all that one request did. Returns what ends that. */
  readonly follow: (callBack: () => void) => () => void;
  /** Forgets all events so far; what is after them keeps its numbers. */
  readonly forget: () => void;
}

/** Begins to note the events of a mailbox, with the time of the clock `now`. */
export const createEventLog = (mailbox: Mailbox, now: () => number): EventLog => {
  let events: LoggedEvent[] = [];
  let end = 0;
  let isTelling = false;
  const followers = new Set<() => void>();

  const tellSoon = (): void => {
    if (isTelling) return;
    isTelling = true;
    queueMicrotask(() => {
      isTelling = false;
      for (const callBack of followers) callBack();
    });
  };
  mailbox.watchers.add((event) => {
    end += 1;
    events.push({ number: end, at: now(), event });
    if (events.length >= 2 * leastKept) events = events.slice(-leastKept);
    tellSoon();
  });
  return {
    end: () => end,
    after: (position, isWanted, limit) => {
      const forgotten = end - events.length;
      if (position < forgotten || position > end) return undefined;
      const found: LoggedEvent[] = [];
      for (let index = position - forgotten; index < events.length; index += 1) {
        const one = events[index];
        if (one === undefined || !isWanted(one.event)) continue;
        if (found.length === limit) return { events: found, position: found.at(-1)?.number ?? position, hasMore: true };
        found.push(one);
      }
      return { events: found, position: end, hasMore: false };
    },
    follow: (callBack) => {
      followers.add(callBack);
      return () => void followers.delete(callBack);
    },
    forget: () => {
      events = [];
    },
  };
};

/** A position in the log of a mailbox as clients are given it: eight bytes of a counter, as WorkMail's, and four that tell the mailbox. */
export const writeWatermark = ({ directoryId }: Mailbox, position: number): string => {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64LE(BigInt(position));
  bytes.write(directoryId.slice(0, 8), 8, 'hex');
  return bytes.toString('base64');
};

/** The position that a watermark of this mailbox means. Throws EmulatorError ErrorInvalidWatermark for any other text. */
export const readWatermark = (mailbox: Mailbox, watermark: string): number => {
  const bytes = Buffer.from(watermark, 'base64');
  const position = bytes.length === 12 ? Number(bytes.readBigUInt64LE()) : Number.NaN;
  if (!Number.isSafeInteger(position) || writeWatermark(mailbox, position) !== watermark) {
    throw new EmulatorError('ErrorInvalidWatermark');
  }
  return position;
};

/** Events that are kept at least, in each mailbox. */
const leastKept = 50_000;
