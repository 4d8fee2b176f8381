import type { Lacking } from './lacking.ts';

/**
 * What went wrong below GraphQL: before an answer, in HTTP, in the SOAP envelope, in one response message, or in reading it. `tooLarge`: the
 * answer is longer than the gateway holds; asking for fewer ids may help. `throttled`: the mailbox has too many calls in wait, or the server asked
 * for a pause that outlasts the deadline. `suspended`: the server has failed so often lately that it is left alone for a moment. Nothing was sent of
 * either.
 */
export type EwsErrorKind =
  | 'timeout'
  | 'aborted'
  | 'unreachable'
  | 'http'
  | 'fault'
  | 'response'
  | 'decode'
  | 'tooLarge'
  | 'credentials'
  | 'throttled'
  | 'suspended';

interface EwsErrorOptions {
  readonly cause?: unknown;
  /** EWS ResponseCode, when the server gave one. Open: servers add codes, so never parse it with a closed enum. */
  readonly responseCode?: string | undefined;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** How long the server asked to wait (BackOffMilliseconds or Retry-After), milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** `t:Value` entries of MessageXml by name, e.g. the primary address of ErrorNonPrimarySmtpAddress. */
  readonly details?: Readonly<Record<string, string>> | undefined;
  /** The request never left, or was turned away unread: nothing of it was done. */
  readonly isRefusal?: boolean | undefined;
  /** It was a write, and nobody knows whether it was done. */
  readonly mayBeDone?: boolean | undefined;
  /** EWS's name of what was attempted: `FindItem`. */
  readonly operation?: string | undefined;
  /** The server cannot do it, today or tomorrow. */
  readonly lacking?: Lacking | undefined;
}

/**
 * The one error of this floor. The message says what was attempted and what came back, never a token, a subject or a body.
 */
export class EwsError extends Error {
  override readonly name = 'EwsError';
  readonly kind: EwsErrorKind;
  readonly responseCode: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, string>>;
  readonly isRefusal: boolean;
  /** True only of writes: whoever repeats it may do it twice. */
  readonly mayBeDone: boolean;
  /** EWS's name of what was attempted, once the client has told it. */
  readonly operation: string | undefined;
  /** What the server cannot do; undefined when it could not this time, or when what was asked for is to blame. */
  readonly lacking: Lacking | undefined;

  constructor(kind: EwsErrorKind, message: string, options: EwsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.responseCode = options.responseCode;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
    this.isRefusal = options.isRefusal ?? false;
    this.mayBeDone = options.mayBeDone ?? false;
    this.operation = options.operation;
    this.lacking = options.lacking;
  }

  /** The same error with something said otherwise. */
  with({ message = this.message, ...options }: EwsErrorOptions & { readonly message?: string }): EwsError {
    const { kind, cause, responseCode, status, retryAfterMs, details, isRefusal, mayBeDone, operation, lacking } = this;
    return new EwsError(kind, message, {
      cause,
      responseCode,
      status,
      retryAfterMs,
      details,
      isRefusal,
      mayBeDone,
      operation,
      lacking,
      ...options,
    });
  }
}

/** Asked for something that EWS cannot do (an order by a property that cannot be sorted, null for one that cannot be cleared). Nothing was sent. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
}
