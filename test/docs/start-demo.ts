import { readConfig, type EmbeddedConfig } from '../../src/config.ts';
import { demoAccess, embeddedBackend } from '../../src/embedded.ts';
import { createEmulator } from '../../src/emulator/emulator.ts';
import { createGateway } from '../../src/gateway.ts';
import { serve } from '../../src/http/serve.ts';
import { auditLogTo } from '../../src/telemetry/audit-log.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

/** When a page begins: a Wednesday. The pages show its dates. */
export const pageMoment = new Date('2026-12-02T09:00:00Z');

/** The gateway of a page: what `npm start` serves, dated around the day of the pages. */
export interface Demo {
  readonly origin: string;
  /** What a scraper gets. */
  readonly metrics: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent' }) as EmbeddedConfig;

/** Starts it on a port of its own. Its clock and the mail server's begin at `pageMoment` and run on. */
export const startDemo = async (): Promise<Demo> => {
  const aheadMs = pageMoment.getTime() - Date.now();
  const nowMs = (): number => Date.now() + aheadMs;
  const emulator = createEmulator({ today: pageMoment, now: nowMs });
  const backend = embeddedBackend(config, emulator, await emulator.listen());
  const gateway = createGateway(backend, {
    clock: { now: () => new Date(nowMs()), monotonicMs: () => performance.now() },
    random: Math.random,
    logger: createLogger('silent'),
    auditLog: auditLogTo(() => undefined),
    access: demoAccess,
    // A busy machine turns nobody away here.
    admission: { maxInFlight: 100_000, leastInFlight: 100_000 },
  });
  const serving = await serve(gateway.listener, backend);
  return {
    origin: serving.origin,
    metrics: async () => (await fetch(`${serving.origin}/metrics`)).text(),
    close: async () => {
      await serving.stop({ drainMs: 0, graceMs: 1_000, endStreams: () => gateway.endStreams() });
      await gateway.close();
      await emulator.close();
    },
  };
};
