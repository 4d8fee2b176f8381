import type { MailboxAddress } from '../ews/properties/id.ts';
import type { EventTokens } from '../mailbox/feed/event-tokens.ts';
import type { ChangeBatch, ReadChanges } from '../mailbox/feed/read-changes.ts';
import { withBorrowed, type BorrowOptions } from './borrow-mailbox.ts';
import { startCatchUp, type CatchUp, type CatchUpTimes, type ReadOptions } from './catch-up.ts';
import type { MailboxEvent, ResyncReason } from './mailbox-event.ts';
import { createPatience } from './patience.ts';
import { createReadingLoop, type HintOutcome, type ReadingTimes } from './reading-loop.ts';
import type { Way } from './recording.ts';
import { createSharedItems, type SharedItems } from './shared-items.ts';
import { createSlots } from './slots.ts';
import type { Listener, Receiver, ToldEvent } from './told-event.ts';

/** How long a channel takes over things, milliseconds. */
export type ChannelTimes = ReadingTimes & CatchUpTimes;

/** What channels are made with. */
export interface ChannelOptions {
  readonly address: MailboxAddress;
  /** Where an earlier channel of this mailbox had come to. */
  readonly kept: string | undefined;
  readonly readChanges: ReadChanges;
  readonly eventTokens: EventTokens;
  readonly random: () => number;
  readonly times: ChannelTimes;
  /** Told when the last listener has left, or nobody could be told anything any more. */
  readonly onEmpty: () => void;
}

/** Everybody who listens to one mailbox, and the one reading that tells them all. */
export interface Channel {
  readonly listeners: ReadonlySet<Listener>;
  /** Where it has come to; undefined as long as it has never got anywhere. */
  readonly position: string | undefined;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  /** Ends a listener who may not open the mailbox any more. */
  refuse(listener: Listener): void;
  /** Something may have happened: reads on, once for all hints that come before the reading begins. Answers when it has come to the end. */
  hint(): Promise<HintOutcome>;
  /** Ends everybody cleanly. */
  end(): void;
}

/** Changes that a reading is to tell: a listener holds 256 events. */
const changesPerReading = 200;

/** Listeners that catch up from different tokens at the same time. */
const catchUpsAtOnce = 4;

