import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { MeteredCall, MeteredOperation, MeteredTokenFetch } from './metrics.ts';

/** Makes the spans of what a gateway does. Nothing in them is anybody's: no address, no id, no text of a client. */
export interface Tracing {
  /** Begins the span of an HTTP request, below that of its client where `headers` name one. */
  request(request: TracedRequest): RequestTrace;
  /** A call for a token, which has just ended; nobody's, because it serves all. */
  tokenFetch(fetch: MeteredTokenFetch): void;
  /** Sends what has not been sent, within a few seconds, and ends. Never rejects. */
  close(): Promise<void>;
}

/** What is told of an HTTP request when it comes. */
export interface TracedRequest {
  readonly method: string;
  /** Name of the route; its path is not shown, as it may hold an id. */
  readonly route: string;
  /** `traceparent` and `tracestate` of the client. https://www.w3.org/TR/trace-context/ */
  readonly header: (name: string) => string | undefined;
}

/** The spans of one HTTP request. */
export interface RequestTrace {
  /** Undefined when this request is not recorded. */
  readonly traceId: string | undefined;
  /** Begins the span of its GraphQL operation, below which its calls stand from now on. */
  operation(operation: MeteredOperation): void;
  /** Ends that; nothing happens where it has ended or never began. */
  operationEnded(end: OperationEnd): void;
  /** A call to EWS, which has just ended. */
  call(call: MeteredCall): void;
  /** Ends whatever runs still. `status`: undefined when the client left before it had an answer. */
  end(status: number | undefined): void;
}

/** How an operation ended. */
export interface OperationEnd {
  readonly outcome: string;
  /** Undefined: it was refused before it had a price. */
  readonly cost: number | undefined;
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/ knows these; whatever else a client writes is `_OTHER`. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

/** What is nobody's failure: a client who leaves is none. */
const fine: ReadonlySet<string> = new Set(['ok', 'partial', 'aborted']);

/** Says of a span that it is about a failure, unless it is not. */
const failure = (span: Span, outcome: string): void => {
  if (fine.has(outcome)) return;
  span.setAttribute('error.type', outcome);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const untraced: RequestTrace = {
  traceId: undefined,
  operation: () => undefined,
  operationEnded: () => undefined,
  call: () => undefined,
  end: () => undefined,
};

/**
 * Makes spans with the given tracer, each with an explicit parent: nothing has to be carried through asynchronous code. `contextOf`: reads the headers
 * of a client. `nowMs`: milliseconds since 1970, as the tracer tells time. Names of attributes are those of OpenTelemetry where it has some.
 * https://opentelemetry.io/docs/specs/semconv/
 */
export const createTracing = ({
  tracer,
  contextOf,
  nowMs,
  close,
}: {
  readonly tracer: Tracer;
  readonly contextOf: (header: TracedRequest['header']) => Context;
  readonly nowMs: () => number;
  readonly close: () => Promise<void>;
}): Tracing => {
  /** A span of something that is over. */
  const past = (
    name: string,
    attributes: Attributes,
    end: { readonly outcome: string; readonly ms: number },
    parent: Context,
  ): void => {
    const endTime = nowMs();
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, startTime: endTime - end.ms, attributes }, parent);
    failure(span, end.outcome);
    span.end(endTime);
  };

  return {
    close,
    tokenFetch: ({ role, outcome, ms }) =>
      past(
        'AssumeImpersonationRole',
        {
          'rpc.system': 'aws-api',
          'rpc.service': 'WorkMail',
          'rpc.method': 'AssumeImpersonationRole',
          'workmail.role': role,
        },
        { outcome, ms },
        ROOT_CONTEXT,
      ),
    request: ({ method, route, header }) => {
      const known = methods.has(method) ? method : '_OTHER';
      const parent = contextOf(header);
      const span = tracer.startSpan(
        `${known === '_OTHER' ? 'HTTP' : known} ${route}`,
        { kind: SpanKind.SERVER, attributes: { 'http.request.method': known, 'http.route': route } },
        parent,
      );
      if (!span.isRecording()) return untraced;
      const context = trace.setSpan(parent, span);
      let operation: Span | undefined;
      let current = context;
      const operationEnded: RequestTrace['operationEnded'] = ({ outcome, cost }) => {
        if (operation === undefined) return;
        if (cost !== undefined) operation.setAttribute('graphql.operation.cost', cost);
        operation.setAttribute('graphql.operation.outcome', outcome);
        failure(operation, outcome);
        operation.end();
        operation = undefined;
      };
      return {
        traceId: span.spanContext().traceId,
        operation: ({ name, type }) => {
          const attributes = {
            'graphql.operation.type': type,
            ...(name === 'other' ? {} : { 'graphql.operation.name': name }),
          };
          operation = tracer.startSpan(name === 'other' ? type : `${type} ${name}`, { attributes }, context);
          current = trace.setSpan(context, operation);
        },
        operationEnded,
        call: ({ operation: name, access, outcome, ms, waitedMs, attempts, keys, bytes }) =>
          past(
            `EWS ${name}`,
            {
              'rpc.system': 'soap',
              'rpc.service': 'EWS',
              'rpc.method': name,
              'ews.access': access,
              'ews.outcome': outcome,
              'ews.batch_size': keys,
              'ews.attempts': attempts,
              'ews.waited_ms': waitedMs,
              'ews.received_bytes': bytes,
            },
            { outcome, ms },
            current,
          ),
        end: (status) => {
          operationEnded({ outcome: 'aborted', cost: undefined });
          if (status !== undefined) span.setAttribute('http.response.status_code', status);
          if (status !== undefined && status >= 500) failure(span, String(status));
          span.end();
        },
      };
    },
  };
};
