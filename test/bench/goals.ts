/** One goal of the design, and what was measured of it. */
export interface Goal {
  /** Its number in the list of goals, 1 to 9. */
  readonly number: number;
  readonly what: string;
  /** Undefined: it could not be measured. */
  readonly figure: number | undefined;
  /** The figure is to be this, or at most or at least this. */
  readonly bound: { readonly is: '<=' | '>=' | '='; readonly value: number };
  /** What the figure is in: `ms`, `MB`; absent: times. */
  readonly unit?: string;
  /** Why it could not be measured. */
  readonly missing?: string;
}

/** A goal whose figure is to be no more than a bound. */
export const goalAtMost = (
  number: number,
  what: string,
  figure: number | undefined,
  bound: number,
  unit?: string,
): Goal => ({
  number,
  what,
  figure,
  bound: { is: '<=', value: bound },
  ...(unit === undefined ? {} : { unit }),
});

/** A goal whose figure is to be no less than a bound. */
export const goalAtLeast = (number: number, what: string, figure: number, bound: number): Goal => ({
  number,
  what,
  figure,
  bound: { is: '>=', value: bound },
});

/** A goal whose figure is to be exactly this. */
export const goalExactly = (number: number, what: string, figure: number, value: number): Goal => ({
  number,
  what,
  figure,
  bound: { is: '=', value },
});

/** Whether a goal is met: `met`, or how far it is, or why nobody knows. */
export const verdict = ({ figure, bound: { is, value }, missing }: Goal): string => {
  if (figure === undefined || Number.isNaN(figure)) return `not measured: ${missing ?? 'no figure'}`;
  if (is === '=') return figure === value ? 'met' : `${Math.abs(figure - value)} ${figure > value ? 'more' : 'fewer'}`;
  const distance = is === '<=' ? figure / value : value / figure;
  return distance <= 1 ? 'met' : `missed by ${Math.round((distance - 1) * 100)} %`;
};

/** Goals as a table in Markdown. */
export const goalTable = (goals: readonly Goal[]): string =>
  [
    '| # | goal | figure | bound | |',
    '|---|---|---:|---:|---|',
    ...goals.map((goal) => {
      const { number, what, figure, bound, unit = '' } = goal;
      const shown = figure === undefined ? '' : `${written(figure)} ${unit}`.trim();
      return `| ${number} | ${what} | ${shown} | ${bound.is} ${`${written(bound.value)} ${unit}`.trim()} | ${verdict(goal)} |`;
    }),
  ].join('\n');

/** Fractions of peers are told as such: 1/12. */
const written = (value: number): string => {
  if (value > 0 && value < 0.5) return `1/${(1 / value).toPrecision(3).replace(/\.?0+$/, '')}`;
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
};
