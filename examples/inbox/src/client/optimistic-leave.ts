import type { DeleteMessagesInput, MoveMessagesInput } from '../generated/graphql.ts';

/** What moving or deleting will answer when all goes well: the messages leave their lists at once. Their new ids nobody knows yet. */
export const optimisticLeave = (variables: Record<string, unknown>) => ({
  __typename: 'BulkMessagePayload',
  results: (variables as { readonly input: DeleteMessagesInput | MoveMessagesInput }).input.ids.map((id) => ({
    __typename: 'MessageWriteResult',
    id,
    error: null,
    message: null,
  })),
  userErrors: [],
});
