import type { GraphQLError } from 'graphql';
import { clientError } from '../errors.ts';

/** Somebody has to wait; HTTP says so too. */
export const rateLimited = (message: string, retryAfterMs: number): GraphQLError =>
  clientError(
    'RATE_LIMITED',
    message,
    { retryAfterMs },
    { extensions: { http: { status: 429, headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } } } },
  );
