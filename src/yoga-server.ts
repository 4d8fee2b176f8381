import { createRequire } from 'node:module';
import type * as Yoga from 'graphql-yoga';
import type { Access } from './access/access.ts';
import type { Budget } from './access/budget.ts';
import type { Caller } from './access/caller.ts';
import { createPlaces } from './access/places.ts';
import type { GatewayConfig } from './config.ts';
import type { Clock } from './credentials/cached-tokens.ts';
import type { Context } from './graphql/context.ts';
import { createMaskError, useErrorCodes } from './graphql/errors.ts';
import { usePlannedExecution } from './graphql/execution/execute-planned.ts';
import { graphiqlTabs } from './graphql/graphiql-tabs.ts';
import { callerOf, useAuthentication } from './graphql/guards/authenticate.ts';
import { documentCaches } from './graphql/guards/document-cache.ts';
import { useNoIntrospection } from './graphql/guards/introspection.ts';
import { useLimits } from './graphql/guards/limits.ts';
import { usePersistedOperations, type PersistedOperations } from './graphql/guards/persisted-operations.ts';
import { useQueryCost } from './graphql/guards/query-cost.ts';
import { useSubscriptionLimits } from './graphql/guards/subscription-limits.ts';
import { uploadedFile } from './graphql/inputs/uploaded-file.ts';
import { overloaded, refuseRequest } from './graphql/refused-request.ts';
import { schema } from './graphql/schema.ts';
import { useEventStreams } from './graphql/subscriptions/event-streams.ts';
import { useEventExecution } from './graphql/subscriptions/execute-events.ts';
import { useUpstreamTrace } from './graphql/upstream-trace.ts';
import { yogaLogger } from './graphql/yoga-logger.ts';
import { useCors } from './http/cors.ts';
import { useDeadline } from './http/deadline.ts';
import { useOperationsOnly } from './http/operations-only.ts';
import { useRequestLog } from './http/request-log.ts';
import type { RequestMemory } from './http/request-memory.ts';
import { notesOf, useRequestNotes } from './http/request-notes.ts';
import type { Route } from './http/route.ts';
import { useRoutes } from './http/routes.ts';
import { useStreamingAnswers } from './http/streaming-answer.ts';
import { useUploads } from './http/uploads.ts';
import type { Observation } from './observe.ts';
import { pushPath } from './notifications/sources/push-endpoints.ts';
import type { Sealer } from './sealer.ts';
import type { Audit } from './telemetry/audit.ts';
import type { Logger } from './telemetry/logger.ts';

// Yoga and what it needs are 350 files, which load faster as CommonJS: 500 instead of 590 ms of CPU for the whole start (Node 20.20).
const { createYoga } = createRequire(import.meta.url)('graphql-yoga') as typeof Yoga;

/** Where operations are sent, and GraphiQL is when it is on. */
export const graphqlPath = '/graphql';

/** Documents that are kept parsed: 400 usual ones, or 50 MB of the worst. */
const maxKeptCharacters = 400_000;

/** Subscriptions that may run at a time. */
const subscriptionPlaces = { perCaller: 10, inAll: 2_000 };

/** What the server of GraphQL stands on. */
export interface YogaServerParts {
  readonly config: GatewayConfig;
  readonly dependencies: { readonly clock: Clock; readonly logger: Logger; readonly access: Access };
  readonly observation: Pick<Observation, 'plugin'>;
  /** Operations known beforehand; undefined: there are none. */
  readonly persistedOperations: PersistedOperations | undefined;
  /** Makes an id for each request, visible ASCII. */
  readonly requestId: () => string;
  /** Makes the context that an operation is executed with. */
  readonly contextOf: (serverContext: { readonly request: Request }) => Context;
  readonly memory: RequestMemory;
  readonly budget: Budget;
  readonly sealer: Sealer;
  readonly audit: Audit;
  /** Told of failures, ours and upstream, and where they were met. */
  readonly report: (error: unknown, where: string) => void;
  /** Paths beside GraphQL. */
  readonly routes: readonly Route[];
}

/** The way of a request from its first byte to its answer: every plugin of Yoga, in the order in which they act. */
export const createYogaServer = ({
  config,
  dependencies: { clock, logger, access },
  observation,
  persistedOperations,
  requestId,
  contextOf,
  memory,
  budget,
  sealer,
  audit,
  report,
  routes,
}: YogaServerParts): Yoga.YogaServerInstance<{ readonly request: Request }, Context> => {
  const isEmbedded = config.mode === 'embedded';
  const heldToOperations = config.persistedOperations &&
    persistedOperations && {
      operations: persistedOperations,
      only: config.persistedOperations.only,
      onRefusal: (serverContext: object, caller: Caller) =>
        audit({ requestId: notesOf(serverContext).id, route: 'graphql', caller }).refusal({ reason: 'NOT_PERSISTED' }),
    };

  return createYoga({
    schema,
    context: contextOf,
    maskedErrors: {
      maskError: createMaskError({
        own: (error) => report(error, 'graphql'),
        upstream: (error) => report(error, 'graphql'),
      }),
    },
    logging: yogaLogger(logger),
    graphqlEndpoint: graphqlPath,
    graphiql: config.hasGraphiql
      ? ({ url }) =>
          new URL(url).pathname === graphqlPath && {
            title: 'workmail-graphql',
            // Subscriptions too, which it would send with GET.
            method: 'POST',
            defaultTabs: isEmbedded ? [...graphiqlTabs(clock.now())] : [],
          }
      : false,
    // Yoga's own page takes its scripts from the internet; this one brings nine megabytes along, which only GraphiQL should pay for.
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    landingPage: false,
    batching: false,
    // Our own plugins read bodies: what an operation may weigh and what files may are two figures.
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: documentCaches(maxKeptCharacters),
    // Yoga's own answers pages of foreign origins.
    cors: false,
    plugins: [
      useRequestNotes(requestId),
      observation.plugin,
      memory.plugin,
      useStreamingAnswers(),
      useRequestLog(logger, clock.monotonicMs, [pushPath]),
      useCors(config.corsOrigins, [pushPath]),
      useDeadline(clock.monotonicMs, refuseRequest),
      useRoutes({
        routes,
        onError: report,
      }),
      useOperationsOnly({ path: graphqlPath, refuse: refuseRequest }),
      useAuthentication(access, (failure, serverContext) =>
        audit({ requestId: notesOf(serverContext).id, route: 'graphql', caller: undefined }).refusal({
          reason: 'UNAUTHENTICATED',
          failure,
        }),
      ),
      useUploads({
        refuse: refuseRequest,
        overloaded,
        hold: (serverContext, bytes) => memory.hold(serverContext, callerOf(serverContext), bytes),
        fileOf: uploadedFile,
      }),
      ...(heldToOperations === undefined ? [] : [usePersistedOperations(heldToOperations)]),
      useLimits(),
      ...(config.hasIntrospection ? [] : [useNoIntrospection()]),
      useErrorCodes(),
      useEventStreams(),
      useQueryCost({ limit: config.costLimit, budget, sealer }),
      useSubscriptionLimits({
        places: createPlaces(subscriptionPlaces),
        now: () => clock.now().getTime(),
      }),
      useUpstreamTrace(),
      usePlannedExecution(),
      useEventExecution(),
    ],
  });
};
