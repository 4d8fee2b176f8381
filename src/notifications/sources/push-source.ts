import { EwsError } from '../../ews/errors.ts';
import type { EventSource, Watch } from '../event-source.ts';
import { createPatience, type PatienceOptions } from '../patience.ts';
import { pause } from '../pause.ts';
import type { Push, PushEndpoint, PushEndpoints } from './push-endpoints.ts';
import type { MailboxSubscription, SubscribeMailbox } from './subscribe-mailbox.ts';

interface PushSourceOptions extends PatienceOptions {
  readonly endpoints: PushEndpoints;
  readonly subscribeMailbox: SubscribeMailbox;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  /** Milliseconds in what EWS counts in minutes; 60,000 when absent. */
  readonly minuteMs?: number;
}

/** A subscription, and what has come of it. */
interface Attended {
  readonly endpoint: PushEndpoint;
  /** Undefined until the server has answered; it may push before. */
  subscription: MailboxSubscription | undefined;
  readonly sinceMs: number;
  /** When anything last arrived, or when it was subscribed. */
  atMs: number;
  isHeard: boolean;
  /** Fires when a new one is needed: it is said to have ended, or to lack a folder. */
  readonly spent: AbortController;
}

/** What became of a subscription. */
type Fate =
  /** Nobody watches any more. */
  | 'over'
  /** It has lived long enough. */
  | 'aged'
  | 'spent'
  | 'silent';

/**
 * Minutes for which the server tries to be heard, and after which it says that it is there: as in Amazon's sample. What a gateway leaves behind that is
 * killed ends as soon.
 */
const statusMinutes = 1;

/** Statuses that do not come before a subscription is taken for dead: https://learn.microsoft.com/exchange/client-developer/web-service-reference/statusfrequency */
const missedStatuses = 2;

/** The same of the first one. Exchange sends it at once. */
const missedFirst = 1.5;

/**
 * Subscribes so that the server sends what happens, the one way that WorkMail documents. Every subscription has an address of its own; a new one is made
 * before that grows old, and the one before it ends with the answer to what it sends next, so that there are two of a mailbox at most: WorkMail allows
 * three. What is sent is a hint and nothing else. Throws EwsError when nothing ever arrives, for example because the server cannot reach PUBLIC_URL.
 * https://docs.aws.amazon.com/workmail/latest/adminguide/notifications.html
 */
export const pushSource = (options: PushSourceOptions): EventSource => {
  const { endpoints, subscribeMailbox, now, minuteMs = 60_000 } = options;
  const statusMs = statusMinutes * minuteMs;

  const attend = ({ address, onHint }: Watch): Attended => {
    const attended: Attended = {
      endpoint: endpoints.open({ address }, (push) => take(push)),
      subscription: undefined,
      sinceMs: now(),
      atMs: now(),
      isHeard: false,
      spent: new AbortController(),
    };
    const take = (push: Push): void => {
      const isFirst = !attended.isHeard;
      attended.atMs = now();
      attended.isHeard = true;
      if (isFirst || push.type !== 'status') void onHint([]);
      if (push.type === 'status') return;
      if (push.type === 'lost' || attended.subscription?.isOutdatedBy(push.events) === true) attended.spent.abort();
    };
    return attended;
  };

  /** Undefined: nobody opens the mailbox any more. */
  const subscribe = async (watch: Watch): Promise<Attended | undefined> => {
    const mailbox = await watch.open();
    if (mailbox === undefined) return undefined;
    const attended = attend(watch);
    try {
      const delivery = { type: 'push', url: attended.endpoint.url, statusMinutes } as const;
      attended.subscription = await subscribeMailbox(mailbox, delivery);
      attended.atMs = now();
      return attended;
    } catch (error) {
      // Perhaps only its answer was lost.
      attended.endpoint.close();
      throw error;
    }
  };

  const fateOf = async (attended: Attended, signal: AbortSignal): Promise<Fate> => {
    const agesAtMs = attended.sinceMs + attended.endpoint.lifeMs / 2;
    const disturbed = AbortSignal.any([signal, attended.spent.signal]);
    for (;;) {
      if (signal.aborted) return 'over';
      if (attended.spent.signal.aborted) return 'spent';
      const atMs = now();
      const silentAtMs = attended.atMs + statusMs * (attended.isHeard ? missedStatuses : missedFirst);
      if (atMs >= silentAtMs) return 'silent';
      if (atMs >= agesAtMs) return 'aged';
      await pause(Math.min(silentAtMs, agesAtMs) - atMs, disturbed);
    }
  };

  const watchMailbox = async (watch: Watch): Promise<void> => {
    const { address, signal, onHint } = watch;
    const patience = createPatience(options);
    let current: Attended | undefined;
    let hasWorked = false;
    try {
      while (!signal.aborted) {
        let next: Attended | undefined;
        try {
          next = await subscribe(watch);
        } catch (error) {
          if (signal.aborted) return;
          if (isTooMany(error) && current !== undefined) {
            // Others have some as well: then one after the other.
            current.endpoint.close();
            current = undefined;
            await pause(statusMs * missedFirst, signal);
          } else {
            await pause(patience.afterFailure(error), signal);
          }
          continue;
        }
        if (next === undefined) return;
        current?.endpoint.close();
        current = next;
        // A first one that is never heard of has not worked.
        if (hasWorked) void onHint([]);
        const fate = await fateOf(current, signal);
        hasWorked ||= current.isHeard;
        if (fate === 'silent' && !current.isHeard) throw unreached(address);
        if (now() - current.sinceMs >= statusMs) patience.succeed();
        if (fate === 'spent') await pause(patience.afterDoubt(fleeting(address)), signal);
      }
    } finally {
      current?.endpoint.close();
    }
  };

  return { kind: 'push', watch: watchMailbox };
};

/** Said of the server as a whole: where its pushes do not get to, those for other mailboxes do not either. */
const unreached = (address: string): EwsError =>
  new EwsError('timeout', `Subscribe as ${address}: nothing arrives at PUBLIC_URL`, {
    operation: 'Subscribe',
    lacking: 'operation',
  });

const fleeting = (address: string): EwsError =>
  new EwsError('timeout', `Subscribe as ${address}: subscriptions end as soon as they have begun`, {
    operation: 'Subscribe',
  });

const isTooMany = (error: unknown): boolean =>
  error instanceof EwsError && error.responseCode === 'ErrorExceededSubscriptionCount';
