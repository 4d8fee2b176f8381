import { cost } from '../guards/cost.ts';
import {
  BulkDeletePayload,
  BulkMessagePayload,
  DeleteResult,
  Message,
  MessageWriteResult,
  UserError,
  type MessageResult,
  type Written,
} from '../refs.ts';
import { wantedInEach } from '../selection.ts';

type Bulk = Written<readonly MessageResult[]>;

const isDone = ({ error }: MessageResult): boolean => error === undefined;

/* What every payload about several things says. `done`: what became of them, as in "How many were deleted". */

const results = {
  complexity: cost('results'),
  nullable: false,
  description: 'One for each id, in the order asked; empty when the call as a whole failed.',
  resolve: ({ done }: Bulk) => [...(done ?? [])],
} as const;

const succeeded = (done: string) =>
  ({
    nullable: false,
    description: `How many were ${done}.`,
    resolve: (payload: Bulk) => (payload.done ?? []).filter(isDone).length,
  }) as const;

const failed = {
  nullable: false,
  description: 'How many were not, or nobody knows.',
  resolve: ({ done }: Bulk) => (done ?? []).filter((result) => !isDone(result)).length,
} as const;

const userErrors = {
  complexity: cost('failures'),
  type: [UserError] as [typeof UserError],
  nullable: false,
  description: 'What concerns the call as a whole; then `results` is empty.',
  resolve: ({ userErrors: errors }: Bulk) => [...errors],
} as const;

const errorOf = (done: string) =>
  ({
    complexity: cost('failures'),
    type: UserError,
    description: `Why it was not ${done}; null when it was.`,
    resolve: ({ error }: MessageResult) => error,
  }) as const;

BulkMessagePayload.implement({
  permission: 'writesMailbox',
  description: 'What became of several messages, each on its own: one bad id never fails the others.',
  fields: (t) => ({
    results: t.field({ ...results, type: [MessageWriteResult] }),
    succeeded: t.int(succeeded('written')),
    failed: t.int(failed),
    userErrors: t.field(userErrors),
  }),
});

MessageWriteResult.implement({
  permission: 'writesMailbox',
  description: 'What became of one message.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'The id that was asked for.' }),
    message: t.field({
      complexity: cost('writtenItem'),
      type: Message,
      description: 'The message as it is now; a move or copy gives it a new id. Null on failure, and when it is gone.',
      resolve: ({ mailbox, read }, _args, _context, info) => read?.(wantedInEach(info, mailbox)),
    }),
    error: t.field(errorOf('written')),
  }),
});

BulkDeletePayload.implement({
  permission: 'writesMailbox',
  description: 'What became of several items, each on its own: one bad id never fails the others.',
  fields: (t) => ({
    results: t.field({ ...results, type: [DeleteResult] }),
    succeeded: t.int(succeeded('deleted')),
    failed: t.int(failed),
    userErrors: t.field(userErrors),
  }),
});

DeleteResult.implement({
  permission: 'writesMailbox',
  description: 'What became of one item.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'The id that was asked for.' }),
    error: t.field(errorOf('deleted')),
  }),
});
