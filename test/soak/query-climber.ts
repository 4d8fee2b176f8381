import type { Random } from '../../src/emulator/random.ts';

/**
 * Numbers between 0 and 1 that decide what a writer of random operations writes. Whoever changes some of them gets an operation that is like the one before in
 * most of what it asks.
 */
export type Draws = readonly number[];

const mostDraws = 4_000;

/** Fresh ones. */
export const freshDraws = (random: Random): Draws =>
  Array.from({ length: mostDraws }, () => random.integer(0, 999_999) / 1_000_000);

/** The numbers one after the other, from the beginning again when they have been used up. */
export const drawing = (draws: Draws): (() => number) => {
  let next = 0;
  return () => {
    next += 1;
    return draws[(next - 1) % draws.length] ?? 0;
  };
};

/** Others, near them: a few are changed, or a stretch is left out or put in. `used`: how many of them the writer has drawn; the others mean nothing. */
export const changedDraws = (draws: Draws, used: number, random: Random): Draws => {
  const place = random.integer(0, Math.max(0, Math.min(used, draws.length) - 1));
  const length = random.integer(1, 12);
  const fresh = freshDraws(random);
  switch (random.integer(0, 3)) {
    case 0:
      return [...draws.slice(0, place), ...fresh.slice(0, length), ...draws.slice(place)];
    case 1:
      return [...draws.slice(0, place), ...draws.slice(place + length), ...fresh.slice(0, length)];
    default:
      return draws.map((draw, index) => (random.integer(1, Math.max(2, used)) <= 3 ? (fresh[index] ?? draw) : draw));
  }
};
