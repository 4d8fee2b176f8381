import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A span as a collector gets it. */
export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: none. */
  readonly parentId: string;
  /** Text attributes of what sent it. */
  readonly resource: Readonly<Record<string, string>>;
}

/** A collector of OpenTelemetry, which ends with the test. */
export interface Collector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly origin: string;
  readonly spans: readonly CollectedSpan[];
  /** Header fields of what was sent. */
  readonly headers: readonly Readonly<Record<string, unknown>>[];
}

/** A field of a protobuf message: what is between its ends, where it has any. https://protobuf.dev/programming-guides/encoding/ */
type Field = readonly [number: number, content: Buffer];

const fieldsOf = (message: Buffer): readonly Field[] => {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag % 8;
    if (kind === 0) varint();
    const length = { 0: 0, 1: 8, 2: kind === 2 ? varint() : 0, 5: 4 }[kind];
    if (length === undefined || at + length > message.length) throw new Error('not a message of protobuf');
    fields.push([Math.floor(tag / 8), message.subarray(at, at + length)]);
    at += length;
  }
  return fields;
};

const all = (message: Buffer, number: number): readonly Buffer[] =>
  fieldsOf(message).flatMap(([candidate, content]) => (candidate === number ? [content] : []));
const one = (message: Buffer, number: number): Buffer => all(message, number)[0] ?? Buffer.alloc(0);

/** ExportTraceServiceRequest. https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto */
const spansOf = (request: Buffer): readonly CollectedSpan[] =>
  all(request, 1).flatMap((resourceSpans) => {
    const attributes = all(one(resourceSpans, 1), 1).map((attribute) => [
      one(attribute, 1).toString(),
      one(one(attribute, 2), 1).toString(),
    ]);
    const resource = Object.fromEntries(attributes) as Record<string, string>;
    return all(resourceSpans, 2).flatMap((scopeSpans) =>
      all(scopeSpans, 2).map((span) => ({
        name: one(span, 5).toString(),
        traceId: one(span, 1).toString('hex'),
        spanId: one(span, 2).toString('hex'),
        parentId: one(span, 4).toString('hex'),
        resource,
      })),
    );
  });

/** Listens on loopback and takes what is sent to `/v1/traces`. */
export const startCollector = async (): Promise<Collector> => {
  const spans: CollectedSpan[] = [];
  const headers: Readonly<Record<string, unknown>>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url !== '/v1/traces') {
        response.writeHead(404).end();
        return;
      }
      headers.push(request.headers);
      spans.push(...spansOf(Buffer.concat(chunks)));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, headers };
};
