import { archive, book, mailScreen, openMessage, searchMailbox, send, week, inboxRow } from '../journeys/operations.ts';
import { type BenchedGateway, startGateway } from './benched-gateway.ts';
import type { Bench } from './figures.ts';
import { goalExactly } from './goals.ts';

/** One operation, and how many requests to EWS it may make. */
interface Count {
  readonly name: string;
  readonly trips: number;
  readonly wanted: number;
}

/**
 * Goal 1: requests to EWS of the operations that users write first, as the gateway itself tells them, beside the number that the design allows; in the
 * embedded WorkMail, so that they are what a mail server answers to.
 */
export const roundTripsBench: Bench = async () => {
  const gateway = await startGateway({});
  try {
    const counts = [...(await reads(gateway)), ...(await writes(gateway))];
    return {
      title: 'Requests to EWS of the operations that users write first',
      columns: ['made', 'allowed'],
      rows: counts.map(({ name, trips, wanted }) => ({ name, values: [trips, wanted] })),
      goals: [
        goalExactly(
          1,
          `round trips: operations of ${counts.length} that make exactly the number written beside them`,
          counts.filter(({ trips, wanted }) => trips === wanted).length,
          counts.length,
        ),
      ],
    };
  } finally {
    await gateway.stop();
  }
};

const [alice, bob, carol] = ['alice@example.test', 'bob@example.test', 'carol@example.test'];

const reads = async (gateway: BenchedGateway): Promise<readonly Count[]> => {
  const count = counter(gateway);
  const { data } = await gateway.ask<{ readonly mailbox: { readonly inbox: Listed } }>(listIds, { address: bob });
  const [opened] = data.mailbox.inbox.messages.nodes;
  const from = Date.now() - 3 * 86_400_000;
  const seen = { address: alice };
  const weekOf = {
    address: carol,
    w: { start: new Date(from).toISOString(), end: new Date(from + 7 * 86_400_000).toISOString() },
    people: [alice, bob],
  };
  return [
    await count('mail screen, the first time in a mailbox', 4, mailScreen, seen),
    await count('mail screen', 3, mailScreen, seen),
    await count('mail screen, 500 rows', 3, mailScreen.replace('first: 50', 'first: 500'), seen),
    await count('open message, the first time in a mailbox', 3, openMessage, { id: opened?.id }),
    await count('open message', 2, openMessage, { id: opened?.id }),
    await count('search, the first time in a mailbox', 3, searchMailbox, { address: 'dave@example.test' }),
    await count('search', 2, searchMailbox, { address: 'dave@example.test' }),
    await count('week, the first time in a mailbox', 4, week, weekOf),
    await count('week', 3, week, weekOf),
  ];
};

const writes = async (gateway: BenchedGateway): Promise<readonly Count[]> => {
  const count = counter(gateway);
  const message = { to: [{ address: bob }], subject: 'Counted', body: { text: 'Round trips are counted.' } };
  const token = (await gateway.ask<Synced>(sync, { address: alice })).data.mailbox.changes.token;
  const { data } = await gateway.ask<{ readonly mailbox: { readonly inbox: Listed } }>(listIds, { address: alice });
  const ids = data.mailbox.inbox.messages.nodes.map(({ id }) => id);
  for (const [parent, name] of [
    [{ role: 'ROOT' }, 'Archive'],
    [{ path: '/Archive' }, '2026'],
  ])
    await gateway.ask(makeFolder, { mailbox: alice, parent, name });
  // The list of folders, which has changed.
  await gateway.ask(mailScreen, { address: alice });
  const counts = [
    await count('send with a key, and its copy', 3, send, {
      input: { mailbox: alice, message, idempotencyKey: 'b-1' },
    }),
    await count('send without either', 1, sendAlone, { input: { mailbox: alice, message } }),
    await count('archive 1', 2, archive, { address: alice, ids: ids.slice(0, 1) }),
    await count('archive 49', 2, archive, { address: alice, ids: ids.slice(1, 50) }),
    await count('book', 3, book, { address: alice }),
  ];
  const { extensions } = await gateway.ask<Synced>(sync, { address: alice, token });
  const synced = extensions?.upstream?.calls.filter(({ operation }) => operation === 'SyncFolderItems').length;
  // Into the folder for what was sent, out of the inbox, into the archive, into the calendar.
  return [...counts, { name: 'changes: SyncFolderItems, in four folders', trips: synced ?? 0, wanted: 4 }];
};

interface Listed {
  readonly messages: { readonly nodes: readonly { readonly id: string }[] };
}
interface Synced {
  readonly mailbox: { readonly changes: { readonly token: string } };
}

const counter =
  ({ ask }: BenchedGateway) =>
  async (
    name: string,
    wanted: number,
    document: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Count> => {
    const { extensions } = await ask(document, variables);
    return { name, trips: extensions?.upstream?.roundTrips ?? Number.NaN, wanted };
  };

const listIds = `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 60) { nodes { id } } } } }`;
const sync = `${inboxRow}
  query Sync($address: EmailAddress!, $token: SyncToken) {
    mailbox(address: $address) { changes(since: $token) { token changes { __typename ... on MessageChanged { message { ...InboxRow } } } } }
  }`;
const makeFolder = `mutation ($mailbox: EmailAddress!, $parent: FolderRef!, $name: String!) {
  createFolder(input: { mailbox: $mailbox, parent: $parent, name: $name, ifExists: RETURN_EXISTING }) { userErrors { code } }
}`;
const sendAlone = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { submission { status } userErrors { code } }
}`;
