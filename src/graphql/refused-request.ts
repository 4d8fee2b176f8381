import type { GraphQLError } from 'graphql';
import { clientError } from './errors.ts';

/** A request that is no operation, or is not sent as one: BAD_USER_INPUT with an HTTP status and headers. */
export const refuseRequest = (message: string, status: number, headers: Readonly<Record<string, string>> = {}): Error =>
  clientError('BAD_USER_INPUT', message, {}, { extensions: { http: { status, headers } } });

/** A request whose files, or whose stream of events, find no room: OVERLOADED, as HTTP 503 with Retry-After. */
export const overloaded = (message: string, retryAfterSeconds: number): GraphQLError =>
  clientError(
    'OVERLOADED',
    message,
    { retryAfterMs: retryAfterSeconds * 1000 },
    { extensions: { http: { status: 503, headers: { 'retry-after': String(retryAfterSeconds) } } } },
  );
