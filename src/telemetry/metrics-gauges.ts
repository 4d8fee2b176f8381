import type { Registry } from 'prom-client';
import { prometheus } from './prometheus.ts';

/** How the calls to the mail server are doing. */
export interface TrafficFigures {
  readonly running: number;
  readonly waiting: Readonly<Record<'interactive' | 'bulk', number>>;
  readonly lanes: number;
  readonly pausedLanes: number;
  readonly breaker: 'closed' | 'halfOpen' | 'open';
  readonly opened: number;
  readonly refused: Readonly<Record<'throttled' | 'suspended', number>>;
}

/** Where to look when somebody asks how things are at this moment. */
export interface GaugeSources {
  /** Undefined: nobody keeps order among the calls. */
  traffic(): TrafficFigures | undefined;
  /** For each role how long its token may still be used, seconds; 0 while there is none. */
  tokens(): readonly { readonly role: 'READ_ONLY' | 'FULL_ACCESS'; readonly remainingSeconds: number }[];
  subscriptions(): { readonly listeners: number; readonly channels: number; readonly watches: number };
  /** Requests that are being served, and those that were turned away since the start, by why; undefined: nobody counts. */
  admission(): { readonly inFlight: number; readonly shed: Readonly<Record<string, number>> } | undefined;
  /** Undefined: there is no Redis, or it has not been tried yet. */
  isRedisUp(): boolean | undefined;
}

const { Counter, Gauge } = prometheus;

const breakerStates = ['closed', 'halfOpen', 'open'] as const;

/** Adds what is looked up when it is asked for, and costs nothing in between. */
export const addGauges = (registry: Registry, sources: GaugeSources): void => {
  const registers = [registry];
  const named = (name: string): string => `workmail_graphql_${name}`;

  const single = (
    Kind: typeof Gauge | typeof Counter,
    name: string,
    help: string,
    read: () => number | undefined,
  ): void => {
    const made: InstanceType<typeof Kind> = new Kind({
      name: named(name),
      help,
      registers,
      collect: () => {
        made.reset();
        const value = read();
        // Without a value there is no series, rather than a nought that nobody measured.
        if (value === undefined) made.remove();
        else made.inc(value);
      },
    });
  };

  const labelled = (
    Kind: typeof Gauge | typeof Counter,
    name: string,
    help: string,
    label: string,
    read: () => Readonly<Record<string, number>>,
  ): void => {
    const made: InstanceType<typeof Kind> = new Kind({
      name: named(name),
      help,
      labelNames: [label],
      registers,
      collect: () => {
        made.reset();
        for (const [value, number] of Object.entries(read())) made.inc({ [label]: value }, number);
      },
    });
  };

  single(Gauge, 'ews_running', 'Calls to EWS that have their turn', () => sources.traffic()?.running);
  labelled(Gauge, 'ews_waiting', 'Calls to EWS that wait for their turn', 'urgency', () => ({
    ...sources.traffic()?.waiting,
  }));
  single(Gauge, 'ews_busy_mailboxes', 'Mailboxes that a call runs or waits for', () => sources.traffic()?.lanes);
  single(
    Gauge,
    'ews_paused_mailboxes',
    'Mailboxes that the server asked to leave alone',
    () => sources.traffic()?.pausedLanes,
  );
  labelled(Gauge, 'breaker_state', '1 for the state that the breaker is in', 'state', () => {
    const traffic = sources.traffic();
    return traffic === undefined
      ? {}
      : Object.fromEntries(breakerStates.map((state) => [state, Number(state === traffic.breaker)]));
  });
  single(
    Counter,
    'breaker_opened_total',
    'Times that the server was left alone because it failed',
    () => sources.traffic()?.opened,
  );
  labelled(Counter, 'ews_refused_total', 'Calls to EWS that were refused before they began', 'reason', () => ({
    ...sources.traffic()?.refused,
  }));
  labelled(Gauge, 'token_remaining_seconds', 'Until the token in use ends; 0: there is none', 'role', () =>
    Object.fromEntries(sources.tokens().map(({ role, remainingSeconds }) => [role, remainingSeconds])),
  );
  single(Gauge, 'subscriptions', 'Streams of events', () => sources.subscriptions().listeners);
  single(Gauge, 'subscribed_mailboxes', 'Mailboxes that somebody listens to', () => sources.subscriptions().channels);
  single(
    Gauge,
    'watched_mailboxes',
    'Mailboxes that this process watches at the server',
    () => sources.subscriptions().watches,
  );
  single(Gauge, 'requests_in_flight', 'Requests that are being served', () => sources.admission()?.inFlight);
  labelled(Counter, 'requests_shed_total', 'Requests that were turned away for want of room', 'reason', () => ({
    ...sources.admission()?.shed,
  }));
  single(Gauge, 'redis_up', '1: Redis is reached', () => {
    const isUp = sources.isRedisUp();
    return isUp === undefined ? undefined : Number(isUp);
  });
};
