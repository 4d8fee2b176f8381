import { EwsError } from '../../ews/errors.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { WriteRefusal } from './write-refusal.ts';

/** Why one of several items was not written, or cannot be said to have been. */
export type WriteFailure = EwsError | WriteRefusal;

/** What became of one of several items. */
export type WriteOutcome =
  | { readonly failure: WriteFailure }
  /** The id under which it lives now; undefined where it is gone, or the server does not tell. */
  | { readonly id: ItemId | undefined };

/**
 * Things in one write: a server that writes twenty a second is done with them before the call's deadline (15 s), and a lost answer leaves the outcome
 * of no more than these open.
 */
export const mostInOneWrite = 200;

/** As few batches as that allows. */
export const inBatches = <Target>(targets: readonly Target[]): readonly (readonly Target[])[] =>
  Array.from({ length: Math.ceil(targets.length / mostInOneWrite) }, (_, index) =>
    targets.slice(index * mostInOneWrite, (index + 1) * mostInOneWrite),
  );

/** Whether the server ended a batch before it came to this id. */
const isSkipped = (result: unknown): boolean =>
  result instanceof EwsError && result.responseCode === 'ErrorBatchProcessingStopped';

/** The failure of a call before this one, for what was not tried after it. */
const untried = (error: EwsError): EwsError => error.with({ isRefusal: true, mayBeDone: false });

/**
 * Writes in as few calls as the batches are, one after the other; one result or error for each target, in order. When a call fails of which nobody
 * knows whether it was done, each of its targets has that failure, and those after it are not tried. Targets that the server says it did not come to
 * were certainly not written: they are sent once more. Throws EwsError when the first call failed as a whole and certainly did nothing.
 */
export const writeEach = async <Target, Output>(
  batches: readonly (readonly Target[])[],
  write: (targets: readonly Target[]) => Promise<readonly (Output | EwsError)[]>,
): Promise<readonly (Output | EwsError)[]> => {
  const results: (Output | EwsError)[] = [];
  let failed: EwsError | undefined;
  for (const batch of batches) {
    if (batch.length === 0) continue;
    if (failed !== undefined) {
      const error = untried(failed);
      results.push(...batch.map(() => error));
      continue;
    }
    try {
      results.push(...(await writeSkipped(batch, await write(batch), write)));
    } catch (error) {
      if (!(error instanceof EwsError) || (results.length === 0 && !error.mayBeDone)) throw error;
      failed = error;
      results.push(...batch.map(() => error));
    }
  }
  return results;
};

/** Sends what was skipped once more, unless everything was. */
const writeSkipped = async <Target, Output>(
  targets: readonly Target[],
  results: readonly (Output | EwsError)[],
  write: (targets: readonly Target[]) => Promise<readonly (Output | EwsError)[]>,
): Promise<readonly (Output | EwsError)[]> => {
  const skipped = targets.filter((_, index) => isSkipped(results[index]));
  if (skipped.length === 0 || skipped.length === targets.length) return results;
  const again = await failureForEach(skipped, write);
  let at = 0;
  return results.map((result) => {
    if (!isSkipped(result)) return result;
    at += 1;
    // An output may be undefined: not every operation has something to tell.
    return again[at - 1] as Output | EwsError;
  });
};

/** As `write`, but what fails the whole call is the failure of each: something has been written before it. */
const failureForEach = async <Target, Output>(
  targets: readonly Target[],
  write: (targets: readonly Target[]) => Promise<readonly (Output | EwsError)[]>,
): Promise<readonly (Output | EwsError)[]> => {
  try {
    return await write(targets);
  } catch (error) {
    if (!(error instanceof EwsError)) throw error;
    return targets.map(() => error);
  }
};
