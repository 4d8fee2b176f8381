import { createServer, type RequestListener } from 'node:http';
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

/** Listens with node's own HTTP server. Rejects when the address is taken or not ours. */
export const serve = async (
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Serving> => {
  let isStopping = false;
  const server = createServer((request, response) => {
    // A kept-alive connection would send its next request into a closing server.
    if (isStopping) response.setHeader('connection', 'close');
    listener(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  return {
    origin: `http://${shownHost}:${address.port}`,
    stop: async ({ drainMs, graceMs }) => {
      isStopping = true;
      await sleep(drainMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Connections that were busy when the server closed turn idle with their answer, and nobody else closes them.
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
