import { isTimeout } from './deadline.ts';
import { EwsError } from './errors.ts';

/** An exchange with EWS that may fail. */
export interface Exchange {
  /** EWS's own name. */
  readonly operation: string;
  readonly mailbox: string;
  readonly signal: AbortSignal;
}

/** The most bytes of an answer that does not last, packed or not. */
export const maxStreamBytes = 64 * 1024 * 1024;

/** What was attempted, and as whom: the beginning of every message. */
export const describeExchange = (exchange: Exchange): string => `${exchange.operation} as ${exchange.mailbox}`;

/** The failure of an answer that is longer than this. */
export const tooLong = (exchange: Exchange, maxBytes: number): EwsError =>
  new EwsError('tooLarge', `${describeExchange(exchange)}: the answer is longer than ${megabytes(maxBytes)}`);

/** Names the failure of an exchange. Only code and message of the cause are kept: undici's errors may hold sockets and headers. */
export const exchangeError = (exchange: Exchange, error: unknown): EwsError => {
  if (error instanceof EwsError) return error;
  if (exchange.signal.aborted) return signalError(exchange);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const cause = new Error(error instanceof Error ? `${code}: ${error.message}` : code);
  if (silence.has(code)) {
    return new EwsError('timeout', `${describeExchange(exchange)}: the server did not answer in time (${code})`, {
      cause,
      isRefusal: noConnection.has(code),
    });
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLong(exchange, maxStreamBytes).with({ cause });
  // zlib: the bytes are not gzip. A stream that merely ends too soon is a cut connection.
  if (code.startsWith('Z_') && code !== 'Z_BUF_ERROR') {
    return new EwsError('decode', `${describeExchange(exchange)}: the answer cannot be decompressed (${code})`, {
      cause,
    });
  }
  return new EwsError('unreachable', `${describeExchange(exchange)}: the connection failed (${code})`, {
    cause,
    isRefusal: noConnection.has(code),
  });
};

/** The failure of an exchange whose signal has fired: a deadline, or a caller who left. */
export const signalError = (exchange: Exchange): EwsError =>
  isTimeout(exchange.signal)
    ? new EwsError('timeout', `${describeExchange(exchange)}: no answer before the deadline`)
    : new EwsError('aborted', `${describeExchange(exchange)}: the caller left`);

/** Codes of undici for a server that says nothing. */
const silence: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Codes of undici and of the system for a connection that never came to be. */
const noConnection: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;
