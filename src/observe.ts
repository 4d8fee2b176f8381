import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { EwsCall } from './ews/client.ts';
import type { EwsErrorKind } from './ews/errors.ts';
import { codeOfResponse, errorMeanings, type ErrorCode } from './graphql/error-table.ts';
import { costOf } from './graphql/guards/query-cost.ts';
import { notesOf, type RequestNotes } from './http/request-notes.ts';
import { routeName, type RouteName } from './http/route-name.ts';
import { upstreamOperationOf } from './mailbox/upstream-operations.ts';
import type { Audit } from './telemetry/audit.ts';
import type { MeteredCall, MeteredOperation, MeteredTokenFetch, Metrics } from './telemetry/metrics.ts';
import type { RequestTrace, Tracing } from './telemetry/tracing.ts';

/** Tells metrics, spans and the notes of a request what happens, in words of closed lists. */
export interface Observation {
  /** Looks at requests and operations; right after what makes the notes. */
  readonly plugin: Plugin;
  /** What is told of the calls of a request. */
  watchCalls(requestId: string): (call: EwsCall) => void;
  /** The same audit, whose refusals are counted. */
  audit(audit: Audit): Audit;
  tokenFetched(fetch: MeteredTokenFetch): void;
  /** A mutation told of a failure in its payload. */
  userError(requestId: string, code: ErrorCode): void;
}

/** A request that is being served. */
interface Observed {
  readonly notes: RequestNotes;
  readonly route: RouteName;
  readonly startedMs: number;
  readonly trace: RequestTrace | undefined;
  /** Undefined until its answer begins. */
  status: number | undefined;
  /** Undefined before an operation is executed. */
  operation: (MeteredOperation & { readonly startedMs: number; readonly context: object }) | undefined;
  isOperationTold: boolean;
}

const outcomesOfKinds: Readonly<Record<EwsErrorKind | 'failed', string>> = {
  timeout: 'DEADLINE_EXCEEDED',
  aborted: 'aborted',
  throttled: 'THROTTLED',
  unreachable: 'UPSTREAM_UNAVAILABLE',
  credentials: 'UPSTREAM_UNAVAILABLE',
  suspended: 'UPSTREAM_UNAVAILABLE',
  http: 'UPSTREAM_ERROR',
  fault: 'UPSTREAM_ERROR',
  response: 'UPSTREAM_ERROR',
  decode: 'UPSTREAM_ERROR',
  tooLarge: 'UPSTREAM_ERROR',
  failed: 'INTERNAL_SERVER_ERROR',
};
const outcomes: ReadonlyMap<string, string> = new Map([
  ['ok', 'ok'],
  ['partial', 'partial'],
  ...Object.entries(outcomesOfKinds),
]);

/** `ok`, `partial`, `aborted` when the caller left, or a code of the closed list: servers make up more ResponseCodes than anybody could draw. */
const outcomeOfCall = (outcome: string): string => outcomes.get(outcome) ?? codeOfResponse(outcome);

const metered = ({ operation, access, outcome, ms, waitedMs, attempts, keys, bytes }: EwsCall): MeteredCall => ({
  operation: upstreamOperationOf(operation) === undefined ? 'other' : operation,
  access,
  outcome: outcomeOfCall(outcome),
  ms,
  waitedMs,
  attempts,
  keys,
  bytes,
});

const codesOf = ({ errors = [] }: ExecutionResult): readonly string[] => {
  if (errors.length === 0) return [];
  const codes = errors.map(({ extensions }) => extensions?.['code']);
  return [...new Set(codes.map((code) => (typeof code === 'string' && code in errorMeanings ? code : 'other')))];
};

const together = (known: readonly string[], more: readonly string[]): readonly string[] => {
  const unknown = more.filter((code) => !known.includes(code));
  return unknown.length === 0 ? known : [...known, ...unknown];
};

/** `partial`: there are errors, and data beside them. */
const outcomeOf = ({ data }: ExecutionResult, [code]: readonly string[]): string => {
  if (code === undefined) return 'ok';
  return data === undefined || data === null ? code : 'partial';
};

const unseen: ReadonlySet<RouteName> = new Set(['health', 'ready', 'metrics']);

const isSingle = (result: object): result is ExecutionResult => !(Symbol.asyncIterator in result);

/**
 * Looks at everything that a gateway does. `isKnown`: whether a document is a persisted operation, whose name may be shown; anybody's own would each be
 * a series. `nowMs`: a clock that only moves forward.
 */
