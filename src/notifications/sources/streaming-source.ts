import { EwsError } from '../../ews/errors.ts';
import { openEventStream, type StreamedEvents } from '../../ews/event-stream.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { EventSource, Watch } from '../event-source.ts';
import { endSubscription } from './end-subscription.ts';
import { noticedMoves } from './noticed-moves.ts';
import { createPatience, type Patience, type PatienceOptions } from '../patience.ts';
import { pause } from '../pause.ts';
import type { MailboxSubscription, SubscribeMailbox } from './subscribe-mailbox.ts';
import { watchFailure } from '../watch-failure.ts';
import { whileWanted } from './while-wanted.ts';

interface StreamingSourceOptions extends PatienceOptions {
  readonly subscribeMailbox: SubscribeMailbox;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
  /**
   * How long the server is asked to keep a connection, minutes, 1 to 30; default 15. Whoever lent the mailbox for it is looked at again then, and so is
   * the token, of which WorkMail does not say what becomes of a connection that outlives it.
   */
  readonly connectionMinutes?: number;
  /**
   * Without a word from the server for so long a connection is taken for dead, milliseconds; default 100,000. Exchange and gromox say that they live every
   * 45 s, and a proxy that loses a connection tells nobody.
   */
  readonly silenceMs?: number;
  /** A connection that has lived so long, and had something to say then, was no failure, milliseconds; default 5,000. */
  readonly steadyMs?: number;
}

/** How a connection ended: in its time, for want of a folder in its subscription, or lost, perhaps for a reason that stays. */
type ConnectionEnd = 'lasted' | 'outdated' | EwsError;

/**
 * Watches with GetStreamingEvents: one subscription to all folders and one connection a mailbox, which is opened again whenever it ends. Exchange limits
 * the connections that an account keeps open (EWSMaxHangingConnections: 3, Exchange Online 10) and charges those of an impersonating account to the
 * mailbox; where others of its clients have used them up, and where the connections do not last (a proxy that holds answers back), `watch` throws.
 */
export const streamingSource = (options: StreamingSourceOptions): EventSource => {
  const { subscribeMailbox, now, connectionMinutes = 15, silenceMs = 100_000, steadyMs = 5_000 } = options;

  /** Follows one connection to its end. Throws EwsError for what the server refuses. */
  const follow = async (
    { onHint, signal }: Watch,
    { session }: OpenedMailbox,
    { subscriptionId, isOutdatedBy }: MailboxSubscription,
    patience: Patience,
  ): Promise<ConnectionEnd> => {
    let openedAt = now();
    let hasSpoken = false;
    const hasLasted = (): boolean => hasSpoken && now() - openedAt >= steadyMs;
    try {
      const opening = openEventStream(session, { subscriptionIds: [subscriptionId], connectionMinutes, silenceMs });
      const streamed = await whileWanted(opening, signal);
      if (streamed === undefined) {
        // Its call ends soon; the subscription should be ended before.
        opening.then(leave).catch(() => undefined);
        return 'lasted';
      }
      openedAt = now();
      void onHint([]);
      for await (const { notifications, failures } of leftWith(signal, streamed)) {
        hasSpoken = true;
        const events = notifications.flatMap((notification) => notification.events);
        const hasHappened = events.some(({ kind }) => kind !== 'status');
        if (hasHappened || hasLasted()) patience.succeed();
        if (hasHappened) void onHint(noticedMoves(events));
        for (const { error } of failures) {
          if (error.responseCode !== 'ErrorMissedNotificationEvents') throw error;
          // The subscription goes on: https://github.com/OfficeDev/ews-managed-api/blob/master/Notifications/StreamingSubscriptionConnection.cs
          void onHint([]);
        }
        if (isOutdatedBy(events)) return 'outdated';
      }
    } catch (error) {
      if (!(error instanceof EwsError) || !isLoss(error)) throw error;
      if (error.kind !== 'timeout' && hasLasted()) patience.succeed();
      return error;
    }
    if (!hasLasted()) return fleeting(session.mailbox);
    patience.succeed();
    return 'lasted';
  };

  return {
    kind: 'streaming',
    watch: async (watch) => {
      const { open, signal } = watch;
      const patience = createPatience(options);
      let lent: OpenedMailbox | undefined;
      let subscription: MailboxSubscription | undefined;
      const end = async (): Promise<void> => {
        const ended = subscription;
        subscription = undefined;
        if (lent !== undefined && ended !== undefined) await endSubscription(lent, ended.subscriptionId);
      };
      /** Subscribes, or else follows a connection. */
      const advance = async (): Promise<ConnectionEnd | 'subscribed' | 'over'> => {
        const mailbox = signal.aborted ? undefined : await open();
        if (mailbox === undefined || signal.aborted) return 'over';
        lent = mailbox;
        if (subscription !== undefined) return follow(watch, mailbox, subscription, patience);
        subscription = await subscribeMailbox(mailbox, { type: 'streaming' });
        return 'subscribed';
      };
      /** Returns how long to wait then, milliseconds. */
      const next = async (): Promise<number | 'over'> => {
        let outcome;
        try {
          outcome = await advance();
        } catch (error) {
          if (watchFailure(error) === 'ended') subscription = undefined;
          return signal.aborted ? 'over' : patience.afterFailure(error);
        }
        if (outcome === 'over' || signal.aborted) return 'over';
        if (outcome === 'outdated') await end();
        return outcome instanceof EwsError ? patience.afterDoubt(outcome) : 0;
      };
      try {
        for (let wait = await next(); wait !== 'over'; wait = await next()) await pause(wait, signal);
      } finally {
        await end();
      }
    },
  };
};

/** The events of a connection that is left at once when the signal fires, whatever is being waited for. */
async function* leftWith(signal: AbortSignal, streamed: AsyncIterable<StreamedEvents>): AsyncGenerator<StreamedEvents> {
  const events = streamed[Symbol.asyncIterator]();
  const leaveNow = (): void => {
    events.return?.().catch(() => undefined);
  };
  signal.addEventListener('abort', leaveNow, { once: true });
  try {
    while (!signal.aborted) {
      const step = await events.next();
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', leaveNow);
    await events.return?.();
  }
}

const leave = async (streamed: AsyncIterable<StreamedEvents>): Promise<void> => {
  await streamed[Symbol.asyncIterator]().return?.();
};

/**
 * Whether a connection was lost or never answered, rather than refused by a server or a network that would refuse every other call as well. A proxy that
 * holds an answer back until it is whole lets every other call through.
 */
const isLoss = ({ kind, isRefusal }: EwsError): boolean =>
  !isRefusal && (kind === 'unreachable' || kind === 'timeout' || kind === 'decode');

const fleeting = (address: string): EwsError =>
  new EwsError('unreachable', `GetStreamingEvents as ${address}: connections end as soon as they have begun`, {
    operation: 'GetStreamingEvents',
  });
