import { canary, operation, probesOf, refused, refusedField, times, type Probe } from './probe.ts';
import type { Target } from './target.ts';

const probe = probesOf(16);
const tooExpensive = refused('QUERY_TOO_EXPENSIVE');
const badVariables = refused('BAD_USER_INPUT', [200, 400]);
const badInput = refusedField('BAD_USER_INPUT');
const either = { status: [200, 400], codes: ['BAD_USER_INPUT', 'QUERY_TOO_EXPENSIVE'] } as const;

const inAlice = (selection: string): string => `mailbox(address: "alice@example.test") { ${selection} }`;
const page = (argument: string): string => `{ ${inAlice(`messages(${argument}) { totalCount }`)} }`;
const byFilter = `query ($filter: MessageFilter) { ${inAlice('messages(filter: $filter) { totalCount }')} }`;
const bySearch = `query ($search: String) { ${inAlice('messages(search: $search) { totalCount }')} }`;
const byFirst = `query ($first: Int) { ${inAlice('messages(first: $first) { totalCount }')} }`;
const byFolders = `query ($in: [FolderRef!]) { ${inAlice('messages(in: $in) { totalCount }')} }`;
const byWindow = `query ($window: TimeWindowInput!) { ${inAlice('agenda(window: $window) { totalCount }')} }`;
const byIds = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

const nestedFilter = (levels: number, of: (inner: object) => object): object => {
  let filter: object = { isRead: true };
  for (let level = 0; level < levels; level += 1) filter = of(filter);
  return filter;
};

/** An error message's own hint, over and over: a pattern that looks for it must not look from every one of them to the end. */
const hints = (count: number): string => ' Did you mean the enum value X, "X"'.repeat(count);

