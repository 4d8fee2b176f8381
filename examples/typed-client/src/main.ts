import { createClient, RequestFailed } from './client.ts';
import { everyMessage } from './every-message.ts';
import { MailScreenDocument, TwoMailboxesDocument } from './generated/graphql.ts';

const {
  GATEWAY_URL: url = 'http://127.0.0.1:4000/graphql',
  GATEWAY_TOKEN: token,
  MAILBOX: address = 'alice@example.test',
  OTHER_MAILBOX: other = 'nobody@example.test',
} = process.env;

const client = createClient({ url, token });

try {
  // A whole screen in one request. `data` has the type that the operation says: try `data.mailbox.inbx`.
  const { data } = await client.request(MailScreenDocument, { address, first: 5 });
  if (data.mailbox !== null) {
    const { displayName, folders, inbox } = data.mailbox;
    console.log(
      `${displayName ?? address}: ${folders.length} folders, ${inbox.messages.totalCount} messages in the inbox`,
    );
  }

  // Page by page, as far as somebody reads.
  let pages = 0;
  for await (const messages of everyMessage(client, address, 5)) {
    for (const { receivedAt, from, subject, isRead } of messages)
      console.log(
        `  ${isRead ? ' ' : '*'} ${receivedAt ?? ''}  ${from?.name ?? from?.address ?? ''}: ${subject ?? ''}`,
      );
    pages += 1;
    if (pages === 2) break;
  }

  // Half an answer: what can be answered is there, and an error says by its path and its code what is missing and why.
  const both = await client.request(TwoMailboxesDocument, { mine: address, theirs: other });
  console.log(`Unread here: ${both.data.mine?.inbox.unreadCount ?? 'unknown'}`);
  for (const { path, code } of both.errors) console.log(`${path?.join('.') ?? 'all'}: ${code}`);
} catch (error) {
  if (!(error instanceof RequestFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
