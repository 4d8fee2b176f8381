import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCommand, linesOf, type CompiledCommand, type Run } from '../../cli/compiled-command.ts';
import { startCollector } from '../../telemetry/collector.ts';

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
}, 120_000);
afterAll(() => command.remove());

interface Listening {
  readonly origin: string;
  readonly metricsOrigin?: string;
}

/** Where a gateway listens, as it says in its log. */
const listening = async (run: Run): Promise<Listening> => {
  const said = (): string | undefined => linesOf(run).find((line) => line.includes('"msg":"listening"'));
  await expect.poll(said, { timeout: 50_000 }).toBeDefined();
  return JSON.parse(said() ?? '') as Listening;
};

const start = (environment: Readonly<Record<string, string>>): Run =>
  command.run(['start'], { PORT: '0', LOG_LEVEL: 'info', ...environment });

const ask = async ({ origin }: Listening): Promise<void> => {
  const query = '{ mailbox(address: "alice@example.test") { inbox { messages(first: 1) { nodes { subject } } } } }';
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  expect(response.status).toBe(200);
};

test('metrics and probes have a port of their own, which knows no mail', async () => {
  const run = start({ METRICS_PORT: '0' });
  const gateway = await listening(run);
  await ask(gateway);
  const scrape = (path: string, method = 'GET'): Promise<Response> =>
    fetch(`${gateway.metricsOrigin ?? ''}${path}`, { method });
  const response = await scrape('/metrics?from=somebody');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toMatch(/operations_total\{name="other",type="query",outcome="ok"\} 1/);
  expect((await scrape('/health')).status).toBe(200);
  expect(await (await scrape('/ready')).json()).toEqual({ status: 'ready' });
  expect((await scrape('/graphql', 'POST')).status).toBe(404);
  expect((await scrape('/metrics', 'DELETE')).status).toBe(405);
  run.kill('SIGTERM');
  expect(await run.ended).toBe(0);
});

test('a collector that is named gets the spans, the last of them when the gateway ends', async () => {
  const collector = await startCollector();
  const run = start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=mail',
    OTEL_SERVICE_NAME: 'mail-api',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    // Nothing is sent before the end.
    OTEL_BSP_SCHEDULE_DELAY: '600000',
  });
  await ask(await listening(run));
  run.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  const named = (name: string) => collector.spans.find((span) => span.name === name);
  expect(named('query')).toMatchObject({
    parentId: named('POST graphql')?.spanId,
    resource: { 'service.name': 'mail-api', 'deployment.environment.name': 'test' },
  });
  expect(named('EWS FindItem')).toMatchObject({
    traceId: named('query')?.traceId,
    parentId: named('query')?.spanId,
  });
  expect(collector.headers).toMatchObject([{ 'x-tenant': 'mail' }]);
});

test('a collector that is away holds up nothing', async () => {
  const run = start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  await ask(await listening(run));
  run.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(run.output()).toContain('spans cannot be sent');
});

test('what is set and cannot be is said before anything begins', async () => {
  const run = start({ OTEL_TRACES_EXPORTER: 'zipkin-canary', METRICS_PORT: '4000', PORT: '4000' });
  expect(await run.ended).toBe(78);
  expect(run.errors()).toContain('OTEL_TRACES_EXPORTER: must be otlp or none');
  expect(run.errors()).toContain('METRICS_PORT: must be another port than PORT');
  expect(run.errors()).not.toContain('canary');
});
