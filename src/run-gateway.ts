import { existsSync } from 'node:fs';
import closeWithGrace from 'close-with-grace';
import type { Access } from './access/access.ts';
import type { AccessConfig, AccessEvent, ReloadableAccess } from './access/open-access.ts';
import { ConfigError } from './config-error.ts';
import { readConfig, type Config, type EmbeddedConfig, type GatewayConfig } from './config.ts';
import { inboxFolder } from './http/inbox.ts';
import { serve } from './http/serve.ts';
import { openAuditLog } from './telemetry/audit-log.ts';
import { createLogger, scrub, standardOutput, type Logger } from './telemetry/logger.ts';
import type { Tracing } from './telemetry/tracing.ts';
import { startAnnouncement } from './start-announcement.ts';
import { version } from './version.ts';

/**
 * Runs the gateway that the environment describes, until a signal ends the process; resolves when it listens. What it tells then is for people (and
 * only of the demo), or with `json` one line of StartAnnouncement for a script, on standard output, where log lines are too. Rejects with ConfigError,
 * and with the system's error when it cannot listen.
 */
export const runGateway = async (
  environment: Readonly<Record<string, string | undefined>>,
  announce: 'text' | 'json',
): Promise<void> => {
  const configured = readConfig(environment);
  const stdout = standardOutput();
  const logger = createLogger(configured.logLevel, stdout);
  const [setting, { createGateway }] = await Promise.all([settingOf(configured, logger), import('./gateway.ts')]);
  const { config, access, greeting, mailboxes, drainMs } = setting;
  const auditLog = openAuditLog(config.auditLog, { stdout, onProblem: (problem) => logger.error(problem) });
  for (const warning of config.warnings) logger.warn(warning);
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const tracing = await openConfiguredTracing(config, logger);
  const gateway = createGateway(config, { clock, random: Math.random, logger, auditLog, access, tracing });
  const serving = await serve(gateway.listener, config);
  const { host, metricsPort } = config;
  const metricsServing =
    metricsPort === undefined ? undefined : await serve(gateway.metricsListener, { host, port: metricsPort });
  const { mode } = config;
  const metricsOrigin = metricsServing?.origin;
  process.stdout.write(
    announce === 'json'
      ? `${JSON.stringify(startAnnouncement({ mode, origin: serving.origin, metricsOrigin, mailboxes }))}\n`
      : greeting(serving.origin),
  );
  logger.info({ version, mode, origin: serving.origin, metricsOrigin }, 'listening');

  // Without anything to read again, SIGHUP means what it always means: the terminal is gone.
  const canReload = 'reload' in access || typeof config.auditLog === 'object';
  if (canReload) {
    process.on('SIGHUP', () => {
      auditLog.reopen();
      if (!('reload' in access)) return;
      access
        .reload()
        .catch((error: unknown) => logger.error({ err: error }, 'the policy file could not be read again'));
    });
  }
  const delay = drainMs + graceMs + 5_000;
  closeWithGrace({ delay, logger: false, skip: canReload ? ['SIGHUP'] : [] }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'uncaught failure');
    logger.info({ signal }, 'stopping');
    gateway.drain();
    await serving.stop({ drainMs, graceMs, endStreams: () => gateway.endStreams() });
    await metricsServing?.stop({ drainMs: 0, graceMs: 1_000 });
    await gateway.close();
    await tracing?.close();
    await auditLog.close();
    await setting.close();
  });
};

const graceMs = 25_000;

/** What the gateway runs with, and what has to be closed after it. */
interface Setting {
  readonly config: GatewayConfig;
  readonly access: Access | ReloadableAccess;
  readonly greeting: (origin: string) => string;
  /** Those of the demo. */
  readonly mailboxes: readonly string[] | undefined;
  /** How long requests are still taken after the signal to stop, so that those under way arrive, milliseconds. */
  readonly drainMs: number;
  close(): Promise<void>;
}

const logAccessEvent =
  (logger: Logger) =>
  (event: AccessEvent): void => {
    switch (event.kind) {
      case 'policyRead':
        return logger.info(event, 'policy file read');
      case 'policyRefused':
        return logger.error(event, 'the policy file cannot be used; the policy of before goes on');
      case 'keysUnavailable':
        return logger.warn({ err: event.error }, 'the keys that tokens are examined with cannot be had');
    }
  };

/** Callers with tokens and API keys; loaded only where there are any. */
const openConfigured = async (config: AccessConfig, logger: Logger): Promise<ReloadableAccess> => {
  const { openAccess } = await import('./access/open-access.ts');
  return openAccess(config, { now: Date.now, onEvent: logAccessEvent(logger) });
};

/** Spans to a collector; loaded only where one is named. */
const openConfiguredTracing = async ({ tracing }: GatewayConfig, logger: Logger): Promise<Tracing | undefined> => {
  if (tracing === undefined) return undefined;
  const { openTracing } = await import('./telemetry/tracing-export.ts');
  const onProblem = (problem: string): void => logger.warn({ reason: scrub(problem) }, 'spans cannot be sent');
  return openTracing({ version, ...tracing, onProblem });
};

const embeddedSetting = async (config: EmbeddedConfig, logger: Logger): Promise<Setting> => {
  const { demoAccess, demoMailboxes, startEmbedded } = await import('./embedded.ts');
  const access = config.access === undefined ? demoAccess : await openConfigured(config.access, logger);
  const embedded = await startEmbedded(config);
  const greeting = (origin: string): string =>
    [
      '',
      `  workmail-graphql ${version} on an embedded WorkMail: demo data, in memory, for this machine only`,
      '',
      ...(existsSync(inboxFolder) ? [`  Inbox:      ${origin}/`] : []),
      `  GraphiQL:   ${origin}/graphql`,
      `  Mailboxes:  ${demoMailboxes.join(', ')}`,
      '',
      '  Ctrl-C stops it.',
      '',
      '',
    ].join('\n');
  return { config: embedded.config, access, greeting, mailboxes: demoMailboxes, drainMs: 200, close: embedded.close };
};

const settingOf = async (config: Config, logger: Logger): Promise<Setting> => {
  if (config.mode === 'embedded') return embeddedSetting(config, logger);
  if (config.access === undefined)
    throw new ConfigError(['POLICY_FILE: required unless the embedded WorkMail is used']);
  const access = await openConfigured(config.access, logger);
  return {
    config,
    access,
    greeting: () => '',
    mailboxes: undefined,
    drainMs: 5_000,
    close: () => Promise.resolve(),
  };
};
