import { callCost } from '../guards/cost.ts';
import { RateLimitStatus } from '../refs.ts';

RateLimitStatus.implement({
  permission: 'anyCaller',
  description:
    'What you may spend on operations. Each has a price, told as `extensions.cost` of its answer: 100 for each call that it may make to the mail ' +
    'server, and 1 for each thing that it shows. What you have not got left is refused as RATE_LIMITED, and costs nothing.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { nullable: false, description: 'What you may spend in a minute.' }),
    remaining: t.exposeInt('remaining', {
      nullable: false,
      description: 'What is left of it, after this operation was paid.',
    }),
    resetAt: t.field({
      type: 'DateTime',
      nullable: false,
      description:
        'When all of it may be spent again. A minute begins with the first operation after the one before has ended.',
      resolve: ({ resetMs }, _args, { gateway }) => new Date(gateway.now().getTime() + resetMs).toISOString(),
    }),
    roundTripBudget: t.int({
      nullable: false,
      description:
        'How many calls to the mail server `remaining` would pay for if nothing that they bring were shown: the most that you can cause until `resetAt`.',
      resolve: ({ remaining }) => Math.floor(remaining / callCost),
    }),
  }),
});
