import { asRemoval, type MailboxChange } from '../mailbox/feed/mailbox-change.ts';
import type { ChangeBatch } from '../mailbox/feed/read-changes.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { MailboxEvent, ResyncReason } from './mailbox-event.ts';
import type { Patience } from './patience.ts';
import { pause } from './pause.ts';
import type { HintOutcome } from './reading-loop.ts';
import { mostRecorded, startRecording, type Recording, type Way } from './recording.ts';
import type { Listener, Receiver, ToldEvent } from './told-event.ts';

/** How long a catch-up takes over things, milliseconds. */
export interface CatchUpTimes {
  /** How long those who catch up together wait for the slowest of them. */
  readonly slowMs: number;
  /** For how long what they were told is kept for others from the same token: a gateway that ends sends all of its listeners to another one. */
  readonly warmMs: number;
}

/** What a catch-up needs of the channel that it leads to. */
export interface Destination {
  /** Fires when nobody listens to the channel any more. */
  readonly signal: AbortSignal;
  readonly times: CatchUpTimes;
  readonly way: () => Way | undefined;
  /** Lets the channel begin here; there must be no way. */
  readonly adopt: (token: string) => void;
  /** Those who are told what the channel reads. */
  readonly receivers: Set<Receiver>;
  /** As one of the lenders; undefined when none of them may open the mailbox. */
  readonly read: (since: string | undefined, options: ReadOptions) => Promise<ChangeBatch | undefined>;
  /** Has the channel read to its end, from now on. */
  readonly readOn: () => Promise<HintOutcome>;
  readonly eventOf: (change: MailboxEvent['change'], token: ToldEvent['token']) => ToldEvent;
  /** The events of a batch, which was read from a token. */
  readonly eventsOf: (from: string, batch: ChangeBatch) => readonly ToldEvent[];
  readonly within: (from: string, to: string) => (change: MailboxChange) => string;
  readonly patience: () => Patience;
  /** From now on a listener is told what the channel reads. */
  readonly join: (listener: Listener) => void;
}

/** How a channel's mailbox is read. */
export interface ReadOptions {
  readonly lenders: ReadonlySet<Listener>;
  readonly signal: AbortSignal;
  /** Told of each call, beside the lender. */
  readonly onCall?: () => void;
  readonly see?: ((mailbox: OpenedMailbox) => OpenedMailbox) | undefined;
}

interface CatchUpOptions {
  readonly since: string | undefined;
  /** Why they are told nothing of what has happened, but where to read afresh; undefined: they are told everything. */
  readonly reason: ResyncReason | undefined;
  readonly members: readonly Listener[];
  readonly channel: Destination;
}

/** Listeners on their way from one and the same token to the present, and into the channel. */
export interface CatchUp {
  readonly members: ReadonlySet<Listener>;
  /** Whether others from the same token can still come along. */
  readonly isOpen: boolean;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  /** When everybody is in the channel, or has left; with what failed for good, and then for all of them. */
  readonly done: Promise<Error | undefined>;
}

/** Events that may wait to be taken before those who catch up wait with reading on. */
const mostWaiting = 64;

/** What has gone, and nothing else. */
const removalIn = (change: MailboxChange): readonly MailboxChange[] => {
  switch (change.type) {
    case 'itemRemoved':
    case 'folderRemoved':
      return [change];
    case 'itemMoved':
      return [asRemoval(change)];
    case 'item':
    case 'readState':
    case 'folder':
      return [];
  }
};

/** Without knowing what became of items that have gone. */
const withoutMoves = (mailbox: OpenedMailbox): OpenedMailbox => ({
  ...mailbox,
  moves: { of: () => undefined, note: () => undefined },
});

/**
 * Leads listeners into a channel without a gap. Those who come from the same token while the first reading goes on, or within moments after its end,
 * are told the same. Where the channel has no position yet, it begins where they end. Otherwise what it tells is recorded before their last reading
 * begins, and told after it; and since the server does not tell the channel of what came and went between its position and their last reading, they are
 * told in between what has gone by one more reading, which begins after the channel has read on. All of it is read in their own names. What takes more
 * than one reading they pay, one after the other, and where none of them can, they wait until one can again.
 */
