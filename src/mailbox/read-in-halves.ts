import { EwsError } from '../ews/errors.ts';

/**
 * One call for all targets; when its answer would be longer than the gateway holds, two for half of the targets each, one after the other, and so
 * on. Results are in the targets' order. Throws EwsError when the first call fails in another way, or is for a single target.
 */
export const readInHalves = async <Target, Value>(
  targets: readonly Target[],
  read: (targets: readonly Target[]) => Promise<readonly (Value | EwsError)[]>,
): Promise<readonly (Value | EwsError)[]> => {
  /** A failure of the whole call is the failure of each target, so that the other half stands. */
  const readHalf = async (half: readonly Target[]): Promise<readonly (Value | EwsError)[]> => {
    try {
      return await readInHalves(half, read);
    } catch (error) {
      if (!(error instanceof EwsError)) throw error;
      return half.map(() => error);
    }
  };
  try {
    return await read(targets);
  } catch (error) {
    if (!(error instanceof EwsError) || error.kind !== 'tooLarge' || targets.length === 1) throw error;
    const middle = Math.ceil(targets.length / 2);
    return [...(await readHalf(targets.slice(0, middle))), ...(await readHalf(targets.slice(middle)))];
  }
};
