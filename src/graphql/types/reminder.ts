import { Reminder } from '../refs.ts';

Reminder.implement({
  permission: 'withItsParent',
  description: 'Whether and when an event is announced.',
  fields: (t) => ({
    isOn: t.exposeBoolean('isOn', { nullable: false, description: 'Whether it is announced at all.' }),
    before: t.field({
      type: 'Duration',
      nullable: false,
      description: 'How long before its start.',
      resolve: ({ minutesBefore }) => `PT${Math.max(0, minutesBefore)}M`,
    }),
  }),
});
