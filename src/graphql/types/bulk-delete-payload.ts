import { cost } from '../guards/cost.ts';
import { BulkDeletePayload, DeleteResult, UserError } from '../refs.ts';

const isDone = ({ error }: { readonly error?: unknown }): boolean => error === undefined;

BulkDeletePayload.implement({
  permission: 'writesMailbox',
  description: 'What became of several items, each on its own: one bad id never fails the others.',
  fields: (t) => ({
    results: t.field({
      complexity: cost('results'),
      type: [DeleteResult],
      nullable: false,
      description: 'One for each id, in the order asked; empty when the call as a whole failed.',
      resolve: ({ done }) => [...(done ?? [])],
    }),
    succeeded: t.int({
      nullable: false,
      description: 'How many were deleted.',
      resolve: ({ done }) => (done ?? []).filter(isDone).length,
    }),
    failed: t.int({
      nullable: false,
      description: 'How many were not, or nobody knows.',
      resolve: ({ done }) => (done ?? []).filter((result) => !isDone(result)).length,
    }),
    userErrors: t.field({
      complexity: cost('failures'),
      type: [UserError],
      nullable: false,
      description: 'What concerns the call as a whole; then `results` is empty.',
      resolve: ({ userErrors }) => [...userErrors],
    }),
  }),
});

DeleteResult.implement({
  permission: 'writesMailbox',
  description: 'What became of one item.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'The id that was asked for.' }),
    error: t.field({
      complexity: cost('failures'),
      type: UserError,
      description: 'Why it was not deleted; null when it was.',
      resolve: ({ error }) => error,
    }),
  }),
});
