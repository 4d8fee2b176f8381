import { RequestFailed, type Answer, type Client } from './client.ts';
import {
  NextPageDocument,
  type MessageRowFragment,
  type NextPageQuery,
  type NextPageQueryVariables,
} from './generated/graphql.ts';

/** The messages of an inbox, newest first, a page at a time: the next page is asked for when somebody wants it. Throws RequestFailed. */
export async function* everyMessage(
  client: Client,
  address: string,
  pageSize: number,
): AsyncGenerator<readonly MessageRowFragment[]> {
  let after: string | null = null;
  do {
    const { data, errors } = await nextPage(client, { address, first: pageSize, after });
    if (data.mailbox === null) throw new RequestFailed(errors);
    const { nodes, pageInfo } = data.mailbox.inbox.messages;
    yield nodes;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}

/** A name of its own, so that the compiler need not find out the type of an answer from the cursor that came out of it. */
const nextPage = (client: Client, variables: NextPageQueryVariables): Promise<Answer<NextPageQuery>> =>
  client.request(NextPageDocument, variables);
