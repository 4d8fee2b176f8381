import { describe, expect, test } from 'vitest';
import type { GaugeSources } from '../../src/telemetry/metrics-gauges.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';

const nothing: GaugeSources = {
  traffic: () => undefined,
  tokens: () => [],
  subscriptions: () => ({ listeners: 0, channels: 0, watches: 0 }),
  admission: () => undefined,
  isRedisUp: () => undefined,
};
const metricsOf = (sources: Partial<GaugeSources> = {}): Metrics =>
  createMetrics({ version: '1.2.3', sources: { ...nothing, ...sources } });

/** The series of the gateway itself, without those of the process. */
const seriesOf = async (metrics: Metrics): Promise<readonly string[]> =>
  (await metrics.render()).split('\n').filter((line) => line.startsWith('workmail_graphql_'));

describe('the metrics of a gateway', () => {
  test('count what they are told, in base units', async () => {
    const metrics = metricsOf();
    metrics.request({ route: 'graphql', status: 204, ms: 30 });
    metrics.request({ route: 'health', status: 200, ms: undefined });
    metrics.operation({ name: 'Inbox', type: 'query', outcome: 'partial', ms: 1_500 });
    metrics.operation({ name: 'other', type: 'mutation', outcome: 'RATE_LIMITED', ms: undefined });
    metrics.userError('CONFLICT');
    metrics.event('ok');
    const call = { operation: 'GetItem', access: 'read', outcome: 'THROTTLED', keys: 50, bytes: 4_096 } as const;
    metrics.call({ ...call, ms: 2_000, waitedMs: 250, attempts: 3 });
    metrics.tokenFetch({ role: 'READ_ONLY', outcome: 'failed', ms: 100 });
    metrics.refusal('FORBIDDEN');
    expect(await seriesOf(metrics)).toEqual(
      expect.arrayContaining([
        'workmail_graphql_http_requests_total{route="graphql",status="2xx"} 1',
        'workmail_graphql_http_request_duration_seconds_sum{route="graphql"} 0.03',
        'workmail_graphql_operations_total{name="Inbox",type="query",outcome="partial"} 1',
        'workmail_graphql_operations_total{name="other",type="mutation",outcome="RATE_LIMITED"} 1',
        'workmail_graphql_operation_duration_seconds_bucket{le="2.5",name="Inbox",type="query"} 1',
        'workmail_graphql_user_errors_total{code="CONFLICT"} 1',
        'workmail_graphql_subscription_events_total{outcome="ok"} 1',
        'workmail_graphql_refusals_total{reason="FORBIDDEN"} 1',
        'workmail_graphql_ews_calls_total{operation="GetItem",access="read",outcome="THROTTLED"} 1',
        'workmail_graphql_ews_call_duration_seconds_sum{operation="GetItem"} 2',
        'workmail_graphql_ews_wait_seconds_sum{access="read"} 0.25',
        'workmail_graphql_ews_batch_size_bucket{le="50",operation="GetItem"} 1',
        'workmail_graphql_ews_batch_size_bucket{le="20",operation="GetItem"} 0',
        'workmail_graphql_ews_received_bytes_total{operation="GetItem"} 4096',
        'workmail_graphql_ews_retries_total{operation="GetItem"} 2',
        'workmail_graphql_token_fetches_total{role="READ_ONLY",outcome="failed"} 1',
        'workmail_graphql_info{version="1.2.3"} 1',
      ]),
    );
    const text = (await seriesOf(metrics)).join('\n');
    expect(text).not.toContain('duration_seconds_count{route="health"}');
    expect(text).not.toContain('duration_seconds_count{name="other"');
  });

  test('look up what changes by itself when they are asked', async () => {
    let running = 3;
    const metrics = metricsOf({
      traffic: () => ({
        running,
        waiting: { interactive: 2, bulk: 5 },
        lanes: 4,
        pausedLanes: 1,
        breaker: 'halfOpen',
        opened: 7,
        refused: { throttled: 11, suspended: 13 },
      }),
      tokens: () => [{ role: 'FULL_ACCESS', remainingSeconds: 600.5 }],
      subscriptions: () => ({ listeners: 30, channels: 20, watches: 10 }),
      admission: () => ({ inFlight: 17, shed: { full: 19, slow: 23 } }),
      isRedisUp: () => false,
    });
    const series = await seriesOf(metrics);
    expect(series).toEqual(
      expect.arrayContaining([
        'workmail_graphql_ews_running 3',
        'workmail_graphql_ews_waiting{urgency="bulk"} 5',
        'workmail_graphql_ews_busy_mailboxes 4',
        'workmail_graphql_ews_paused_mailboxes 1',
        'workmail_graphql_breaker_state{state="closed"} 0',
        'workmail_graphql_breaker_state{state="halfOpen"} 1',
        'workmail_graphql_breaker_opened_total 7',
        'workmail_graphql_ews_refused_total{reason="suspended"} 13',
        'workmail_graphql_token_remaining_seconds{role="FULL_ACCESS"} 600.5',
        'workmail_graphql_subscriptions 30',
        'workmail_graphql_subscribed_mailboxes 20',
        'workmail_graphql_watched_mailboxes 10',
        'workmail_graphql_requests_in_flight 17',
        'workmail_graphql_requests_shed_total{reason="slow"} 23',
        'workmail_graphql_redis_up 0',
      ]),
    );
    running = 1;
    expect(await seriesOf(metrics)).toContain('workmail_graphql_ews_running 1');
    expect(await seriesOf(metrics)).toContain('workmail_graphql_breaker_opened_total 7');
  });

  test('say nothing of what is not there', async () => {
    const text = (await seriesOf(metricsOf())).join('\n');
    for (const name of ['ews_running', 'breaker_state', 'requests_in_flight', 'redis_up', 'token_remaining_seconds'])
      expect(text).not.toContain(name);
  });

  test('are those of one gateway, with what is true of the process once', async () => {
    const [one, other] = [metricsOf(), metricsOf()];
    one.refusal('RATE_LIMITED');
    expect((await seriesOf(one)).join('\n')).toContain('RATE_LIMITED');
    expect((await seriesOf(other)).join('\n')).not.toContain('RATE_LIMITED');
    const text = await other.render();
    expect(text.match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
    expect(text.match(/^nodejs_eventloop_lag_p99_seconds /gm)).toHaveLength(1);
  });
});
