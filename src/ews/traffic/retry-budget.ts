/** How much may be tried again: a server that fails everybody must not get three times the load for it. */
export interface RetryBudget {
  /** A call is made: a tenth of a repetition more. */
  earn(): void;
  /** Takes one repetition; false: there is none left. */
  spend(): boolean;
}

/** Repetitions that may come at once, and to begin with. */
export const mostRetries = 10;

/**
 * A bucket of repetitions, filled by calls and emptied by what is tried again: a tenth of all calls in the long run. `most`: what it holds, and begins with.
 */
export const createRetryBudget = (most: number = mostRetries): RetryBudget => {
  // In tenths, so that ten calls are one repetition exactly.
  let tenths = most * 10;
  return {
    earn: () => {
      tenths = Math.min(tenths + 1, most * 10);
    },
    spend: () => {
      if (tenths < 10) return false;
      tenths -= 10;
      return true;
    },
  };
};
