import { expect, test, vi } from 'vitest';
import { readEntryId, writeEntryId } from '../../src/emulator/store/entry-id.ts';
import { ewsIdIn, journeyOfTest, operationsAt, problemsOf, sealedId } from './journey-of-test.ts';
import { operationsOf, type Answer, type Journey } from './start.ts';

const bob = 'bob@example.test';
const carol = 'carol@example.test';

interface Row {
  readonly id: string;
  readonly subject: string | null;
}

/** The newest messages of an inbox, when all is well. */
const newest = async (journey: Journey, address: string, first: number): Promise<readonly Row[]> => {
  const { data } = await journey.query<{ mailbox: { inbox: { messages: { nodes: readonly Row[] } } } }>(
    `query ($address: EmailAddress!, $first: Int!) { mailbox(address: $address) { inbox { messages(first: $first) { nodes { id subject } } } } }`,
    { address, first },
  );
  journey.emulator.requests.length = 0;
  return data.mailbox.inbox.messages.nodes;
};

const idsOf = (rows: readonly Row[]): readonly string[] => rows.map(({ id }) => id);

test('of many ids the bad ones are null with one error each, and the others travel in one GetItem', async () => {
  const journey = await journeyOfTest();
  const [first, gone, third] = idsOf(await newest(journey, bob, 3));
  journey.emulator.remove(bob, ewsIdIn(gone!));

  const answer = await journey.query<{ nodes: readonly (Row | null)[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Message { subject } } }`,
    { ids: [first, gone, 'made-up', third] },
  );

  expect(answer.data.nodes.map((node) => node?.id)).toEqual([first, undefined, undefined, third]);
  expect(problemsOf(answer)).toEqual([
    {
      message: 'There is nothing here under this name or id that you may open.',
      path: ['nodes', 1],
      code: 'NOT_FOUND',
      retryable: false,
      upstreamCode: 'ErrorItemNotFound',
    },
    {
      message: 'ids[2] is not an id that this gateway made',
      path: ['nodes', 2],
      code: 'BAD_USER_INPUT',
      retryable: false,
    },
  ]);
  expect(answer.extensions?.upstream?.calls).toMatchObject([{ operation: 'GetItem', mailbox: bob, keys: 3 }]);
});

test('ids of several mailboxes fail and succeed each for itself', async () => {
  const journey = await journeyOfTest();
  const [bobs] = idsOf(await newest(journey, bob, 1));
  const [carols] = idsOf(await newest(journey, carol, 1));
  journey.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorMailboxStoreUnavailable', mailbox: carol });

  const answer = await journey.query<{ nodes: readonly (Row | null)[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
    { ids: [carols, bobs] },
  );

  expect(answer.data.nodes).toEqual([null, { id: bobs }]);
  expect(problemsOf(answer)).toEqual([
    {
      message: 'The mailbox cannot be reached at the moment.',
      path: ['nodes', 0],
      code: 'MAILBOX_UNAVAILABLE',
      retryable: true,
      upstreamCode: 'ErrorMailboxStoreUnavailable',
    },
  ]);
});

test('an item deleted between FindItem and GetItem keeps what was found', async () => {
  const journey = await journeyOfTest();
  const [first, second] = await newest(journey, bob, 2);
  journey.emulator.faults.add({ kind: 'delay', operation: 'GetItem', ms: 200 });

  const answering = journey.query<{
    mailbox: { inbox: { messages: { totalCount: number; nodes: readonly Row[] } } };
  }>(
    `{ mailbox(address: "${bob}") { inbox { messages(first: 2) { totalCount nodes { id subject body(format: TEXT) { content } } } } } }`,
  );
  await vi.waitFor(() => expect(operationsAt(journey)).toEqual(['FindItem', 'GetItem']), { timeout: 10_000 });
  journey.emulator.remove(bob, ewsIdIn(second!.id));
  const answer = await answering;

  expect(answer.data.mailbox.inbox.messages.nodes).toEqual([
    { id: first!.id, subject: first!.subject, body: { content: expect.stringMatching(/\w/) } },
    { id: second!.id, subject: second!.subject, body: null },
  ]);
  expect(problemsOf(answer)).toEqual([
    {
      message: 'There is nothing here under this name or id that you may open.',
      path: ['mailbox', 'inbox', 'messages', 'nodes', 1, 'body'],
      code: 'NOT_FOUND',
      retryable: false,
      upstreamCode: 'ErrorItemNotFound',
    },
  ]);
});

test('when GetItem fails as a whole, the page stands with what FindItem told', async () => {
  const journey = await journeyOfTest();
  const rows = await newest(journey, bob, 2);
  journey.emulator.faults.add({
    kind: 'fault',
    responseCode: 'ErrorServerBusy',
    backOffMs: 2_500,
    operation: 'GetItem',
  });

  const answer = await journey.query<{ mailbox: { inbox: { messages: object } } }>(
    `{ mailbox(address: "${bob}") { inbox { messages(first: 2) { totalCount nodes { id subject to { address } } } } } }`,
  );

  const problem = {
    message: 'The mailbox cannot take more at the moment. Try again later.',
    code: 'THROTTLED',
    retryable: true,
    retryAfter: 'PT3S',
    upstreamCode: 'ErrorServerBusy',
  };
  expect(answer.data.mailbox.inbox.messages).toEqual({
    totalCount: 76,
    nodes: rows.map((row) => ({ ...row, to: [] })),
  });
  expect(problemsOf(answer)).toEqual([
    { ...problem, path: ['mailbox', 'inbox', 'messages', 'nodes', 0, 'to'] },
    { ...problem, path: ['mailbox', 'inbox', 'messages', 'nodes', 1, 'to'] },
  ]);
});

test('whatever only GetItem tells says so when GetItem fails, and takes nothing else with it', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', operation: 'GetItem', times: 20 });
  const failedFields = (answer: Answer<unknown>): readonly string[] => [
    ...new Set((answer.errors ?? []).map(({ path = [] }) => String(path.at(-1)))),
  ];

  const mail = await journey.query<{ mailbox: { inbox: { messages: { nodes: readonly Row[] } } } }>(
    `{ mailbox(address: "${bob}") { inbox { messages(first: 2) { nodes {
      subject replyTo { name } to { name } cc { name } bcc { name } references preview headers { name }
      body { content } attachments { name } } } } } }`,
  );
  expect(mail.data.mailbox.inbox.messages.nodes).toHaveLength(2);
  expect(failedFields(mail).toSorted()).toEqual(
    ['attachments', 'bcc', 'body', 'cc', 'headers', 'preview', 'references', 'replyTo', 'to'].toSorted(),
  );

  const events = async (expand: boolean): Promise<readonly string[]> => {
    const answer = await journey.query<{ mailbox: { calendar: { events: { nodes: readonly Row[] } } } }>(
      `query ($expand: Boolean!) { mailbox(address: "alice@example.test") { calendar {
        events(expand: $expand, window: { start: "2026-03-16T00:00:00Z", end: "2026-03-30T00:00:00Z" }) { nodes {
          subject type attendees { role } originalStart { local } deletedOccurrences { local } conflicts { subject }
          recurrence { rrule } body { content } attachments { name } } } } } }`,
      { expand },
    );
    expect(answer.data.mailbox.calendar.events.nodes.length).toBeGreaterThan(2);
    return failedFields(answer).toSorted();
  };
  expect(await events(true)).toEqual(['attachments', 'attendees', 'body', 'conflicts', 'originalStart', 'recurrence']);
  expect(await events(false)).toEqual([
    'attachments',
    'attendees',
    'body',
    'conflicts',
    'deletedOccurrences',
    'recurrence',
  ]);
});

test('a throttled mailbox says how long to wait, and the rest of the query is served', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 30_000, mailbox: bob });

  const answer = await journey.query(
    `{ bob: mailbox(address: "${bob}") { displayName inbox { messages(first: 1) { totalCount } } }
       carol: mailbox(address: "${carol}") { displayName inbox { messages(first: 1) { totalCount } } } }`,
  );

  expect(answer.data).toEqual({
    bob: null,
    carol: { displayName: 'Carol Núñez', inbox: { messages: { totalCount: expect.any(Number) } } },
  });
  expect(problemsOf(answer)).toEqual([
    {
      message: 'The mailbox cannot take more at the moment. Try again later.',
      path: ['bob', 'inbox', 'messages'],
      code: 'THROTTLED',
      retryable: true,
      retryAfter: 'PT30S',
      upstreamCode: 'ErrorServerBusy',
    },
  ]);
});

test('a folder that is gone is NOT_FOUND at its own place', async () => {
  const journey = await journeyOfTest();
  const [row] = await newest(journey, bob, 1);
  const { organizationId, directoryId } = readEntryId(ewsIdIn(row!.id));
  const gone = writeEntryId({ organizationId, directoryId, folder: 9_999, attachments: [] });

  const answer = await journey.query(
    `query ($id: ID!) { mailbox(address: "${bob}") { displayName folder(where: { id: $id }) { name } } node(id: $id) { id } }`,
    { id: sealedId('Folder', bob, gone) },
  );

  expect(answer.data).toEqual({ mailbox: { displayName: 'Bob Okafor', folder: null }, node: null });
  expect(problemsOf(answer)).toEqual([
    expect.objectContaining({ path: ['mailbox', 'folder'], code: 'NOT_FOUND', retryable: false }),
    expect.objectContaining({ path: ['node'], code: 'NOT_FOUND', retryable: false }),
  ]);
});

test('one of several folders that is gone leaves the others in the list', async () => {
  const journey = await journeyOfTest();
  const list = `{ mailbox(address: "${bob}") { messages(in: [{ role: SENT_ITEMS }, { role: INBOX }], first: 1000) { nodes { id folder { role } } } } }`;
  interface List {
    readonly mailbox: {
      readonly messages: { readonly nodes: readonly { readonly folder: { readonly role: string } }[] };
    };
  }
  const rolesOf = ({ data }: Answer<List>): ReadonlySet<string> =>
    new Set(data.mailbox.messages.nodes.map(({ folder }) => folder.role));
  const whole = await journey.query<List>(list);
  journey.emulator.faults.add({
    kind: 'itemError',
    operation: 'FindItem',
    index: 1,
    responseCode: 'ErrorFolderNotFound',
  });

  const answer = await journey.query<List>(list);

  expect(rolesOf(whole)).toEqual(new Set(['INBOX', 'SENT_ITEMS']));
  expect(rolesOf(answer)).toEqual(new Set(['SENT_ITEMS']));
  expect(answer.errors).toBeUndefined();
});

const window = '{ start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }';

test('one calendar that fails is one error; the other calendars show their events', async () => {
  const journey = await journeyOfTest();
  const { data } = await journey.query<{ mailbox: { calendars: readonly { id: string; name: string }[] } }>(
    `{ mailbox(address: "alice@example.test") { calendars { id name } } }`,
  );
  const [first, second] = data.mailbox.calendars;
  journey.emulator.requests.length = 0;
  journey.emulator.faults.add({
    kind: 'itemError',
    operation: 'FindItem',
    index: 0,
    responseCode: 'ErrorAccessDenied',
  });

  const answer = await journey.query<Record<'one' | 'other', { events: { totalCount: number } } | null>>(
    `query ($one: ID!, $other: ID!) {
       one: node(id: $one) { ... on Calendar { events(window: ${window}) { totalCount } } }
       other: node(id: $other) { ... on Calendar { events(window: ${window}) { totalCount } } } }`,
    { one: first!.id, other: second!.id },
  );

  expect(operationsOf(answer).filter((operation) => operation === 'FindItem')).toHaveLength(2);
  expect([answer.data.one, answer.data.other].filter((calendar) => calendar === null)).toHaveLength(1);
  expect(problemsOf(answer)).toEqual([
    expect.objectContaining({ code: 'FORBIDDEN', retryable: false, upstreamCode: 'ErrorAccessDenied' }),
  ]);
});

const agenda = `{ mailbox(address: "alice@example.test") { agenda(window: ${window}, first: 1000) { nodes { subject calendar { name } } } } }`;

interface Agenda {
  readonly mailbox: {
    readonly agenda: { readonly nodes: readonly { readonly calendar: { readonly name: string } }[] };
  };
}

const calendarsIn = ({ data }: Answer<Agenda>): ReadonlySet<string> =>
  new Set(data.mailbox.agenda.nodes.map(({ calendar }) => calendar.name));

test('an agenda goes on without a calendar that was deleted since the folders were listed', async () => {
  const journey = await journeyOfTest();
  const whole = calendarsIn(await journey.query<Agenda>(agenda));
  const responseCode = 'ErrorFolderNotFound';
  journey.emulator.faults.add({ kind: 'itemError', operation: 'FindItem', index: 0, responseCode });

  const answer = await journey.query<Agenda>(agenda);

  expect(whole.size).toBeGreaterThan(1);
  expect(calendarsIn(answer).size).toBe(whole.size - 1);
  expect(answer.errors).toBeUndefined();
});

test('an agenda shows what it could read, beside an error for the calendar that it could not', async () => {
  const journey = await journeyOfTest();
  const whole = calendarsIn(await journey.query<Agenda>(agenda));
  const responseCode = 'ErrorAccessDenied';
  journey.emulator.faults.add({ kind: 'itemError', operation: 'FindItem', index: 0, responseCode });

  const answer = await journey.query<Agenda>(agenda);

  expect(calendarsIn(answer).size).toBe(whole.size - 1);
  expect(problemsOf(answer)).toEqual([
    {
      message: 'This is not allowed here.',
      path: ['mailbox', 'agenda'],
      code: 'FORBIDDEN',
      retryable: false,
      upstreamCode: 'ErrorAccessDenied',
    },
  ]);
});
