import type { GatewayConfig } from '../config.ts';
import { openOperatorAccess, type OperatorAccess } from '../operator-access.ts';
import type { ServerConfig } from '../server-config.ts';
import type { Examination } from './check.ts';
import { watchVersion } from './server-version.ts';

/** How long one call to EWS may take, milliseconds: as in the gateway. */
const deadlineMs = 15_000;

/** The gateway's own way to the mail server, for reading: what works here works there. It is closed at the end of the examination. */
export const commandAccess = (
  server: GatewayConfig,
  examination: Pick<Examination, 'now' | 'monotonicMs' | 'onEnd' | 'noteVersion'>,
): OperatorAccess => {
  const { now, monotonicMs, onEnd } = examination;
  const access = openOperatorAccess(commandServer(server), {
    clock: { now, monotonicMs },
    random: Math.random,
    canWrite: false,
    // Of the whole examination, and not of the check that happens to open it.
    signal: new AbortController().signal,
    deadlineMs,
    watchSend: watchVersion(examination.noteVersion),
  });
  onEnd(() => access.close());
  return access;
};

/** The embedded WorkMail is reached as the real one. */
const commandServer = (server: GatewayConfig): ServerConfig =>
  server.mode === 'ews' ? server : { mode: 'workmail', workmail: server.workmail, serverVersion: server.serverVersion };
