import { scrub, type Logger } from '../telemetry/logger.ts';
import { toClientError } from './errors.ts';

/** Yoga's own log lines, for debugging: it writes every error that the mask has seen, mostly what clients did wrong, with text that may hold anything. */
export const yogaLogger = (logger: Logger) => {
  const at =
    (level: 'debug' | 'warn') =>
    (...parts: readonly unknown[]): void => {
      const err = parts.find((part) => part instanceof Error);
      logger[level](
        err === undefined ? {} : { err: toClientError(err) ?? err },
        scrub(parts.filter((part) => typeof part === 'string').join(' ')),
      );
    };
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('debug') };
};
