import type { Faults } from '../faults/faults.ts';
import { notification } from './notification-element.ts';
import type { LoggedEvents } from './notification-log.ts';
import { namespaces } from '../xml/namespaces.ts';
import { readXml } from '../xml/read-xml.ts';
import { success } from '../operation.ts';
import type { Subscription, Subscriptions } from './subscription.ts';
import { writeXml } from '../xml/write-xml.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** Where a push subscription is told, and for how long a receiver is waited for that does not answer. */
export interface PushTarget {
  readonly url: string;
  /** Minutes. */
  readonly statusFrequency: number;
}

/** What push works with. */
export interface PushTools {
  readonly subscriptions: Subscriptions;
  readonly faults: Faults;
}

/** What a receiver made of a notification: anything but OK and Unsubscribe is a failure. */
type Verdict = 'OK' | 'Unsubscribe' | 'failure';

/**
 * Sends the events of a subscription to its receiver, one request after the other, the first at once and without events; a status as often as
 * StatusFrequency says when there is nothing else. What is not answered is sent again half a minute later, then after twice the time since the first
 * failure, and so on; the subscription ends when that would be later than StatusFrequency says, or when the receiver says Unsubscribe.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/statusfrequency
 */
export const startPush = (
  { subscriptions, faults }: PushTools,
  subscription: Subscription,
  { url, statusFrequency }: PushTarget,
): void => {
  const { now, timers, options } = subscriptions;
  const over = new AbortController();
  const frequencyMs = (): number => statusFrequency * options.minuteMs;
  let isBusy = false;
  let failingSince: number | undefined;
  let nextRetryMs = 0;
  let stopTimer = (): void => undefined;

  const wait = (at: number, act: () => void): void => {
    stopTimer();
    stopTimer = timers.at(at, act);
  };
  const told = (verdict: Verdict, { position, hasMore }: LoggedEvents): void => {
    if (over.signal.aborted) return;
    isBusy = false;
    if (verdict === 'Unsubscribe') return subscriptions.end(subscription, 'ErrorSubscriptionUnsubscribed');
    if (verdict === 'failure') return retry();
    failingSince = undefined;
    subscription.position = position;
    wait(now() + frequencyMs(), () => deliver(true));
    if (hasMore || subscription.log.end() > position) deliver(false);
  };
  const retry = (): void => {
    if (failingSince === undefined) {
      failingSince = now();
      nextRetryMs = options.minuteMs / 2;
    } else {
      nextRetryMs *= 2;
    }
    if (nextRetryMs > frequencyMs()) return subscriptions.end(subscription, 'ErrorExpiredSubscription');
    wait(failingSince + nextRetryMs, () => deliver(true));
  };
  const deliver = (isStatus: boolean): void => {
    if (isBusy) return;
    const { log, isWanted, position: previous } = subscription;
    const found = log.after(previous, isWanted, mostEvents);
    if (found === undefined) return subscriptions.end(subscription, 'ErrorMissedNotificationEvents');
    if (found.events.length === 0 && !isStatus) {
      subscription.position = found.position;
      return;
    }
    isBusy = true;
    const text = writeXml(pushEnvelope(notification(subscription, previous, found)));
    const { address } = subscription.mailbox;
    const effect = faults.take({ service: 'push', operation: 'SendNotification', mailbox: address });
    (effect?.kind === 'reset' ? unreachable : post(url, text, over.signal)).then(
      (verdict) => told(effect?.kind === 'lose' ? 'failure' : verdict, found),
      () => told('failure', found),
    );
  };
  const stopFollowing = subscription.log.follow(() => {
    if (failingSince === undefined) deliver(false);
  });
  subscription.onEnd = () => {
    over.abort();
    stopTimer();
    stopFollowing();
  };
  deliver(true);
};

/** The envelope of a notification: its header is that of a request. A recorded one of WorkMail: ews/samples/SendNotification-01.request.xml. */
const pushEnvelope = (content: XmlNode): XmlNode =>
  node('soap:Envelope', { 'xmlns:soap': namespaces.soap, 'xmlns:t': namespaces.t, 'xmlns:m': namespaces.m }, [
    node('soap:Header', [node('t:RequestServerVersion', { Version: 'Exchange2010_SP2' })]),
    node('soap:Body', [
      node('m:SendNotification', [node('m:ResponseMessages', [success('SendNotification', [content])])]),
    ]),
  ]);

const unreachable = Promise.resolve<Verdict>('failure');

const post = async (url: string, body: string, over: AbortSignal): Promise<Verdict> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([over, AbortSignal.timeout(patienceMs)]),
  });
  const text = await answer.text();
  if (answer.status !== 200) return 'failure';
  const result = child(child(readXml(text), 'soap:Body'), 'm:SendNotificationResult');
  const status = childText(result, 'm:SubscriptionStatus')?.trim();
  return status === 'OK' || status === 'Unsubscribe' ? status : 'failure';
};

/** Events in one request. */
const mostEvents = 50;
/** Milliseconds, on the machine's clock, that an answer may take. */
const patienceMs = 30_000;
