import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { yearlyOn, type ZoneObservance } from './zone-observance.ts';

/** Years that a calendar has times in. */
export interface YearSpan {
  readonly first: number;
  readonly last: number;
}

/** A change of clocks, and the rule that it follows in its year. */
interface Change {
  readonly at: Temporal.ZonedDateTime;
  readonly before: number;
  readonly after: number;
  /** The clock as it would have gone on. */
  readonly wall: Temporal.PlainDateTime;
  readonly order: number;
  /** The same in two years where the same rule says when. */
  readonly rule: string;
}

/** A rule has to hold for so many years before it is taken to hold for ever. */
const lastingYears = 8;

/**
 * How the clocks of an IANA zone go from the first year to the last one and after it, as this runtime knows. Years with the same rule are told together.
 * Only the end of what is told goes beyond the last year: its rule holds from then on.
 */
export const zoneObservances = (zone: string, { first, last }: YearSpan): readonly ZoneObservance[] => {
  const key = `${first} ${last} ${zone}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const found = observancesOf(zone, first, last + lastingYears);
  remembered.set(key, found);
  return found;
};

/** A year of a zone takes about a millisecond, and every calendar asks for the same ones. */
const remembered = new LRUCache<string, readonly ZoneObservance[]>({ max: 500 });

const observancesOf = (zone: string, first: number, last: number): readonly ZoneObservance[] => {
  const begin = Temporal.PlainDate.from({ year: first, month: 1, day: 1 }).toZonedDateTime(zone);
  const changes = [...changesOf(begin, last)];
  const [earliest] = changes;
  // What holds before the first change.
  const before = earliest?.before ?? secondsEast(begin);
  const start = begin.toPlainDateTime().subtract({ days: 1 });
  const base: ZoneObservance = { offsetBefore: before, offset: before, start, rule: undefined };
  return [base, ...grouped(changes, last)];
};

function* changesOf(begin: Temporal.ZonedDateTime, last: number): Generator<Change> {
  for (let at = begin.getTimeZoneTransition('next'); at !== null && at.year <= last;) {
    const before = secondsEast(at.subtract({ nanoseconds: 1 }));
    const after = secondsEast(at);
    const wall = at.toPlainDateTime().subtract({ seconds: after - before });
    const order = wall.day + 7 > wall.daysInMonth ? -1 : Math.ceil(wall.day / 7);
    const rule = [before, after, wall.month, order, wall.dayOfWeek, wall.toPlainTime().toString()].join(' ');
    if (before !== after) yield { at, before, after, wall, order, rule };
    at = at.getTimeZoneTransition('next');
  }
}

const secondsEast = (moment: Temporal.ZonedDateTime): number => Math.round(moment.offsetNanoseconds / 1e9);

/** Changes of successive years by one rule as one; the others each for itself. */
const grouped = (changes: readonly Change[], last: number): readonly ZoneObservance[] => {
  const runs: Change[][] = [];
  const open = new Map<string, Change[]>();
  for (const change of changes) {
    const run = open.get(change.rule);
    if (run !== undefined && run.at(-1)?.wall.year === change.wall.year - 1) {
      run.push(change);
    } else {
      const begun = [change];
      open.set(change.rule, begun);
      runs.push(begun);
    }
  }
  return runs.flatMap((run) => {
    const [begin] = run;
    const end = run.at(-1);
    if (begin === undefined || end === undefined) return [];
    const goesOn = run.length >= lastingYears && end.wall.year === last;
    const rule =
      run.length === 1
        ? undefined
        : yearlyOn(
            { month: begin.wall.month, weekday: begin.wall.dayOfWeek, order: begin.order },
            goesOn ? undefined : end.at.toInstant(),
          );
    return [{ offsetBefore: begin.before, offset: begin.after, start: begin.wall, rule }];
  });
};
