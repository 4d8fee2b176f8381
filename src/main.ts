import closeWithGrace from 'close-with-grace';
import { ConfigError } from './config-error.ts';
import { readConfig, type Config, type EmbeddedConfig, type GatewayConfig } from './config.ts';
import type { Access } from './access/access.ts';
import { serve } from './http/serve.ts';
import { openAuditLog } from './telemetry/audit-log.ts';
import { createLogger, standardOutput } from './telemetry/logger.ts';
import { version } from './version.ts';

/** EX_CONFIG of sysexits.h: the service cannot run with this configuration, and starting it again does not help. */
const exitConfig = 78;
const graceMs = 25_000;

/** What the gateway runs with, and what has to be closed after it. */
interface Setting {
  readonly config: GatewayConfig;
  readonly access: Access;
  readonly greeting: (origin: string) => string;
  /** How long requests are still taken after the signal to stop, so that those under way arrive, milliseconds. */
  readonly drainMs: number;
  close(): Promise<void>;
}

const embeddedSetting = async (config: EmbeddedConfig): Promise<Setting> => {
  const { demoAccess, demoMailboxes, startEmbedded } = await import('./embedded.ts');
  const embedded = await startEmbedded(config);
  const greeting = (origin: string): string =>
    [
      '',
      `  workmail-graphql ${version} on an embedded WorkMail: demo data, in memory, for this machine only`,
      '',
      `  GraphiQL:   ${origin}/graphql`,
      `  Mailboxes:  ${demoMailboxes.join(', ')}`,
      '',
      '  Ctrl-C stops it.',
      '',
      '',
    ].join('\n');
  return { config: embedded.config, access: demoAccess, greeting, drainMs: 200, close: embedded.close };
};

const settingOf = (config: Config): Promise<Setting> => {
  if (config.mode === 'embedded') return embeddedSetting(config);
  throw new ConfigError([
    'authentication: it cannot be configured yet, and without it callers cannot be told apart; only the embedded WorkMail is served (unset WORKMAIL_ORGANIZATION_ID and EWS_URL)',
  ]);
};

const start = async (): Promise<void> => {
  // The pinned AWS SDK is made for this Node; its notice about later ones would stand in the middle of the first answer's log.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const [setting, { createGateway }] = await Promise.all([settingOf(readConfig(process.env)), import('./gateway.ts')]);
  const { config, access, greeting, drainMs } = setting;
  const stdout = standardOutput();
  const logger = createLogger(config.logLevel, stdout);
  const auditLog = openAuditLog(config.auditLog, { stdout, onProblem: (problem) => logger.error(problem) });
  process.on('SIGHUP', auditLog.reopen);
  for (const warning of config.warnings) logger.warn(warning);
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const gateway = createGateway(config, { clock, random: Math.random, logger, auditLog, access });
  const serving = await serve(gateway.listener, config);
  process.stdout.write(greeting(serving.origin));
  logger.info({ version, mode: config.mode, origin: serving.origin }, 'listening');

  closeWithGrace({ delay: drainMs + graceMs + 5_000, logger: false, skip: ['SIGHUP'] }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'uncaught failure');
    logger.info({ signal }, 'stopping');
    gateway.drain();
    await serving.stop({ drainMs, graceMs });
    await gateway.close();
    await auditLog.close();
    await setting.close();
  });
};

const cannotListen = new Set(['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND']);

try {
  await start();
} catch (error) {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(exitConfig);
  }
  if (error instanceof Error && 'code' in error && cannotListen.has(String(error.code))) {
    process.stderr.write(`HOST, PORT: cannot listen there (${String(error.code)})\n`);
    process.exit(1);
  }
  throw error;
}
