import { SaxesParser } from 'saxes';
import { expect, onTestFinished, test } from 'vitest';
import { journeyOfTest, problemsOf } from './journey-of-test.ts';
import { failuresIn, startMutations, type Done } from './mutation-samples.ts';
import type { Journey } from './start.ts';

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
  [
    'the subject of messages in conversations',
    inMailbox('conversations(filter: { subject: { contains: $text } }) { totalCount }'),
  ],
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

const contact = (fields: string): string => `saveContact(input: { mailbox: "${alice}", ${fields} })`;
const task = (fields: string): string => `saveTask(input: { mailbox: "${alice}", ${fields} })`;
const event = (fields: string): string =>
  `createEvent(input: { mailbox: "${alice}", notify: NONE, event: { ${fields}, timing: { allDay: { start: "2031-03-18", end: "2031-03-18" } } } })`;
const replies = (fields: string): string =>
  `setAutomaticReplies(input: { mailbox: "${alice}", status: DISABLED, ${fields} })`;
const rule = (fields: string, actions = 'markRead: true', name = '"x"'): string =>
  `saveInboxRule(input: { mailbox: "${alice}", name: ${name}, conditions: { ${fields} }, actions: { ${actions} } })`;

/** The same of what is written, besides the texts of messages, of which written-strings.test.ts takes thousands. Each may be done over and over. */
const writtenFields: readonly (readonly [name: string, takes: 'markup' | 'no markup', field: string])[] = [
  [
    'the name of a new folder',
    'markup',
    `createFolder(input: { mailbox: "${alice}", parent: { role: INBOX }, name: $text })`,
  ],
  ['the new name of a folder', 'markup', 'updateFolder(input: { id: $folder, name: $text })'],
  ['a path to a folder', 'no markup', `markFolderRead(mailbox: "${alice}", folder: { path: $text })`],
  [
    'a namespace of metadata',
    'no markup',
    `setMessageMetadata(input: { mailbox: "${alice}", ids: [$message], namespace: $text, entries: [{ key: "a", value: "b" }] })`,
  ],
  [
    'a value of metadata',
    'markup',
    `setMessageMetadata(input: { mailbox: "${alice}", ids: [$message], namespace: "crm", entries: [{ key: "a", value: $text }] })`,
  ],
  [
    'a category of a message',
    'markup',
    `updateMessages(input: { mailbox: "${alice}", ids: [$message], patch: { setCategories: [$text] } })`,
  ],
  [
    'an idempotency key',
    'markup',
    `createDraft(input: { mailbox: "${alice}", message: { subject: "x" }, idempotencyKey: $text })`,
  ],
  ['the name of a contact', 'markup', contact('displayName: $text')],
  ['the company of a contact', 'markup', contact('companyName: $text')],
  ['notes about a contact', 'markup', contact('notes: $text')],
  ['a telephone number', 'markup', contact('phones: [{ label: "work", value: $text }]')],
  ['the label of a telephone number', 'no markup', contact('phones: [{ label: $text, value: "1" }]')],
  [
    'the name at an address',
    'markup',
    contact('emails: [{ label: "work", address: "eve@example.test", name: $text }]'),
  ],
  ['a category of a contact', 'markup', contact('givenName: "x", categories: [$text]')],
  ['the subject of a task', 'markup', task('subject: $text')],
  ['the text of a task', 'markup', task('body: { text: $text }')],
  ['the subject of an event', 'markup', event('subject: $text')],
  ['the place of an event', 'markup', event('location: $text')],
  ['the text of an event', 'markup', event('body: { html: $text }')],
  ['a category of an event', 'markup', event('categories: [$text]')],
  ['the name of an attendee', 'markup', event('attendees: [{ address: "eve@example.test", name: $text }]')],
  ['a reply to colleagues', 'markup', replies('internalReply: $text')],
  ['a reply to others', 'markup', replies('externalReply: $text')],
  ['the name of a rule', 'markup', rule('', 'markRead: true', '$text')],
  ['a word of a subject', 'markup', rule('subjectContains: [$text]')],
  ['a word of a text', 'markup', rule('bodyContains: [$text]')],
  ['a category that a rule gives', 'markup', rule('', 'categories: [$text]')],
  [
    'the name of whom mail is forwarded to',
    'markup',
    rule('', 'forwardTo: [{ address: "eve@x.example", name: $text }]'),
  ],
];

test.each(writtenFields)(
  '%s takes %s and changes nothing in the structure of a write either, or is refused before anything is written',
  async (_name, takes, field) => {
    const journey = await startMutations();
    onTestFinished(() => journey.close());
    const { message, folder } = journey.things;
    const isBulk = /ids:/.test(field);
    const document = `mutation ($text: String!, $message: ID!, $folder: ID!) {
      done: ${field} { ${isBulk ? 'all: results { error { code } }' : ''} userErrors { code } }
      unused: markFolderRead(mailbox: "nobody@example.test", folder: { id: $folder }) { __typename }
      too: removeAttachment(input: { ids: [$message] }) { __typename }
    }`;
    const write = async (text: string) => {
      journey.emulator.requests.length = 0;
      const answer = await journey.query<Done>(document, { text, message, folder });
      expect(answer.errors).toBeUndefined();
      return { codes: failuresIn(answer).map(({ code }) => code), requests: [...journey.emulator.requests] };
    };
    const written = (requests: Journey['emulator']['requests']) =>
      requests.filter(({ access }) => access === 'FULL_ACCESS').map(({ body }) => elementsOf(body));
    await write('kestrel');
    const expected = written((await write('kestrel-2')).requests);
    let done = 0;
    for (const breakout of breakouts) {
      const { codes, requests } = await write(breakout);
      for (const { body } of requests) expect(() => elementsOf(body)).not.toThrow();
      if (codes.length === 0) done += 1;
      expect(written(requests), breakout).toEqual(codes.length === 0 ? expected : []);
      expect(codes.filter((code) => code !== 'BAD_USER_INPUT' && code !== 'NOT_FOUND')).toEqual([]);
    }
    expect(done > 3).toBe(takes === 'markup');
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