export const createObservation = ({
  metrics,
  tracing,
  isKnown,
  nowMs,
}: {
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly isKnown: (document: string) => boolean;
  readonly nowMs: () => number;
}): Observation => {
  const running = new Map<string, Observed>();
  const find = (serverContext: object): Observed | undefined => running.get(notesOf(serverContext).id);

  const begin = (request: Request, pathname: string, notes: RequestNotes): Observed => {
    const route = routeName(pathname);
    const header = (name: string): string | undefined => request.headers.get(name) ?? undefined;
    // Probes and scrapers come every few seconds.
    const trace = unseen.has(route) ? undefined : tracing?.request({ method: request.method, route, header });
    notes.account.traceId = trace?.traceId;
    const observed: Observed = {
      notes,
      route,
      startedMs: nowMs(),
      trace,
      status: undefined,
      operation: undefined,
      isOperationTold: false,
    };
    running.set(notes.id, observed);
    return observed;
  };

  const beginOperation = ({ args: { contextValue } }: { readonly args: { readonly contextValue?: unknown } }): void => {
    const context = contextValue as { readonly params?: { readonly query?: unknown } };
    const observed = find(context);
    if (observed === undefined) return;
    const { notes } = observed;
    const query = context.params?.query;
    const name = (typeof query === 'string' && isKnown(query) ? notes.operation() : undefined) ?? 'other';
    observed.operation = { name, type: notes.operationType() ?? 'none', startedMs: nowMs(), context };
    observed.trace?.operation(observed.operation);
  };

  /** `isSingle`: there is one answer, which has come; else a stream has begun, and goes on. */
  const tellOperation = (
    observed: Observed,
    outcome: string,
    { isSingle: isOver }: { readonly isSingle: boolean },
  ): void => {
    const { operation, notes } = observed;
    observed.isOperationTold = true;
    const { name, type } = operation ?? { name: 'other', type: 'none' };
    // What has a price was executed.
    const cost = operation === undefined ? undefined : costOf(operation.context)?.requested;
    notes.account.cost = cost;
    const ms = operation === undefined || cost === undefined || !isOver ? undefined : nowMs() - operation.startedMs;
    metrics.operation({ name, type, outcome, ms });
    if (isOver) observed.trace?.operationEnded({ outcome, cost });
  };

  const end = (observed: Observed): void => {
    const { notes, operation, isOperationTold, trace, status } = observed;
    running.delete(notes.id);
    if (operation !== undefined && !isOperationTold) tellOperation(observed, 'aborted', { isSingle: true });
    trace?.operationEnded({ outcome: 'ok', cost: notes.account.cost });
    trace?.end(status);
  };

  return {
    plugin: {
      onRequest: ({ request, url, serverContext }) => {
        const observed = begin(request, url.pathname, notesOf(serverContext));
        const { res } = serverContext as { readonly res?: ServerResponse };
        // Where requests wait for their turn at the door, a client may have left before.
        if (res?.destroyed === true) end(observed);
        else res?.once('close', () => end(observed));
      },
      onExecute: beginOperation,
      onSubscribe: (payload) => {
        beginOperation(payload);
        return {
          onSubscribeResult: () => ({
            onNext: ({ result }) => metrics.event(outcomeOf(result, codesOf(result))),
          }),
        };
      },
      onResultProcess: ({ result, serverContext }) => {
        const observed = find(serverContext);
        if (observed === undefined || Array.isArray(result)) return;
        const { account } = observed.notes;
        if (!isSingle(result)) {
          account.isLasting = true;
          tellOperation(observed, 'ok', { isSingle: false });
          return;
        }
        const codes = codesOf(result);
        account.codes = together(account.codes, codes);
        tellOperation(observed, outcomeOf(result, codes), { isSingle: true });
      },
      onResponse: ({ request, response, serverContext }) => {
        const observed = find(serverContext);
        const { status } = response;
        if (observed === undefined) {
          // Yoga answers its probe of life before it asks any plugin, and a client may have left by now.
          metrics.request({ route: routeName(new URL(request.url).pathname), status, ms: undefined });
          return;
        }
        observed.status = status;
        metrics.request({ route: observed.route, status, ms: nowMs() - observed.startedMs });
        if (!('res' in serverContext)) end(observed);
      },
    },
    watchCalls: (requestId) => {
      // What runs on after its request belongs to it all the same.
      const observed = running.get(requestId);
      return (call) => {
        const told = metered(call);
        metrics.call(told);
        if (observed === undefined) return;
        observed.trace?.call(told);
        observed.notes.account.calls += 1;
        observed.notes.account.bytes += call.bytes;
      };
    },
    audit: (audit) => (request) => {
      const { refusal: tell, ...record } = audit(request);
      return {
        ...record,
        refusal: (refusal) => {
          metrics.refusal(refusal.reason);
          tell(refusal);
        },
      };
    },
    userError: (requestId, code) => {
      metrics.userError(code);
      const account = running.get(requestId)?.notes.account;
      if (account !== undefined) account.codes = together(account.codes, [code]);
    },
    tokenFetched: (fetch) => {
      metrics.tokenFetch(fetch);
      tracing?.tokenFetch(fetch);
    },
  };
};
