import { GraphQLError, type GraphQLErrorExtensions, type GraphQLErrorOptions } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DirectoryError } from '../directory/directory.ts';
import { EwsError, InvalidInputError } from '../ews/errors.ts';
import { ExportsError } from '../exports/mailbox-exports.ts';
import { upstreamOperationOf, type UpstreamOperation } from '../mailbox/upstream-operations.ts';
import { NoRoomError } from '../notifications/hub.ts';
import { codeOfResponse, codeOfStatus, errorMeanings, type ErrorCode } from './error-table.ts';
import { exportFailures } from './export-failures.ts';
import { operationWords } from './operation-words.ts';
import { withoutValues } from './wording.ts';

interface ErrorDetails {
  readonly retryable?: boolean;
  /** Milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The server's own code, for support and logs. */
  readonly upstreamCode?: string | undefined;
  /** What the server cannot do, as `gateway.capabilities` names it. */
  readonly operation?: UpstreamOperation | undefined;
}

/** Milliseconds as ISO 8601, in whole seconds, rounded up. */
export const isoDuration = (ms: number): string => `PT${Math.ceil(ms / 1000)}S`;

/** An error as clients see it: a closed code, whether trying again helps, when, and the mail server's own code; nothing else. */
export const clientError = (
  code: ErrorCode,
  message: string | undefined,
  details: ErrorDetails = {},
  options: GraphQLErrorOptions = {},
): GraphQLError => {
  const { retryable = errorMeanings[code].retryable, retryAfterMs, upstreamCode, operation } = details;
  const http = options.extensions?.['http'];
  return new GraphQLError(message ?? errorMeanings[code].message, {
    ...options,
    extensions: {
      code,
      retryable,
      ...(retryAfterMs === undefined ? {} : { retryAfter: isoDuration(retryAfterMs) }),
      ...(upstreamCode === undefined ? {} : { upstreamCode }),
      ...(operation === undefined ? {} : { operation }),
      // Yoga's own: the HTTP status; it is taken out before the answer is written.
      ...(http === undefined ? {} : { http }),
    },
  });
};

/** The caller asked for something that cannot be; the message says what would do. */
export const badUserInput = (message: string): GraphQLError => clientError('BAD_USER_INPUT', message);

/** There is no such thing, or it is not this caller's: both look the same. */
export const notFound = (message?: string): GraphQLError => clientError('NOT_FOUND', message);

const codeOfEwsError = (error: EwsError): ErrorCode => {
  if (error.lacking !== undefined) return 'UNSUPPORTED';
  switch (error.kind) {
    case 'timeout':
    case 'aborted':
      return 'DEADLINE_EXCEEDED';
    case 'throttled':
      return 'THROTTLED';
    case 'unreachable':
    case 'credentials':
    case 'suspended':
      return 'UPSTREAM_UNAVAILABLE';
    case 'http':
      return codeOfStatus(error.status);
    case 'fault':
    case 'response':
      return codeOfResponse(error.responseCode);
    case 'decode':
    case 'tooLarge':
      return 'UPSTREAM_ERROR';
  }
};

/** What the server cannot do, in words; undefined where no operation is known to be lacking. */
const lackingWords = ({ lacking, operation: name }: EwsError): string | undefined => {
  const operation = upstreamOperationOf(name);
  if (lacking === undefined || operation === undefined) return undefined;
  const words = operationWords[operation];
  return lacking === 'operation'
    ? `The mail server cannot ${words}.`
    : `The mail server cannot do this: it refuses such a request to ${words}.`;
};

const isKnownCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errorMeanings;

/** How soon one of too many listeners may have left, milliseconds; nobody can tell. */
const noRoomMs = 10_000;

/** The failure itself, under GraphQL's wrappers that say where it happened. */
const innermost = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError !== undefined ? innermost(error.originalError) : error;

/** Thrown by graphql-js while it reads arguments, which is the client's doing; what else it throws during execution is ours. */
const isArgumentError = (error: GraphQLError): boolean => /^(Argument|Variable) "/.test(error.message);

/** The HTTP status that Yoga chose. It holds back that of a document for clients of `application/json`, and should not that of a request around it. */
const statusOf = ({ nodes, source, extensions }: GraphQLErrorOptions): GraphQLErrorExtensions['http'] => {
  const http = extensions?.http;
  const isOfDocument = (nodes ?? source ?? undefined) !== undefined;
  return isOfDocument || http === undefined ? http : { ...http, spec: false };
};

/**
 * Any failure as clients see it, at the place where it happened, and without the values that they sent. Undefined when it is a failure of the
 * gateway itself, whose text must not leave.
 */