export const startCatchUp = ({ since, reason, members: first, channel }: CatchUpOptions): CatchUp => {
  const members = new Set(first);
  const late = new Set<Listener>();
  const leaving = new AbortController();
  const signal = AbortSignal.any([channel.signal, leaving.signal]);
  const patience = channel.patience();
  let isOpen = true;
  /** Begun before the round of readings that goes on. */
  let recording: Recording | undefined;
  /** Begun before the reading that goes on. */
  let fresh: Recording | undefined;
  /** Calls that nobody has paid. */
  let owed = 0;
  /** Everything that was told from the token on; undefined: too much to tell it to others. */
  let history: ToldEvent[] | undefined = [];
  /** What they have joined. */
  let joined: Way | undefined;

  const keep = (events: readonly ToldEvent[]): void => {
    history =
      history === undefined || history.length + events.length > mostRecorded ? undefined : [...history, ...events];
  };
  const historian: Receiver = { tell: (event) => keep([event]) };

  /** Gets over what passes; undefined when it is over. */
  const read = async (
    from: string | undefined,
    see?: (mailbox: OpenedMailbox) => OpenedMailbox,
  ): Promise<ChangeBatch | undefined> => {
    while (!signal.aborted) {
      try {
        const batch = await channel.read(from, { lenders: members, signal, onCall: () => (owed += 1), see });
        patience.succeed();
        return batch;
      } catch (error) {
        if (signal.aborted) return undefined;
        await pause(patience.afterFailure(error), signal);
      }
    }
    return undefined;
  };

  const settle = async (): Promise<void> => {
    while (owed > 0 && !signal.aborted) {
      let waitMs = Number.POSITIVE_INFINITY;
      for (const member of members) {
        const afterMs = await member.pay(owed);
        if (afterMs === 0) {
          owed = 0;
          // The next time it is somebody else's turn.
          if (members.delete(member)) members.add(member);
          return;
        }
        waitMs = Math.min(waitMs, afterMs);
      }
      await pause(waitMs, signal);
    }
  };

  const tellOne = ({ queue }: Listener, event: ToldEvent, position: string): void =>
    queue.push(event, () => channel.eventOf({ type: 'resync', reason: 'TOO_SLOW' }, () => position));

  const tell = (events: readonly ToldEvent[], position: string): void => {
    keep(events);
    for (const event of events) for (const member of members) tellOne(member, event, position);
  };

  /** Waits for those who take their time, once: who takes too much of it is told to read afresh when he comes back. */
  const room = async (): Promise<void> => {
    const slow = [...members].filter((member) => !late.has(member) && member.queue.length >= mostWaiting);
    if (slow.length === 0) return;
    const waiting = new AbortController();
    await Promise.race([
      Promise.all(slow.map(({ queue }) => queue.emptied())),
      pause(channel.times.slowMs, AbortSignal.any([signal, waiting.signal])),
    ]);
    waiting.abort();
    for (const member of slow) if (member.queue.length >= mostWaiting) late.add(member);
  };

  const tellBatch = async (from: string, batch: ChangeBatch): Promise<void> => {
    isOpen = false;
    for (const event of channel.eventsOf(from, batch)) {
      await room();
      tell([event], batch.token);
    }
  };

  const join = (): void => {
    isOpen = false;
    for (const member of members) channel.join(member);
    joined = channel.way();
    if (reason === undefined) channel.receivers.add(historian);
  };

  /** What whoever comes from the same token a moment later has missed, and nothing more; undefined when that is not known. */
  const missed = (): readonly ToldEvent[] | undefined =>
    joined !== undefined && joined === channel.way() && reason === undefined && !signal.aborted ? history : undefined;
  const joinAfresh = (why: ResyncReason, position: string): void => {
    tell([channel.eventOf({ type: 'resync', reason: why }, () => position)], position);
    join();
  };

  /** Joins a channel that is on its way, having read up to `reached`; false when the way has ended meanwhile. */
  const meet = async (reached: string, recorded: Recording): Promise<boolean> => {
    const { way, events } = recorded;
    const isOver = (): boolean => signal.aborted || channel.way() !== way;
    while ((await channel.readOn()) === 'failed') if (isOver()) return false;
    const gone: MailboxChange[] = [];
    for (let at = reached, hasMore = true; hasMore;) {
      const batch = await read(at, withoutMoves);
      if (batch === undefined || isOver()) return false;
      if (batch.resyncRequired) {
        joinAfresh('POSITION_LOST', way.position);
        return true;
      }
      gone.push(...batch.changes.flatMap(removalIn));
      at = batch.token;
      ({ hasMore } = batch);
    }
    // From here on nothing is waited for, so that nothing comes in between.
    if (recorded.isFull) {
      joinAfresh('TOO_SLOW', way.position);
      return true;
    }
    const { position } = way;
    const markGone = channel.within(reached, reached);
    // What was recorded may have been looked at before `reached` was, and have gone by then: only the event's own token tells that it has.
    const told = [
      ...gone.map((change) => channel.eventOf(change, () => markGone(change))),
      ...events.map((event): ToldEvent => {
        const { change, token } = event;
        return change.type === 'resync' ? event : { ...event, token: () => channel.within(token(), reached)(change) };
      }),
    ].map((event, index, { length }) => (index === length - 1 ? { ...event, token: () => position } : event));
    tell(told, position);
    join();
    return true;
  };

  const run = async (): Promise<void> => {
    let at = since;
    let silence = reason;
    for (let readings = 0; !signal.aborted; readings += 1) {
      // The first one is paid, and nobody has asked for what follows a loss.
      if (readings <= 1 || reason === 'POSITION_LOST') owed = 0;
      await settle();
      const way = channel.way();
      if (way !== undefined && silence !== undefined) return joinAfresh(silence, way.position);
      fresh = way && startRecording(way, channel.receivers);
      const batch = await read(at);
      if (batch === undefined) return;
      // What is not read again in a round may have changed since it was: only what was recorded from the round's beginning has no gap to its end.
      const outdated = batch.beginsRound ? recording : fresh;
      if (batch.beginsRound) recording = fresh;
      fresh = undefined;
      outdated?.stop();
      if (batch.resyncRequired) silence ??= 'POSITION_LOST';
      // Who is told what has happened has said since when.
      if (silence === undefined) await tellBatch(at ?? '', batch);
      at = batch.token;
      if (batch.hasMore) continue;
      const now = channel.way();
      if (now === undefined) {
        channel.adopt(at);
        return silence === undefined ? join() : joinAfresh(silence, at);
      }
      // A long round may have overflown what a short one will not.
      const isWhole = recording?.way === now && (!recording.isFull || batch.beginsRound);
      if (silence === undefined && recording !== undefined && isWhole && (await meet(at, recording))) return;
    }
  };

  const finish = async (): Promise<Error | undefined> => {
    try {
      await run();
      if (missed() !== undefined) await pause(channel.times.warmMs, signal);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error('a reading failed', { cause: error });
    } finally {
      isOpen = false;
      joined = undefined;
      channel.receivers.delete(historian);
      recording?.stop();
      fresh?.stop();
    }
  };

  return {
    members,
    get isOpen() {
      return (isOpen && !signal.aborted) || missed() !== undefined;
    },
    add: (listener) => {
      members.add(listener);
      const events = missed();
      if (events === undefined || joined === undefined) return;
      for (const event of events) tellOne(listener, event, joined.position);
      channel.join(listener);
    },
    remove: (listener) => {
      if (members.delete(listener) && members.size === 0) leaving.abort();
    },
    done: finish(),
  };
};
