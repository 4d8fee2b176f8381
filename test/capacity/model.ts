import { habits, meanMs, peakHour, shareOfHour } from './habits.ts';

/** What follows from the habits and the server's times by arithmetic alone. */
export interface Model {
  readonly requestsPerDay: number;
  readonly callsPerDay: number;
  /** In the hour in which people do most. */
  readonly requestsPerSecond: number;
  readonly callsPerSecond: number;
  /** Calls that are being answered at a time: how many come in a second, times the seconds that each takes (Little's law). */
  readonly meanRunning: number;
}

export const modelOf = (mailboxes: number): Model => {
  const sum = (of: (habit: (typeof habits)[number]) => number): number =>
    mailboxes * habits.reduce((total, habit) => total + of(habit), 0);
  const inPeakHour = ({ perDay, hours }: (typeof habits)[number]): number =>
    (perDay * shareOfHour(hours, peakHour)) / 3_600;
  return {
    requestsPerDay: sum(({ perDay }) => perDay),
    callsPerDay: sum(({ perDay, steps }) => perDay * steps.flat().length),
    requestsPerSecond: sum(inPeakHour),
    callsPerSecond: sum((habit) => inPeakHour(habit) * habit.steps.flat().length),
    meanRunning: sum((habit) =>
      habit.steps.flat().reduce((total, operation) => total + (inPeakHour(habit) * meanMs(operation)) / 1_000, 0),
    ),
  };
};
