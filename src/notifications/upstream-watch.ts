import type { Hint, Hints } from '../coordination/hints.ts';
import type { Lease, Leases } from '../coordination/leases.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { HintOutcome } from './reading-loop.ts';
import type { NoticedMove, Watcher } from './event-source.ts';
import { fired } from './fired.ts';
import type { MoveSeal } from './move-seal.ts';
import { pause } from './pause.ts';

/** What watches stand on. */
export interface WatchServices {
  readonly watcher: Watcher;
  readonly leases: Leases;
  readonly hints: Hints;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Told when watching has failed altogether; it is tried again, and the mailbox is looked at now and then meanwhile. */
  readonly onFailure: (error: unknown) => void;
  /** The wait before one that ended by itself is begun again, milliseconds: the first and the longest; a second and a minute when absent. */
  readonly pauses?: { readonly shortestMs: number; readonly longestMs: number } | undefined;
}

interface UpstreamWatchOptions extends WatchServices {
  readonly address: MailboxAddress;
  /** Opens the mailbox as one of those who listen now; calls end with the signal. */
  readonly open: (signal: AbortSignal) => Promise<OpenedMailbox | undefined>;
  /** Something may have happened, here or as another gateway tells. */
  readonly onHint: () => Promise<HintOutcome>;
  /** Moves as text that other gateways can read and nobody else. */
  readonly moves: MoveSeal;
}

/** One mailbox being watched, by this gateway or by another one that tells this one. */
export interface UpstreamWatch {
  /** Whether this gateway watches at the mail server. */
  readonly isOurs: boolean;
  /** Ends it, at the server too, within some two seconds. */
  end(): Promise<void>;
}

/** How long what was begun at the server may take to be ended there, milliseconds. */
const leaveMs = 2_000;

const usualPauses = { shortestMs: 1_000, longestMs: 60_000 };

/** What ends the calls of a watch. A signal for all of them would keep something of each for as long as the watch lasts (AbortSignal.any, Node 20.20). */
interface Calls {
  /** For the calls of a mailbox that is opened now. */
  next(): AbortSignal;
  end(): void;
}

/** Mailboxes that a source uses at the same time; those of before have no calls under way any more. */
const mostOpen = 8;

const createCalls = (): Calls => {
  const latest: AbortController[] = [];
  return {
    next: () => {
      const calls = new AbortController();
      latest.push(calls);
      if (latest.length > mostOpen) latest.shift();
      return calls.signal;
    },
    end: () => {
      for (const calls of latest) calls.abort();
    },
  };
};

/** The source at work, whatever the lease under which it was started. */
interface Running {
  stop(): Promise<void>;
}

/**
 * Watches a mailbox until it is ended. The one that has the lease watches and tells the others; they wait for their turn. While nobody knows who has it,
 * everybody watches. The watch outlives a lease that is lost and taken again, so that a Redis that comes and goes ends no subscription.
 */
export const startUpstreamWatch = (options: UpstreamWatchOptions): UpstreamWatch => {
  const { address, watcher, leases, hints, random, open, onHint, onFailure, moves } = options;
  const { shortestMs, longestMs } = options.pauses ?? usualPauses;
  const ending = new AbortController();
  let highestFence = 0;
  let fence = 0;
  let running: Running | undefined;

  const hear = (hint: Hint): void => {
    if (hint.fence !== 0 && hint.fence < highestFence) return;
    highestFence = Math.max(highestFence, hint.fence);
    if (hint.moves !== undefined) moves.note(hint.moves);
    void onHint();
  };
  const stopHearing = hints.listen(address, hear);

  const notice = async (noticed: readonly NoticedMove[]): Promise<boolean> => {
    hints.tell(address, { fence, ...(noticed.length === 0 ? {} : { moves: moves.seal(noticed) }) });
    return (await onHint()) === 'changed';
  };

  const watchOn = async (signal: AbortSignal, calls: Calls): Promise<void> => {
    for (let pauseMs = shortestMs; !signal.aborted; pauseMs = Math.min(longestMs, pauseMs * 2)) {
      try {
        await watcher.watch({ address, open: () => open(calls.next()), onHint: notice, signal });
      } catch (error) {
        if (!signal.aborted) onFailure(error);
      }
      await pause(pauseMs * (0.5 + random() / 2), signal);
    }
  };

  const start = (): Running => {
    const stopping = new AbortController();
    const calls = createCalls();
    const done = watchOn(stopping.signal, calls);
    return {
      stop: async () => {
        stopping.abort();
        const left = new AbortController();
        // A source that does not come to its end is left alone with what it has begun.
        await Promise.race([done, pause(leaveMs, left.signal)]);
        left.abort();
        calls.end();
      },
    };
  };

  const stop = async (): Promise<void> => {
    const stopped = running;
    running = undefined;
    await stopped?.stop();
  };

  const keep = async (): Promise<void> => {
    const { signal } = ending;
    let lease: Lease | undefined;
    while (!signal.aborted) {
      const taken = await leases.take(address);
      lease = typeof taken === 'object' ? taken : undefined;
      if (signal.aborted) break;
      if (taken === 'elsewhere') await stop();
      else {
        fence = lease?.fence ?? 0;
        running ??= start();
      }
      if (lease === undefined) await pause(leases.retryMs * (0.9 + random() * 0.2), signal);
      else await fired(lease.lost, signal);
    }
    stopHearing();
    await stop();
    await lease?.release();
  };

  const kept = keep();
  return {
    get isOurs() {
      return running !== undefined;
    },
    end: async () => {
      ending.abort();
      await kept;
    },
  };
};
