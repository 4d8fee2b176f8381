import { expect, test } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { decodeGlobalId, encodeGlobalId } from '../../src/global-id.ts';
import { createSealer } from '../../src/sealer.ts';
import { accessOf, address, callerNamed, rulesOf } from '../access.ts';
import { alice, bob, sharingOrganization } from '../emulator/sharing-organization.ts';
import { ewsIdIn, journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import { journeySecret, operationsOf, type Answer, type Journey, type JourneyOptions } from './start.ts';

// Impersonating alice opens what bob shares with her as well, and the mail server does not say which is which. The gateway shows it in bob's
// mailbox, to those who may open that.

const start = (options: JourneyOptions = {}): Promise<Journey> =>
  journeyOfTest({ seed: sharingOrganization(), ...options });

const invitations = `query ($address: EmailAddress!) {
  mailbox(address: $address) { inbox { messages(filter: { kind: [MEETING_REQUEST] }) { nodes { subject meeting { isDelegated event { id subject location } } } } } }
}`;

interface Invitations {
  readonly mailbox: {
    readonly inbox: {
      readonly messages: {
        readonly nodes: readonly {
          readonly subject: string;
          readonly meeting: { readonly isDelegated: boolean; readonly event: { readonly subject: string } | null };
        }[];
      };
    };
  };
}

const events = (answer: Answer<Invitations>): readonly unknown[] =>
  answer.data.mailbox.inbox.messages.nodes.map(({ meeting: { isDelegated, event } }) => [
    isDelegated,
    event === null ? null : event.subject,
  ]);

const warnings = (journey: Journey): readonly unknown[] =>
  journey
    .log()
    .split('\n')
    .filter((line) => line.includes('another mailbox'))
    .map((line) => JSON.parse(line) as unknown);

/** What a caller can learn of bob's mailbox in it. */
const everything = `query ($address: EmailAddress!) {
  mailbox(address: $address) {
    folders(kinds: [MAIL, CALENDAR]) { id name }
    calendar { id }
    agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-20T00:00:00Z" }) { nodes { id subject type } }
    messages(in: [{ path: "/Projects" }]) { nodes { id subject attachments { __typename id ... on ItemAttachment { item { ... on Node { id } } } } } }
  }
}`;

interface Everything {
  readonly mailbox: {
    readonly folders: readonly { readonly id: string; readonly name: string }[];
    readonly calendar: { readonly id: string };
    readonly agenda: { readonly nodes: readonly { readonly id: string; readonly subject: string }[] };
    readonly messages: {
      readonly nodes: readonly {
        readonly id: string;
        readonly attachments: readonly {
          readonly __typename: string;
          readonly id: string;
          readonly item?: { readonly id: string };
        }[];
      }[];
    };
  };
}

const sealer = createSealer(journeySecret);

/** The same EWS id, sealed for another mailbox: what a client would hold after a mistake of the gateway. */
const resealed = (globalId: string, mailbox: string): string => {
  const id = decodeGlobalId(sealer, globalId);
  if (id === undefined) throw new Error('not an id of this gateway');
  return encodeGlobalId(sealer, { ...id, mailbox: address(mailbox) });
};

/** Ids of what bob shares, as if they were alice's. */
const sharedAsAlices = async (journey: Journey) => {
  const { data, errors } = await journey.query<Everything>(everything, { address: bob });
  expect(errors).toBeUndefined();
  const { folders, calendar, agenda, messages } = data.mailbox;
  const [message] = messages.nodes;
  const file = message?.attachments.find(({ __typename }) => __typename === 'FileAttachment');
  const letter = message?.attachments.find(({ item }) => item !== undefined);
  const ids = {
    folder: folders.find(({ name }) => name === 'Projects')?.id,
    calendar: calendar.id,
    message: message?.id,
    event: agenda.nodes.find(({ subject }) => subject === 'Board meeting')?.id,
    occurrence: agenda.nodes.find(({ subject }) => subject === 'Bob’s week')?.id,
    file: file?.id,
    itemAttachment: letter?.id,
    letter: letter?.item?.id,
  };
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => {
      expect(id, name).toBeDefined();
      return [name, resealed(id ?? '', alice)];
    }),
  ) as Record<keyof typeof ids, string>;
};

/** Lets the gateway learn which folders alice has, as the first screen of any client does. */
const openScreen = (journey: Journey) => journey.query(`{ mailbox(address: "${alice}") { folders { name } } }`);

test('the event of a delegate’s invitation is not shown, that of an own one is', async () => {
  const journey = await start();
  const answer = await journey.query<Invitations>(invitations, { address: alice });
  expect(answer.errors).toBeUndefined();
  expect(events(answer).toSorted()).toEqual([
    [false, 'Lunch'],
    [true, null],
  ]);
  expect(operationsOf(answer).filter((operation) => operation === 'FindFolder')).toHaveLength(1);
});

test('nothing of the folder that bob shares is in alice’s tree, her calendars or her search', async () => {
  const journey = await start();
  const answer = await journey.query(
    `{ mailbox(address: "${alice}") { folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS, NOTES, SEARCH, OTHER]) { name } calendars { name } messages { nodes { subject } } agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-20T00:00:00Z" }) { nodes { subject } } } }`,
  );
  expect(answer.errors).toBeUndefined();
  const text = JSON.stringify(answer.data);
  expect(text).toContain('Lunch');
  for (const foreign of ['Projects', 'Shared by Bob', 'Bob’s week']) expect(text).not.toContain(foreign);
});

test('an operator learns that something was left out, and where, without a word of what', async () => {
  const journey = await start();
  await journey.query(invitations, { address: alice });
  const found = warnings(journey);
  expect(found).toMatchObject([{ level: 'warn', mailbox: alice, operation: 'GetItem', count: 1 }]);
  const text = JSON.stringify(found);
  expect(text).not.toContain('Board');
  expect(text).not.toContain(bob);
  expect(text).not.toMatch(/[\w+/]{60}/);
});

