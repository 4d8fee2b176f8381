import type { CoordinationEvent } from './coordination/open-coordination.ts';
import { scrub, type Logger } from './telemetry/logger.ts';

/** Says in the log how Redis is doing, and what that means for whoever uses the gateway. */
export const logCoordination =
  (logger: Logger) =>
  (event: CoordinationEvent): void => {
    switch (event.kind) {
      case 'reached':
        return logger.info('Redis is reached');
      case 'unreachable':
        return logger.warn(
          { reason: scrub(event.reason) },
          'Redis cannot be reached: keyed mutations are refused, and this process looks after budgets and live events for itself',
        );
      case 'forgot':
        return logger.warn('Redis has lost its memory: keyed mutations are refused until what was under way is done');
      case 'hintsRefused':
        return logger.warn(
          { reason: scrub(event.reason) },
          'Redis does not let its user use the channels workmail-graphql:*, so live events come late',
        );
    }
  };
