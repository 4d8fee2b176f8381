import type { Recurrence, RecurrencePattern, RecurrenceRange } from '../../ews/properties/recurrence.ts';
import { lastDayOfAll, seriesDays } from '../../mailbox/write/events/series-days.ts';
import { clockProblem, overlapProblem } from '../../mailbox/write/events/series-fit.ts';
import type { EventTimes } from '../../mailbox/write/events/event-times.ts';
import { builder } from '../builder.ts';
import { lastDayOf } from '../events/rrule-end.ts';
import { rulePattern } from '../events/rrule-pattern.ts';
import { parseRule } from '../events/rrule-text.ts';
import type { Note } from './checked-text.ts';
import { readPattern, RecurrencePatternInput, type RecurrencePatternInputShape } from './recurrence-pattern.ts';

/** When a series shall repeat, as a client sends it: exactly one of these. */
export interface RecurrenceInputShape {
  readonly rrule?: string | null | undefined;
  readonly pattern?: RecurrencePatternInputShape | null | undefined;
}

export const RecurrenceInput = builder.inputRef<RecurrenceInputShape>('RecurrenceInput').implement({
  description:
    'When a series repeats, on the clock of the event’s zone: exactly one of these. The event’s own start must be the first occurrence, and occurrences must not overlap.',
  isOneOf: true,
  fields: (t) => ({
    rrule: t.field({
      type: 'RecurrenceRuleString',
      description:
        'An RFC 5545 rule of days, weeks, months or years, with `INTERVAL`, `BYDAY`, `BYMONTHDAY`, `BYMONTH`, `BYSETPOS`, `WKST`, and `COUNT` (up to 999) or `UNTIL`. It is taken when mail servers can keep exactly the days that it means, one a month at most or any of a week; else it is refused with the reason. The 31st of every month is an example: RFC 5545 skips shorter months, mail servers take their last day, which is `BYMONTHDAY=28,29,30,31;BYSETPOS=-1`.',
    }),
    pattern: t.field({ type: RecurrencePatternInput, description: 'The same in fields.' }),
  }),
});

/** Exchange takes no more. */
const mostOccurrences = 999;

/** What a client said of a series: how it repeats, from which day that is counted, and how it ends. */
interface Rule {
  readonly pattern: RecurrencePattern;
  readonly from: string;
  readonly until: string | undefined;
  readonly count: number | undefined;
}

/**
 * Reads when a series shall repeat whose first occurrence takes place at `times`. What is wrong is noted, and the answer is undefined then. `path`: where it
 * stands in the input.
 */
export const readRecurrence = (
  { rrule, pattern }: RecurrenceInputShape,
  path: readonly string[],
  note: Note,
  times: EventTimes,
): Recurrence | undefined => {
  let isSound = true;
  const noting: Note = (at, problem) => {
    isSound &&= problem === undefined;
    note(at, problem);
  };
  const at = [...path, pattern ? 'pattern' : 'rrule'];
  const rule = pattern
    ? readFields(pattern, at, noting, times)
    : readRule(rrule ?? '', (problem) => noting(at, problem), times);
  noting(at, clockProblem(times));
  if (rule === undefined) return undefined;
  noting(at, startProblem(rule, times) ?? overlapProblem(rule.pattern, times));
  return isSound ? { pattern: rule.pattern, range: rangeOf(rule, times.firstDay) } : undefined;
};

const rangeOf = ({ until, count }: Rule, startDate: string): RecurrenceRange => {
  if (count !== undefined) return { type: 'Numbered', startDate, count };
  return until === undefined ? { type: 'NoEnd', startDate } : { type: 'EndDate', startDate, endDate: until };
};

const countProblem = (count: number): string | undefined =>
  count < 1 || count > mostOccurrences ? `must be from 1 to ${mostOccurrences}.` : undefined;

const lateProblem = `must not be after ${lastDayOfAll}, where calendars of mail servers end.`;

const readFields = (
  input: RecurrencePatternInputShape,
  path: readonly string[],
  note: Note,
  { firstDay }: EventTimes,
): Rule | undefined => {
  const pattern = readPattern(input, path, note);
  const count = input.count ?? undefined;
  const until = input.until ?? undefined;
  if (count !== undefined) {
    note([...path, 'count'], countProblem(count));
    note([...path, 'count'], until === undefined ? undefined : 'must not stand beside `until`.');
  }
  if (until !== undefined && until < firstDay) note([...path, 'until'], 'must not be before the start.');
  if (until !== undefined && until > lastDayOfAll) note([...path, 'until'], lateProblem);
  return pattern && { pattern, from: firstDay, until, count };
};

const readRule = (text: string, complain: (problem: string) => void, times: EventTimes): Rule | undefined => {
  const parts = parseRule(text, complain);
  if (parts === undefined) return undefined;
  const { count } = parts;
  const problem = count === undefined ? undefined : countProblem(count);
  if (problem !== undefined) complain(`holds a \`COUNT\` that ${problem}`);
  const until = parts.until === undefined ? undefined : lastDayOf(parts.until, times, complain);
  if (until !== undefined && until > lastDayOfAll) complain(`holds an \`UNTIL\` that ${lateProblem}`);
  const read = rulePattern(parts, times.firstDay, complain);
  return read && { ...read, until, count };
};

/** EWS leaves the start as it is and the pattern beside it; programs disagree on what such a series is. */
const startProblem = ({ pattern, from }: Rule, { firstDay }: EventTimes): string | undefined => {
  const [first] = seriesDays({ pattern, range: { type: 'NoEnd', startDate: from } });
  if (first === firstDay) return undefined;
  return first === undefined
    ? 'falls on no day before the calendars of mail servers end.'
    : `does not fall on the day of the start; the first day from then on that it falls on is ${first}.`;
};
