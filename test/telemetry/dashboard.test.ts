import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const dashboard = JSON.parse(
  await readFile(new URL('../../deploy/grafana/workmail-graphql.json', import.meta.url), 'utf8'),
) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
};
const graphs = dashboard.panels.filter(({ type }) => type !== 'row');
const queries = graphs.flatMap(({ targets = [] }) => targets);

/** Left out of the dashboard: details of the process that nobody looks at before there is another reason to. */
const notShown = [
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
  'nodejs_active_resources',
  'nodejs_active_resources_total',
  'nodejs_eventloop_lag_max_seconds',
  'nodejs_eventloop_lag_mean_seconds',
  'nodejs_eventloop_lag_min_seconds',
  'nodejs_eventloop_lag_p90_seconds',
  'nodejs_eventloop_lag_seconds',
  'nodejs_eventloop_lag_stddev_seconds',
  'nodejs_external_memory_bytes',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_space_size_available_bytes',
  'nodejs_heap_space_size_total_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_version_info',
  'process_cpu_system_seconds_total',
  'process_cpu_user_seconds_total',
  'process_heap_bytes',
  'process_virtual_memory_bytes',
];

/** Everything that a gateway can tell, with the labels of each. */
const told = async (): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const metrics = createMetrics({
    version: '1',
    sources: {
      traffic: () => ({
        running: 1,
        waiting: { interactive: 1, bulk: 1 },
        lanes: 1,
        pausedLanes: 1,
        breaker: 'open',
        opened: 1,
        refused: { throttled: 1, suspended: 1 },
      }),
      tokens: () => [{ role: 'READ_ONLY', remainingSeconds: 1 }],
      subscriptions: () => ({ listeners: 1, channels: 1, watches: 1 }),
      admission: () => ({ inFlight: 1, shed: { full: 1 } }),
      isRedisUp: () => true,
    },
  });
  metrics.request({ route: 'graphql', status: 200, ms: 1 });
  metrics.operation({ name: 'other', type: 'query', outcome: 'ok', ms: 1 });
  metrics.userError('CONFLICT');
  metrics.event('ok');
  const call = { operation: 'GetItem', access: 'read', outcome: 'ok', keys: 1, bytes: 1 } as const;
  metrics.call({ ...call, ms: 1, waitedMs: 1, attempts: 2 });
  metrics.tokenFetch({ role: 'READ_ONLY', outcome: 'ok', ms: 1 });
  metrics.refusal('FORBIDDEN');
  const text = await metrics.render();
  return new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '']) => {
      const series = new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{([^}]*)\\}`, 'gm');
      const labels = [...text.matchAll(series)].flatMap(([, list = '']) => [...list.matchAll(/(\w+)="/g)]);
      return [name, new Set(labels.map(([, label = '']) => label))];
    }),
  );
};

const namesIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/\b(?:workmail_graphql|nodejs|process)_\w+/g)].map(([name]) => name);
const labelsIn = (expression: string): readonly string[] => [
  ...[...expression.matchAll(/(\w+)!?[=~]+"/g)].map(([, label = '']) => label),
  ...[...expression.matchAll(/by \(([^)]+)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
];

describe('the dashboard', () => {
  test('shows nothing that a gateway does not tell, by labels that it has', async () => {
    const metrics = await told();
    expect(queries.length).toBeGreaterThan(40);
    for (const { expr, legendFormat } of queries) {
      const names = namesIn(expr).map((name) => (metrics.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')));
      expect(names, expr).not.toEqual([]);
      for (const name of names) {
        const known = metrics.get(name);
        expect(known, name).toBeDefined();
        const labels = [
          ...labelsIn(expr),
          ...[...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
        ];
        expect(
          labels.filter((label) => !['job', 'instance', 'le'].includes(label) && known?.has(label) !== true),
          expr,
        ).toEqual([]);
      }
    }
  });

  test('leaves out nothing but what is said to be left out', async () => {
    const shown = new Set(queries.flatMap(({ expr }) => namesIn(expr)));
    const isShown = (name: string): boolean =>
      shown.has(name) || ['_bucket', '_sum', '_count'].some((end) => shown.has(name + end));
    expect([...(await told()).keys()].filter((name) => !isShown(name)).toSorted()).toEqual(notShown);
  });

  test('has brackets in pairs, and asks only those processes that were chosen', () => {
    const variables = dashboard.templating.list.map(({ name }) => name);
    expect(variables).toEqual(['datasource', 'job', 'instance']);
    for (const { expr } of queries) {
      for (const [open, close] of ['()', '{}', '[]'])
        expect(expr.split(open!).length, expr).toBe(expr.split(close!).length);
      for (const name of namesIn(expr))
        expect(expr).toMatch(new RegExp(`${name}\\{job=~"\\$job",instance=~"\\$instance"`));
    }
  });

  test('says of each graph what it tells, and no graph lies on another', () => {
    for (const { title, description = '' } of graphs) expect(description.length, title).toBeGreaterThan(12);
    expect(new Set(graphs.map(({ title }) => title)).size).toBe(graphs.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
