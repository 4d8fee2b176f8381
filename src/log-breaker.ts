import type { BreakerEvent } from './ews/traffic/breaker.ts';
import type { Logger } from './telemetry/logger.ts';

/** Says in the log that the mail server fails everybody, and that it is back. */
export const logBreaker =
  (logger: Logger) =>
  (event: BreakerEvent): void => {
    if (event.kind === 'opened')
      logger.warn('the mail server fails so often that it is left alone; it is tried again every few seconds');
    else logger.info({ afterMs: Math.round(event.afterMs) }, 'the mail server answers again');
  };
