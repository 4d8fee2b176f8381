import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createSchema, createYoga } from 'graphql-yoga';
import { onTestFinished } from 'vitest';
import { createMemoryHints } from '../../../src/coordination/memory-hints.ts';
import { createMemoryLeases } from '../../../src/coordination/memory-leases.ts';
import { notificationsRoute } from '../../../src/http/notifications.ts';
import { useRequestNotes } from '../../../src/http/request-notes.ts';
import { useRoutes } from '../../../src/http/routes.ts';
import { createPushEndpoints, type PushEndpoints } from '../../../src/notifications/sources/push-endpoints.ts';
import { createSealer } from '../../../src/sealer.ts';
import { createAudit, type AuditLine } from '../../../src/telemetry/audit.ts';

type Options = Parameters<typeof createPushEndpoints>[0];

/** Endpoints as one of many gateways has them, on an address that nobody listens at, until the test ends. */
export const endpointsFor = (options: Partial<Options> = {}): PushEndpoints => {
  const endpoints = createPushEndpoints({
    origin: 'https://gateway.example.test',
    sealer: createSealer(new Uint8Array(32).fill(1)),
    hints: createMemoryHints(),
    leases: createMemoryLeases(10),
    isShared: false,
    now: () => Date.now(),
    ...options,
  });
  onTestFinished(() => endpoints.end());
  return endpoints;
};

/** The part of a gateway that mail servers send to. */
export interface PushDoor {
  readonly endpoints: PushEndpoints;
  readonly origin: string;
  /** What was recorded. */
  readonly audited: readonly AuditLine[];
  /** Moves the clock of the door by hand. */
  advance(ms: number): void;
}

/** Opens one on loopback, for the length of a test. */
export const pushDoorOfTest = async (options: Partial<Options> = {}): Promise<PushDoor> => {
  let advancedMs = 0;
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoints = endpointsFor({ origin, ...options });
  const audited: AuditLine[] = [];
  const audit = createAudit({ write: (line) => void audited.push(line), idsOf: () => [], now: () => new Date(0) });
  const yoga = createYoga({
    schema: createSchema({ typeDefs: 'type Query { hello: String }' }),
    logging: false,
    cors: false,
    landingPage: false,
    plugins: [
      useRequestNotes(() => 'request-1'),
      useRoutes({
        routes: [notificationsRoute({ endpoints, audit, now: () => advancedMs })],
        onError: (error) => {
          throw error;
        },
      }),
    ],
  });
  server.on('request', (request, response) => void yoga(request, response));
  return { endpoints, origin, audited, advance: (ms) => void (advancedMs += ms) };
};
