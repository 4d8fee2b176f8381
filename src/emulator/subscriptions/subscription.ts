import { randomBytes } from 'node:crypto';
import type { ClockTimers } from '../store/clock-timers.ts';
import { EmulatorError } from '../emulator-error.ts';
import type { EventType, MailboxEvent } from './notification-event.ts';
import { createEventLog, type EventLog, readWatermark } from './notification-log.ts';
import type { Mailbox } from '../store/store.ts';

/** How a client is told: it asks, it is called, or it keeps a connection open. */
export type SubscriptionKind = 'pull' | 'push' | 'streaming';

/** What a client wants to be told of. */
export interface Interest {
  readonly mailbox: Mailbox;
  /** Ids of folders; undefined: all. */
  readonly folderIds: ReadonlySet<string> | undefined;
  readonly eventTypes: ReadonlySet<EventType>;
  /** Where to begin; undefined: now. */
  readonly watermark: string | undefined;
}

export interface Subscription {
  readonly id: string;
  readonly kind: SubscriptionKind;
  /** The only one that may use it. */
  readonly mailbox: Mailbox;
  readonly log: EventLog;
  readonly isWanted: (event: MailboxEvent) => boolean;
  /** Number of the last event that the client has been told of, or passed over; of pull subscriptions of where they began. */
  position: number;
  /** When it expires if nobody uses it, milliseconds since 1970. No connection lasts longer than a streaming subscription lives without one. */
  expiresAt: number;
  /** Milliseconds that it lives without being used. */
  readonly lifeMs: number;
  /** Called when the subscription is over, with the reason. */
  onEnd: (responseCode: string) => void;
}

/** Settings that tests change while the emulator runs. */
export interface NotificationOptions {
  /** Milliseconds that one minute lasts in what clients count in minutes: timeouts, the frequency of push. 60,000 by itself. */
  minuteMs: number;
  /** Milliseconds after which a stream shows that it lives; 45,000 by itself. */
  heartbeatMs: number;
  /** Kinds of subscriptions that the server refuses. */
  withoutKinds: SubscriptionKind[];
}

/** All subscriptions of the organisation. */
export interface Subscriptions {
  readonly now: () => number;
  readonly timers: ClockTimers;
  readonly options: NotificationOptions;
  /** Throws EmulatorError: ErrorExceededSubscriptionCount, ErrorInvalidWatermark; ErrorInvalidOperation for a kind that the server refuses. */
  readonly add: (kind: SubscriptionKind, interest: Interest, lifeMs: number) => Subscription;
  /**
   * The subscription, from now on for its whole life again. Throws EmulatorError: ErrorSubscriptionNotFound, ErrorSubscriptionAccessDenied for
   * another mailbox's, ErrorInvalidSubscription for one of another kind, ErrorExpiredSubscription.
   */
  readonly use: (mailbox: Mailbox, id: string, kinds: readonly SubscriptionKind[]) => Subscription;
  /** Ends a subscription, for a reason: a ResponseCode. */
  readonly end: (subscription: Subscription, responseCode: string) => void;
  /** Those that have not expired, of one mailbox or of all. */
  readonly open: (address?: string) => readonly Subscription[];
  /** Forgets all events of a mailbox so far. */
  readonly forgetEvents: (mailbox: Mailbox) => void;
}

/** No subscriptions yet. */
export const createSubscriptions = (now: () => number, timers: ClockTimers): Subscriptions => {
  const options: NotificationOptions = { minuteMs: 60_000, heartbeatMs: 45_000, withoutKinds: [] };
  const logs = new Map<Mailbox, EventLog>();
  const known = new Map<string, Subscription>();

  const logOf = (mailbox: Mailbox): EventLog => {
    const log = logs.get(mailbox) ?? createEventLog(mailbox, now);
    logs.set(mailbox, log);
    return log;
  };
  const open = (address?: string): readonly Subscription[] =>
    [...known.values()].filter(
      ({ mailbox, expiresAt }) => expiresAt > now() && (address === undefined || mailbox.address === address),
    );
  return {
    now,
    timers,
    options,
    add: (kind, { mailbox, folderIds, eventTypes, watermark }, lifeMs) => {
      if (options.withoutKinds.includes(kind)) throw new EmulatorError('ErrorInvalidOperation');
      if (open(mailbox.address).filter((one) => isPush(one.kind) === isPush(kind)).length >= mostOf(kind)) {
        throw new EmulatorError('ErrorExceededSubscriptionCount');
      }
      const log = logOf(mailbox);
      const position = watermark === undefined ? log.end() : readWatermark(mailbox, watermark);
      if (log.after(position, () => false, 0) === undefined) throw new EmulatorError('ErrorInvalidWatermark');
      const subscription = {
        id: randomBytes(24).toString('base64'),
        kind,
        mailbox,
        log,
        isWanted: (event: MailboxEvent) =>
          eventTypes.has(event.type) && (folderIds === undefined || foldersOf(event).some((id) => folderIds.has(id))),
        position,
        expiresAt: now() + lifeMs,
        lifeMs,
        onEnd: () => undefined,
      };
      known.set(subscription.id, subscription);
      return subscription;
    },
    use: (mailbox, id, kinds) => {
      const subscription = known.get(id);
      if (subscription === undefined) throw new EmulatorError('ErrorSubscriptionNotFound');
      if (subscription.mailbox !== mailbox) throw new EmulatorError('ErrorSubscriptionAccessDenied');
      if (!kinds.includes(subscription.kind)) throw new EmulatorError('ErrorInvalidSubscription');
      if (subscription.expiresAt <= now()) throw new EmulatorError('ErrorExpiredSubscription');
      subscription.expiresAt = now() + subscription.lifeMs;
      return subscription;
    },
    end: (subscription, responseCode) => {
      if (known.delete(subscription.id)) subscription.onEnd(responseCode);
    },
    open,
    forgetEvents: (mailbox) => logs.get(mailbox)?.forget(),
  };
};

/** The folders that an event concerns: a moved item also the one that it left, a folder itself too. */
const foldersOf = ({ subject, old }: MailboxEvent): readonly string[] =>
  [subject, old].flatMap((one) =>
    one === undefined ? [] : [one.parentId, ...(one.kind === 'folder' ? [one.id] : [])],
  );

const isPush = (kind: SubscriptionKind): boolean => kind === 'push';

/**
 * Subscriptions of a mailbox: for push WorkMail's number, for the others together Exchange Online's EWSMaxSubscriptions.
 * https://docs.aws.amazon.com/workmail/latest/adminguide/notifications.html
 */
const mostOf = (kind: SubscriptionKind): number => (isPush(kind) ? 3 : 20);