/** Makes the channel of a mailbox. It reads while somebody listens. */
export const createChannel = (options: ChannelOptions): Channel => {
  const { address, readChanges, eventTokens, random, times, onEmpty } = options;
  const listeners = new Set<Listener>();
  const receivers = new Set<Receiver>();
  const receiverOf = new Map<Listener, Receiver>();
  const catchUps = new Map<string, CatchUp>();
  const slots = createSlots(catchUpsAtOnce);
  let kept = options.kept;
  let way: Way | undefined;
  /** Of everything that is done while somebody listens. */
  let activity = new AbortController();
  const loop = createReadingLoop(times, random);
  /** Something may have happened before there was a way. */
  let isHintedEarly = false;

  const sleep = (): void => {
    activity.abort();
    activity = new AbortController();
    kept = way?.position ?? kept;
    way = undefined;
    catchUps.clear();
    receivers.clear();
    receiverOf.clear();
    loop.giveUp();
    onEmpty();
  };

  const remove = (listener: Listener): void => {
    if (!listeners.delete(listener)) return;
    const receiver = receiverOf.get(listener);
    receiverOf.delete(listener);
    if (receiver !== undefined) receivers.delete(receiver);
    for (const catchUp of catchUps.values()) catchUp.remove(listener);
    if (listeners.size === 0) sleep();
  };

  const endAll = (error?: Error): void => {
    const everybody = [...listeners];
    for (const { queue } of everybody) queue.end(error);
    for (const listener of everybody) remove(listener);
  };

  const onRefused = (listener: Listener): void => {
    listener.queue.end();
    remove(listener);
  };

  const items = (): (() => SharedItems<Listener>) => {
    const { signal } = activity;
    let shared: SharedItems<Listener> | undefined;
    return () => (shared ??= createSharedItems({ address, lenders: listeners, borrowing: { signal, onRefused } }));
  };

  const eventOf = (change: MailboxEvent['change'], token: ToldEvent['token']): ToldEvent => ({
    change,
    token,
    items: items(),
  });
  const resync = (reason: ResyncReason, token: string): ToldEvent => eventOf({ type: 'resync', reason }, () => token);

  const eventsOf = (from: string, { changes, token }: Pick<ChangeBatch, 'changes' | 'token'>): readonly ToldEvent[] => {
    const within = changes.length > 1 ? eventTokens.within(address, from, token) : () => token;
    return changes.map((change, index) =>
      eventOf(change, () => (index === changes.length - 1 ? token : within(change))),
    );
  };

  const read = (
    since: string | undefined,
    { lenders, signal, onCall, see = (mailbox) => mailbox }: ReadOptions,
  ): Promise<ChangeBatch | undefined> => {
    const tellCall: BorrowOptions<Listener>['onCall'] = (call, lender) => {
      lender.onCall(call);
      onCall?.();
    };
    return withBorrowed(lenders, { signal, onCall: tellCall, onRefused }, (mailbox) =>
      readChanges(see(mailbox), since, { limit: changesPerReading, follows: () => true }),
    );
  };

  const join = (listener: Listener): void => {
    if (!listeners.has(listener)) return;
    const receiver: Receiver = { tell: (event, onOverflow) => listener.queue.push(event, onOverflow) };
    receiverOf.set(listener, receiver);
    receivers.add(receiver);
  };

  const catchUpFrom = (
    since: string | undefined,
    reason: ResyncReason | undefined,
    members: readonly Listener[],
  ): void => {
    const key = JSON.stringify([reason, since]);
    const running = catchUps.get(key);
    if (running?.isOpen === true) {
      for (const member of members) running.add(member);
      return;
    }
    const { signal } = activity;
    const catchUp: CatchUp = startCatchUp({
      since,
      reason,
      members,
      channel: {
        signal,
        times,
        way: () => way,
        adopt: (token) => {
          if (!signal.aborted) startWay(token);
        },
        receivers,
        read: (from, how) => slots.use(() => read(from, how)),
        readOn: hint,
        eventOf,
        eventsOf,
        within: (from, to) => eventTokens.within(address, from, to),
        patience: () => createPatience({ random, ...times.retry }),
        join,
      },
    });
    catchUps.set(key, catchUp);
    void catchUp.done.then((error) => {
      if (catchUps.get(key) === catchUp) catchUps.delete(key);
      if (error === undefined || signal.aborted) return;
      for (const member of catchUp.members) {
        member.queue.end(error);
        remove(member);
      }
    });
  };

  const lose = (token: string): void => {
    way = undefined;
    kept = token;
    const everybody = [...receiverOf.keys()];
    for (const receiver of receiverOf.values()) receivers.delete(receiver);
    receiverOf.clear();
    if (everybody.length > 0) catchUpFrom(token, 'POSITION_LOST', everybody);
  };

  const tellBatch = (current: Way, batch: ChangeBatch): void => {
    const events = eventsOf(current.position, batch);
    current.position = batch.token;
    const onOverflow = (): ToldEvent => resync('TOO_SLOW', current.position);
    for (const event of events) for (const receiver of receivers) receiver.tell(event, onOverflow);
  };

  /** Reads to the end of a round that begins now; undefined when there is no way any more. */
  const readOn = async (current: Way, signal: AbortSignal): Promise<HintOutcome | undefined> => {
    let outcome: HintOutcome = 'same';
    // A reading that failed has left a round open, which does not look again at what it has looked at.
    let hasBegun = false;
    for (;;) {
      const batch = await read(current.position, { lenders: listeners, signal });
      if (batch === undefined || way !== current) return undefined;
      if (batch.resyncRequired) {
        lose(batch.token);
        return undefined;
      }
      if (batch.changes.length > 0) outcome = 'changed';
      tellBatch(current, batch);
      hasBegun ||= batch.beginsRound;
      if (!batch.hasMore && hasBegun) return outcome;
    }
  };

  const startWay = (token: string): void => {
    const current: Way = { position: token };
    way = current;
    if (isHintedEarly) void hint();
    isHintedEarly = false;
    const { signal } = activity;
    loop
      .run(() => readOn(current, signal), signal)
      .then(() => {
        if (way !== current) return;
        // Nobody may open the mailbox. Nobody reads on this way any more, so whoever has come at this moment comes again.
        kept = current.position;
        way = undefined;
        endAll();
      })
      .catch((error: unknown) => {
        if (!signal.aborted) endAll(error instanceof Error ? error : new Error('a reading failed', { cause: error }));
      });
  };

  const hint = (): Promise<HintOutcome> => {
    if (way === undefined) {
      isHintedEarly = true;
      return Promise.resolve('failed');
    }
    return loop.hint();
  };

  return {
    listeners,
    get position() {
      return way?.position ?? kept;
    },
    add: (listener) => {
      listeners.add(listener);
      const { after } = listener;
      if (after !== undefined) catchUpFrom(after, undefined, [listener]);
      else if (way === undefined) catchUpFrom(kept, 'STARTED', [listener]);
      else {
        listener.queue.push(resync('STARTED', way.position), () => resync('STARTED', way?.position ?? ''));
        join(listener);
      }
    },
    remove,
    refuse: onRefused,
    hint,
    end: () => endAll(),
  };
};
