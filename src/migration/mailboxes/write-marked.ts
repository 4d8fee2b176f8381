import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { isPassingCode, isSurelyUndone } from '../../ews/outcome.ts';
import { discardCopy } from './discard-copy.ts';
import { findCopies } from './find-copies.ts';
import { answersTo, orFailure, turnsUp } from './lost-answers.ts';
import { failureOf, type ItemFailure } from '../item-failure.ts';
import type { MarkedItem } from '../portable/portable-item.ts';
import type { Place, Written } from '../target.ts';

/** Makes copies; one answer for each, in their order: what could not be kept, or why there is no whole copy. Throws EwsError for what fails as a whole. */
export type WriteCopies = (items: readonly MarkedItem[]) => Promise<readonly (readonly string[] | EwsError)[]>;

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
  const first = await answersTo(items, () => write(items));
  const outcomes: (Written | ItemFailure)[] = [];
  for (const [index, item] of items.entries()) {
    const answer = first[index] ?? [];
    outcomes.push(answer instanceof EwsError ? await settled(session, place, item, answer, write) : { losses: answer });
  }
  return outcomes;
};

const settled = (
  session: EwsSession,
  place: Place,
  item: MarkedItem,
  failure: EwsError,
  write: WriteCopies,
): Promise<Written | ItemFailure> =>
  orFailure(async () => {
    const look = (): Promise<boolean> => isWhole(session, place, item);
    const isUndone = isSurelyUndone(failure);
    if (isUndone ? await look() : await turnsUp(look)) return { losses: [] };
    if (isUndone && !isPassingCode(failure.responseCode ?? '') && failure.kind === 'response')
      return failureOf(failure);
    const [second = []] = await answersTo([item], () => write([item]));
    if (!(second instanceof EwsError)) return { losses: second };
    return (await look()) ? { losses: [] } : failureOf(second);
  });

/** Whether the copy is there; what is there of half a copy is taken out. Throws EwsError: then nobody knows, and it must not be written again. */
const isWhole = async (session: EwsSession, place: Place, { mark }: MarkedItem): Promise<boolean> => {
  const copies = await findCopies(session, place, [mark]);
  const whole = copies.some(({ isFinished }) => isFinished);
  for (const copy of copies) if (!copy.isFinished) await discardCopy(session, copy.reference);
  return whole;
};
