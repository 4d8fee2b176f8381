import type { Counter, Histogram } from 'prom-client';
import { addGauges, type GaugeSources } from './metrics-gauges.ts';
import { processMetrics } from './metrics-process.ts';
import { prometheus } from './prometheus.ts';

/** What happens, told as it happens. Every text is from a closed list: each other one would be a series of its own, for ever. */
export interface Metrics {
  /** An HTTP answer has begun. `route`: name of the route; `ms`: since the request came, where that is known. */
  request(request: { readonly route: string; readonly status: number; readonly ms: number | undefined }): void;
  /** A GraphQL operation has its answer, or its stream. `ms`: of its execution; undefined: it was not executed, or answers more than once. */
  operation(operation: MeteredOperation & { readonly outcome: string; readonly ms: number | undefined }): void;
  /** A mutation told of a failure in its payload. */
  userError(code: string): void;
  /** A subscriber was told of something. */
  event(outcome: string): void;
  call(call: MeteredCall): void;
  tokenFetch(fetch: MeteredTokenFetch): void;
  /** Somebody was refused something, as the audit has it. */
  refusal(reason: string): void;
  /** All of it in Prometheus' text format, with what the process itself is like. */
  render(): Promise<string>;
  /** Of what `render` gives. */
  readonly contentType: string;
}

/** A GraphQL operation without anything of its client's. */
export interface MeteredOperation {
  /** Of a persisted operation; `other` for those that clients write themselves. */
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription' | 'none';
}

/** One call to EWS. */
export interface MeteredCall {
  readonly operation: string;
  readonly access: 'read' | 'write';
  readonly outcome: string;
  /** With waiting and trying again. */
  readonly ms: number;
  readonly waitedMs: number;
  readonly attempts: number;
  /** Ids in the request. */
  readonly keys: number;
  /** Decompressed bytes of the answer. */
  readonly bytes: number;
}

/** One call for a token. */
export interface MeteredTokenFetch {
  readonly role: 'READ_ONLY' | 'FULL_ACCESS';
  readonly outcome: 'ok' | 'failed';
  readonly ms: number;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

const statusClass = (status: number): string => `${Math.floor(status / 100)}xx`;

/** The metrics of one gateway, which share nothing with those of another in the same process but what is true of the process. */
export const createMetrics = ({
  version,
  sources,
}: {
  readonly version: string;
  readonly sources: GaugeSources;
}): Metrics => {
  const registry = new prometheus.Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> =>
    new prometheus.Counter({ name: `workmail_graphql_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ): Histogram<Label> =>
    new prometheus.Histogram({ name: `workmail_graphql_${name}`, help, labelNames, buckets, registers });

  const requests = counter('http_requests_total', 'HTTP requests answered', ['route', 'status']);
  const requestSeconds = histogram('http_request_duration_seconds', 'Until the answer began', ['route'], seconds);
  const operations = counter('operations_total', 'GraphQL operations', ['name', 'type', 'outcome']);
  const operationSeconds = histogram(
    'operation_duration_seconds',
    'Execution of queries and mutations',
    ['name', 'type'],
    seconds,
  );
  const userErrors = counter('user_errors_total', 'Failures that payloads of mutations told of', ['code']);
  const events = counter('subscription_events_total', 'Answers to subscriptions', ['outcome']);
  const refusals = counter('refusals_total', 'What callers were refused', ['reason']);
  const calls = counter('ews_calls_total', 'Calls to EWS', ['operation', 'access', 'outcome']);
  const callSeconds = histogram(
    'ews_call_duration_seconds',
    'Calls to EWS with waiting for their turn and trying again',
    ['operation'],
    seconds,
  );
  const waitSeconds = histogram('ews_wait_seconds', 'Of that, waiting for a turn', ['access'], seconds);
  const batchSize = histogram('ews_batch_size', 'Ids in a call', ['operation'], sizes);
  const received = counter('ews_received_bytes_total', 'Decompressed bytes of answers', ['operation']);
  const retries = counter('ews_retries_total', 'Exchanges beyond the first of a call', ['operation']);
  const tokenFetches = counter('token_fetches_total', 'Calls for an impersonation token', ['role', 'outcome']);
  const tokenSeconds = histogram('token_fetch_duration_seconds', 'Calls for an impersonation token', [], seconds);
  new prometheus.Gauge({
    name: 'workmail_graphql_info',
    help: 'The version that runs; always 1',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  addGauges(registry, sources);

  return {
    request: ({ route, status, ms }) => {
      requests.inc({ route, status: statusClass(status) });
      if (ms !== undefined) requestSeconds.observe({ route }, ms / 1000);
    },
    operation: ({ name, type, outcome, ms }) => {
      operations.inc({ name, type, outcome });
      if (ms !== undefined) operationSeconds.observe({ name, type }, ms / 1000);
    },
    userError: (code) => userErrors.inc({ code }),
    event: (outcome) => events.inc({ outcome }),
    call: ({ operation, access, outcome, ms, waitedMs, attempts, keys, bytes }) => {
      calls.inc({ operation, access, outcome });
      callSeconds.observe({ operation }, ms / 1000);
      waitSeconds.observe({ access }, waitedMs / 1000);
      batchSize.observe({ operation }, keys);
      received.inc({ operation }, bytes);
      if (attempts > 1) retries.inc({ operation }, attempts - 1);
    },
    tokenFetch: ({ role, outcome, ms }) => {
      tokenFetches.inc({ role, outcome });
      tokenSeconds.observe(ms / 1000);
    },
    refusal: (reason) => refusals.inc({ reason }),
    render: async () => (await registry.metrics()) + (await processMetrics().metrics()),
    contentType: registry.contentType,
  };
};
