import { canary, operation, probesOf, refused, times, whoIsAlice, type Probe } from './probe.ts';

const probe = probesOf(16);
const hidden = probesOf(15);
const tooLarge = refused('QUERY_TOO_EXPENSIVE');
const invalid = refused('BAD_USER_INPUT');

const alice = 'mailbox(address: "alice@example.test")';
const nested = (open: string, levels: number, middle: string): string =>
  `${open.repeat(levels)}${middle}${' }'.repeat(levels)}`;

/** Names of the schema that the attacker has not written. */
const guesses = /Did you mean|subject|mailboxes|INBOX/;

/** Documents that are dear to parse, validate or execute, whatever their values are. */
export const documentProbes: readonly Probe[] = [
  probe(
    'a hundred and one aliases of a costly field',
    operation(`{ ${times(101, (i) => `a${i}: ${alice} { folders { id } }`)} }`),
    tooLarge,
  ),
  probe(
    'sixty aliases of a costly field, which are few enough',
    operation(`{ ${times(60, (i) => `a${i}: ${alice} { messages { totalCount } }`)} }`),
    tooLarge,
  ),
  probe(
    'sixty writes in one operation',
    operation(
      `mutation { ${times(60, (i) => `a${i}: createFolder(input: { mailbox: "alice@example.test", parent: { role: INBOX }, name: "x" }) { userErrors { code } }`)} }`,
    ),
    tooLarge,
  ),
  probe('ten thousand aliases', operation(`{ ${times(10_000, (i) => `a${i}: __typename`)} }`), tooLarge),
  probe(
    'aliases in a fragment that is spread often',
    operation(
      `{ ${times(30, (i) => `a${i}: viewer { ...F }`)} } fragment F on Viewer { ${times(30, (i) => `b${i}: subject`)} }`,
    ),
    tooLarge,
  ),
  probe(
    'a thousand times the same field, without aliases',
    operation(`{ ${times(1_000, () => '__typename')} }`),
    tooLarge,
  ),
  probe(
    'folders in folders, 17 levels',
    operation(`{ ${alice} { inbox ${nested('{ children ', 17, '{ id }')} } }`),
    tooLarge,
  ),
  probe(
    'folders in folders, as deep as the limit allows',
    operation(`{ ${alice} { inbox ${nested('{ children ', 12, '{ id }')} } }`),
    tooLarge,
  ),
  probe(
    'levels hidden in a chain of fragments',
    operation(
      `{ ${alice} { inbox { ...F0 } } } ${times(40, (i) => `fragment F${i} on Folder { children { ...F${i + 1} } }`)} fragment F40 on Folder { id }`,
    ),
    tooLarge,
  ),
  probe('thirty thousand opening braces', operation('{ a '.repeat(24_000)), tooLarge),
  probe(
    'inline fragments without a type in one another, two tokens a level',
    operation(`{ ${'... { '.repeat(1_950)} __typename ${'} '.repeat(45)} }`),
    { status: 400, codes: ['QUERY_TOO_EXPENSIVE', 'BAD_USER_INPUT'] },
  ),
  probe(
    'lists of lists of lists, as the type of a variable',
    operation(`query ($a: ${'['.repeat(1_900)}Int${']'.repeat(1_900)}) { __typename }`),
    tooLarge,
  ),
  probe('inline fragments in one another', operation(`{ ${nested('... on Query { ', 5_000, '__typename')} }`), {
    status: 400,
    codes: ['QUERY_TOO_EXPENSIVE', 'BAD_USER_INPUT'],
  }),
  probe(
    'fragments that double, to the hundredth power',
    operation(
      `{ viewer { ...F0 } } ${times(100, (i) => `fragment F${i} on Viewer { ...F${i + 1} ...F${i + 1} }`)} fragment F100 on Viewer { subject }`,
    ),
    tooLarge,
  ),
  probe(
    'fragments that double under aliases',
    operation(
      `{ ${alice} { inbox { ...F0 } } } ${times(12, (i) => `fragment F${i} on Folder { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`)} fragment F12 on Folder { id }`,
    ),
    tooLarge,
  ),
  probe(
    'fragments that double within the limits, and cost',
    operation(
      `{ ${alice} { inbox { ...F0 } } } ${times(5, (i) => `fragment F${i} on Folder { children { ...F${i + 1} } ...F${i + 1} }`)} fragment F5 on Folder { messages(first: 100) { nodes { preview } } }`,
    ),
    tooLarge,
  ),
  probe(
    'fragments inside themselves',
    operation('{ viewer { ...A } } fragment A on Viewer { subject ...B } fragment B on Viewer { ...A }'),
    invalid,
  ),
  probe(
    'a fragment inside itself, on the way to a list',
    operation(`{ ${alice} { inbox { ...A } } } fragment A on Folder { children { id ...A } }`),
    invalid,
  ),
  probe(
    'ten thousand fragments that nobody uses',
    operation(`{ viewer { subject } } ${times(10_000, (i) => `fragment F${i} on Viewer{subject}`)}`),
    tooLarge,
  ),
  probe(
    'fields to be compared with each other, a thousand at one place',
    operation(`{ ${alice} { ${times(1_000, (i) => `messages(first: ${i + 1}) { totalCount }`, '\n')} } }`),
    tooLarge,
  ),
  probe(
    'fields to be compared, nested through fragments',
    operation(
      `{ ${times(18, () => `${alice} { ...F }`)} } fragment F on Mailbox { ${times(18, () => 'inbox { ...G }')} } fragment G on Folder { ${times(18, () => 'id')} }`,
    ),
    tooLarge,
  ),
  probe(
    'fields that differ, four hundred of them, the most that are validated',
    operation(`{ ${alice} { ${times(398, (i) => `messages(first: ${i + 1}) { totalCount }`).slice(0, 90_000)} } }`),
    tooLarge,
  ),
  probe(
    'ten thousand directives at one place',
    operation(`{ viewer { subject ${'@skip(if: false) '.repeat(5_000)} } }`),
    tooLarge,
  ),
  probe('directives that nobody knows, many at a time', operation(`{ __typename ${'@aa'.repeat(1_200)} }`), tooLarge),
  probe(
    'four directives that nobody knows at every field',
    operation(`{ ${times(390, () => '__typename @aa @bb @cc @dd')} }`),
    { ...invalid, maxLength: 30_000 },
  ),
  probe(
    'ten thousand operations, one of which is named',
    operation(
      times(10_000, (i) => `query Q${i} { __typename }`),
      {},
      { operationName: 'Q7' },
    ),
    tooLarge,
  ),
  probe(
    'a name of an operation that is half a megabyte long',
    operation('query A { __typename }', {}, { operationName: canary.repeat(26_000) }),
    invalid,
  ),
  probe(
    'two operations under one name',
    operation('query A { viewer { subject } } query A { gateway { version } }', {}, { operationName: 'A' }),
    invalid,
  ),
  probe(
    'an operation by the name of a property of every object',
    operation('query A { viewer { subject } }', {}, { operationName: '__proto__' }),
    invalid,
  ),
  probe(
    'ten thousand variables that nobody uses',
    operation(`query (${times(10_000, (i) => `$v${i}: Int = 1`)}) { __typename }`),
    tooLarge,
  ),
  probe('a megabyte of commas', operation(`{ __typename ${','.repeat(980_000)} }`), tooLarge),
  probe('a hundred thousand comments', operation(`${'#\n'.repeat(100_000)}{ __typename }`), tooLarge),
  probe(
    'a block string of half a megabyte',
    operation(`{ node(id: """${' \\"""\n'.repeat(80_000)}""") { id } }`),
    tooLarge,
  ),
  probe(
    'a number with fifty thousand digits',
    operation(`{ ${alice} { messages(first: ${'9'.repeat(50_000)}) { totalCount } } }`),
    {
      ...invalid,
      status: [200, 400],
    },
  ),
  probe(
    'lists in lists in an argument, until the stack ends',
    operation(`{ nodes(ids: ${'['.repeat(1_900)}${']'.repeat(1_900)}) { id } }`),
    tooLarge,
  ),
  probe(
    'objects in objects in an argument',
    operation(
      `{ ${alice} { messages(filter: ${'{not:'.repeat(600)}{isRead: true}${'}'.repeat(600)}) { totalCount } } }`,
    ),
    { status: [200, 400], codes: ['BAD_USER_INPUT', 'QUERY_TOO_EXPENSIVE'] },
  ),
  probe(
    'four hundred fields that do not exist',
    operation(`{ ${times(399, (i) => `a${canary.replaceAll('-', '')}${i}`)} }`),
    {
      ...invalid,
      // Names of fields are repeated: they are the client's own document, and say what to mend.
      maxLength: 40_000,
    },
  ),
  probe('text that is no document', operation(`${canary} { } ) "unfinished`), invalid),
  probe(
    'definitions of types in a document',
    operation('{ viewer { subject } } extend type Query { a: Int }'),
    invalid,
  ),
  probe('a mutation that does not exist', operation('mutation { deleteEverything { id } }'), {
    ...invalid,
    status: [200, 400, 405],
  }),
  probe(
    'a subscription where there is none',
    operation('subscription { __typename }', {}, { headers: { accept: 'text/event-stream' } }),
    { status: [200, 400, 406], wrong: ({ body }) => (/"data":\{"/.test(body) ? 'data' : undefined) },
  ),
  probe('@defer', operation('{ viewer { subject ... @defer { permissions } } }'), invalid),
  probe(
    '@stream, with an answer in parts',
    operation(
      `{ ${alice} { folders @stream(initialCount: 0) { id } } }`,
      {},
      { headers: { accept: 'multipart/mixed' } },
    ),
    { status: [200, 400, 406], wrong: ({ body }) => (body.includes('"folders"') ? 'data' : undefined) },
  ),

  hidden('introspection', operation('{ __schema { types { name fields { name } } } }'), invalid),
  hidden('introspection of one type', operation('{ __type(name: "Mailbox") { fields { name } } }'), invalid),
  hidden(
    'introspection under an alias, in a fragment, behind @include',
    operation(
      'query ($yes: Boolean!) { ...F } fragment F on Query { a: __schema @include(if: $yes) { b: queryType { name } } }',
      { yes: true },
    ),
    invalid,
  ),
  hidden('introspection as a mutation', operation('mutation { __schema { queryType { name } } }'), {
    ...invalid,
    status: [200, 400, 405],
  }),
  hidden('the name of a type, which is no secret', operation('{ viewer { __typename subject } }'), {
    status: 200,
    data: { viewer: { __typename: 'Viewer', ...whoIsAlice.viewer } },
  }),
  ...(
    [
      ['a field', '{ viewer { subjec } }'],
      ['a root field', '{ mailboxs { totalCount } }'],
      ['an argument', `{ ${alice} { messages(serch: "x") { totalCount } } }`],
      ['a type', 'query ($a: MailboxFiltr) { mailboxes(filter: $a) { totalCount } }'],
      ['an enum value', `{ ${alice} { folder(where: { role: INBX }) { id } } }`],
      ['an input field', `{ ${alice} { messages(filter: { subjec: { equals: "x" } }) { totalCount } } }`],
      ['a fragment condition', '{ ... on Qery { __typename } }'],
    ] as const
  ).map(([what, document]) =>
    hidden(`a name almost right, to be told the right one: ${what}`, operation(document), {
      ...invalid,
      wrong: ({ body }) => {
        const message = body.replaceAll(/"(?:subjec|mailboxs|serch|MailboxFiltr|INBX|Qery)\b/g, '');
        return guesses.test(message.replaceAll(/\\"\w+\\"/g, '')) ? 'a guess' : undefined;
      },
    }),
  ),
  hidden(
    'names almost right in variables',
    operation('query ($kind: MailboxKind) { mailboxes(filter: { kind: $kind }) { totalCount } }', { kind: 'USR' }),
    {
      ...invalid,
      status: [200, 400],
      wrong: ({ body }) => (/\bUSER\b|Did you mean/.test(body) ? 'a guess' : undefined),
    },
  ),
];
