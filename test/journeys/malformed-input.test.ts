import { expect, test } from 'vitest';
import { journeyOfTest, problemsOf, sealedId } from './journey-of-test.ts';
import type { Answer } from './start.ts';

const alice = 'alice@example.test';
const folderId = sealedId('Folder', alice, 'AAAA');
const itemId = sealedId('Item', alice, 'AAAA');

const nested = (levels: number): object =>
  levels === 0
    ? { isRead: true }
    : { [levels % 2 === 0 ? 'not' : 'and']: levels % 2 === 0 ? nested(levels - 1) : [nested(levels - 1)] };

type Mistake = readonly [name: string, query: string, message: RegExp, variables?: Readonly<Record<string, unknown>>];

const named = ([name, query, message, variables = {}]: Mistake) => ({ name, query, message, variables });

/** Fields of alice's mailbox, their variables, and what the client is told. */
const selections: readonly Mistake[] = [
  ['first: 0', 'messages(first: 0) { totalCount }', /^first must be from 1 to 1000$/],
  ['first: -1', 'messages(first: -1) { totalCount }', /^first must be from 1 to 1000$/],
  ['first: 1001', 'inbox { messages(first: 1001) { totalCount } }', /^first must be from 1 to 1000$/],
  ['last: 0', 'inbox { messages(last: 0) { totalCount } }', /^last must be from 1 to 1000$/],
  ['last: 1001', 'messages(last: 1001) { totalCount }', /^last must be from 1 to 1000$/],
  ['first and last', 'messages(first: 1, last: 1) { totalCount }', /^first and last exclude each other$/],
  ['after and before', 'messages(after: "a", before: "b") { totalCount }', /^after and before exclude each other$/],
  ['first with before', 'messages(first: 1, before: "b") { totalCount }', /^before goes with last/],
  ['last with after', 'messages(last: 1, after: "a") { totalCount }', /^after goes with first/],
  [
    'a made-up cursor',
    'inbox { messages(after: "b2Zmc2V0OjUw") { totalCount } }',
    /^after is not a cursor of this list/,
  ],
  ['an empty cursor', 'inbox { messages(after: "") { totalCount } }', /^after is not a cursor of this list/],
  ['no folders', 'messages(in: []) { totalCount }', /^in must name a folder/],
  [
    'two names for a folder',
    'folder(where: { role: INBOX, path: "/Inbox" }) { id }',
    /OneOf Input Object "FolderRef" must specify exactly one key/,
  ],
  [
    'the id of a message for a folder',
    'folder(where: { id: $id }) { id }',
    /is the id of another kind of thing; expected Folder/,
    { id: itemId },
  ],
  [
    'the id of a folder for a message',
    'message(id: $id) { id }',
    /^id is the id of another kind of thing; expected Item$/,
    { id: folderId },
  ],
  [
    'the id of a message for a calendar',
    'calendar(id: $id) { id }',
    /^id is the id of another kind of thing/,
    { id: itemId },
  ],
  [
    'the id of a message for a conversation',
    'messages(filter: { conversationId: $id }) { totalCount }',
    /is the id of another kind of thing; expected Conversation/,
    { id: itemId },
  ],
  ['a raw EWS id', 'message(id: "AAMkAGUzY5QKgAAA=") { id }', /^id is not an id that this gateway made$/],
  [
    'an instant without offset',
    'messages(filter: { receivedAt: { after: "2026-03-01T00:00:00" } }) { totalCount }',
    /RFC 3339 instant with offset/,
  ],
  [
    'a day that does not exist',
    'messages(filter: { receivedAt: { after: "2026-02-30T00:00:00Z" } }) { totalCount }',
    /RFC 3339 instant with offset/,
  ],
  [
    'words for an instant',
    'messages(filter: { sentAt: { before: "yesterday" } }) { totalCount }',
    /RFC 3339 instant with offset/,
  ],
  [
    'a window without length',
    'agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-01T00:00:00Z" }) { totalCount }',
    /^window\.end must be later than window\.start$/,
  ],
  [
    'a window that ends before it starts',
    'agenda(window: { start: "2026-03-02T00:00:00Z", end: "2026-03-01T00:00:00Z" }) { totalCount }',
    /^window\.end must be later than window\.start$/,
  ],
  [
    'a window that ends before it starts, across zones',
    'agenda(window: { start: "2026-03-01T00:00:00-05:00", end: "2026-03-01T01:00:00+01:00" }) { totalCount }',
    /^window\.end must be later than window\.start$/,
  ],
  [
    'a window of eleven years',
    'agenda(window: { start: "2020-03-01T00:00:00Z", end: "2031-03-01T00:00:00Z" }) { totalCount }',
    /^window must not be longer than ten years$/,
  ],
  [
    'a zone that does not exist',
    'agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z", timeZone: "Mars/Olympus" }) { totalCount }',
    /IANA zone name/,
  ],
  [
    'events first: 0',
    'agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" }, first: 0) { totalCount }',
    /^first must be from 1 to 1000$/,
  ],
  [
    'a made-up cursor of events',
    'agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" }, after: "x") { totalCount }',
    /^after is not a cursor of this list/,
  ],
  [
    'a filter that nests too deep',
    'messages(filter: $filter) { totalCount }',
    /^filter nests deeper than 10 levels$/,
    { filter: nested(11) },
  ],
  [
    'a filter that holds too much',
    'messages(filter: $filter) { totalCount }',
    /^filter holds more than 200 conditions$/,
    { filter: { or: Array.from({ length: 201 }, () => ({ isRead: true })) } },
  ],
  [
    'a filter with too long a list',
    'messages(filter: $filter) { totalCount }',
    /^filter holds more than 200 conditions$/,
    { filter: { subject: { in: Array.from({ length: 201 }, (_, index) => `subject ${index}`) } } },
  ],
  [
    'a filter with too long a text',
    'messages(filter: $filter) { totalCount }',
    /^a text in filter may have 2000 characters at most$/,
    { filter: { not: { or: [{ subject: { in: ['x'.repeat(2_001)] } }] } } },
  ],
  [
    'a filter with too much text, which every list of an operation could send on',
    'messages(filter: $filter) { totalCount }',
    /^the texts in filter may have 20000 characters together$/,
    { filter: { subject: { in: Array.from({ length: 11 }, () => 'x'.repeat(2_000)) } } },
  ],
  [
    'a list of too many folders',
    'messages(in: $folders) { totalCount }',
    /^in may name 200 folders at most$/,
    { folders: Array.from({ length: 201 }, () => ({ path: '/Inbox' })) },
  ],
  [
    'a text to find in events that none of them can hold',
    'calendar { events(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" }, filter: { text: $text }) { totalCount } }',
    /^a text in filter may have 2000 characters at most$/,
    { text: 'x'.repeat(2_001) },
  ],
  [
    'too many categories of events',
    'calendar { events(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" }, filter: { categories: $categories }) { totalCount } }',
    /^filter\.categories may hold 200 values at most$/,
    { categories: { containsAny: Array.from({ length: 201 }, () => 'x') } },
  ],
  [
    'a Message-ID that is none',
    `messageByInternetMessageId(internetMessageId: "<${'x'.repeat(2_000)}>") { id }`,
    /^internetMessageId may have 2000 characters at most$/,
  ],
  [
    'a comparison that EWS does not have',
    'messages(filter: { body: { equals: "x" } }) { totalCount }',
    /^body takes contains and exists only$/,
  ],
  ['a search for nothing', 'messages(search: "  ") { totalCount }', /^search must not be empty$/],
  [
    'a search for too much',
    'messages(search: $text) { totalCount }',
    /^search may have 1000 characters at most$/,
    { text: 'x'.repeat(1_001) },
  ],
  [
    'an unknown order',
    'messages(orderBy: [{ field: COLOUR }]) { totalCount }',
    /^The value does not exist in "MessageOrderField" enum\.$/,
  ],
  ['an unknown field', 'inbox { colour }', /Cannot query field "colour" on type "Folder"/],
];

