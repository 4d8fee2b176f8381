import { goals, type Goal } from './goals.ts';
import type { Reported } from './report.ts';

/**
 * The table of goals as people read it: a goal a line, and below it what was measured. A goal whose measurements did not run is not said to be met;
 * one that ordinary tests prove says so.
 */
export const goalLines = (reported: readonly Reported[]): readonly string[] => {
  const widest = Math.max(...goals.map(({ name }) => name.length));
  return goals.flatMap((goal) => {
    const figures = reported.filter(({ goal: number }) => number === goal.number);
    return [
      `${String(goal.number).padStart(2)}  ${goal.name.padEnd(widest)}  ${verdict(goal, figures).padEnd(17)}  ${goal.figure}`,
      ...figures.map(({ figure, isMet }) => `    ${''.padEnd(widest)}  ${isMet ? '' : '! '}${figure}`),
    ];
  });
};

const verdict = ({ provenBy }: Goal, figures: readonly Reported[]): string => {
  if (figures.length > 0) return figures.every(({ isMet }) => isMet) ? 'met' : 'NOT MET';
  return provenBy.some((file) => file.endsWith('.soak.ts')) ? 'not measured here' : 'by npm test';
};
