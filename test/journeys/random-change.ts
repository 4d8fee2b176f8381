import fc from 'fast-check';

/** A change of one thing at least of what these fields may hold; each may be null. */
export const changeOf = (
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc
    .record(
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fc.option<unknown>(value, { freq: 3 })])),
      { requiredKeys: [] },
    )
    .filter((changes) => Object.keys(changes).length > 0);

/** The same random values in every run. */
export const sample = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns: number): readonly Value[] =>
  fc.sample(arbitrary, { numRuns, seed: 2010 });
