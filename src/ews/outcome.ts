import type { EwsError } from './errors.ts';

/** HTTP refusals that come before anything is done: bad request, not allowed, not here, too large, asked to wait. */
const refusingStatuses: ReadonlySet<number | undefined> = new Set([400, 401, 403, 404, 405, 411, 413, 415, 429, 503]);

/** Codes with which a server says that it gave up, not that it said no. What it had done by then nobody knows. */
const givenUp: ReadonlySet<string | undefined> = new Set([
  undefined,
  'ErrorInternalServerError',
  'ErrorInternalServerTransientError',
  'ErrorTimeoutExpired',
  'ErrorConnectionFailed',
  'ErrorClientDisconnected',
  'ErrorRequestAborted',
  'ErrorMailboxFailover',
  'ErrorMessageTrackingTransientError',
]);

/**
 * Whether a failed write certainly did nothing: it never left the gateway, the server refused it before it began, or said no to it. False for
 * everything else, such as a lost connection, an answer that came too late or cannot be read, and failures inside the server.
 */
export const isSurelyUndone = ({ kind, status, responseCode, isRefusal }: EwsError): boolean => {
  if (isRefusal) return true;
  switch (kind) {
    case 'credentials':
      return true;
    case 'http':
      return refusingStatuses.has(status);
    case 'fault':
    case 'response':
      return !givenUp.has(responseCode);
    case 'timeout':
    case 'aborted':
    case 'unreachable':
    case 'decode':
    case 'tooLarge':
      return false;
  }
};
