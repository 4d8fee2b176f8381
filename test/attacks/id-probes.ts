import { type Outcome } from './attacker.ts';
import { canary, operation, probesOf, refusedField, times, type Probe } from './probe.ts';
import type { Belongings, Target } from './target.ts';

const mailbox = probesOf(1);
const id = probesOf(2);
const metadata = probesOf(18);

const notFound = refusedField('NOT_FOUND');
const notMine = refusedField('NOT_FOUND', 'BAD_USER_INPUT');
const forbidden = refusedField('FORBIDDEN');

const inAlice = (selection: string): string => `mailbox(address: "alice@example.test") { ${selection} }`;
const byAddress =
  'query ($address: EmailAddress!) { mailbox(address: $address) { id displayName inbox { totalCount } } }';
const notAddress = { status: [200, 400], codes: ['BAD_USER_INPUT', 'NOT_FOUND'] } as const;

/** How the target names its forged ids; target and probes must agree. */
export const idForgeries = [
  'text',
  'nothing',
  'a raw id of the mail server',
  'sealed by another gateway',
  'of no type that there is',
  'cut by a character',
  'longer by a character',
  'with one bit turned',
  'with padding',
  'in another alphabet',
  'with white space',
  'of two halves of two ids',
  'that is a cursor',
  'that is a link',
] as const;

const selections: Readonly<Record<string, string>> = {
  Message: 'id subject body { content }',
  Folder: 'id name totalCount',
  Calendar: 'id name',
};

/** Every place that takes an id, and what of a mailbox fits there. */
const places: readonly (readonly [string, string, keyof Belongings])[] = [
  ['node, a mailbox', 'node(id: $id) { ... on Mailbox { address inbox { totalCount } } }', 'mailbox'],
  ['node, a folder', `node(id: $id) { ... on Folder { ${selections['Folder']} } }`, 'inbox'],
  ['node, a message', `node(id: $id) { ... on Message { ${selections['Message']} } }`, 'message'],
  ['node, a conversation', 'node(id: $id) { ... on Conversation { topic messageCount } }', 'conversation'],
  ['node, an event', 'node(id: $id) { ... on CalendarEvent { subject } }', 'event'],
  ['node, an attachment', 'node(id: $id) { ... on FileAttachment { name base64 } }', 'attachment'],
  ['nodes', 'nodes(ids: [$id]) { id }', 'message'],
  ['a message of my mailbox', inAlice(`message(id: $id) { ${selections['Message']} }`), 'message'],
  ['a folder of my mailbox', inAlice(`folder(where: { id: $id }) { ${selections['Folder']} }`), 'inbox'],
  ['a calendar of my mailbox', inAlice(`calendar(id: $id) { ${selections['Calendar']} }`), 'calendar'],
  ['a folder to look into', inAlice('messages(in: [{ id: $id }]) { nodes { subject } }'), 'inbox'],
  [
    'a conversation to look for',
    inAlice('messages(filter: { conversationId: $id }) { nodes { subject } }'),
    'conversation',
  ],
];

const withId = (selection: string): string => `query ($id: ID!) { ${selection} }`;

/** The other places of `places` where a thing of this kind does not belong. */
const misplaced: readonly (readonly [string, string, keyof Belongings])[] = [
  ['a mailbox as a message', inAlice('message(id: $id) { id }'), 'mailbox'],
  ['a folder as a message', inAlice('message(id: $id) { id }'), 'inbox'],
  ['a message as a folder', inAlice('folder(where: { id: $id }) { id }'), 'message'],
  ['a message as a calendar', inAlice('calendar(id: $id) { id }'), 'message'],
  ['a folder as a conversation', inAlice('messages(filter: { conversationId: $id }) { totalCount }'), 'inbox'],
  ['an attachment as a folder', inAlice('messages(in: [{ id: $id }]) { totalCount }'), 'attachment'],
];

const addresses: readonly (readonly [string, string])[] = [
  ['in capitals', 'BOB@EXAMPLE.TEST'],
  ['in wide letters', 'ｂｏｂ@example.test'],
  ['with a letter that only looks like b', 'Ьob@example.test'],
  ['with an invisible character', 'b\u200Bob@example.test'],
  ['with a mark that turns the direction', '\u202Ebob@example.test'],
  ['with a line end', 'alice@example.test\r\nbob@example.test'],
  ['with a NUL', 'bob@example.test\0.alice@example.test'],
  ['behind mine', 'alice@example.test,bob@example.test'],
  ['in brackets', 'alice <bob@example.test>'],
  ['in quotes', '"alice@example.test"@example.test'],
  ['as an encoded word', '=?utf-8?q?bob=40example.test?='],
  ['with a route', '@example.test:bob@example.test'],
  ['with a percent', 'bob%40example.test'],
  ['with a dot behind it', 'bob@example.test.'],
  ['as a distinguished name', '/o=example/ou=a/cn=recipients/cn=bob'],
  ['as a security identifier', 'S-1-5-21-1-2-3-1001'],
  ['as everybody', '*@example.test'],
];

const sameAsMissing = async (target: Target): Promise<Outcome> => {
  const ask = operation(byAddress, { address: 'bob@example.test' });
  const missing = await operation(byAddress, { address: 'nobody@example.test' })(target);
  const denied = await ask(target);
  const facts = ({ status, headers, body }: Outcome): string =>
    JSON.stringify({
      status,
      headers: { ...headers, date: '', 'x-request-id': '' },
      body: body.replace(/"remaining":\d+/, ''),
    });
  return facts(denied) === facts(missing) ? denied : { ...denied, status: 999 };
};

