import { changeFields, type MailboxModel, type ToldChange } from './mailbox-model.ts';
import { askGateway, readSnapshot } from './read-snapshot.ts';

/** What `changes` answers. */
interface Batch {
  readonly changes: readonly ToldChange[];
  readonly token: string;
  readonly hasMore: boolean;
  readonly resyncRequired: boolean;
}

const changesQuery = `query ($address: EmailAddress!, $since: SyncToken) {
  mailbox(address: $address) { changes(since: $since, first: 200) { changes { ${changeFields} } token hasMore resyncRequired } }
}`;

/** The next changes of a mailbox. Throws NotRead. */
export const goOn = async (origin: string, address: string, since: string | undefined): Promise<Batch> => {
  const variables = { address, ...(since === undefined ? {} : { since }) };
  const { mailbox } = await askGateway<{ readonly mailbox: { readonly changes: Batch } }>(
    origin,
    changesQuery,
    variables,
  );
  return mailbox.changes;
};

/** The position that comes to be reached from here. */
const reached = async (origin: string, address: string, from: string | undefined): Promise<string> => {
  const { token, hasMore } = await goOn(origin, address, from);
  return hasMore ? reached(origin, address, token) : token;
};

/**
 * Makes a model what the mailbox is, and answers the token to follow it from. Mail servers never tell of what came and went between two positions; so what
 * was read must be there before and after the position from which is followed: what came after the first reading is told on the way to that position, and
 * what is gone at the second reading is dropped. `since`: a position before all that; undefined: there is none yet. Throws NotRead.
 */
export const mirrorMailbox = async (
  origin: string,
  address: string,
  since: string | undefined,
  model: MailboxModel,
): Promise<string> => {
  let token = since ?? (await reached(origin, address, undefined));
  model.replace(await readSnapshot(origin, address));
  // Twice to the end: the first round may have begun before.
  for (let rounds = 0; rounds < 2;) {
    const batch = await goOn(origin, address, token);
    // From a new position on, everything is to be done again.
    if (batch.resyncRequired)
      return mirrorMailbox(
        origin,
        address,
        batch.hasMore ? await reached(origin, address, batch.token) : batch.token,
        model,
      );
    for (const change of batch.changes) model.apply(change);
    ({ token } = batch);
    if (!batch.hasMore) rounds += 1;
  }
  model.retain(await readSnapshot(origin, address));
  return token;
};
