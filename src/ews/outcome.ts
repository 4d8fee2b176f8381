import type { EwsError } from './errors.ts';

/** HTTP refusals that come before anything is done: bad request, not allowed, not here, too large, asked to wait. */
const refusingStatuses: ReadonlySet<number | undefined> = new Set([400, 401, 403, 404, 405, 411, 413, 415, 429]);

/**
 * Codes with which a server says that it gave up, not that it said no: while it worked, on the way to the server that works, or in writing its
 * answer. What it had done by then nobody knows.
 */
const givenUp: ReadonlySet<string> = new Set([
  'ErrorInternalServerError',
  'ErrorTimeoutExpired',
  'ErrorConnectionFailed',
  'ErrorClientDisconnected',
  'ErrorRequestAborted',
  'ErrorDataSourceOperation',
  'ErrorADOperation',
  'ErrorADUnavailable',
  'ErrorMailboxFailover',
  'ErrorMailboxMoveInProgress',
  'ErrorMailboxStoreUnavailable',
  'ErrorInsufficientResources',
  'ErrorNotEnoughMemory',
  'ErrorProxyCallFailed',
  'ErrorProxyRequestProcessingFailed',
  'ErrorResponseSchemaValidation',
]);

/** Servers add codes for what passes, ErrorConnectionFailedTransientError for one. */
const isTransient = (responseCode: string): boolean => responseCode.includes('Transient');

const hasGivenUp = (responseCode: string): boolean => givenUp.has(responseCode) || isTransient(responseCode);

/** Codes with which a server says that the same may go well a moment later. */
const passing: ReadonlySet<string> = new Set([
  'ErrorServerBusy',
  'ErrorTimeoutExpired',
  'ErrorMailboxStoreUnavailable',
  'ErrorConnectionFailed',
]);

/** Whether a server that answers this may answer otherwise a moment later. */
export const isPassingCode = (responseCode: string): boolean => passing.has(responseCode) || isTransient(responseCode);

/**
 * Whether a failed write certainly did nothing: it never left the gateway, the server refused it before it began, or said no to it. False for
 * everything else, such as a lost connection, an answer that came too late or cannot be read, and failures inside the server. A 503 is believed only
 * when it asks to wait: a proxy answers a bare one also when it lost the server in the middle of a request
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage, response flag UC).
 */
export const isSurelyUndone = ({ kind, status, responseCode, retryAfterMs, isRefusal }: EwsError): boolean => {
  if (isRefusal) return true;
  switch (kind) {
    case 'credentials':
    case 'throttled':
    case 'suspended':
      return true;
    case 'http':
      return refusingStatuses.has(status) || (status === 503 && retryAfterMs !== undefined);
    case 'fault':
      return responseCode === undefined ? refusingStatuses.has(status) : !hasGivenUp(responseCode);
    case 'response':
      return responseCode !== undefined && !hasGivenUp(responseCode);
    case 'timeout':
    case 'aborted':
    case 'unreachable':
    case 'decode':
    case 'tooLarge':
      return false;
  }
};
