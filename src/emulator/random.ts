/** A source of numbers that are the same in every run. */
export interface Random {
  /** A whole number from `lowest` to `highest`, both included. */
  readonly integer: (lowest: number, highest: number) => number;
  /** One of a non-empty list. */
  readonly pick: <T>(choices: readonly T[]) => T;
  /** Draws from a non-empty list so that every entry comes once before any comes again. */
  readonly deck: <T>(cards: readonly T[]) => () => T;
  /** True in `percent` of 100 cases. */
  readonly chance: (percent: number) => boolean;
}

/** Mulberry32, a 32-bit generator: small, and good enough to make mail look varied. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export const createRandom = (seed: number): Random => {
  let state = seed | 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (lowest: number, highest: number): number => lowest + Math.floor(fraction() * (highest - lowest + 1));
  const pick = <T>(choices: readonly T[]): T => {
    const choice = choices[integer(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('pick needs a list with at least one entry, all of them defined');
    return choice;
  };
  return {
    integer,
    pick,
    deck: (cards) => {
      let left: typeof cards = [];
      return () => {
        if (left.length === 0) left = cards;
        const card = pick(left);
        left = left.filter((other) => other !== card);
        return card;
      };
    },
    chance: (percent) => fraction() * 100 < percent,
  };
};
