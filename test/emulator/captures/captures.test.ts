import { beforeAll, expect, it } from 'vitest';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { capturedDifferences, type CapturedDifference } from './captured-differences.ts';
import { type Replayed, replayCaptures } from './capture-session.ts';
import { deliberateDifferences, type DifferenceRow } from './differences.ts';

describeWithWitness('the session captured from grommunio, asked of the emulator', (witness) => {
  let replayed: readonly Replayed[] = [];
  let differences: readonly CapturedDifference[] = [];
  beforeAll(async () => {
    replayed = await replayCaptures(witness);
    differences = await capturedDifferences(witness, replayed);
  });

  it('is the whole of it', () => {
    expect(replayed.length).toBe(88);
  });

  it('is answered with the same elements and values, but for the differences that are meant to be', () => {
    const rows = deliberateDifferences.flatMap((deliberate) => deliberate.differences);
    expect(differences.filter((difference) => !rows.some((row) => isIn(row, difference)))).toEqual([]);
  });

  it.each(deliberateDifferences.map(({ because, differences: rows }) => ({ because, rows })))(
    'is answered otherwise still: $because',
    ({ rows }) => {
      for (const row of rows) {
        const inRow = differences.filter((difference) => isIn(row, difference));
        const exchanges = new Set(inRow.map(({ exchange }) => exchange));
        const names = new Set(inRow.map(({ path }) => nameIn(row, path)));
        expect([row, [...exchanges].toSorted()]).toEqual([
          row,
          row.exchanges === 'all' ? expect.arrayContaining(['001']) : row.exchanges.split(' '),
        ]);
        expect([...names].toSorted()).toEqual(row.names.split(' ').toSorted());
      }
    },
  );

  it('is answered within Exchange’s schema', async () => {
    const answers = replayed.map(({ emulated }) => emulated.text).filter((text) => text.startsWith('<'));
    expect(answers.length).toBe(86);
    expect(await schemaErrors(witness, answers)).toEqual([]);
  });
});

const isIn = (row: DifferenceRow, { exchange, path, capture, emulator }: CapturedDifference): boolean =>
  (row.exchanges === 'all' || row.exchanges.split(' ').includes(exchange)) &&
  nameIn(row, path) !== undefined &&
  (row.capture === '*' || row.capture === capture) &&
  (row.emulator === '*' || row.emulator === emulator);

/** The name in a row that a path ends with. */
const nameIn = ({ at, names }: DifferenceRow, path: string): string | undefined =>
  names.split(' ').find((name) => {
    const end = at === '' || name.startsWith('@') ? `${at}${name}` : `${at}/${name}`;
    return path === end || path.endsWith(`/${end}`) || (at === '' && path === `HTTP ${name}`);
  });
