import type { UpdateResolver, UpdatesConfig } from '@urql/exchange-graphcache';
import type { DeleteMessagesMutation, MoveMessagesMutation } from '../generated/graphql.ts';
import { forget, mailboxesIn, removeFromLists } from './message-lists.ts';

interface BulkResults {
  readonly results: readonly { readonly id: string; readonly error: unknown }[];
}

const written = ({ results }: BulkResults): readonly string[] =>
  results.filter(({ error }) => error === null || error === undefined).map(({ id }) => id);

const moved: UpdateResolver<MoveMessagesMutation> = ({ moveMessages }, _given, cache) =>
  removeFromLists(cache, written(moveMessages));

const deleted: UpdateResolver<DeleteMessagesMutation> = ({ deleteMessages }, _given, cache) =>
  removeFromLists(cache, written(deleteMessages));

const responded: UpdateResolver = (_answer, _given, cache) => {
  for (const mailbox of mailboxesIn(cache)) forget(cache, mailbox, ['agenda']);
};

/** What the lists owe to a write besides the fields that it answers. */
export const updateFromMutation = {
  moveMessages: moved,
  deleteMessages: deleted,
  respondToEvent: responded,
} as NonNullable<UpdatesConfig['Mutation']>;
