import { EwsError } from '../../../src/ews/errors.ts';

/** What a watch has failed with; throws when it has not, or with anything else. */
export const failureOf = async (ended: Promise<void>): Promise<EwsError> => {
  const error: unknown = await ended.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EwsError)) throw new Error('the watch has not failed as it should', { cause: error });
  return error;
};
