import closeWithGrace from 'close-with-grace';
import { ConfigError, readConfig, type Config, type GatewayConfig } from './config.ts';
import type { Access } from './access/access.ts';
import { createGateway } from './gateway.ts';
import { serve } from './http/serve.ts';
import { createLogger } from './telemetry/logger.ts';
import { version } from './version.ts';

/** EX_CONFIG of sysexits.h: the service cannot run with this configuration, and starting it again does not help. */
const exitConfig = 78;
const graceMs = 25_000;

/** What the gateway runs with, and what has to be closed after it. */
interface Setting {
  readonly config: GatewayConfig;
  readonly access: Access;
  readonly greeting: (origin: string) => string;
  close(): Promise<void>;
}

const embeddedSetting = async (config: Extract<Config, { mode: 'embedded' }>): Promise<Setting> => {
  const { demoAccess, demoMailboxes, startEmbedded } = await import('./embedded.ts');
  const embedded = await startEmbedded(config);
  return {
    config: embedded.config,
    access: demoAccess,
    greeting: (origin) =>
      [
        '',
        `  workmail-graphql ${version} on an embedded WorkMail: demo data, in memory, for this machine only`,
        '',
        `  GraphiQL:   ${origin}/graphql`,
        `  Mailboxes:  ${demoMailboxes.join(', ')}`,
        '',
        '  Ctrl-C stops it.',
        '',
      ].join('\n'),
    close: () => embedded.close(),
  };
};

const settingOf = async (config: Config): Promise<Setting> => {
  if (config.mode === 'embedded') return embeddedSetting(config);
  throw new ConfigError([
    'authentication: callers cannot be told apart before it can be configured, so only the embedded WorkMail is served (unset WORKMAIL_ORGANIZATION_ID and EWS_URL)',
  ]);
};

const start = async (): Promise<void> => {
  const given = readConfig(process.env);
  const { config, access, greeting, close } = await settingOf(given);
  const logger = createLogger(config.logLevel);
  for (const warning of config.warnings) logger.warn(warning);
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const gateway = createGateway(config, { clock, random: Math.random, logger, access });
  const serving = await serve(gateway.listener, config);
  process.stdout.write(`${greeting(serving.origin)}\n`);
  logger.info({ version, mode: config.mode, origin: serving.origin }, 'listening');

  closeWithGrace({ delay: graceMs + 5_000, logger: false }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'uncaught failure');
    logger.info({ signal }, 'stopping');
    gateway.drain();
    await serving.stop({ drainMs: 0, graceMs });
    await gateway.close();
    await close();
  });
};

try {
  await start();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitConfig;
}
