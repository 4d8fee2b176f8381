import type { Urgency } from '../../src/ews/traffic/traffic.ts';
import type { RetryClass } from '../../src/ews/traffic/retry-class.ts';

/** How long the mail server takes for an operation, milliseconds: quantiles, between which it is level. */
export interface OperationTimes {
  readonly retryClass: RetryClass;
  /** 0, 50, 90, 99 and 100 of 100. */
  readonly quantilesMs: readonly [number, number, number, number, number];
}

/** WorkMail publishes no times. These are slower than what is seen on small Exchange servers; an operator holds them against the gateway's metrics. */
export const operationTimes = {
  FindFolder: { retryClass: 'read', quantilesMs: [10, 25, 60, 200, 800] },
  FindItem: { retryClass: 'read', quantilesMs: [15, 40, 120, 400, 1_500] },
  GetItem: { retryClass: 'read', quantilesMs: [10, 30, 80, 300, 1_200] },
  GetAttachment: { retryClass: 'read', quantilesMs: [50, 300, 1_500, 5_000, 12_000] },
  GetUserAvailability: { retryClass: 'read', quantilesMs: [30, 80, 250, 800, 2_500] },
  SyncFolderItems: { retryClass: 'read', quantilesMs: [10, 25, 80, 300, 1_500] },
  CreateItem: { retryClass: 'once', quantilesMs: [40, 120, 300, 1_000, 3_000] },
  MoveItem: { retryClass: 'once', quantilesMs: [20, 60, 150, 500, 2_000] },
} as const satisfies Readonly<Record<string, OperationTimes>>;
export type OperationName = keyof typeof operationTimes;

const quantiles = [0, 0.5, 0.9, 0.99, 1] as const;

/** The time of an operation, of a share from 0 to 1 of all of its times; milliseconds. */
export const timeMs = (operation: OperationName, share: number): number => {
  const { quantilesMs } = operationTimes[operation];
  const next = Math.max(
    1,
    quantiles.findIndex((quantile) => share < quantile),
  );
  const [from, to] = [quantiles[next - 1] ?? 0, quantiles[next] ?? 1];
  const [least, most] = [quantilesMs[next - 1] ?? 0, quantilesMs[next] ?? 0];
  return least + ((most - least) * (share - from)) / (to - from);
};

/** The mean time of an operation, milliseconds. */
export const meanMs = (operation: OperationName): number => {
  const { quantilesMs } = operationTimes[operation];
  return quantiles.slice(1).reduce<number>((sum, to, index) => {
    const from = quantiles[index] ?? 0;
    return sum + ((to - from) * ((quantilesMs[index] ?? 0) + (quantilesMs[index + 1] ?? 0))) / 2;
  }, 0);
};

/** What is asked for again and again. */
export interface Habit {
  readonly name: string;
  /** Requests for a mailbox on a day. */
  readonly perDay: number;
  readonly urgency: Urgency;
  readonly dueInMs: number;
  /** Calls to the mail server: those of a step go out together, the next step when all of them are answered. */
  readonly steps: readonly (readonly OperationName[])[];
  /** `office`: by the hours of people; `night`: evenly from 0 to 6; `always`: evenly. */
  readonly hours: 'office' | 'night' | 'always';
  /** Requests that come at once. */
  readonly together?: number;
}

const person = { urgency: 'interactive', dueInMs: 15_000, hours: 'office' } as const;
const program = { urgency: 'bulk', dueInMs: 60_000 } as const;

/** The calls are those that the gateway makes once it knows a mailbox's folders (test/bench/round-trips-bench.ts). */
export const habits: readonly Habit[] = [
  { ...person, name: 'mail screen', perDay: 40, steps: [['FindFolder', 'FindItem'], ['GetItem']] },
  { ...person, name: 'message', perDay: 60, steps: [['GetItem'], ['FindItem']] },
  { ...person, name: 'search', perDay: 8, steps: [['FindItem'], ['GetItem']] },
  { ...person, name: 'week', perDay: 8, steps: [['FindItem', 'GetUserAvailability'], ['GetItem']] },
  { ...person, name: 'send', perDay: 20, steps: [['FindItem'], ['CreateItem']] },
  { ...person, name: 'archive', perDay: 25, steps: [['MoveItem'], ['GetItem']] },
  {
    ...program,
    name: 'new mail, told to listeners',
    perDay: 80,
    hours: 'office',
    steps: [['SyncFolderItems'], ['GetItem']],
  },
  { ...program, name: 'download', perDay: 5, hours: 'office', steps: [['GetAttachment']] },
  { ...program, name: 'hourly synchronisation', perDay: 24, hours: 'always', steps: [['SyncFolderItems']] },
  {
    ...program,
    name: 'nightly copy, three pages at a time',
    perDay: 3,
    hours: 'night',
    together: 3,
    steps: [['FindItem'], ['GetItem', 'GetItem', 'GetItem', 'GetItem', 'GetItem', 'GetItem', 'GetItem', 'GetItem']],
  },
];

/** How much people do in each hour of the day. */
const officeHours: readonly number[] = [
  0.2, 0.1, 0.1, 0.1, 0.2, 0.4, 1, 3, 7, 10, 12, 10.5, 6.5, 8, 10.5, 10, 8.5, 5, 2.5, 1.5, 1.2, 0.9, 0.5, 0.3,
];
const officeSum = officeHours.reduce((sum, weight) => sum + weight);

/** The part of a day's requests that comes in an hour, 0 to 23. */
export const shareOfHour = (hours: Habit['hours'], hour: number): number => {
  if (hours === 'always') return 1 / 24;
  if (hours === 'night') return hour < 6 ? 1 / 6 : 0;
  return (officeHours[hour] ?? 0) / officeSum;
};

/** The hour in which people do most. */
export const peakHour = officeHours.indexOf(Math.max(...officeHours));