test('whoever may open bob’s mailbox finds the event there, and nobody else does', async () => {
  const inBob = `{ mailbox(address: "${bob}") { agenda(window: { start: "2026-03-18T00:00:00Z", end: "2026-03-19T00:00:00Z" }) { nodes { subject } } } }`;
  const both = await start();
  expect(await both.query(inBob)).toMatchObject({
    data: { mailbox: { agenda: { nodes: [{ subject: 'Board meeting' }] } } },
  });

  const onlyAlice = rulesOf(permissions, (mailbox) => mailbox === alice);
  const journey = await start({ access: accessOf(callerNamed('alice'), onlyAlice) });
  const refused = await journey.query(inBob);
  expect(JSON.stringify(refused)).not.toContain('Board meeting');
  expect(problemsOf(refused)).toMatchObject([{ code: 'NOT_FOUND' }]);
  const invited = await journey.query<Invitations>(invitations, { address: alice });
  expect(events(invited).toSorted()).toEqual([
    [false, 'Lunch'],
    [true, null],
  ]);
});

test('an id of what bob shares that was sealed for alice by mistake is missing, and reads nothing', async () => {
  const journey = await start();
  const ids = await sharedAsAlices(journey);
  await openScreen(journey);
  for (const [name, id] of Object.entries(ids)) {
    journey.emulator.requests.length = 0;
    const node = await journey.query(
      `query ($id: ID!) { node(id: $id) { __typename id ... on Message { subject } ... on CalendarEvent { subject } ... on Folder { name totalCount } ... on Calendar { name } ... on FileAttachment { name } ... on ItemAttachment { name item { ... on Message { subject } } } } }`,
      { id },
    );
    expect(node.data, name).toEqual({ node: null });
    expect(problemsOf(node), name).toMatchObject([{ path: ['node'], code: 'NOT_FOUND' }]);
    expect(operationsAt(journey), name).not.toContain('GetItem');
    expect(operationsAt(journey), name).not.toContain('GetAttachment');
  }
  expect(warnings(journey).length).toBeGreaterThan(0);
});

test('a folder that was sealed for alice by mistake lists nothing', async () => {
  const journey = await start();
  const { folder, calendar } = await sharedAsAlices(journey);
  await openScreen(journey);
  const uses = [
    [folder, 'folder(where: { id: $id }) { messages { nodes { subject } } }'],
    [folder, 'messages(in: [{ id: $id }]) { totalCount nodes { subject } }'],
    [folder, 'messages(in: [{ id: $id }, { role: INBOX }]) { nodes { subject } }'],
    [folder, 'search(query: "shared", in: [{ id: $id }]) { nodes { subject } }'],
    [
      calendar,
      'calendar(id: $id) { events(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-20T00:00:00Z" }) { nodes { subject } } }',
    ],
  ] as const;
  for (const [id, use] of uses) {
    journey.emulator.requests.length = 0;
    const answer = await journey.query(`query ($id: ID!) { mailbox(address: "${alice}") { ${use} } }`, { id });
    const text = JSON.stringify(answer);
    for (const foreign of ['Shared by Bob', 'Board meeting', 'Bob’s week']) expect(text, use).not.toContain(foreign);
    const bobsId = ewsIdIn(id);
    expect(
      journey.emulator.requests.filter(({ body }) => body.includes(bobsId)),
      use,
    ).toEqual([]);
  }
});

test('a foreign id among others fails alone', async () => {
  const journey = await start();
  const { message } = await sharedAsAlices(journey);
  await openScreen(journey);
  const { data } = await journey.query<{
    readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly { readonly id: string }[] } } };
  }>(`{ mailbox(address: "${alice}") { inbox { messages { nodes { id } } } } }`);
  const own = data.mailbox.inbox.messages.nodes.map(({ id }) => id);
  const ids = [own[0], message, own[1]];
  const answer = await journey.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids });
  expect(answer.data).toEqual({ nodes: [{ id: own[0] }, null, { id: own[1] }] });
  expect(problemsOf(answer)).toMatchObject([{ path: ['nodes', 1], code: 'NOT_FOUND' }]);
});

test.each(['attachments', 'mime'] as const)('/%s/ has nothing of what bob shares', async (route) => {
  const journey = await start();
  const { file, message, letter } = await sharedAsAlices(journey);
  await openScreen(journey);
  journey.emulator.requests.length = 0;
  for (const id of route === 'mime' ? [message, letter] : [file]) {
    const response = await fetch(`${journey.origin}/${route}/${id}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toMatch(/bob’s file|Shared by Bob|Hello/);
  }
  expect(operationsAt(journey)).not.toContain('GetItem');
  expect(operationsAt(journey)).not.toContain('GetAttachment');
});

test('costs nothing where nothing is foreign: an item by its id is one call, warm or not', async () => {
  const journey = await start();
  const first = await journey.query<{
    readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly { readonly id: string }[] } } };
  }>(`{ mailbox(address: "${alice}") { inbox { messages { nodes { id } } } } }`);
  const [message] = first.data.mailbox.inbox.messages.nodes;
  const read = async (): Promise<readonly string[]> =>
    operationsOf(
      await journey.query('query ($id: ID!) { node(id: $id) { ... on Message { subject folder { id } } } }', {
        id: message?.id,
      }),
    );
  expect(operationsOf(first)).toEqual(['FindItem']);
  expect(await read()).toEqual(['GetItem']);
  await openScreen(journey);
  expect(await read()).toEqual(['GetItem']);
  expect(warnings(journey)).toEqual([]);
});
