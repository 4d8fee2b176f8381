import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Access } from './access/access.ts';
import { createBudget, type Spending } from './access/budget.ts';
import type { Caller } from './access/caller.ts';
import { createHeldMemory } from './access/held-memory.ts';
import { createPolicy } from './access/policy.ts';
import { openBackend } from './backend.ts';
import type { GatewayConfig } from './config.ts';
import { openCoordination } from './coordination/open-coordination.ts';
import type { Clock } from './credentials/cached-tokens.ts';
import { DirectoryError } from './directory/directory.ts';
import { openDoor } from './door.ts';
import { createEwsClient } from './ews/client.ts';
import { EwsError } from './ews/errors.ts';
import { createTraffic } from './ews/traffic/create-traffic.ts';
import type { Traffic } from './ews/traffic/traffic.ts';
import { httpSend } from './ews/transport.ts';
import { ExportsError } from './exports/mailbox-exports.ts';
import { createContext, type Context } from './graphql/context.ts';
import type { GatewayFacts } from './graphql/gateway-facts.ts';
import { callerOf } from './graphql/guards/authenticate.ts';
import { callCost } from './graphql/guards/cost.ts';
import { readPersistedOperations } from './graphql/guards/persisted-operations.ts';
import { createTurns } from './graphql/guards/turns.ts';
import { createSearchMemory } from './graphql/messages/search.ts';
import { schema } from './graphql/schema.ts';
import type { AdmissionLimits } from './http/admission.ts';
import { attachmentsRoute } from './http/attachments.ts';
import { dueMsOf } from './http/deadline.ts';
import { inboxRoutes } from './http/inbox.ts';
import { mimeRoute } from './http/mime.ts';
import { metricsListener, metricsRoute } from './http/metrics.ts';
import { urgencyOf } from './http/priority.ts';
import { readyRoute } from './http/ready.ts';
import { createRequestMemory } from './http/request-memory.ts';
import { notesOf } from './http/request-notes.ts';
import { maxFormBytes } from './http/uploads.ts';
import { knownIds } from './known-ids.ts';
import { createLive, type LiveTimes } from './live.ts';
import { logBreaker } from './log-breaker.ts';
import { logCoordination } from './log-coordination.ts';
import { createCapabilities } from './mailbox/capabilities.ts';
import { createFolderMemory } from './mailbox/folders.ts';
import { createOpenLookUp, createOpenMailbox } from './mailbox/open-mailbox.ts';
import { createZoneMemory } from './mailbox/availability/zone-memory.ts';
import { createOnce, defaultSettleMs } from './mailbox/write/once.ts';
import { createObservation } from './observe.ts';
import { createSealer } from './sealer.ts';
import { createLinks } from './signed-link.ts';
import type { AuditLog } from './telemetry/audit-log.ts';
import { createAudit } from './telemetry/audit.ts';
import type { Logger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';
import type { Tracing } from './telemetry/tracing.ts';
import { tokenFigures } from './token-figures.ts';
import { version } from './version.ts';
import { createYogaServer, graphqlPath } from './yoga-server.ts';

/** What the gateway cannot make itself: everything that changes by itself, and whom it trusts. */
export interface GatewayDependencies {
  readonly clock: Clock;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  readonly logger: Logger;
  readonly auditLog: AuditLog;
  readonly access: Access;
  /** Ids of requests, visible ASCII; random UUIDs when absent. */
  readonly requestId?: () => string;
  /** The longest wait for one EWS call, milliseconds; the client's own default when absent. */
  readonly deadlineMs?: number;
  /** Who may ask the mail server when; the usual lanes and breaker when absent. */
  readonly traffic?: Traffic;
  /** Failed calls that may be tried again at once, before others have earned more; 10 when absent. */
  readonly retries?: number;
  /** How long the mail server may still be working on a write whose answer was lost, milliseconds; two minutes when absent. */
  readonly settleMs?: number;
  /** How long a gateway that died still has its turns of keyed writes, a minute when absent, and its watches on mailboxes, 15 seconds; milliseconds. */
  readonly leaseMs?: number;
  /** How long live events take over things. */
  readonly liveTimes?: LiveTimes;
  /** How long a caller's budget lasts before it is full again; 60 when absent. */
  readonly budgetWindowSeconds?: number;
  /** How much is let in at a time, where that is not the usual. */
  readonly admission?: Partial<AdmissionLimits>;
  /** Where the inbox of the demo has been built; `dist/inbox` when absent. */
  readonly inboxFolder?: URL | undefined;
  /** Takes spans; none are made when absent. */
  readonly tracing?: Tracing | undefined;
}

/** A running gateway, without a port. */
export interface Gateway {
  /** Answers one request. */
  fetch(request: Request): Promise<Response>;
  /** The same for node's HTTP server, which notices when a client leaves. */
  readonly listener: RequestListener;
  /** For a port of its own, which asks nobody who he is: metrics and probes. */
  readonly metricsListener: RequestListener;
  /** From now on `/ready` says no; requests are served all the same. */
  drain(): void;
  /** Ends every subscription with a completion, and takes no more. */
  endStreams(): Promise<void>;
  /** Lets go of connections and clients, when the last request has been answered. */
  close(): Promise<void>;
}

/** Bytes of files that requests may hold at a time, uploads and copies, all together and those of one caller. */
const maxHeldBytes = 8 * maxFormBytes;
const maxHeldBytesPerCaller = 2 * maxFormBytes;

/** A download looks at the item before it streams. */
const downloadCost = 2 * callCost;

/** Builds every service once and joins them; the only place that knows them all. */
export const createGateway = (config: GatewayConfig, dependencies: GatewayDependencies): Gateway => {
  const { clock, logger, auditLog, access, deadlineMs, requestId: newRequestId = randomUUID } = dependencies;
  const { settleMs = defaultSettleMs, leaseMs, random } = dependencies;
  const isEmbedded = config.mode === 'embedded';
  const persistedOperations =
    config.persistedOperations && readPersistedOperations(schema, config.persistedOperations.file);
  const knownDocuments = new Set(persistedOperations?.values());
  let isRedisUp: boolean | undefined;
  const metrics = createMetrics({
    version,
    sources: {
      traffic: () => traffic.stats(),
      tokens: () => tokenFigures(backend.organizations(), clock.now()),
      subscriptions: () => live.hub.stats(),
      admission: () => door.stats(),
      isRedisUp: () => isRedisUp,
    },
  });
  const observation = createObservation({
    metrics,
    tracing: dependencies.tracing,
    isKnown: (document) => knownDocuments.has(document),
    nowMs: clock.monotonicMs,
  });
  const backend = openBackend(config, { ...dependencies, onTokenFetch: observation.tokenFetched });
  const transport = httpSend({ url: backend.ewsUrl, tokens: backend.tokens, version });
  const { traffic = createTraffic({ now: clock.monotonicMs, onEvent: logBreaker(logger) }) } = dependencies;
  const client = createEwsClient({
    send: transport.send,
    serverVersion: config.serverVersion,
    deadlineMs,
    traffic,
    now: clock.monotonicMs,
    random,
    retries: dependencies.retries,
    watch: observation.watchCalls,
  });
  const { directory } = backend;
  const policy = createPolicy(access.rules, config.directoryMailbox);
  const capabilities = createCapabilities(clock.monotonicMs);
  const sealer = createSealer(config.secret, config.previousSecret);
  const tellCoordination = logCoordination(logger);
  const coordination = openCoordination({
    url: config.redisUrl,
    secret: config.secret,
    turnMs: leaseMs,
    leaseMs,
    settleMs,
    budget: { limit: config.costPerMinute, windowSeconds: dependencies.budgetWindowSeconds ?? 60 },
    now: clock.monotonicMs,
    random,
    onEvent: (event) => {
      if (event.kind === 'reached') isRedisUp = true;
      if (event.kind === 'unreachable') isRedisUp = false;
      tellCoordination(event);
    },
  });
  const budget = createBudget(coordination.budgets);
  const audit = observation.audit(
    createAudit({
      write: auditLog.write,
      idsOf: (kind, mailbox, id) => knownIds(sealer, kind, mailbox, id),
      now: clock.now,
    }),
  );
  const live = createLive({
    config,
    ewsUrl: backend.ewsUrl,
    clock,
    random,
    logger,
    audit,
    sealer,
    leases: coordination.leases,
    hints: coordination.hints,
    times: dependencies.liveTimes,
  });
  const openMailbox = live.telling(
    createOpenMailbox({
      client,
      directory,
      policy,
      capabilities,
      folderMemory: createFolderMemory(clock.monotonicMs),
      moveMemory: live.moveMemory,
      zoneMemory: createZoneMemory(clock),
      onForeign: (foreign) => logger.warn(foreign, 'left out what lies in another mailbox'),
    }),
  );
  const links = createLinks({ sealer, now: () => clock.now().getTime() });
  const openLookUp = createOpenLookUp({ client, policy, capabilities });
  const facts: GatewayFacts = {
    version,
    protocolVersion: config.serverVersion,
    canWrite: backend.tokens.write !== undefined,
    capabilities,
    now: clock.now,
    organizations: backend.organizations,
  };
  const search = createSearchMemory(clock.monotonicMs);
  const turns = createTurns(clock.monotonicMs);
  const once = createOnce({
    ledger: coordination.ledger,
    sealer,
    now: clock.monotonicMs,
    waitMs: deadlineMs,
    settleMs,
  });
  const contextServices = {
    sealer,
    links,
    directory,
    exports: backend.exports,
    policy,
    openMailbox,
    openLookUp,
    gateway: facts,
    search,
    turns,
    once,
    budget,
    readChanges: live.readChanges,
    hub: live.hub,
  };
  let isDraining = false;

  const report = (err: unknown, where: string): void => {
    if (err instanceof EwsError || err instanceof DirectoryError || err instanceof ExportsError)
      logger.warn({ err, where }, 'failure upstream');
    else logger.error({ err, where }, 'failure of the gateway');
  };

  const memory = createRequestMemory(
    createHeldMemory({ maxBytes: maxHeldBytes, maxBytesPerCaller: maxHeldBytesPerCaller }),
  );
  const spend = (caller: Caller): Promise<Spending> => budget.spend(caller, downloadCost);
  const downloads = { sealer, links, spend, access, openMailbox, audit, onFailure: report, nowMs: clock.monotonicMs };

  const contextOf = (serverContext: { readonly request: Request }): Context => {
    const { request } = serverContext;
    const caller = callerOf(serverContext);
    const { id: requestId, operation } = notesOf(serverContext);
    const {
      access: onCall,
      refusal: onRefusal,
      listening: onListening,
      exporting: onExport,
    } = audit({ requestId, route: 'graphql', caller, operation });
    return createContext(contextServices, {
      caller,
      requestId,
      onCall,
      onRefusal,
      onUserError: (code) => observation.userError(requestId, code),
      onListening,
      onExport,
      holdMemory: (bytes) => memory.hold(serverContext, caller, bytes),
      // A signal of its own: @whatwg-node/server 0.11.0 forgets to set `aborted` on that of the request once another signal follows it.
      signal: AbortSignal.any([request.signal]),
      publicUrl: config.publicUrl?.origin ?? new URL(request.url).origin,
      dueMs: dueMsOf(serverContext),
      urgency: urgencyOf(request.headers.get('priority')),
      isTraced:
        isEmbedded || (request.headers.get('x-upstream-trace') === '1' && policy.permissionsOf(caller).has('ADMIN')),
    });
  };

  const reasonNotReady = (): string | undefined => (isDraining ? 'draining' : undefined);
  const yoga = createYogaServer({
    config,
    observation,
    persistedOperations,
    dependencies,
    requestId: newRequestId,
    contextOf,
    memory,
    budget,
    sealer,
    audit,
    report,
    routes: [
      readyRoute({ reasonNotReady }),
      metricsRoute({ metrics, access, policy, audit }),
      attachmentsRoute(downloads),
      mimeRoute(downloads),
      ...live.routes,
      ...(isEmbedded ? inboxRoutes(dependencies.inboxFolder) : []),
    ],
  });

  const door = openDoor({
    config,
    graphqlPath,
    logger,
    nowMs: clock.monotonicMs,
    random,
    requestId: newRequestId,
    limits: dependencies.admission,
  });

  return {
    fetch: async (request) => yoga.fetch(request),
    listener: door.guard((request, response) => void yoga(request, response)),
    metricsListener: metricsListener({ metrics, reasonNotReady }),
    drain: () => {
      isDraining = true;
    },
    endStreams: () => live.hub.end(),
    close: async () => {
      door.close();
      await live.close();
      await transport.close();
      await backend.close();
      await coordination.close();
      await yoga.dispose();
    },
  };
};