/** Other people's mailboxes, by address, by id, by cursor; and permissions that the caller lacks. */
export const idProbes: readonly Probe[] = [
  mailbox('the mailbox of a colleague, which looks like none', sameAsMissing, notFound),
  ...addresses.map(([how, address]) =>
    mailbox(`the mailbox of a colleague, ${how}`, operation(byAddress, { address }), notAddress),
  ),
  mailbox(
    'a colleague among sixty others',
    operation(
      `{ ${times(30, (i) => `a${i}: mailbox(address: "${i === 17 ? 'bob' : `x${i}`}@example.test") { id }`)} }`,
    ),
    { ...notFound, maxLength: 10_000 },
  ),
  mailbox('every mailbox that there is', operation('{ mailboxes(first: 1000) { totalCount nodes { address } } }'), {
    status: 200,
    data: { mailboxes: { totalCount: 1, nodes: [{ address: 'alice@example.test' }] } },
  }),
  mailbox(
    "names, looked for as a colleague with that one's contacts",
    operation('{ resolveNames(query: "a", in: "bob@example.test") { name address } }'),
    notFound,
  ),
  mailbox(
    'mail of a person, on the way over a name',
    operation(`{ resolveNames(query: "bob") { ... on Person { address mailbox { inbox { totalCount } } } } }`),
    {
      status: 200,
      data: 'checked below',
      calls: 2,
      wrong: ({ body }) => (/"inbox":\{|totalCount/.test(body) ? 'a count' : undefined),
    },
  ),
  mailbox(
    'a service key in the mailbox of somebody else',
    operation(byAddress, { address: 'alice@example.test' }, { as: 'bobKey' }),
    notFound,
  ),
  mailbox(
    'a service key with an id of somebody else',
    operation(withId('node(id: $id) { id }'), ({ alice }) => ({ id: alice.message }), { as: 'bobKey' }),
    notFound,
  ),

  ...places.map(([where, selection, what]) =>
    id(
      `a good id of a colleague's: ${where}`,
      operation(withId(selection), ({ bob }) => ({ id: bob[what] })),
      notMine,
    ),
  ),
  id(
    "good ids of a colleague's between my own",
    operation('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', ({ alice, bob }) => ({
      ids: [alice.mailbox, bob.message, bob.inbox, alice.mailbox],
    })),
    {
      status: 200,
      codes: ['NOT_FOUND'],
      data: { nodes: [{ __typename: 'Mailbox' }, null, null, { __typename: 'Mailbox' }] },
    },
  ),
  ...misplaced.map(([where, selection, what]) =>
    id(
      `my own id where it does not belong: ${where}`,
      operation(withId(selection), ({ alice }) => ({ id: alice[what] })),
      notMine,
    ),
  ),
  ...idForgeries.map((forgery) =>
    id(
      `an id ${forgery}, in every place`,
      operation(
        `query ($id: ID!) { a: node(id: $id) { id } b: nodes(ids: [$id]) { id } c: ${inAlice('message(id: $id) { id }')} d: ${inAlice('folder(where: { id: $id }) { id }')} e: ${inAlice('calendar(id: $id) { id }')} f: ${inAlice('messages(in: [{ id: $id }]) { totalCount }')} }`,
        ({ forgedIds }) => ({ id: forgedIds[forgery] }),
      ),
      { ...notMine, maxLength: 4_000 },
    ),
  ),
  id('an id that is a number', operation(withId('node(id: $id) { id }'), { id: 12_345_678_901_234 }), {
    status: [200, 400],
    codes: ['BAD_USER_INPUT', 'NOT_FOUND'],
  }),
  id('an id of half a megabyte', operation(withId('node(id: $id) { id }'), { id: canary.repeat(26_000) }), notMine),

  ...(
    [
      ['a body', 'inbox { messages(first: 1) { nodes { body { content } } } }'],
      ['a preview', 'inbox { messages(first: 1) { nodes { preview } } }'],
      ['attachments', 'messages(first: 5) { nodes { attachments { name } } }'],
      ['headers', 'inbox { messages(first: 1) { nodes { headers { value } } } }'],
      ['the whole mail', 'inbox { messages(first: 1) { nodes { mime { base64 downloadUrl } } } }'],
      ['a search', 'messages(search: "invoice") { totalCount }'],
      ['a condition on the body', 'messages(filter: { body: { contains: "secret" } }) { totalCount }'],
      [
        'a condition on the body inside others',
        'messages(filter: { not: { or: [{ and: [{ body: { contains: "secret" } }] }] } }) { totalCount }',
      ],
    ] as const
  ).map(([what, selection]) =>
    metadata(
      `content for somebody who may see metadata: ${what}`,
      operation(`{ ${inAlice(selection)} }`, {}, { as: 'metadata' }),
      {
        ...forbidden,
        data: 'checked below',
        calls: 4,
        maxLength: 4_000,
        wrong: ({ body }) => {
          const content = /"(?:content|preview|value|base64|downloadUrl)":"|"totalCount":\d/.exec(body)?.[0];
          return content;
        },
      },
    ),
  ),
  metadata(
    "the state of the gateway's tokens",
    operation('{ gateway { organizations { organizationId tokens { hits } } } }'),
    {
      status: [200],
      data: 'checked below',
      wrong: ({ body }) => (/organizationId"|hits/.test(body) ? 'organisations' : undefined),
    },
  ),
  metadata(
    'what the gateway asks of the mail server',
    operation('{ viewer { subject } }', {}, { headers: { 'x-upstream-trace': '1' } }),
    {
      status: 200,
      data: { viewer: { subject: 'alice' } },
      wrong: ({ body }) => (body.includes('upstream') ? 'it tells' : undefined),
    },
  ),
];
