import { expect, test } from 'vitest';
import { readEntryId } from '../../src/emulator/store/entry-id.ts';
import { freeTraffic } from '../../src/ews/traffic/free-traffic.ts';
import { ewsIdIn, journeyOfTest } from './journey-of-test.ts';
import type { Journey } from './start.ts';

const addresses = ['alice@example.test', 'bob@example.test', 'carol@example.test', 'dave@example.test'] as const;

interface Screen {
  readonly mailbox: {
    readonly address: string;
    readonly inbox: { readonly id: string; readonly messages: { readonly nodes: readonly { readonly id: string }[] } };
  };
}

/** Everything that a mail screen and a week show, with every kind of id in it. */
const screen = `query ($address: EmailAddress!) {
  mailbox(address: $address) {
    id address displayName
    folders(kinds: null) { id name totalCount }
    inbox { id permissions { level } messages(first: 8) { totalCount nodes {
      id subject receivedAt to { address } preview folder { id }
      attachments { id name } conversation { id }
      mailbox { address }
    } } }
    agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-18T00:00:00Z" }) { nodes { id subject attendees { response } calendar { id } } }
    conversations(first: 4) { nodes { id topic participants { address } latestMessage { id } } }
    contacts(first: 3) { nodes { id displayName } } tasks(first: 3) { nodes { id subject } }
    timeZone automaticReplies { internalReply } inboxRules { id name } delegates { user { address } }
  }
}`;

/** Who owns the mailbox that an EWS id names: the emulator's ids say so, as WorkMail's do. */
const ownerOf = (ewsId: string): string => readEntryId(ewsId).directoryId;

/** The directory ids of the mailboxes, learned one mailbox at a time. */
const ownersOf = async (journey: Journey): Promise<ReadonlyMap<string, string>> => {
  const owners = new Map<string, string>();
  for (const address of addresses) {
    const { data } = await journey.query<Screen>(
      `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { id } } }`,
      { address },
    );
    owners.set(address, ownerOf(ewsIdIn(data.mailbox.inbox.id)));
  }
  expect(new Set(owners.values()).size).toBe(addresses.length);
  return owners;
};

const idsIn = (envelope: string): readonly string[] =>
  [
    ...envelope.matchAll(
      /<t:(?:ItemId|FolderId|AttachmentId|OccurrenceItemId|RecurringMasterItemId) (?:Occurrence)?Id="([^"]+)"/g,
    ),
  ].map(([, id]) => id!);

const impersonatedIn = (envelope: string): string | undefined =>
  /<t:ConnectingSID><t:SmtpAddress>([^<]*)<\/t:SmtpAddress><\/t:ConnectingSID>/.exec(envelope)?.[1];

/** Each envelope speaks as the mailbox whose ids it carries. */
const expectOwnEnvelopes = (journey: Journey, owners: ReadonlyMap<string, string>): void => {
  let checked = 0;
  for (const { body } of journey.emulator.requests) {
    const address = impersonatedIn(body);
    expect(owners.has(address ?? '')).toBe(true);
    for (const id of idsIn(body)) {
      expect(ownerOf(id)).toBe(owners.get(address ?? ''));
      checked += 1;
    }
    for (const [, named] of body.matchAll(/<t:EmailAddress>([^<]*)<\/t:EmailAddress>/g)) expect(named).toBe(address);
  }
  expect(checked).toBeGreaterThan(0);
};

test(
  'two hundred requests at once over four mailboxes get each its own mailbox and nothing else',
  { timeout: 120_000 },
  async () => {
    // Fifty screens of one mailbox at the same moment are more than may wait for it.
    const journey = await journeyOfTest({ deadlineMs: 60_000, traffic: freeTraffic });
    const owners = await ownersOf(journey);
    const alone = new Map<string, Screen>();
    for (const address of addresses) alone.set(address, (await journey.query<Screen>(screen, { address })).data);
    journey.emulator.requests.length = 0;

    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const address = addresses[index % addresses.length]!;
        return { address, answer: await journey.query<Screen>(screen, { address }) };
      }),
    );

    for (const { address, answer } of answers) {
      expect(answer.errors).toBeUndefined();
      expect(answer.data).toEqual(alone.get(address));
      expect(answer.extensions?.upstream?.calls.map(({ mailbox }) => mailbox)).toEqual(
        answer.extensions?.upstream?.calls.map(() => address),
      );
    }
    expectOwnEnvelopes(journey, owners);
  },
);

test('one request over all mailboxes keeps them apart', async () => {
  const journey = await journeyOfTest({ config: { costLimit: 20_000 } });
  const owners = await ownersOf(journey);
  const alone: unknown[] = [];
  const body = screen.slice(screen.indexOf('{') + 1, screen.lastIndexOf('}'));
  for (const address of addresses) alone.push((await journey.query<Screen>(screen, { address })).data.mailbox);
  journey.emulator.requests.length = 0;

  const answer = await journey.query<Record<string, unknown>>(
    `{ ${addresses.map((address, index) => `m${index}: ${body.trim().replace('$address', JSON.stringify(address))}`).join('\n')} }`,
  );

  expect(answer.errors).toBeUndefined();
  expect(Object.values(answer.data)).toEqual(alone);
  expectOwnEnvelopes(journey, owners);
});

test('ids of four mailboxes, shuffled, are read each in its own', async () => {
  const journey = await journeyOfTest();
  const owners = await ownersOf(journey);
  const rows: { readonly id: string; readonly address: string }[] = [];
  for (const address of addresses) {
    const { data } = await journey.query<Screen>(screen, { address });
    rows.push(...data.mailbox.inbox.messages.nodes.map(({ id }) => ({ id, address })));
  }
  const shuffled = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  journey.emulator.requests.length = 0;

  const answer = await journey.query<{ nodes: readonly unknown[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Message { mailbox { address } } } }`,
    { ids: shuffled.map(({ id }) => id) },
  );

  expect(answer.data.nodes).toEqual(shuffled.map(({ id, address }) => ({ id, mailbox: { address } })));
  expectOwnEnvelopes(journey, owners);
});