/** Much by few words: long lists, large pages, wide windows, deep filters, texts that patterns stumble over. */
export const listProbes: readonly Probe[] = [
  probe(
    'a page of mailboxes, of mail, of attachments, by literals',
    operation(
      '{ mailboxes(first: 1000) { nodes { messages(first: 1000) { nodes { attachments { id } body { html } } } } } }',
    ),
    tooExpensive,
  ),
  probe(
    'the same by variables',
    operation(
      'query ($n: Int) { mailboxes(first: $n) { nodes { messages(first: $n) { nodes { attachments { id } body { html } } } } } }',
      { n: 1_000 },
    ),
    tooExpensive,
  ),
  probe(
    'the same by the defaults of variables',
    operation(
      'query ($n: Int = 1000) { mailboxes(first: $n) { nodes { messages(first: $n) { nodes { body { html } } } } } }',
    ),
    tooExpensive,
  ),
  probe(
    'the same in a fragment, under a directive that a variable turns on',
    operation(
      'query ($n: Int, $on: Boolean!) { ...F @include(if: $on) } fragment F on Query { mailboxes(first: $n) { nodes { messages(first: $n) { nodes { body { html } } } } } }',
      { n: 1_000, on: true },
    ),
    tooExpensive,
  ),
  probe(
    'pages in pages by `last`, which also counts',
    operation(`{ ${inAlice('folders { messages(last: 1000) { nodes { body { content } } } }')} }`),
    tooExpensive,
  ),
  probe(
    'a conversation of every mail of every conversation',
    operation(
      `{ ${inAlice('inbox { messages(first: 100) { nodes { conversation { messages(first: 100) { nodes { conversation { participants { entry { name } } } } } } } } }')} }`,
    ),
    tooExpensive,
  ),
  probe(
    'the capabilities, sixty times',
    operation(`{ ${times(60, (i) => `a${i}: gateway { capabilities { state } }`)} }`),
    tooExpensive,
  ),
  probe(
    'eight megabytes of every attachment of a page',
    operation(
      `{ ${inAlice('messages(first: 100) { nodes { attachments { ... on FileAttachment { base64(maxBytes: 8388608) } } } }')} }`,
    ),
    tooExpensive,
  ),
  ...([-1, 0, 1_001, -2_147_483_648] as const).map((size) =>
    probe(`a page of ${size}`, operation(page(`first: ${size}`)), badInput),
  ),
  probe('a page of two thousand million', operation(page('first: 2147483647')), either),
  probe('a page of more than an integer', operation(page('first: 2147483648')), badVariables),
  probe('a page of a fraction', operation(byFirst, { first: 1.5 }), badVariables),
  probe('a page of a text', operation(byFirst, { first: `${canary}` }), badVariables),
  probe('a page of both directions', operation(page('first: 10, last: 10')), badInput),
  probe('a thousand and one ids', operation(byIds, { ids: times(1_001, (i) => `x${i}`).split(' ') }), either),
  probe('a hundred thousand ids', operation(byIds, { ids: times(100_000, () => 'x').split(' ') }), either),
  probe('a thousand ids that are none', operation(byIds, { ids: times(1_000, (i) => `${canary}${i}`).split(' ') }), {
    ...badInput,
    codes: ['BAD_USER_INPUT', 'NOT_FOUND'],
    maxLength: 250_000,
  }),
  probe(
    'one id of an attachment, a thousand times',
    operation(byIds, ({ alice }) => ({ ids: times(1_000, () => alice.attachment).split(' ') })),
    tooExpensive,
  ),
  probe(
    'ten thousand folders to look into',
    operation(byFolders, { in: Array.from({ length: 10_000 }, (_, index) => ({ path: `/x${index}` })) }),
    { ...either, codes: [...either.codes, 'NOT_FOUND'], calls: 2 },
  ),
  probe(
    'a folder that is two things at once',
    operation(byFolders, { in: [{ role: 'INBOX', path: '/Inbox' }] }),
    badVariables,
  ),
  probe(
    'a window of a thousand years',
    operation(byWindow, { window: { start: '1500-01-01T00:00:00Z', end: '2500-01-01T00:00:00Z' } }),
    either,
  ),
  probe(
    'a window that ends before it begins',
    operation(byWindow, { window: { start: '2026-03-02T00:00:00Z', end: '2026-03-01T00:00:00Z' } }),
    badInput,
  ),
  probe(
    'a window beyond all calendars',
    operation(byWindow, { window: { start: '-271821-04-20T00:00:00Z', end: '+275760-09-13T00:00:00Z' } }),
    badVariables,
  ),
  probe(
    'conditions in conditions, 30 levels',
    operation(byFilter, { filter: nestedFilter(30, (not) => ({ not })) }),
    either,
  ),
  probe(
    'conditions in conditions, 25,000 levels',
    operation(byFilter, { filter: nestedFilter(2_000, (inner) => ({ and: [inner] })) }),
    either,
  ),
  probe(
    'ten thousand conditions beside each other',
    operation(byFilter, { filter: { or: Array.from({ length: 10_000 }, () => ({ isRead: true })) } }),
    either,
  ),
  probe(
    'as many conditions as a request may hold values',
    operation(byFilter, { filter: { or: Array.from({ length: 1_990 }, () => ({ isRead: true })) } }),
    either,
  ),
  probe(
    'as many folders as a request may hold values',
    operation(byFolders, { in: Array.from({ length: 1_990 }, (_, index) => ({ path: `/x${index}/y` })) }),
    { ...either, codes: [...either.codes, 'NOT_FOUND'], calls: 2 },
  ),
  probe(
    'conditions that double at every level',
    operation(byFilter, { filter: nestedFilter(12, (inner) => ({ or: [inner, inner] })) }),
    either,
  ),
  probe(
    'a hundred thousand alternatives of a text',
    operation(byFilter, { filter: { subject: { in: times(100_000, () => 'ab').split(' ') } } }),
    either,
  ),
  probe(
    'a condition of half a megabyte',
    operation(byFilter, { filter: { subject: { contains: 'x'.repeat(500_000) } } }),
    either,
  ),
  probe('a search of a thousand and one characters', operation(bySearch, { search: 'x'.repeat(1_001) }), badInput),
  probe('a search of half a megabyte of spaces', operation(bySearch, { search: `x${' '.repeat(500_000)}x` }), badInput),
  ...(
    [
      ['an address', 'query ($text: EmailAddress!) { mailbox(address: $text) { id } }', `a@${'a.'.repeat(100_000)}`],
      ['an address of signs', 'query ($text: EmailAddress!) { mailbox(address: $text) { id } }', '=?'.repeat(200_000)],
      [
        'an instant',
        `query ($text: DateTime!) { ${inAlice('agenda(window: { start: $text, end: $text }) { totalCount }')} }`,
        `2026-01-01T00:00:00.${'0'.repeat(300_000)}`,
      ],
      [
        'a time zone',
        `query ($text: TimeZone!) { ${inAlice('agenda(window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z", timeZone: $text }) { totalCount }')} }`,
        'Europe/'.repeat(50_000),
      ],
      [
        'a value of an enum',
        'query ($text: MailboxKind) { mailboxes(filter: { kind: $text }) { totalCount } }',
        hints(20_000),
      ],
    ] as const
  ).map(([what, document, text]) =>
    probe(`a text to lose oneself in: ${what}`, operation(document, { text }), badVariables),
  ),
  probe(
    'a text to lose oneself in: an object in place of a value of an enum',
    operation('query ($text: MailboxKind) { mailboxes(filter: { kind: $text }) { totalCount } }', {
      text: { a: hints(20_000) },
    }),
    badVariables,
  ),
  probe(
    'a text to lose oneself in: an object in place of a number',
    operation(byFirst, { first: { a: ` at "a.${hints(20_000)}` } }),
    badVariables,
  ),
  probe(
    'a text to lose oneself in: a field that no input has',
    operation(byFilter, { filter: { [`a${hints(20_000)}`]: 1 } }),
    badVariables,
  ),
  probe(
    'a text to lose oneself in: the life of a link',
    operation(
      'query ($id: ID!, $for: Duration) { node(id: $id) { ... on FileAttachment { downloadUrl(expiresIn: $for) } } }',
      ({ alice }) => ({ id: alice.attachment, for: `P${'1'.repeat(300_000)}` }),
    ),
    badVariables,
  ),
  probe(
    'a link for ever',
    operation(
      'query ($id: ID!, $for: Duration) { node(id: $id) { ... on FileAttachment { downloadUrl(expiresIn: $for) } } }',
      ({ alice }) => ({ id: alice.attachment, for: 'P9999999D' }),
    ),
    { ...badInput, calls: 1 },
  ),
  probe('a path of a hundred thousand slashes', operation(byFolders, { in: [{ path: '/'.repeat(100_000) }] }), {
    ...either,
    codes: [...either.codes, 'NOT_FOUND'],
    calls: 2,
  }),
  ...(
    [
      ['of nobody', () => `${canary}`],
      ['of another mailbox', ({ bob }) => bob.cursor],
      ['of another list', ({ alice }) => alice.cursor],
      ['that is an id', ({ alice }) => alice.inbox],
      ['that is half a megabyte', () => 'A'.repeat(500_000)],
    ] satisfies readonly (readonly [string, (target: Target) => string])[]
  ).map(([what, cursor]) =>
    probe(
      `a cursor ${what}`,
      operation(`query ($after: String) { ${inAlice('messages(after: $after) { totalCount }')} }`, (target) => ({
        after: cursor(target),
      })),
      badInput,
    ),
  ),
];
