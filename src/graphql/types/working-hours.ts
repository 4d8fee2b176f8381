import { DayOfWeek } from '../events/calendar-enums.ts';
import { WorkingHours, WorkingPeriod } from '../refs.ts';

WorkingHours.implement({
  permission: 'withItsParent',
  description: 'When somebody works, on the clock of `timeZone`.',
  fields: (t) => ({
    timeZone: t.field({
      type: 'TimeZone',
      nullable: false,
      description:
        'The zone that the hours are meant in. Where the mail server tells its offsets only, a zone whose clocks go by them.',
      resolve: ({ timeZone }) => timeZone,
    }),
    periods: t.field({
      type: [WorkingPeriod],
      nullable: false,
      description: 'The hours, by days of the week; empty for somebody who never works.',
      resolve: ({ periods }) => [...periods],
    }),
  }),
});

WorkingPeriod.implement({
  permission: 'withItsParent',
  description: 'The same hours on some days of the week.',
  fields: (t) => ({
    days: t.field({
      type: [DayOfWeek],
      nullable: false,
      description: 'On which days.',
      resolve: ({ days }) => [...days],
    }),
    startMinute: t.exposeInt('startMinute', {
      nullable: false,
      description: 'Where work begins: minutes after midnight, 0 to 1440.',
    }),
    endMinute: t.exposeInt('endMinute', {
      nullable: false,
      description: 'Where it ends: minutes after midnight, 0 to 1440. Not later than `startMinute`: on the next day.',
    }),
  }),
});
