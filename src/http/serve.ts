import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProperTarget } from './request-target.ts';
import { mayBeSlow } from './slow-upload.ts';

/** A listening server. */
export interface Serving {
  /** `http://host:port`, with the port that the system chose where 0 was asked for. */
  readonly origin: string;
  /**
   * Goes on serving for `drainMs`, while load balancers notice, then takes no new connections, answers every request that has begun within
   * `graceMs`, and breaks off what is left.
   */
  stop(stopping: Stopping): Promise<void>;
}

/** How a server stops. */
export interface Stopping {
  readonly drainMs: number;
  readonly graceMs: number;
  /** Ends answers that would never end by themselves. Called when no new connections are taken: who asks again asks another gateway. */
  readonly endStreams?: () => Promise<void>;
}

/** How long connections may take, milliseconds. */
export interface ConnectionTimes {
  /** From the connection, or the end of the answer before, to the last byte of the headers. */
  readonly headersMs: number;
  /** From there to the last byte of the body; for which an upload may send less than 64 KB. */
  readonly requestMs: number;
  /** The same as the first for uploads of callers who are known. */
  readonly uploadMs: number;
  /** For which a client may take nothing of an answer that waits for it. */
  readonly stalledMs: number;
  /** How often all of them are looked after. */
  readonly checkMs: number;
  /** For which a connection may wait for its next request. */
  readonly keepAliveMs: number;
}

/**
 * A megabyte, the most that an operation may be, arrives within half a minute over any line in use, and 45 with files within five at 1.2 Mbit/s. Load
 * balancers keep idle connections for 60 s: ours live longer, so that it is they who close, because a request that meets a closing socket is lost.
 */
export const connectionTimes: ConnectionTimes = {
  headersMs: 10_000,
  requestMs: 30_000,
  uploadMs: 300_000,
  stalledMs: 75_000,
  checkMs: 1_000,
  keepAliveMs: 65_000,
};

const idleSweepMs = 50;

/** An upload that brings less than this within the time of an ordinary request has stalled. */
const leastUploadBytes = 64 * 1024;

/** A request whose body has not wholly arrived. */
interface Arriving {
  readonly sinceMs: number;
  /** When it had last brought enough, and what its connection had brought by then. */
  moved: { readonly atMs: number; readonly bytes: number };
}

/** As node itself answers requests that do not arrive in time. */
const cut = ({ socket }: IncomingMessage, hasAnswer: boolean): void => {
  if (!hasAnswer && socket.writable) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroy();
};

/** As node itself refuses what it cannot read; the listener would have to make an address of it. */
const refuse = (response: ServerResponse): void => {
  response.writeHead(400, { connection: 'close', 'content-length': '0' }).end();
};

/** Connections that wait to be accepted; node's 511 resets callers when thousands come at the same moment. The system may allow fewer. */
const backlog = 4_096;

/**
 * Listens with node's own HTTP server. Slow clients lose their connection, and with it what the gateway does for them; those whose answer takes its
 * time upstream do not. Requests that do not go to a path of one host are refused. Rejects when the address is taken or not ours.
 */
export const serve = async (
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
  { headersMs, requestMs, uploadMs, stalledMs, checkMs, keepAliveMs }: ConnectionTimes = connectionTimes,
): Promise<Serving> => {
  let isStopping = false;
  const unanswered = new Set<ServerResponse>();
  /** Connections, and when they last asked or waited for an answer. */
  const quiet = new Map<Socket, number>();
  /** A kept-alive connection would send its next request into a closing server. */
  const askToClose = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  const arriving = new Map<ServerResponse & { readonly req: IncomingMessage }, Arriving>();
  const limits = {
    headersTimeout: headersMs,
    // The longest for anybody; node cannot tell uploads from other requests.
    requestTimeout: headersMs + uploadMs,
    connectionsCheckingInterval: checkMs,
  };
  // Otherwise node drops all Authorization lines but the first, and a proxy in front may have looked at the last.
  const server = createServer({ ...limits, joinDuplicateHeaders: true }, (request, response) => {
    unanswered.add(response);
    quiet.set(request.socket, performance.now());
    response.once('close', () => void unanswered.delete(response));
    const sinceMs = performance.now();
    arriving.set(response, { sinceMs, moved: { atMs: sinceMs, bytes: request.socket.bytesRead } });
    request.once('close', () => void arriving.delete(response));
    if (isStopping) askToClose(response);
    if (isProperTarget(request)) listener(request, response);
    else refuse(response);
  });
  server.keepAliveTimeout = keepAliveMs;
  server.on('connection', (socket) => {
    quiet.set(socket, performance.now());
    socket.once('close', () => void quiet.delete(socket));
  });
  const taken = new WeakMap<ServerResponse, { readonly bytes: number; readonly sinceMs: number }>();
  // Node's own times for silence begin anew with every byte that a client sends, empty lines between requests too, and Yoga turns them off for streams.
  const watch = setInterval(() => {
    const nowMs = performance.now();
    for (const response of unanswered) {
      const { socket } = response;
      if (socket === null) continue;
      quiet.set(socket, nowMs);
      const bytes = socket.bytesWritten - socket.writableLength;
      const before = taken.get(response);
      // While the mail server thinks, nothing waits for the client.
      if (socket.writableLength === 0 || before?.bytes !== bytes) taken.set(response, { bytes, sinceMs: nowMs });
      else if (nowMs - before.sinceMs >= stalledMs) socket.destroy();
    }
    for (const [response, arrival] of arriving) {
      const { req } = response;
      if (req.complete) {
        arriving.delete(response);
        continue;
      }
      const bytes = req.socket.bytesRead;
      if (bytes - arrival.moved.bytes >= leastUploadBytes) arrival.moved = { atMs: nowMs, bytes };
      const isLate = mayBeSlow(req)
        ? nowMs - arrival.sinceMs >= uploadMs || nowMs - arrival.moved.atMs >= requestMs
        : nowMs - arrival.sinceMs >= requestMs;
      if (isLate) cut(req, response.headersSent);
    }
    // A request that began at the last moment has its time for headers.
    for (const [socket, sinceMs] of quiet) if (nowMs - sinceMs >= keepAliveMs + headersMs) socket.destroy();
  }, checkMs).unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, resolve);
  });
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  return {
    origin: `http://${shownHost}:${address.port}`,
    stop: async ({ drainMs, graceMs, endStreams }) => {
      isStopping = true;
      for (const response of unanswered) askToClose(response);
      await sleep(drainMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Connections whose answer had begun turn idle with its end, and nobody else closes them.
      const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs);
      const giveUp = setTimeout(() => server.closeAllConnections(), graceMs);
      try {
        await Promise.all([closed, endStreams?.()]);
      } finally {
        clearInterval(sweep);
        clearInterval(watch);
        clearTimeout(giveUp);
      }
    },
  };
};
