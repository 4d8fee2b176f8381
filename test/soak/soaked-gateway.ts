import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openAccess, type AccessConfig } from '../../src/access/open-access.ts';
import { readConfig, type EmbeddedConfig } from '../../src/config.ts';
import { embeddedBackend } from '../../src/embedded.ts';
import type { Emulator, EmulatorAddresses } from '../../src/emulator/emulator.ts';
import { createGateway } from '../../src/gateway.ts';
import { connectionTimes, serve } from '../../src/http/serve.ts';
import { noAuditLog } from '../../src/telemetry/audit-log.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { impatience } from '../attacks/impatience.ts';

/*
 * A gateway as in production in a process of its own, started by attacks.soak.ts from its compiled form. It logs as in production, to nobody.
 */

/** What the gateway is told to serve. */
export interface SoakedSetting {
  readonly emulator: Pick<Emulator, 'organizationId' | 'roles'>;
  readonly addresses: EmulatorAddresses;
  readonly access: AccessConfig;
  readonly secret: string;
}

/** What it answers to `start`. */
export interface SoakedOrigins {
  readonly origin: string;
  readonly impatientOrigin: string;
}

const start = async ({ emulator, addresses, access, secret }: SoakedSetting): Promise<SoakedOrigins> => {
  const embedded = readConfig({ PORT: '0', GATEWAY_SECRET: secret, LOG_LEVEL: 'info' }) as EmbeddedConfig;
  const config = {
    ...embeddedBackend(embedded, emulator, addresses),
    mode: 'workmail' as const,
    corsOrigins: ['https://mail.example.test'],
    publicUrl: new URL('https://gateway.example.test'),
    hasGraphiql: false,
    hasIntrospection: false,
  };
  if (!('workmail' in config)) throw new Error('the embedded backend is of another mode');
  const { tokens } = access;
  const gateway = createGateway(config, {
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    random: Math.random,
    logger: createLogger('info', { write: () => undefined }),
    auditLog: noAuditLog,
    access: await openAccess(
      {
        ...access,
        // An URL does not survive the way between processes.
        tokens: tokens && { ...tokens, jwksUrl: new URL(String(tokens.jwksUrl)) },
      },
      { now: Date.now, onEvent: () => undefined },
    ),
  });
  const patient = await serve(gateway.listener, config, connectionTimes);
  const impatient = await serve(gateway.listener, config, impatience);
  return { origin: patient.origin, impatientOrigin: impatient.origin };
};

/** How the gateway is doing. */
export interface SoakedState {
  /** Bytes, after what can be collected has been. */
  readonly resident: number;
  /** How long its event loop was held up since the last look, milliseconds: 99 of 100 times less, and at most. */
  readonly heldUpMs: readonly [number, number];
}

const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();

const look = (): SoakedState => {
  const heldUpMs = [delays.percentile(99) / 1e6, delays.max / 1e6] as const;
  const collect = (globalThis as { readonly gc?: () => void }).gc;
  collect?.();
  collect?.();
  delays.reset();
  return { resident: process.memoryUsage().rss, heldUpMs };
};

process.on('message', (message: { readonly start?: SoakedSetting }) => {
  const answer = message.start === undefined ? Promise.resolve(look()) : start(message.start);
  void answer.then((value) => process.send?.(value));
});
process.send?.('ready');
