/** What gateways agree on cannot be asked or told, or cannot be trusted yet. What needs it must not be done. */
export class CoordinationError extends Error {
  override readonly name = 'CoordinationError';
}

/** For what is only tried: passes over a CoordinationError, and throws everything else again. */
export const ignoreCoordinationError = (error: unknown): void => {
  if (!(error instanceof CoordinationError)) throw error;
};
