/** Lets so many work at the same time, in the order in which they came. */
export interface Slots {
  /** Does the work as soon as there is room for it. */
  use<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Makes room for so many. */
export const createSlots = (most: number): Slots => {
  let free = most;
  const waiting: (() => void)[] = [];
  return {
    use: async (work) => {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
};
