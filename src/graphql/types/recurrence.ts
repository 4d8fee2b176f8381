import type { RecurrenceRange } from '../../ews/properties/recurrence.ts';
import { weekdaysOf } from '../../ews/properties/weekday.ts';
import { DayOfWeek, RecurrenceFrequency, WeekIndex } from '../events/calendar-enums.ts';
import { recurrenceRule } from '../../mailbox/recurrence-rule.ts';
import { recurrenceSummary } from '../events/recurrence-summary.ts';
import { Recurrence } from '../refs.ts';

const endDateOf = (range: RecurrenceRange): string | undefined =>
  range.type === 'EndDate' ? range.endDate : undefined;
const countOf = (range: RecurrenceRange): number | undefined => (range.type === 'Numbered' ? range.count : undefined);

Recurrence.implement({
  permission: 'withItsParent',
  description: 'When a series repeats, on the clock of `timeZone`, so that it keeps its hour when clocks change.',
  fields: (t) => ({
    frequency: t.field({
      type: RecurrenceFrequency,
      nullable: false,
      description: 'What it counts by.',
      resolve: ({ recurrence }) => recurrence.pattern.type,
    }),
    interval: t.int({
      nullable: false,
      description: 'Every how many days, weeks, months or years.',
      resolve: ({ recurrence: { pattern } }) => ('interval' in pattern ? pattern.interval : 1),
    }),
    daysOfWeek: t.field({
      type: [DayOfWeek],
      nullable: false,
      description: 'On which days of the week; empty where it does not go by them.',
      resolve: ({ recurrence: { pattern } }) => ('daysOfWeek' in pattern ? [...weekdaysOf(pattern.daysOfWeek)] : []),
    }),
    dayOfMonth: t.int({
      description: 'On which day of the month; in a shorter month its last day.',
      resolve: ({ recurrence: { pattern } }) => ('dayOfMonth' in pattern ? pattern.dayOfMonth : undefined),
    }),
    weekIndex: t.field({
      type: WeekIndex,
      description: 'The first, second ... last of `daysOfWeek` taken together in the month.',
      resolve: ({ recurrence: { pattern } }) => ('weekIndex' in pattern ? pattern.weekIndex : undefined),
    }),
    month: t.int({
      description: 'In which month, 1 to 12.',
      resolve: ({ recurrence: { pattern } }) => ('month' in pattern ? pattern.month : undefined),
    }),
    firstDayOfWeek: t.field({
      type: DayOfWeek,
      description: 'Where a week begins, which decides which weeks an interval skips; for weekly series only.',
      resolve: ({ recurrence: { pattern } }) =>
        pattern.type === 'Weekly' ? (pattern.firstDayOfWeek ?? 'Sunday') : undefined,
    }),
    startDate: t.field({
      type: 'Date',
      nullable: false,
      description: 'Day of the first occurrence.',
      resolve: ({ recurrence }) => recurrence.range.startDate,
    }),
    endDate: t.field({
      type: 'Date',
      description: 'No occurrence after this day; null when it does not end by date.',
      resolve: ({ recurrence }) => endDateOf(recurrence.range),
    }),
    count: t.int({
      description: 'How many occurrences; null when it does not end by number.',
      resolve: ({ recurrence }) => countOf(recurrence.range),
    }),
    timeZone: t.field({
      type: 'TimeZone',
      nullable: false,
      description: 'The zone on whose clock it repeats; UTC where the mail server tells none.',
      resolve: ({ timeZone }) => timeZone,
    }),
    rrule: t.field({
      type: 'RecurrenceRuleString',
      nullable: false,
      description: 'The same as an RFC 5545 rule, exact for short months and starts of weeks too.',
      resolve: ({ recurrence, ...rest }) => recurrenceRule(recurrence, rest),
    }),
    summary: t.string({
      nullable: false,
      description: 'The same in words: `Every 2 weeks on Tuesday until December 31, 2026`.',
      args: {
        locale: t.arg.string({
          defaultValue: 'en',
          description:
            'A BCP 47 tag. English in the spelling of `en-US`, `en-GB` and so on; other languages are answered in English.',
        }),
      },
      resolve: ({ recurrence }, { locale }) => recurrenceSummary(recurrence, locale ?? 'en'),
    }),
  }),
});