export const toClientError = (error: unknown): GraphQLError | undefined => {
  const place: GraphQLErrorOptions =
    error instanceof GraphQLError
      ? {
          nodes: error.nodes,
          source: error.source,
          positions: error.positions,
          path: error.path,
          extensions: error.extensions,
        }
      : {};
  const cause = innermost(error);
  if (cause instanceof EwsError) {
    const code = codeOfEwsError(cause);
    // A cut or garbled answer says nothing about the next one.
    const retryable = cause.kind === 'decode' ? true : errorMeanings[code].retryable;
    const operation = cause.lacking === undefined ? undefined : upstreamOperationOf(cause.operation);
    return clientError(
      code,
      lackingWords(cause),
      { retryable, retryAfterMs: cause.retryAfterMs, upstreamCode: cause.responseCode, operation },
      place,
    );
  }
  if (cause instanceof InvalidInputError) return clientError('BAD_USER_INPUT', cause.message, {}, place);
  if (cause instanceof DirectoryError)
    return clientError(
      'UPSTREAM_UNAVAILABLE',
      'The directory cannot be asked at the moment.',
      { retryAfterMs: cause.retryAfterMs },
      place,
    );
  if (cause instanceof ExportsError) {
    const { code, message, retryAfterMs } = exportFailures[cause.failure];
    return clientError(code, message, { retryAfterMs }, place);
  }
  if (cause instanceof NoRoomError)
    return clientError(
      'OVERLOADED',
      'As many listen already as the gateway can bear.',
      { retryAfterMs: noRoomMs },
      place,
    );
  if (!(cause instanceof GraphQLError)) return undefined;
  if (isKnownCode(cause.extensions['code'])) {
    return cause === error ? cause : new GraphQLError(cause.message, { ...place, extensions: cause.extensions });
  }
  const isDuringExecution = place.path !== undefined;
  if (isDuringExecution && !isArgumentError(cause)) return undefined;
  return clientError(
    'BAD_USER_INPUT',
    withoutValues(error instanceof GraphQLError ? error : cause),
    {},
    { ...place, extensions: { http: statusOf(place) } },
  );
};

/** What clients can do nothing about, and whoever runs the gateway may want to know. */
const operatorsCodes: ReadonlySet<unknown> = new Set<ErrorCode>([
  'FORBIDDEN',
  'THROTTLED',
  'MAILBOX_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_ERROR',
]);

/** What fails beyond the gateway. */
type UpstreamFailure = EwsError | DirectoryError | ExportsError;

const isOfUpstream = (error: unknown): error is UpstreamFailure =>
  error instanceof DirectoryError ||
  error instanceof ExportsError ||
  (error instanceof EwsError && error.kind !== 'aborted');

/** That an operation is lacking `gateway.capabilities` tells; that a request is refused which should be valid, nobody would ever see. */
const concernsOperator = (cause: UpstreamFailure, shown: GraphQLError): boolean =>
  operatorsCodes.has(shown.extensions['code']) || (cause instanceof EwsError && cause.lacking === 'request');

/** Who is told about failures, besides the client. */
export interface FailureReports {
  /** The gateway itself failed; the text stays inside. */
  readonly own: (error: unknown) => void;
  /** The mail server or the directory failed in a way that no client caused; once for each failure, in however many fields it shows. */
  readonly upstream: (error: UpstreamFailure) => void;
}

/** Yoga's `maskedErrors.maskError`: whatever leaves the gateway passes here. Not reported: what clients did wrong, and that one left. */
export const createMaskError = ({ own, upstream }: FailureReports): ((error: unknown) => GraphQLError) => {
  const reported = new WeakSet<Error>();
  return (error) => {
    const shown = toClientError(error);
    const cause = innermost(error);
    if (shown === undefined) {
      own(cause);
      const place: GraphQLErrorOptions = error instanceof GraphQLError ? { nodes: error.nodes, path: error.path } : {};
      return clientError('INTERNAL_SERVER_ERROR', undefined, {}, place);
    }
    if (isOfUpstream(cause) && concernsOperator(cause, shown) && !reported.has(cause)) {
      reported.add(cause);
      upstream(cause);
    }
    return shown;
  };
};

/** Gives errors of validation their place in the closed list of codes; Yoga masks what comes later, but not those. */
export const useErrorCodes = (): Plugin => ({
  onValidate:
    () =>
    ({ valid, result, setResult }) => {
      if (!valid) setResult(result.map((error) => toClientError(error) ?? error));
    },
});
