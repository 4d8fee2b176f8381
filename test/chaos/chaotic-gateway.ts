import { randomUUID } from 'node:crypto';
import { readConfig, type EmbeddedConfig, type LogLevel } from '../../src/config.ts';
import { demoAccess, embeddedBackend } from '../../src/embedded.ts';
import { createGateway, type GatewayDependencies } from '../../src/gateway.ts';
import { serve } from '../../src/http/serve.ts';
import { noAuditLog } from '../../src/telemetry/audit-log.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { ChaoticServer } from './chaotic-emulator.ts';

/*
 * One of several gateways, in a process of its own that may be killed at any time; started by start-chaos.ts from its compiled form. It waits for less
 * time than in production, so that the whole ends in less than a minute.
 */

/** What it is told to serve. */
export interface ChaoticSetting {
  readonly server: ChaoticServer;
  readonly secret: string;
  /** 0: any. */
  readonly port: number;
  /** None: it remembers by itself what it has begun, as long as it lives. */
  readonly redisUrl?: string;
  /** More of its configuration. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly times: ChaoticTimes;
}

/** As the dependencies of a gateway, milliseconds. */
export interface ChaoticTimes extends Pick<GatewayDependencies, 'liveTimes'> {
  readonly deadlineMs: number;
  readonly settleMs: number;
  readonly leaseMs: number;
}

/** Whoever looks for the cause of something may say `CHAOS_LOG=debug`. */
const logLevel = (process.env['CHAOS_LOG'] ?? 'silent') as LogLevel;

const start = async ({ server, secret, port, redisUrl, environment, times }: ChaoticSetting): Promise<number> => {
  const embedded = readConfig({
    PORT: String(port),
    GATEWAY_SECRET: secret,
    COST_PER_MINUTE: '100000000',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ...environment,
  }) as EmbeddedConfig;
  const config = embeddedBackend(embedded, server.emulator, server.addresses);
  const gateway = createGateway(config, {
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    random: Math.random,
    logger: createLogger(logLevel, process.stderr),
    auditLog: noAuditLog,
    access: demoAccess,
    // The mail server tells by it which process a call came from.
    requestId: () => `${process.pid}-${randomUUID()}`,
    ...times,
  });
  const { origin } = await serve(gateway.listener, config);
  return Number(new URL(origin).port);
};

// Nobody is left to ask.
process.on('disconnect', () => process.exit());
process.on('message', (setting: ChaoticSetting) => {
  void start(setting).then((port) => process.send?.(port));
});
process.send?.('loaded');
