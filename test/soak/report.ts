import { appendFileSync } from 'node:fs';
import { inject } from 'vitest';
import { goals } from './goals.ts';

/** What a measurement says about a goal, as it goes from the process of a test to the one that prints the table. */
export interface Reported {
  readonly goal: number;
  readonly figure: string;
  readonly isMet: boolean;
}

/**
 * Hands one figure to the table that `npm run soak` ends with. `goal`: its number in goals.ts; `figure`: what was measured, with its units and, where the
 * machine and not the gateway is what limits, with that. Tells it at once too, for whoever watches. Several figures of one goal stand one below the other.
 */
export const report = (goal: number, figure: string, isMet: boolean): void => {
  if (!goals.some(({ number }) => number === goal)) throw new Error(`there is no goal ${goal}`);
  const reported: Reported = { goal, figure, isMet };
  appendFileSync(inject('figuresFile'), `${JSON.stringify(reported)}\n`);
  process.stdout.write(`goal ${goal}: ${figure} (${isMet ? 'met' : 'not met'})\n`);
};

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where measurements are collected, one line of JSON each. */
    readonly figuresFile: string;
  }
}
