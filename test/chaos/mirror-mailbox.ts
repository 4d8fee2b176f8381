import { changeFields, type MailboxModel, type ToldChange } from './mailbox-model.ts';
import { askGateway, readSnapshot } from './read-snapshot.ts';

interface Batch {
  readonly changes: readonly ToldChange[];
  readonly token: string;
  readonly hasMore: boolean;
  readonly resyncRequired: boolean;
}

const changesQuery = `query ($address: EmailAddress!, $since: SyncToken) {
  mailbox(address: $address) { changes(since: $since, first: 200) { changes { ${changeFields} } token hasMore resyncRequired } }
}`;

/**
 * Makes a model what the mailbox is, and answers the token to follow it from. Mail servers never tell of what came and went between two positions; so what
 * was read must be there before and after the position from which is followed: what came after the first reading is told on the way to that position, and
 * what is gone at the second reading is dropped. `since`: a position before all that. Throws NotRead.
 */
export const mirrorMailbox = async (
  origin: string,
  address: string,
  since: string,
  model: MailboxModel,
): Promise<string> => {
  model.replace(await readSnapshot(origin, address));
  let token = since;
  for (let hasMore = true; hasMore;) {
    const { mailbox } = await askGateway<{ readonly mailbox: { readonly changes: Batch } }>(origin, changesQuery, {
      address,
      since: token,
    });
    const { changes, resyncRequired } = mailbox.changes;
    // From a new position on, once that is reached, everything is to be done again.
    if (resyncRequired) return mirrorMailbox(origin, address, mailbox.changes.token, model);
    for (const change of changes) model.apply(change);
    ({ token, hasMore } = mailbox.changes);
  }
  model.retain(await readSnapshot(origin, address));
  return token;
};
