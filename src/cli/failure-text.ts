import { describeError } from '../telemetry/logger.ts';

/**
 * What a command says of a failure that nobody expected, as JSON: its kind, its message and where it was thrown. Never the error itself: libraries hang
 * requests and credentials on theirs, and node would print them.
 */
export const failureText = (error: unknown): string => JSON.stringify(describeError(error), undefined, 2);
