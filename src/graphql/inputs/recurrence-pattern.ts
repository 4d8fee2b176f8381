import type { RecurrencePattern, WeekIndex } from '../../ews/properties/recurrence.ts';
import { weekdaysOf, type DayWord, type Weekday } from '../../ews/properties/weekday.ts';
import { builder } from '../builder.ts';
import { DayOfWeek, RecurrenceFrequency, WeekIndex as WeekIndexEnum } from '../events/calendar-enums.ts';
import { longestInterval } from '../events/rrule-pattern.ts';
import type { Note } from './checked-text.ts';

/** When a series shall repeat, said in fields. */
export interface RecurrencePatternInputShape {
  readonly frequency: RecurrencePattern['type'];
  readonly interval?: number | null | undefined;
  readonly daysOfWeek?: readonly Weekday[] | null | undefined;
  readonly dayOfMonth?: number | null | undefined;
  readonly weekIndex?: WeekIndex | null | undefined;
  readonly month?: number | null | undefined;
  readonly firstDayOfWeek?: Weekday | null | undefined;
  readonly until?: string | null | undefined;
  readonly count?: number | null | undefined;
}

export const RecurrencePatternInput = builder
  .inputRef<RecurrencePatternInputShape>('RecurrencePatternInput')
  .implement({
    description:
      'When a series repeats. Each `frequency` needs its own fields and takes no other: DAILY none, WEEKLY `daysOfWeek`, MONTHLY_BY_DAY `dayOfMonth`, MONTHLY_BY_WEEKDAY `daysOfWeek` and `weekIndex`, YEARLY_BY_DAY `dayOfMonth` and `month`, YEARLY_BY_WEEKDAY `daysOfWeek`, `weekIndex` and `month`. Without `until` and `count` it never ends.',
    fields: (t) => ({
      frequency: t.field({ type: RecurrenceFrequency, required: true, description: 'What it counts by.' }),
      interval: t.int({
        required: true,
        defaultValue: 1,
        description:
          'Every how many days (up to 999), weeks, months (up to 99) or years (up to 8, kept as so many times twelve months).',
      }),
      daysOfWeek: t.field({
        type: [DayOfWeek],
        description:
          'On which days of the week. Beside `weekIndex` either one day, Monday to Friday, Saturday and Sunday, or all seven.',
      }),
      dayOfMonth: t.int({ description: 'On which day of the month, 1 to 31; in a shorter month on its last day.' }),
      weekIndex: t.field({
        type: WeekIndexEnum,
        description: 'The first, second ... last of `daysOfWeek` taken together in the month.',
      }),
      month: t.int({ description: 'In which month, 1 to 12.' }),
      firstDayOfWeek: t.field({
        type: DayOfWeek,
        description:
          'Where a week begins, which decides which weeks an interval skips: MONDAY when absent. For WEEKLY only.',
      }),
      until: t.field({
        type: 'Date',
        description: 'No occurrence begins after this day of the event’s zone. Excludes `count`.',
      }),
      count: t.int({ description: 'How many occurrences, 1 to 999. Excludes `until`.' }),
    }),
  });

type Part = 'daysOfWeek' | 'dayOfMonth' | 'weekIndex' | 'month';

const parts: readonly Part[] = ['daysOfWeek', 'dayOfMonth', 'weekIndex', 'month'];

const needed: Readonly<Record<RecurrencePattern['type'], readonly Part[]>> = {
  Daily: [],
  Weekly: ['daysOfWeek'],
  AbsoluteMonthly: ['dayOfMonth'],
  RelativeMonthly: ['daysOfWeek', 'weekIndex'],
  AbsoluteYearly: ['dayOfMonth', 'month'],
  RelativeYearly: ['daysOfWeek', 'weekIndex', 'month'],
};

const longest = {
  Daily: longestInterval.Daily,
  Weekly: longestInterval.Weekly,
  AbsoluteMonthly: longestInterval.Monthly,
  RelativeMonthly: longestInterval.Monthly,
  AbsoluteYearly: longestInterval.Yearly,
  RelativeYearly: longestInterval.Yearly,
} as const;

