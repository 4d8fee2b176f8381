import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A listening server. */
export interface Serving {
  /** `http://host:port`, with the port that the system chose where 0 was asked for. */
  readonly origin: string;
  /**
   * Goes on serving for `drainMs`, while load balancers notice, then takes no new connections, answers every request that has begun within
   * `graceMs`, and breaks off what is left.
   */
  stop(times: { readonly drainMs: number; readonly graceMs: number }): Promise<void>;
}

const idleSweepMs = 50;

/** Connections that wait to be accepted; node's 511 resets callers when thousands come at the same moment. The system may allow fewer. */
const backlog = 4_096;

/** Longer than load balancers keep idle connections (60 s), so that it is they who close: a request that meets a closing socket is lost. */
const keepAliveMs = 65_000;

/** Listens with node's own HTTP server. Rejects when the address is taken or not ours. */
export const serve = async (
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Serving> => {
  let isStopping = false;
  const unanswered = new Set<ServerResponse>();
  /** A kept-alive connection would send its next request into a closing server. */
  const askToClose = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  const server = createServer((request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (isStopping) askToClose(response);
    listener(request, response);
  });
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, resolve);
  });
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  return {
    origin: `http://${shownHost}:${address.port}`,
    stop: async ({ drainMs, graceMs }) => {
      isStopping = true;
      for (const response of unanswered) askToClose(response);
      await sleep(drainMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Connections whose answer had begun turn idle with its end, and nobody else closes them.
      const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs);
      const giveUp = setTimeout(() => server.closeAllConnections(), graceMs);
      try {
        await closed;
      } finally {
        clearInterval(sweep);
        clearTimeout(giveUp);
      }
    },
  };
};
