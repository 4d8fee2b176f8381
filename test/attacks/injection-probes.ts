import { operation, probesOf, type Probe } from './probe.ts';

const xml = probesOf(8);
const header = probesOf(11);

const inAlice = (selection: string): string => `mailbox(address: "alice@example.test") { ${selection} }`;

/** Fields whose text goes into a request. */
const fields: readonly (readonly [string, string])[] = [
  ['a search', inAlice('messages(search: $text) { totalCount }')],
  ['a subject', inAlice('messages(filter: { subject: { contains: $text } }) { totalCount }')],
  ['a sender in a list', inAlice('messages(filter: { from: { in: ["a", $text] } }) { totalCount }')],
  ['a category', inAlice('messages(filter: { categories: { containsAny: [$text] } }) { totalCount }')],
  ['a Message-ID', inAlice('messageByInternetMessageId(internetMessageId: $text) { id }')],
  ['a path', inAlice('folder(where: { path: $text }) { name }')],
  ['a name', 'resolveNames(query: $text) { name }'],
];

const breakouts: readonly (readonly [string, string])[] = [
  ['another element', 'x"/></t:Constant><t:Constant Value="'],
  [
    'another mailbox',
    '</t:ConnectingSID><t:ConnectingSID><t:PrimarySmtpAddress>bob@example.test</t:PrimarySmtpAddress>',
  ],
  ['another envelope', '</soap:Body></soap:Envelope><soap:Envelope xmlns:soap="x"><soap:Body>'],
  ['an entity', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;'],
  ['a section, a comment and an instruction', ']]><![CDATA[<!--<?x y?>-->'],
  ['references to signs', '&lt;t:Evil/&gt;&#60;t:Evil/&#62;&#x3c;'],
  ['another request', 'x\r\n\r\nPOST /EWS/Exchange.asmx HTTP/1.1\r\nhost: evil.test\r\n\r\n'],
];

/** Texts that would like to be something else: XML, headers, lines of a log. */
export const injectionProbes: readonly Probe[] = [
  ...fields.flatMap(([where, field]) =>
    breakouts.map(([what, text]) => {
      const document = `query ($text: String!) { ${field} }`;
      return xml(
        `${what} in ${where}`,
        operation(document, { text }),
        {
          status: [200],
          data: 'checked below',
          calls: 4,
          wrong: ({ body }) => (/root:|evil\.test|INTERNAL_SERVER_ERROR|UPSTREAM/.test(body) ? body : undefined),
        },
        { harmless: operation(document, { text: 'zzzz' }) },
      );
    }),
  ),
  header(
    'a line of a header in the name of an operation',
    operation('query A { viewer { subject } }', {}, { operationName: 'A\r\nx-evil: 1' }),
    { status: [200, 400], codes: ['BAD_USER_INPUT'] },
  ),
  header(
    'a long name of an operation, on its way to the mail server and the log',
    operation(`query ${'A'.repeat(3_000)} { ${inAlice('inbox { totalCount }')} }`),
    { status: 200, data: 'checked below', calls: 2, maxLength: 4_000 },
  ),
  header(
    'a request id of the attacker, who would like to see it in the log',
    operation(
      '{ viewer { subject } }',
      {},
      { headers: { 'x-request-id': 'evil","level":"fatal', traceparent: 'evil' } },
    ),
    {
      status: 200,
      data: { viewer: { subject: 'alice' } },
      wrong: ({ headers }) => (Object.values(headers).some((value) => value.includes('evil')) ? 'repeated' : undefined),
    },
  ),
  header(
    'a line of a log in an address',
    operation('query ($a: EmailAddress!) { mailbox(address: $a) { id } }', {
      a: 'x\n{"level":"fatal"}@example.test',
    }),
    { status: [200, 400], codes: ['BAD_USER_INPUT'] },
  ),
  header(
    'a line of a log in a user agent',
    operation('{ viewer { subject } }', {}, { headers: { 'user-agent': '","level":"fatal","x":"\u00e9\t' } }),
    { status: 200, data: { viewer: { subject: 'alice' } } },
  ),
];