const partProblem = (input: RecurrencePatternInputShape, part: Part): string | undefined => {
  const value = input[part] ?? undefined;
  const isNeeded = needed[input.frequency].includes(part);
  if (value === undefined) return isNeeded ? 'is needed for this frequency.' : undefined;
  if (!isNeeded) return 'does not go with this frequency.';
  if (part === 'daysOfWeek') return input.daysOfWeek?.length === 0 ? 'must name a day.' : undefined;
  const most = part === 'dayOfMonth' ? 31 : 12;
  return typeof value === 'number' && (value < 1 || value > most) ? `must be from 1 to ${most}.` : undefined;
};

/** EWS's one word for the days that "the second ... of the month" counts; undefined when it has none. */
const wordFor = (days: readonly Weekday[]): DayWord | undefined => {
  const wanted = weekdaysOf(days);
  return [...wanted.slice(0, 1), ...(['Weekday', 'WeekendDay', 'Day'] as const)].find(
    (word) => weekdaysOf([word]).join(' ') === wanted.join(' '),
  );
};

/**
 * Reads a pattern; what is wrong with it is noted, and the answer is undefined then. `path`: where it stands in the input. Its end is read beside it, by
 * `readRecurrence`.
 */
export const readPattern = (
  input: RecurrencePatternInputShape,
  path: readonly string[],
  note: Note,
): RecurrencePattern | undefined => {
  const { frequency: type, interval } = input;
  let isSound = true;
  const check = (field: keyof RecurrencePatternInputShape, problem: string | undefined): void => {
    isSound &&= problem === undefined;
    note([...path, field], problem);
  };
  const most = longest[type];
  const every = interval ?? 1;
  check('interval', every < 1 || every > most ? `must be from 1 to ${most} for this frequency.` : undefined);
  for (const part of parts) check(part, partProblem(input, part));
  check('firstDayOfWeek', input.firstDayOfWeek && type !== 'Weekly' ? 'does not go with this frequency.' : undefined);
  const isRelative = type === 'RelativeMonthly' || type === 'RelativeYearly';
  const days = input.daysOfWeek ?? [];
  const word = wordFor(days);
  if (isRelative && days.length > 0)
    check(
      'daysOfWeek',
      word === undefined ? 'must be one day, Monday to Friday, Saturday and Sunday, or all seven.' : undefined,
    );
  return isSound ? patternOf(input, every, word) : undefined;
};

/** The pattern of an input in which everything is there that its frequency needs. */
const patternOf = (
  { frequency: type, daysOfWeek, dayOfMonth, weekIndex, month, firstDayOfWeek }: RecurrencePatternInputShape,
  interval: number,
  word: DayWord | undefined,
): RecurrencePattern => {
  const absolute = { dayOfMonth: dayOfMonth ?? 1 };
  const relative = { daysOfWeek: word === undefined ? [] : [word], weekIndex: weekIndex ?? 'First' } as const;
  const inMonth = { month: month ?? 1 };
  switch (type) {
    case 'Daily':
      return { type, interval };
    case 'Weekly':
      return {
        type,
        interval,
        daysOfWeek: weekdaysOf(daysOfWeek ?? []),
        ...(interval === 1 ? {} : { firstDayOfWeek: firstDayOfWeek ?? 'Monday' }),
      };
    case 'AbsoluteMonthly':
      return { type, interval, ...absolute };
    case 'RelativeMonthly':
      return { type, interval, ...relative };
    case 'AbsoluteYearly':
      return interval === 1
        ? { type, ...absolute, ...inMonth }
        : { type: 'AbsoluteMonthly', interval: 12 * interval, ...absolute };
    case 'RelativeYearly':
      return interval === 1
        ? { type, ...relative, ...inMonth }
        : { type: 'RelativeMonthly', interval: 12 * interval, ...relative };
  }
};
