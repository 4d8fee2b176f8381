import type { Goal } from './goals.ts';

/** What a bench measured: rows of figures under the same columns. */
export interface Figures {
  readonly title: string;
  /** What the columns are and in which unit: `1,000 messages (CPU ms)`. */
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
  /** The goals that it decides. */
  readonly goals?: readonly Goal[];
}

/** One thing that was measured. */
export interface FigureRow {
  readonly name: string;
  /** One for each column. */
  readonly values: readonly number[];
}

/** Measures something from beginning to end, and leaves nothing behind. */
export type Bench = () => Promise<Figures>;

/** The middle one of some numbers; of two in the middle the lesser. NaN when there are none. */
export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN;

/** Figures as a table in Markdown. */
export const figureTable = ({ columns, rows }: Figures): string => {
  const cells = [['', ...columns], ...rows.map(({ name, values }) => [name, ...values.map((value) => written(value))])];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `${column === 0 ? '-' : ''}${'-'.repeat(width)}${column === 0 ? '-' : '-:'}`.padEnd(width + 2, '-')).join('|')}|`;
  const [head, ...body] = cells.map(line);
  return [head, rule, ...body].join('\n');
};

const written = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
