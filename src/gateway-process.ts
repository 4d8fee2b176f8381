import { ConfigError, exitConfig } from './config-error.ts';
import { runGateway } from './run-gateway.ts';
import { describeError } from './telemetry/logger.ts';

/**
 * The gateway as a process: `environment` is its own. Ends it with 78 when the configuration cannot be used and with 1 when it cannot listen, and
 * tells why on the standard error.
 */
export const gatewayProcess = async (
  environment: Record<string, string | undefined>,
  announce: 'text' | 'json',
): Promise<void> => {
  // The pinned AWS SDK is made for this Node; its notice about later ones would stand in the middle of the first answer's log.
  environment['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  try {
    await runGateway(environment, announce);
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(exitConfig);
    }
    if (error instanceof Error && 'code' in error && cannotListen.has(String(error.code))) {
      process.stderr.write(`HOST, PORT, METRICS_PORT: cannot listen there (${String(error.code)})\n`);
      process.exit(1);
    }
    // Never the error itself: libraries hang requests and credentials on theirs, and node would print them.
    process.stderr.write(`${JSON.stringify(describeError(error), undefined, 2)}\n`);
    process.exit(1);
  }
};

const cannotListen = new Set(['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND']);