const typeOfVariable: Readonly<Record<string, string>> = {
  id: 'ID!',
  filter: 'MessageFilter',
  text: 'String',
  folders: '[FolderRef!]',
  categories: 'StringListFilter',
};

test.each(selections.map(named))(
  '$name is refused with a reason, and nothing is asked of the mail server',
  async ({ query, message, variables }) => {
    const journey = await journeyOfTest();
    const declared = Object.keys(variables).map((name) => `$${name}: ${typeOfVariable[name]}`);
    const head = declared.length === 0 ? 'query' : `query (${declared.join(', ')})`;

    const answer = await journey.query(`${head} { mailbox(address: "${alice}") { address ${query} } }`, variables);

    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ message: expect.stringMatching(message), code: 'BAD_USER_INPUT', retryable: false }),
    ]);
    expect(journey.emulator.requests).toEqual([]);
    expect(journey.log()).not.toMatch(/"level":"(?:warn|error|fatal)"/);
  },
);

/** Whole operations, and what the client is told. */
const documents: readonly Mistake[] = [
  ['no address', '{ mailbox(address: "alice") { id } }', /e-mail address/],
  ['two addresses', '{ mailbox(address: "a@x.test, b@x.test") { id } }', /e-mail address/],
  ['an address with a header in it', '{ mailbox(address: "a@x.test\\r\\nX-Evil: 1") { id } }', /e-mail address/],
  ['a number for an address', '{ mailbox(address: 7) { id } }', /e-mail address/],
  ['mailboxes first: 0', '{ mailboxes(first: 0) { totalCount } }', /^first must be from 1 to 1000$/],
  ['mailboxes after nothing', '{ mailboxes(after: "x") { totalCount } }', /^after is not a cursor of this list/],
  [
    '1,001 ids',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    /^ids may hold 1000 at most$/,
    { ids: Array.from({ length: 1_001 }, () => itemId) },
  ],
  ['a made-up id', '{ node(id: "TWFpbGJveDox") { id } }', /^id is not an id that this gateway made$/],
  ['an empty id', '{ node(id: "") { id } }', /^id is not an id that this gateway made$/],
  ['resolveNames limit: 0', '{ resolveNames(query: "bob", limit: 0) { name } }', /^limit must be/],
  ['resolveNames for nothing', '{ resolveNames(query: " ") { name } }', /^query must/],
  [
    'resolveNames for a book',
    'query ($text: String!) { resolveNames(query: $text) { name } }',
    /^query may have 256 characters at most$/,
    { text: 'x'.repeat(257) },
  ],
  [
    'a variable that is missing',
    'query ($address: EmailAddress!) { mailbox(address: $address) { id } }',
    /Variable "\$address" of required type "EmailAddress!" was not provided/,
  ],
  [
    'a variable of another type',
    'query ($first: Int) { mailboxes(first: $first) { totalCount } }',
    /Int cannot represent non-integer value/,
    { first: 'ten' },
  ],
  ['text that is no GraphQL', '{ mailbox(', /Syntax Error/],
  ['no operation', '', /^Syntax Error/],
  ['a mutation that does not exist', 'mutation { deleteEverything }', /deleteEverything.*Mutation/],
];

