import type { ClockTimers } from '../store/clock-timers.ts';
import { accountOf } from '../store/directory.ts';
import type { Faults } from '../faults/faults.ts';
import { createStreams, type Streams } from './notification-stream.ts';
import type { Store } from '../store/store.ts';
import {
  createSubscriptions,
  type NotificationOptions,
  type SubscriptionKind,
  type Subscriptions,
} from './subscription.ts';

/** What the operations of notifications work with. */
export interface NotificationService {
  readonly subscriptions: Subscriptions;
  readonly streams: Streams;
  readonly faults: Faults;
  /** Ends all subscriptions without a word. */
  readonly close: () => void;
}

/** The strings that move notifications. Addresses are primary ones; absent: of all mailboxes. */
export interface NotificationControls {
  readonly options: NotificationOptions;
  /** Subscriptions that are neither expired nor ended, in the order in which they were made. */
  open(address?: string): readonly OpenSubscription[];
  /** The server forgets subscriptions, as when it is started anew: open streams break, push ends, ids are unknown. */
  loseSubscriptions(address?: string): void;
  /** Destroys the connections of open streams, each in the middle of an envelope, and returns how many there were. */
  breakStreams(address?: string): number;
  /** The server forgets what happened in a mailbox so far: watermarks are worthless, and streams and push that lag behind have missed events. */
  forgetEvents(address: string): void;
}

export interface OpenSubscription {
  readonly id: string;
  readonly kind: SubscriptionKind;
  readonly mailbox: string;
}

/** Notifications without subscriptions yet. */
export const createNotificationService = (
  now: () => number,
  timers: ClockTimers,
  faults: Faults,
): NotificationService => {
  const subscriptions = createSubscriptions(now, timers);
  const streams = createStreams(subscriptions);
  return { subscriptions, streams, faults, close: () => forget(subscriptions, streams, undefined) };
};

/** The strings that move a service. */
export const notificationControls = (
  store: Store,
  { subscriptions, streams }: NotificationService,
): NotificationControls => ({
  options: subscriptions.options,
  open: (address) =>
    subscriptions.open(address).map(({ id, kind, mailbox }) => ({ id, kind, mailbox: mailbox.address })),
  loseSubscriptions: (address) => forget(subscriptions, streams, address),
  breakStreams: (address) => streams.breakOff(address),
  forgetEvents: (address) => subscriptions.forgetEvents(accountOf(store, address).open()),
});

const forget = (subscriptions: Subscriptions, streams: Streams, address: string | undefined): void => {
  streams.breakOff(address);
  for (const subscription of subscriptions.open(address)) {
    subscriptions.end(subscription, 'ErrorSubscriptionNotFound');
  }
};
