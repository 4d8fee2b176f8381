import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { journeyOfTest, problemsOf } from './journey-of-test.ts';

const alice = 'alice@example.test';

const inMailbox = (selection: string): string => `mailbox(address: "${alice}") { ${selection} }`;

/** Every kind of field that takes a text which goes into a request, or is compared with what came back. */
const textFields: readonly (readonly [name: string, selection: string])[] = [
  ['a subject', inMailbox('inbox { messages(filter: { subject: { contains: $text } }) { totalCount } }')],
  ['a subject that is equal', inMailbox('messages(filter: { subject: { equals: $text } }) { totalCount }')],
  ['one subject of several', inMailbox('messages(filter: { subject: { in: ["a", $text] } }) { totalCount }')],
  ['the beginning of a subject', inMailbox('messages(filter: { subject: { startsWith: $text } }) { totalCount }')],
  ['a body', inMailbox('messages(filter: { body: { contains: $text } }) { totalCount }')],
  ['a sender', inMailbox('messages(filter: { from: { contains: $text } }) { totalCount }')],
  ['a category', inMailbox('messages(filter: { categories: { containsAny: [$text] } }) { totalCount }')],
  ['a search', inMailbox('messages(search: $text) { totalCount }')],
  ['a message id', inMailbox('messages(filter: { internetMessageId: $text }) { totalCount }')],
  ['a folder path', inMailbox('folder(where: { path: $text }) { name }')],
  ['a name to resolve', 'resolveNames(query: $text) { name }'],
];

/** The elements of a request, by a reader that is not the gateway's. */
const elementsOf = (xml: string): readonly string[] => {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => void names.push(name));
  parser.write(xml).close();
  return names;
};

const breakouts: readonly string[] = [
  'x</t:Subject><t:Subject>y',
  'x"/></t:Contains><evil a="',
  'x]]></t:Constant><!-- ',
  'x&quot;/>&lt;evil&gt;&#x3C;evil&#62;',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
  '</soap:Body></soap:Envelope><soap:Envelope>',
  'x</t:SmtpAddress><t:SmtpAddress>bob@example.test',
  '<?xml version="1.0"?>\r\n\r\nPOST / HTTP/1.1',
];

test.each(textFields)(
  '%s changes nothing in the structure of a request, whatever stands in it',
  async (_name, field) => {
    const journey = await journeyOfTest();
    const document = `query ($text: String!) { ${field} }`;
    const structure = async (text: string): Promise<readonly (readonly string[])[]> => {
      journey.emulator.requests.length = 0;
      const answer = await journey.query(document, { text });
      expect(
        (answer.errors ?? []).filter(({ extensions }) => extensions.code !== 'NOT_FOUND'),
        text,
      ).toEqual([]);
      return journey.emulator.requests.map(({ body }) => elementsOf(body));
    };
    // What is known of the folders is read once, so the first request of all may differ.
    await structure('kestrel');
    const expected = await structure('kestrel');
    expect(expected).not.toEqual([]);
    for (const breakout of breakouts) expect(await structure(breakout), breakout).toEqual(expected);
  },
);

test.each(textFields.filter(([name]) => name !== 'a folder path'))(
  '%s with characters that XML cannot carry is refused, and nothing is asked of the mail server',
  async (_name, field) => {
    const journey = await journeyOfTest();
    await journey.query(`{ mailbox(address: "${alice}") { inbox { id } } }`);
    journey.emulator.requests.length = 0;
    for (const text of ['a\u0000b', 'a\ud83d', '\udc00b', 'a\u0014', 'a\ufffe']) {
      const answer = await journey.query(`query ($text: String!) { ${field} }`, {
        text,
      });
      expect(problemsOf(answer), JSON.stringify(text)).toEqual([
        expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/control character/) }),
      ]);
    }
    expect(journey.emulator.requests.filter(({ operation }) => operation !== 'FindFolder')).toEqual([]);
  },
);

test.each(['/Inbox\u0000', '/In\ud83dbox', '/Inbox</t:Name>'])('the folder path %j finds nothing', async (path) => {
  const journey = await journeyOfTest();
  const answer = await journey.query<{ mailbox: { folder: unknown } }>(
    `query ($path: String!) { mailbox(address: "${alice}") { folder(where: { path: $path }) { id } } }`,
    { path },
  );
  expect(answer.data.mailbox.folder).toBeNull();
});
