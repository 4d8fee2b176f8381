import { setTimeout as sleep } from 'node:timers/promises';
import { EwsError } from '../../ews/errors.ts';
import { failureOf, type ItemFailure } from '../item-failure.ts';

/** How long a server may still be at work on a request whose answer was lost, before its outcome is looked for once more, milliseconds. */
const settleMs = 2_000;

/** Whether what a lost answer was about turns up: looked for at once, and again when its server has had time. Throws what `look` throws. */
export const turnsUp = async (look: () => Promise<boolean>): Promise<boolean> => {
  if (await look()) return true;
  await sleep(settleMs);
  return look();
};

/** The answers to a request about several items, where one that failed as a whole has failed for each of them. */
export const answersTo = async <Answer>(
  items: readonly unknown[],
  ask: () => Promise<readonly (Answer | EwsError)[]>,
): Promise<readonly (Answer | EwsError)[]> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EwsError) return items.map(() => error);
    throw error;
  }
};

/** What comes of settling one item; an EwsError on the way is its failure: the next run will see what is there. */
export const orFailure = async <Outcome>(settle: () => Promise<Outcome>): Promise<Outcome | ItemFailure> => {
  try {
    return await settle();
  } catch (error) {
    if (error instanceof EwsError) return failureOf(error);
    throw error;
  }
};
