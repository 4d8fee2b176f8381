import { median } from './figures.ts';

/** Somebody who does the same work as others, and is measured by what it takes. */
export interface Contender {
  readonly name: string;
  /** Does the work so many times and tells the milliseconds of CPU that all of them took. */
  run(times: number): Promise<number>;
  /** How often it does the work in a round: the slower, the fewer. */
  readonly timesInRound: number;
  /** How often before anything is measured, for its compiler. */
  readonly warmUps: number;
}

/** What came of one contender. */
export interface Outcome {
  readonly name: string;
  /** Milliseconds of CPU for the work once: the median of all rounds. */
  readonly cpuMs: number;
  /** The same in each round. */
  readonly rounds: readonly number[];
}

/** Lets contenders work in turns, so that what else the machine does meets all of them. */
export const interleaved = async (
  contenders: readonly Contender[],
  { rounds }: { readonly rounds: number },
): Promise<readonly Outcome[]> => {
  for (const { run, warmUps } of contenders) await run(warmUps);
  const measured = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { run, timesInRound }] of contenders.entries())
      measured[index]?.push((await run(timesInRound)) / timesInRound);
  }
  return contenders.map(({ name }, index) => {
    const each = measured[index] ?? [];
    return { name, cpuMs: median(each), rounds: each };
  });
};

/** How many times as much one took as another: the median of the rounds' own ratios. */
export const ratio = (one: Outcome, other: Outcome): number =>
  median(one.rounds.map((value, round) => value / (other.rounds[round] ?? Number.NaN)));
