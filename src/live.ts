import type { GatewayConfig } from './config.ts';
import type { Hints } from './coordination/hints.ts';
import type { Leases } from './coordination/leases.ts';
import type { Clock } from './credentials/cached-tokens.ts';
import { notificationsRoute } from './http/notifications.ts';
import type { Route } from './http/route.ts';
import { createEventTokens } from './mailbox/feed/event-tokens.ts';
import { createReadChanges, type ReadChanges } from './mailbox/feed/read-changes.ts';
import { createMoveMemory, type MoveMemory } from './mailbox/moves.ts';
import type { OpenMailbox } from './mailbox/open-mailbox.ts';
import { createHub, type HubTimes } from './notifications/create-hub.ts';
import type { Watcher } from './notifications/event-source.ts';
import type { Hub } from './notifications/hub.ts';
import { tellOwnMoves, tellOwnWrites } from './notifications/own-changes.ts';
import { chooseSource } from './notifications/sources/choose-source.ts';
import { pollingSource } from './notifications/sources/polling-source.ts';
import { pullSource } from './notifications/sources/pull-source.ts';
import { createPushEndpoints, type PushEndpoints } from './notifications/sources/push-endpoints.ts';
import { pushSource } from './notifications/sources/push-source.ts';
import { streamingSource } from './notifications/sources/streaming-source.ts';
import { createSubscribeMailbox } from './notifications/sources/subscribe-mailbox.ts';
import { pushOrigin } from './push-origin.ts';
import type { Sealer } from './sealer.ts';
import type { Audit } from './telemetry/audit.ts';
import type { Logger } from './telemetry/logger.ts';

type Options<Make extends (options: never) => unknown> = Partial<Parameters<Make>[0]>;

/** How long live events take over things; the usual times where absent. */
export interface LiveTimes {
  readonly hub?: Partial<HubTimes>;
  readonly streaming?: Pick<
    Options<typeof streamingSource>,
    'connectionMinutes' | 'silenceMs' | 'steadyMs' | 'firstMs' | 'mostMs'
  >;
  readonly push?: Pick<Options<typeof pushSource>, 'minuteMs' | 'firstMs' | 'mostMs'>;
  readonly pull?: Pick<Options<typeof pullSource>, 'soonMs' | 'lateMs' | 'firstMs' | 'mostMs'>;
  readonly polling?: Pick<Options<typeof pollingSource>, 'firstMs' | 'mostMs'>;
  readonly choice?: Pick<Options<typeof chooseSource>, 'serverMs' | 'mailboxMs'>;
}

/** What live events stand on. */
export interface LiveServices {
  readonly config: Pick<GatewayConfig, 'notifications' | 'publicUrl' | 'redisUrl'>;
  readonly ewsUrl: URL;
  readonly clock: Clock;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly sealer: Sealer;
  readonly leases: Leases;
  readonly hints: Hints;
  readonly times?: LiveTimes | undefined;
}

/** What changes in mailboxes, asked for and told. */
export interface Live {
  readonly readChanges: ReadChanges;
  readonly hub: Hub;
  /** Where mail servers send what happens; none where they could not reach it. */
  readonly routes: readonly Route[];
  /** What became of moved items, by this gateway or by others. */
  readonly moveMemory: MoveMemory;
  /** Opens mailboxes so that what is written to them is told at once. */
  readonly telling: (openMailbox: OpenMailbox) => OpenMailbox;
  /** Ends every stream and every watch. */
  close(): Promise<void>;
}

const openEndpoints = ({ config, ewsUrl, clock, sealer, hints, leases }: LiveServices): PushEndpoints | undefined => {
  const origin = pushOrigin(config.publicUrl, ewsUrl);
  if (origin === undefined) return undefined;
  const isShared = config.redisUrl !== undefined;
  return createPushEndpoints({ origin, sealer, hints, leases, isShared, now: () => clock.now().getTime() });
};

const openWatcher = (
  { config, clock, random, logger, times = {} }: LiveServices,
  endpoints: PushEndpoints | undefined,
): Watcher => {
  const subscribeMailbox = createSubscribeMailbox();
  const now = clock.monotonicMs;
  return chooseSource({
    configured: config.notifications,
    sources: [
      streamingSource({ subscribeMailbox, now, random, ...times.streaming }),
      ...(endpoints === undefined ? [] : [pushSource({ endpoints, subscribeMailbox, now, random, ...times.push })]),
      pullSource({ subscribeMailbox, random, ...times.pull }),
      pollingSource({ random, ...times.polling }),
    ],
    now,
    random,
    onChosen: ({ address, kind }) => logger.debug({ mailbox: address, kind }, 'mailbox is watched'),
    onRefused: ({ address, kind, error, isEverywhere }) => {
      const refusal = { mailbox: address, kind, err: error };
      if (isEverywhere) logger.info(refusal, 'the mail server does not offer this kind of notifications');
      else logger.warn(refusal, 'mailbox cannot be watched like this for now');
    },
    ...times.choice,
  });
};

/** Joins the feed, the hub, what watches at the mail server and what gateways tell each other. */
export const createLive = (services: LiveServices): Live => {
  const { clock, random, logger, audit, sealer, leases, hints, times } = services;
  const endpoints = openEndpoints(services);
  const readChanges = createReadChanges({ sealer, now: () => clock.now().getTime() });
  const moveMemory = createMoveMemory();
  const hub = createHub({
    readChanges,
    eventTokens: createEventTokens(sealer),
    moveMemory,
    sealer,
    watcher: openWatcher(services, endpoints),
    leases,
    hints,
    random,
    onFailure: (err) => logger.warn({ err }, 'a mailbox cannot be watched, and is looked at now and then'),
    times: times?.hub,
  });
  return {
    readChanges,
    hub,
    routes: endpoints === undefined ? [] : [notificationsRoute({ endpoints, audit, now: clock.monotonicMs })],
    moveMemory: tellOwnMoves(moveMemory, hub),
    telling: (openMailbox) => tellOwnWrites(openMailbox, hub),
    close: async () => {
      await hub.end();
      await endpoints?.end();
    },
  };
};
