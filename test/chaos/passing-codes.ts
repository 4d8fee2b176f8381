import type { ErrorCode } from '../../src/graphql/error-table.ts';

/** After these, asking again may help: for a write, the same one under the same key. */
export const passingCodes: ReadonlySet<string> = new Set<ErrorCode>([
  'THROTTLED',
  'RATE_LIMITED',
  'OVERLOADED',
  'MAILBOX_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_ERROR',
]);
