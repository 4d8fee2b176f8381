import { InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { afterEach, describe, expect, it } from 'vitest';
import { openTracing } from '../../../src/telemetry/tracing-export.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';

const alice = 'alice@example.test';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const inbox = `{ mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { subject body { content } } } } } }`;

/** What was exported; one for the file, as there is one of it in a process. */
const exporter = new InMemorySpanExporter();
const tracing = openTracing({
  version: '1.2.3',
  continues: true,
  onProblem: () => undefined,
  processors: [new SimpleSpanProcessor(exporter)],
});
afterEach(() => exporter.reset());

const traced = (): Promise<Journey> => journeyOfTest({ tracing });

const named = (name: string): ReadableSpan | undefined =>
  exporter.getFinishedSpans().find((span) => span.name === name);

/** The span of this name, when it has ended: an HTTP span ends with its connection's last byte. */
const ended = async (name: string): Promise<ReadableSpan> => {
  await expect.poll(() => named(name)).toBeDefined();
  return named(name)!;
};

const msOf = ([seconds, nanos]: ReadableSpan['startTime']): number => seconds * 1_000 + nanos / 1e6;

describe('the spans of a query', () => {
  it('stand below each other, and below that of its client', async () => {
    const journey = await traced();
    await journey.query(inbox, {}, { headers: { traceparent: `00-${traceId}-${parentId}-01` } });
    const http = await ended('POST graphql');
    const operation = await ended('query');
    const call = await ended('EWS GetItem');
    expect([http, operation, call].map((span) => span.spanContext().traceId)).toEqual([traceId, traceId, traceId]);
    expect(http.parentSpanContext?.spanId).toBe(parentId);
    expect(operation.parentSpanContext?.spanId).toBe(http.spanContext().spanId);
    expect(call.parentSpanContext?.spanId).toBe(operation.spanContext().spanId);
    expect(http.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': 'graphql',
      'http.response.status_code': 200,
    });
    expect(operation.attributes).toEqual({
      'graphql.operation.type': 'query',
      'graphql.operation.outcome': 'ok',
      'graphql.operation.cost': expect.any(Number) as number,
    });
    expect(call.attributes).toMatchObject({
      'rpc.method': 'GetItem',
      'ews.access': 'read',
      'ews.outcome': 'ok',
      'ews.batch_size': 3,
      'ews.attempts': 1,
    });
    // Times of the clock are in whole milliseconds, those of a span's length are finer.
    expect(msOf(call.endTime)).toBeGreaterThan(msOf(call.startTime));
    expect(msOf(call.startTime)).toBeGreaterThanOrEqual(msOf(http.startTime) - 2);
    expect(msOf(call.endTime)).toBeLessThanOrEqual(msOf(operation.endTime) + 2);
    expect(http.resource.attributes).toMatchObject({ 'service.name': 'workmail-graphql', 'service.version': '1.2.3' });
    expect(journey.log()).toContain(`"traceId":"${traceId}"`);
  });

  it('are not made where its client says that it is not recorded', async () => {
    const journey = await traced();
    await journey.query(inbox, {}, { headers: { traceparent: `00-${traceId}-${parentId}-00` } });
    await journey.query('{ viewer { subject } }');
    await ended('query');
    const traces = new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId));
    expect(traces).not.toContain(traceId);
    expect(journey.log()).not.toContain(traceId);
  });

  it('say what failed, by a code of the closed list', async () => {
    const journey = await traced();
    journey.emulator.faults.add({ operation: 'FindItem', kind: 'fault', responseCode: 'ErrorNobodyHasHeardOf' });
    await journey.query(inbox);
    expect((await ended('EWS FindItem')).attributes).toMatchObject({
      'ews.outcome': 'UPSTREAM_ERROR',
      'error.type': 'UPSTREAM_ERROR',
    });
    await journey.query('{ nonsense }');
    const traces = exporter.getFinishedSpans().filter(({ name }) => name === 'query');
    // What was never executed has no span of its own.
    expect(traces).toHaveLength(1);
  });
});

describe('spans', () => {
  it('of a token are of nobody, because it serves all', async () => {
    const journey = await traced();
    await journey.query(inbox);
    const token = await ended('AssumeImpersonationRole');
    expect(token.parentSpanContext).toBeUndefined();
    expect(token.attributes).toMatchObject({ 'workmail.role': 'READ_ONLY' });
  });

  it('of a stream end with it, and the calls of its events stand below', async () => {
    const journey = await traced();
    const leave = new AbortController();
    const response = await fetch(`${journey.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        query: `subscription { newMessage(mailbox: "${alice}") { message { subject body { content } } } }`,
      }),
      signal: leave.signal,
    });
    expect(response.status).toBe(200);
    await expect.poll(() => named('EWS SyncFolderHierarchy') ?? named('EWS SyncFolderItems')).toBeDefined();
    expect(named('subscription')).toBeUndefined();
    leave.abort();
    const stream = await ended('subscription');
    const http = await ended('POST graphql');
    expect(stream.attributes).toMatchObject({ 'graphql.operation.outcome': 'ok' });
    expect(stream.parentSpanContext?.spanId).toBe(http.spanContext().spanId);
    const call = named('EWS SyncFolderHierarchy') ?? named('EWS SyncFolderItems');
    expect(call?.parentSpanContext?.spanId).toBe(stream.spanContext().spanId);
  });

  it('tell nothing of anybody, and probes have none', async () => {
    const journey = await traced();
    const canary = 'Canary_of_a_client';
    await journey.query(
      `query ${canary} { mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { subject } } } } }`,
    );
    await fetch(`${journey.origin}/attachments/${canary}?link=${canary}`);
    await fetch(`${journey.origin}/${canary}`, { method: 'PUT', headers: { baggage: `user=${canary}` } });
    for (const probe of ['health', 'ready', 'metrics']) await fetch(`${journey.origin}/${probe}`);
    await ended('GET attachments');
    await ended('PUT other');
    const spans = exporter.getFinishedSpans();
    const told = JSON.stringify(
      spans.map(({ name, attributes, events, status, links, resource }) => [
        name,
        attributes,
        events,
        status,
        links,
        resource.attributes,
      ]),
    );
    expect(told).not.toMatch(/canary|@|example\.test|Bearer|link=/i);
    expect(spans.map(({ name }) => name).filter((name) => /health|ready|metrics/.test(name))).toEqual([]);
  });
});
