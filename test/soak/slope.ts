/** A value at a time. */
export interface Sample {
  /** Minutes since the beginning. */
  readonly minute: number;
  readonly value: number;
}

/** By how much the values grow in a minute: the slope of the straight line with the least squares to them. At least two samples at different times. */
export const slopeOf = (samples: readonly Sample[]): number => {
  const mean = (pick: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const minute = mean((sample) => sample.minute);
  const value = mean((sample) => sample.value);
  const together = samples.reduce((sum, sample) => sum + (sample.minute - minute) * (sample.value - value), 0);
  return together / samples.reduce((sum, sample) => sum + (sample.minute - minute) ** 2, 0);
};