test.each(documents.map(named))(
  '$name is refused with a reason and costs nobody a call',
  async ({ query, message, variables }) => {
    const journey = await journeyOfTest();

    const answer = await journey.query(query, variables);

    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ message: expect.stringMatching(message), code: 'BAD_USER_INPUT', retryable: false }),
    ]);
    expect(journey.emulator.requests).toEqual([]);
    expect(journey.emulator.apiRequests).toEqual([]);
    expect(journey.log()).not.toMatch(/"level":"(?:warn|error|fatal)"/);
  },
);

/** What somebody may do to a sealed text. */
const forgeries = (text: string): readonly string[] => {
  const flipped = [...text].map(
    (character, index) => text.slice(0, index) + (character === 'A' ? 'B' : 'A') + text.slice(index + 1),
  );
  const cut = [...text].map((_, index) => text.slice(0, index));
  return [
    ...flipped,
    ...cut,
    `${text}A`,
    `A${text}`,
    text + text,
    text.toUpperCase(),
    `${text}=`,
    ` ${text}`,
    `${text}\n`,
  ];
};

test('no edited, cut or spliced id opens anything', async () => {
  const journey = await journeyOfTest();
  const other = sealedId('Item', 'bob@example.test', 'BBBB');
  const half = Math.floor(itemId.length / 2);
  const forged = [
    ...forgeries(itemId).filter((text) => text !== itemId),
    itemId.slice(0, half) + other.slice(half),
    other.slice(0, half) + itemId.slice(half),
  ];

  const answer = await journey.query<{ nodes: readonly unknown[] }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
    { ids: forged },
  );

  expect(answer.data.nodes).toEqual(forged.map(() => null));
  expect(new Set(answer.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
  expect(answer.errors).toHaveLength(forged.length);
  expect(journey.emulator.requests).toEqual([]);
});

interface Cursors {
  readonly mailbox: { readonly list: { readonly pageInfo: { readonly endCursor: string } } };
}

const list = (selection: string): string => `{ mailbox(address: "${alice}") { ${selection} } }`;

test('a cursor is taken back by its own list only', async () => {
  const journey = await journeyOfTest();
  const { data } = await journey.query<Cursors>(
    list('list: messages(in: [{ role: INBOX }], first: 2, filter: { isRead: false }) { pageInfo { endCursor } }'),
  );
  const { endCursor } = data.mailbox.list.pageInfo;
  const own = `messages(in: [{ role: INBOX }], first: 2, filter: { isRead: false }, after: "${endCursor}") { totalCount }`;
  expect((await journey.query(list(own))).errors).toBeUndefined();
  journey.emulator.requests.length = 0;

  const others = [
    own.replace('false', 'true'),
    own.replace('filter: { isRead: false }, ', ''),
    own.replace('INBOX', 'SENT_ITEMS'),
    own.replace('first: 2', 'first: 2, orderBy: [{ field: SUBJECT }]'),
    `inbox { messages(after: "${endCursor.slice(0, -2)}AA") { totalCount } }`,
    `agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" }, after: "${endCursor}") { totalCount }`,
  ];
  for (const selection of others) {
    const answer = await journey.query(list(selection));
    expect(problemsOf(answer), selection).toEqual([
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^after is not a cursor of this list/),
      }),
    ]);
  }
  const elsewhere = await journey.query(list(own).replace(alice, 'bob@example.test'));
  expect(problemsOf(elsewhere)).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
  expect(journey.emulator.requests).toEqual([]);
});

test('more names of headers than anybody has are refused', async () => {
  const journey = await journeyOfTest();
  const read = (count: number): Promise<Answer<unknown>> =>
    journey.query(
      `query ($names: [String!]!) { mailbox(address: "${alice}") { inbox { messages(first: 1) { nodes { headers(names: $names) { name } } } } } }`,
      { names: Array.from({ length: count }, (_, index) => `X-${index}`) },
    );
  expect(problemsOf(await read(101))).toMatchObject([
    { code: 'BAD_USER_INPUT', message: 'names may hold 100 at most' },
  ]);
  expect((await read(100)).errors).toBeUndefined();
});
