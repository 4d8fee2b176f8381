import { setTimeout as sleep } from 'node:timers/promises';
import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { isPassingCode, isSurelyUndone } from '../../ews/outcome.ts';
import { discardCopy } from './discard-copy.ts';
import { findCopies } from './find-copies.ts';
import { failureOf, type ItemFailure } from '../item-failure.ts';
import type { MarkedItem } from '../portable/portable-item.ts';
import type { Place, Written } from '../target.ts';

/** Makes copies; one answer for each, in their order: what could not be kept, or why there is no whole copy. Throws EwsError for what fails as a whole. */
export type WriteCopies = (items: readonly MarkedItem[]) => Promise<readonly (readonly string[] | EwsError)[]>;

/** How long a server may still be at work on a request whose answer was lost, before its outcome is looked for once more, milliseconds. */
const settleMs = 2_000;

/**
 * Writes copies so that none is there twice and none is left half: what a lost answer was about is looked for by its mark, what was begun is taken
 * out again, and what may go well a moment later is tried once more, alone.
 */
export const writeMarked = async (
  session: EwsSession,
  place: Place,
  items: readonly MarkedItem[],
  write: WriteCopies,
): Promise<readonly (Written | ItemFailure)[]> => {
  const first = await answersOf(items, write);
  const outcomes: (Written | ItemFailure)[] = [];
  for (const [index, item] of items.entries()) {
    const answer = first[index] ?? [];
    outcomes.push(answer instanceof EwsError ? await settled(session, place, item, answer, write) : { losses: answer });
  }
  return outcomes;
};

const answersOf = async (
  items: readonly MarkedItem[],
  write: WriteCopies,
): Promise<readonly (readonly string[] | EwsError)[]> => {
  try {
    return await write(items);
  } catch (error) {
    if (error instanceof EwsError) return items.map(() => error);
    throw error;
  }
};

const settled = async (
  session: EwsSession,
  place: Place,
  item: MarkedItem,
  failure: EwsError,
  write: WriteCopies,
): Promise<Written | ItemFailure> => {
  try {
    if (await isWhole(session, place, item)) return { losses: [] };
    if (!isSurelyUndone(failure)) {
      await sleep(settleMs);
      if (await isWhole(session, place, item)) return { losses: [] };
    } else if (!isPassingCode(failure.responseCode ?? '') && failure.kind === 'response') return failureOf(failure);
    const [second = []] = await answersOf([item], write);
    if (!(second instanceof EwsError)) return { losses: second };
    return (await isWhole(session, place, item)) ? { losses: [] } : failureOf(second);
  } catch (error) {
    // The next run will see what is there.
    if (error instanceof EwsError) return failureOf(error);
    throw error;
  }
};

/** Whether the copy is there; what is there of half a copy is taken out. Throws EwsError: then nobody knows, and it must not be written again. */
const isWhole = async (session: EwsSession, place: Place, { mark }: MarkedItem): Promise<boolean> => {
  const copies = await findCopies(session, place, [mark]);
  const whole = copies.some(({ isFinished }) => isFinished);
  for (const copy of copies) if (!copy.isFinished) await discardCopy(session, copy.reference);
  return whole;
};
