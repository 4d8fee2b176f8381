import type { Held } from './held-subjects.ts';
import type { Story, Told } from './persistent-client.ts';

/** What must be empty, or else something was doubled, lost or told wrongly. */
export interface Verdict {
  readonly doubled: readonly string[];
  /** Told that it was done, and it is not there. */
  readonly lost: readonly string[];
  /** There, although nothing that its client was told leaves room for that. */
  readonly denied: readonly string[];
  /** Told more than once that it was done just now and not before. */
  readonly toldTwice: readonly string[];
  /** In one of the places and not in another. */
  readonly half: readonly string[];
}

/** As it should be. */
export const nothingWrong: Verdict = { doubled: [], lost: [], denied: [], toldTwice: [], half: [] };

/** Holds what clients were told against what is there. `held`: the places where a thing that was done is, each of them once. */
export const judge = (stories: readonly Story[], held: readonly Held[]): Verdict => {
  const verdict = { doubled: [], lost: [], denied: [], toldTwice: [], half: [] } as Record<keyof Verdict, string[]>;
  for (const { errand, told } of stories) {
    const { subject } = errand;
    const counts = held.map((place) => place.get(subject) ?? 0);
    const isThere = counts.some((count) => count > 0);
    if (counts.some((count) => count > 1)) verdict.doubled.push(subject);
    if (isThere && counts.includes(0)) verdict.half.push(subject);
    if (!isThere && told.some(({ kind }) => kind === 'done')) verdict.lost.push(subject);
    if (isThere && told.every(({ kind }) => kind === 'refused' || kind === 'away')) verdict.denied.push(subject);
    if (told.filter((one) => one.kind === 'done' && one.isReplayed === false).length > 1)
      verdict.toldTwice.push(subject);
  }
  return verdict;
};

const nameOf = (told: Told): string => {
  if (told.kind === 'done') return told.isReplayed === true ? 'REPLAYED' : 'done';
  return told.kind === 'refused' ? told.code : told.kind;
};

/** How often something was told, as text: `REPLAYED 12, done 88`. */
export const tally = (all: readonly Told[]): string => {
  const counts = new Map<string, number>();
  for (const told of all) counts.set(nameOf(told), (counts.get(nameOf(told)) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => `${name} ${count}`)
    .toSorted()
    .join(', ');
};
