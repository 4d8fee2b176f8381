import { EventTime } from '../refs.ts';

EventTime.implement({
  permission: 'withItsParent',
  description:
    'A moment on a calendar. Timed events have `dateTime`, all-day events `date`; `local` is there for both. Days of all-day events are those of the event’s own zone and never shift; the end of an all-day event is its last day, inclusive.',
  fields: (t) => ({
    dateTime: t.field({
      type: 'DateTime',
      description: 'The instant, in UTC; null for all-day events.',
      resolve: ({ dateTime }) => dateTime,
    }),
    date: t.field({
      type: 'Date',
      description: 'The day; null for timed events.',
      resolve: ({ date }) => date,
    }),
    timeZone: t.field({
      type: 'TimeZone',
      nullable: false,
      description:
        'The zone of `local`: the one that the window of the query names, else the event’s own, else UTC where the mail server tells none.',
      resolve: ({ timeZone }) => timeZone,
    }),
    local: t.exposeString('local', {
      nullable: false,
      description:
        'What a clock in `timeZone` shows: `2026-12-01T10:00:00`, without offset; the bare day for all-day events.',
    }),
  }),
});
