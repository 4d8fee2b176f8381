import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What the receiver answers: a status of EWS in its envelope, an HTTP status without one, any body, or nothing at all. */
export type Verdict = 'OK' | 'Unsubscribe' | 500 | { readonly body: string } | 'silence';

/** A server that is told by push, until the test is over. */
export interface PushReceiver {
  readonly url: string;
  /** Bodies of the requests that came, in their order. */
  readonly bodies: readonly string[];
  readonly contentTypes: readonly (string | undefined)[];
  /** What is answered from now on; OK by itself. */
  verdict: Verdict;
  /** Waits until that many requests have come, and returns the last of them. */
  request(count: number): Promise<string>;
}

/** The answer as in AWS's sample: ews/samples/SendNotification-01.response.xml. */
const result = (status: string): string =>
  `<?xml version="1.0"?>\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><SendNotificationResult xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><SubscriptionStatus>${status}</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>`;

/** Starts a receiver on loopback. */
export const startReceiver = async (): Promise<PushReceiver> => {
  const bodies: string[] = [];
  const contentTypes: (string | undefined)[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        bodies.push(body);
        contentTypes.push(request.headers['content-type']);
        const { verdict } = receiver;
        if (typeof verdict === 'number') response.writeHead(verdict).end();
        else if (typeof verdict === 'object') response.end(verdict.body);
        else if (verdict !== 'silence') response.writeHead(200, { 'content-type': 'text/xml' }).end(result(verdict));
        for (const wake of waiting) wake();
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const receiver: PushReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push/secret`,
    bodies,
    contentTypes,
    verdict: 'OK',
    request: async (count) => {
      while (bodies.length < count) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
      return bodies[count - 1] ?? '';
    },
  };
  return receiver;
};
