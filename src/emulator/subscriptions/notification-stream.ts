import { EmulatorError } from '../emulator-error.ts';
import { streamedNotification } from './notification-element.ts';
import { failure, response, success } from '../operation.ts';
import { streamedEnvelope } from '../xml/soap.ts';
import type { Mailbox } from '../store/store.ts';
import type { Subscription, Subscriptions } from './subscription.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/** Where the envelopes of a stream go. */
export interface EnvelopeSink {
  readonly write: (envelope: XmlNode) => void;
  readonly end: () => void;
  /** Writes the beginning of an envelope and destroys the connection. */
  readonly breakOff: (envelope: XmlNode) => void;
}

/** Writes envelopes until it ends by itself, or until the client is gone: that is told by calling what it returns. */
export type EventStream = (sink: EnvelopeSink) => () => void;

/** The streams that are open. */
export interface Streams {
  /**
   * The answer to GetStreamingEvents. Throws EmulatorError: ErrorExceededConnectionCount. Subscriptions that cannot be used are told in the stream.
   * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getstreamingevents-operation
   */
  readonly open: (mailbox: Mailbox, subscriptionIds: readonly string[], minutes: number) => EventStream;
  /** Destroys the connections of a mailbox or of all, each in the middle of an envelope, and returns how many there were. */
  readonly breakOff: (address?: string) => number;
}

/** No streams yet. */
export const createStreams = (subscriptions: Subscriptions): Streams => {
  const connections = new Set<Connection>();
  const of = (address: string | undefined): readonly Connection[] =>
    [...connections].filter(({ mailbox }) => address === undefined || mailbox.address === address);
  return {
    open: (mailbox, subscriptionIds, minutes) => {
      if (of(mailbox.address).length >= mostConnections) throw new EmulatorError('ErrorExceededConnectionCount');
      return (sink) => {
        const usable: Subscription[] = [];
        const unusable = new Map<string, string[]>();
        for (const id of new Set(subscriptionIds)) {
          try {
            usable.push(subscriptions.use(mailbox, id, ['streaming']));
          } catch (error) {
            if (!(error instanceof EmulatorError)) throw error;
            unusable.set(error.responseCode, [...(unusable.get(error.responseCode) ?? []), id]);
          }
        }
        const connection = new Connection(subscriptions, mailbox, sink, () => connections.delete(connection));
        connections.add(connection);
        connection.begin(usable, unusable, minutes);
        return () => connection.leave();
      };
    },
    breakOff: (address) => {
      const broken = of(address);
      for (const connection of broken) connection.breakOff();
      return broken.length;
    },
  };
};

/** One answer to GetStreamingEvents, from its first envelope to its last. */
class Connection {
  readonly mailbox: Mailbox;
  readonly #subscriptions: Subscriptions;
  readonly #sink: EnvelopeSink;
  readonly #served = new Map<Subscription, () => void>();
  readonly #onLeave: () => void;
  #stopClosing = (): void => undefined;
  #stopHeartbeat = (): void => undefined;
  #isOver = false;

  constructor(subscriptions: Subscriptions, mailbox: Mailbox, sink: EnvelopeSink, onLeave: () => void) {
    this.#subscriptions = subscriptions;
    this.mailbox = mailbox;
    this.#sink = sink;
    this.#onLeave = onLeave;
  }

  begin(usable: readonly Subscription[], unusable: ReadonlyMap<string, readonly string[]>, minutes: number): void {
    const { now, timers, options } = this.#subscriptions;
    if (usable.length > 0) this.#write([message([node('m:ConnectionStatus', 'OK')])]);
    if (unusable.size > 0) this.#write([...unusable].map(([code, ids]) => refusal(code, ids)));
    if (usable.length === 0) return this.#end();
    for (const subscription of usable) this.#serve(subscription);
    this.#stopClosing = timers.at(now() + minutes * options.minuteMs, () => {
      this.#tell();
      this.#write([message([node('m:ConnectionStatus', 'Closed')])]);
      this.#end();
    });
    this.#tell();
  }

  /** The client is gone, or nothing more is to be said. */
  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopClosing();
    this.#stopHeartbeat();
    for (const subscription of this.#served.keys()) this.#release(subscription);
    this.#onLeave();
  }

  breakOff(): void {
    const torn = envelope([message([this.#notifications([...this.#served.keys()].map((one) => [one, []]))])]);
    this.leave();
    this.#sink.breakOff(torn);
  }

  /** Takes a subscription over from the connection that has it. */
  #serve(subscription: Subscription): void {
    subscription.onEnd('ErrorNewEventStreamConnectionOpened');
    subscription.onEnd = (responseCode) => this.#drop(subscription, responseCode);
    this.#served.set(
      subscription,
      subscription.log.follow(() => this.#tell()),
    );
  }

  #release(subscription: Subscription): void {
    this.#served.get(subscription)?.();
    this.#served.delete(subscription);
    subscription.onEnd = () => undefined;
    subscription.expiresAt = this.#subscriptions.now() + subscription.lifeMs;
  }

  /** Tells the client that a subscription is not served here any more; without any the stream ends. */
  #drop(subscription: Subscription, responseCode: string): void {
    this.#release(subscription);
    this.#write([refusal(responseCode, [subscription.id])]);
    if (this.#served.size === 0) this.#end();
  }

  #tell(): void {
    for (let isMore = true; isMore && !this.#isOver;) {
      isMore = false;
      const happened: Happened[] = [];
      for (const subscription of this.#served.keys()) {
        const found = subscription.log.after(subscription.position, subscription.isWanted, mostEvents);
        if (found === undefined) {
          this.#subscriptions.end(subscription, 'ErrorMissedNotificationEvents');
          continue;
        }
        subscription.position = found.position;
        if (found.events.length > 0) happened.push([subscription, found.events]);
        isMore ||= found.hasMore;
      }
      if (happened.length > 0) this.#write([message([this.#notifications(happened)])]);
    }
  }

  #notifications(happened: readonly Happened[]): XmlNode {
    return node(
      'm:Notifications',
      happened.map(([subscription, events]) => streamedNotification(subscription, events)),
    );
  }

  #write(messages: readonly XmlNode[]): void {
    if (this.#isOver) return;
    const { now, timers, options } = this.#subscriptions;
    this.#stopHeartbeat();
    this.#stopHeartbeat = timers.at(now() + options.heartbeatMs, () =>
      this.#write([message([this.#notifications([...this.#served.keys()].map((one) => [one, []]))])]),
    );
    this.#sink.write(envelope(messages));
  }

  #end(): void {
    this.leave();
    this.#sink.end();
  }
}

type Happened = readonly [Subscription, Parameters<typeof streamedNotification>[1]];

const operation = 'GetStreamingEvents';

const envelope = (messages: readonly XmlNode[]): XmlNode => streamedEnvelope(response(operation, messages));

const message = (payload: readonly XmlNode[]): XmlNode => success(operation, payload);

const refusal = (responseCode: string, ids: readonly string[]): XmlNode => {
  const failed = failure(operation, new EmulatorError(responseCode));
  const named = node(
    'm:ErrorSubscriptionIds',
    ids.map((id) => node('t:SubscriptionId', id)),
  );
  return { ...failed, children: [...failed.children, named] };
};

/** Connections that one mailbox may keep open: EWSMaxHangingConnections of Exchange Online, EWS throttling. */
const mostConnections = 10;
/** Events in one envelope, of each subscription. */
const mostEvents = 50;
