import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { cannedAnswer } from './canned-mail.ts';

/*
 * A mail server in a process of its own that only ever answers what it has answered before: the answer to a request is made once and kept as bytes,
 * plain and compressed, so that it takes next to nothing and a machine of two processors is left to whoever is measured.
 */

/** What it is told over its channel; each is answered with `CannedTold`. */
export interface CannedOrders {
  /** How long every answer is kept back from now on, milliseconds; 0 at first. */
  readonly latencyMs?: number;
  /** Whether answers are compressed for those who take that; yes at first. */
  readonly compresses?: boolean;
}

/** What it tells then. */
export interface CannedTold {
  readonly url: string;
  /** The calls since it was last asked. */
  readonly calls: readonly CannedCall[];
}

/** One request that it was sent; times of its own clock, milliseconds. */
export interface CannedCall {
  readonly operation: string;
  readonly beganMs: number;
  readonly endedMs: number;
}

const attachmentBytes = 25 * 1024 * 1024;

let latencyMs = 0;
let compresses = true;
const calls: CannedCall[] = [];
const kept = new Map<string, { readonly plain: Buffer; gzip?: Buffer }>();

const answerTo = (request: string): { readonly plain: Buffer; gzip?: Buffer } | undefined => {
  const known = kept.get(request);
  if (known !== undefined) return known;
  const text = cannedAnswer(request, attachmentBytes);
  if (text === undefined) return undefined;
  const made = { plain: Buffer.from(text) };
  kept.set(request, made);
  return made;
};

const respond = (response: ServerResponse, request: string, takesGzip: boolean): void => {
  const answer = answerTo(request);
  if (answer === undefined) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end('There is no answer for this');
    return;
  }
  const isCompressed = takesGzip && compresses;
  const bytes = isCompressed ? (answer.gzip ??= gzipSync(answer.plain)) : answer.plain;
  response
    .writeHead(200, {
      'content-type': 'text/xml; charset=utf-8',
      'content-length': bytes.length,
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    })
    .end(bytes);
};

const server = createServer((request, response) => {
  const beganMs = performance.now();
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.once('end', () => {
    const text = Buffer.concat(pieces).toString();
    const operation = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(text)?.[1] ?? '';
    response.once('close', () => calls.push({ operation, beganMs, endedMs: performance.now() }));
    const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (latencyMs === 0) respond(response, text, takesGzip);
    else void sleep(latencyMs).then(() => respond(response, text, takesGzip));
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx`;

process.on('message', (orders: CannedOrders & { readonly canned?: true }) => {
  if (orders.canned !== true) return;
  latencyMs = orders.latencyMs ?? latencyMs;
  compresses = orders.compresses ?? compresses;
  process.send?.({ url, calls: calls.splice(0) } satisfies CannedTold);
});
process.send?.('ready');
