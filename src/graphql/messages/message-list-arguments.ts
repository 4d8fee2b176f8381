import { builder } from '../builder.ts';
import { MessageFilter, MessageOrder } from './message-filter.ts';

/** The arguments of every field that lists messages. */
export const messageListArguments = builder.args((t) => ({
  filter: t.field({ type: MessageFilter, description: 'Which messages.' }),
  search: t.string({
    permission: ['READ_MESSAGES'],
    description:
      'Words to look for, as in a search box: `invoice from:billing subject:"October run"`. Alone it uses the server\'s own index where it has one; beside a filter, or on servers without one, the words must stand in the subject, the author or the body.',
  }),
  orderBy: t.field({
    type: [MessageOrder],
    defaultValue: [{ field: 'RECEIVED_AT', direction: 'DESC' }],
    description: 'In which order; newest first by default.',
  }),
  first: t.int({ description: 'How many from the beginning, or behind `after`: 1 to 1000, default 50.' }),
  after: t.string({ description: 'endCursor of the previous page of this very list.' }),
  last: t.int({ description: 'How many from the end, or before `before`: 1 to 1000.' }),
  before: t.string({ description: 'startCursor of the following page of this very list.' }),
}));
