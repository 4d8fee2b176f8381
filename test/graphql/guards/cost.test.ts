import fc from 'fast-check';
import { isObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { encodeGlobalId, type GlobalIdType } from '../../../src/global-id.ts';
import { callCost } from '../../../src/graphql/guards/cost.ts';
import { operationCost } from '../../../src/graphql/guards/operation-cost.ts';
import { uploadedFile } from '../../../src/graphql/inputs/uploaded-file.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createSealer } from '../../../src/sealer.ts';
import { address } from '../../access.ts';
import { inboxRow, mailScreen, openMessage, searchMailbox, week } from '../../journeys/operations.ts';

const sealer = createSealer(new Uint8Array(32).fill(1));

/** The cost of a document that is valid; whatever else would say nothing. */
const costOf = (text: string, variables: Readonly<Record<string, unknown>> = {}, operationName?: string): number => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return operationCost({ schema, document, variables, operationName }, sealer) ?? NaN;
};

const inMailbox = (selection: string): string => `{ mailbox(address: "alice@example.test") { ${selection} } }`;
const defaultLimit = 10_000;
const people = (count: number) => Array.from({ length: count }, (_, index) => ({ address: `p${index}@d.example` }));
const crowd = Array.from({ length: 100 }, (_, index) => `p${index}@example.test`);

describe('what people write costs far less than the limit', () => {
  it.each([
    ['a mail screen', mailScreen, { address: 'alice@example.test' }],
    ['an open message', openMessage, { id: 'x' }],
    ['a search', searchMailbox, { address: 'alice@example.test' }],
    [
      'a week with its people',
      inMailbox(
        'agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }) { nodes { id type subject isAllDay start { dateTime date local timeZone } end { dateTime date } myResponse attendees { recipient { address } response } recurrence { rrule summary } } }',
      ),
      {},
    ],
    [
      'a week of a hundred people',
      week,
      {
        address: 'alice@example.test',
        w: { start: '2026-03-16T00:00:00Z', end: '2026-03-23T00:00:00Z' },
        people: crowd,
      },
    ],
    ['unread counts of fifty mailboxes', '{ mailboxes { nodes { address inbox { unreadCount } } } }', {}],
    [
      'a page of a thousand messages with previews',
      `${inboxRow} ${inMailbox('inbox { messages(first: 1000) { totalCount nodes { ...InboxRow } } }')}`,
      {},
    ],
    [
      'what has changed on a screen of messages, events and folders',
      `${inboxRow} query ($since: SyncToken) ${inMailbox(
        'changes(since: $since) { token hasMore resyncRequired changes { ... on MessageChanged { previousId message { ...InboxRow } } ... on MessageReadStateChanged { id isRead } ... on ItemRemoved { id } ... on FolderChanged { folder { id name unreadCount } } ... on FolderRemoved { id } ... on CalendarEventChanged { event { id subject start { dateTime } end { dateTime } } } } }',
      )}`,
      { since: 'x' },
    ],
    [
      'a thousand messages with their conversations’ ids',
      inMailbox('messages(first: 1000) { nodes { id conversation { id topic } } }'),
      {},
    ],
  ])('%s', (_what, document, variables) => {
    expect(costOf(document, variables)).toBeLessThan(0.6 * defaultLimit);
  });
});

describe('what is sent', () => {
  const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { submission { status } } }`;
  const plain = costOf(send, { input: { mailbox: 'a@b.example', message: { to: [{ address: 'c@d.example' }] } } });
  const costOfMessage = (message: object): number =>
    costOf(send, { input: { mailbox: 'a@b.example', message } }) - plain;
  const file = (bytes: number) => ({
    name: '',
    source: { upload: uploadedFile({ name: 'a', type: '', content: new Blob([new Uint8Array(bytes)]) }) },
  });

  it('costs a call for each mebibyte of files, as often as they are used', () => {
    const [small, large] = [file(10), file(5 * 1024 * 1024)];
    expect(costOfMessage({ attachments: [small] })).toBe(callCost);
    expect(costOfMessage({ attachments: [large, large] })).toBe(10 * callCost);
  });

  it('costs a call for each fifty people, whatever they get', () => {
    expect(costOfMessage({ to: people(49) })).toBe(0);
    expect(costOfMessage({ to: people(20), cc: people(20), bcc: people(20) })).toBe(callCost);
    expect(costOfMessage({ to: people(500) })).toBe(10 * callCost);
  });

  it('cannot be sent to ten thousand people by one operation', () => {
    const aliases = Array.from(
      { length: 20 },
      (_, index) => `s${index}: sendMessage(input: $input) { submission { status } }`,
    );
    const document = `mutation ($input: SendMessageInput!) { ${aliases.join(' ')} }`;
    const cost = costOf(document, { input: { mailbox: 'a@b.example', message: { bcc: people(500) } } });
    expect(cost).toBeGreaterThan(defaultLimit);
  });
});

describe('an event', () => {
  const made = (event: object, notify = 'ALL'): number =>
    costOf('mutation ($input: CreateEventInput!) { createEvent(input: $input) { userErrors { code } } }', {
      input: { mailbox: 'a@b.example', event, notify },
    });
  const changed = (more: object): number =>
    costOf('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }', {
      input: { id: 'x', patch: {}, notify: 'ALL', ...more },
    });

  it('costs a call for each fifty people who are told, and none for those who are not', () => {
    const bare = made({});
    expect(made({ attendees: people(49) })).toBe(bare);
    expect(made({ attendees: people(500) })).toBe(bare + 10 * callCost);
    expect(made({ attendees: people(500) }, 'NONE')).toBe(bare);
    expect(changed({ addAttendees: people(30), removeAttendees: Array(70).fill('a@b.example') })).toBe(
      changed({}) + 2 * callCost,
    );
  });

  it('of whole days costs the look for the zone of the mailbox, and a series that is split more than one that is not', () => {
    const allDay = { allDay: { start: '2026-03-18', end: '2026-03-18' } };
    expect(made({ timing: allDay })).toBe(made({}) + 3 * callCost);
    expect(changed({ scope: 'THIS_AND_FOLLOWING' })).toBe(changed({}) + 5 * callCost);
  });
});

describe('a list bomb costs more than the limit', () => {
  const bombs: readonly (readonly [string, string])[] = [
    ['a page far too large', inMailbox('messages(first: FIRST) { nodes { id } }')],
    ['a page far too large, backwards', inMailbox('messages(last: FIRST) { edges { node { id } } }')],
    [
      'pages inside pages',
      inMailbox('messages(first: FIRST) { nodes { conversation { messages(first: FIRST) { nodes { id } } } } }'),
    ],
    ['pages of every folder', inMailbox('folders { messages(first: FIRST) { nodes { id } } }')],
    ['pages of every mailbox', '{ mailboxes(first: FIRST) { nodes { messages { totalCount } } } }'],
    ['changes of every mailbox', '{ mailboxes(first: FIRST) { nodes { changes { token } } } }'],
    ['contacts of every mailbox', '{ mailboxes(first: FIRST) { nodes { contacts { totalCount } } } }'],
    ['every message as a file', inMailbox('messages(first: FIRST) { nodes { mime { base64 } } }')],
    [
      'every attachment',
      inMailbox('messages(first: FIRST) { nodes { attachments { ... on FileAttachment { base64 } } } }'),
    ],
    ['every author looked up', inMailbox('messages(first: FIRST) { nodes { from { entry { name } } } }')],
    ['pictures of every body', inMailbox('messages(first: FIRST) { nodes { body(inlineImages: DATA_URI) { html } } }')],
    [
      'occurrences of every event',
      inMailbox(
        'agenda(window: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }, first: FIRST) { nodes { occurrences(window: { start: "2026-01-01T00:00:00Z", end: "2027-01-01T00:00:00Z" }) { totalCount } } }',
      ),
    ],
  ];
  const asVariable = (document: string): string => `query ($first: Int) ${document.replaceAll('FIRST', '$first')}`;
  const asDefault = (document: string, first: number): string =>
    `query ($first: Int = ${first}) ${document.replaceAll('FIRST', '$first')}`;

  it.each(
    bombs.flatMap(([what, document]) =>
      [150, 1000, 100_000, 2_147_483_647].map((first) => [what, first, document] as const),
    ),
  )('%s (%i), in literals, variables and defaults of variables alike', (what, first, document) => {
    const cost = costOf(document.replaceAll('FIRST', String(first)));
    if (first > 1000 || (first === 1000 && !what.includes('far too large'))) expect(cost).toBeGreaterThan(defaultLimit);
    expect(cost).toBeGreaterThan(first > mostRows ? mostRows : first);
    expect(costOf(asVariable(document), { first })).toBe(cost);
    expect(costOf(asDefault(document, first))).toBe(cost);
  });
  const mostRows = 1_000_000;

  it('the default page counts when none is asked for, null included', () => {
    const document =
      'query ($first: Int) { mailbox(address: "a@b.example") { messages(first: $first) { nodes { id } } } }';
    expect(costOf(document)).toBe(costOf(document, { first: 50 }));
    expect(costOf(document, { first: null })).toBe(costOf(document, { first: 50 }));
    expect(costOf(document, { first: 51 })).toBe(costOf(document, { first: 50 }) + 1);
  });

  it('fragments that double each other are counted, not walked', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, index) =>
        `fragment F${index} on Folder { ${index === 59 ? 'parent { id }' : `...F${index + 1} parent { ...F${index + 1} }`} }`,
    );
    expect(costOf(`${inMailbox('inbox { ...F0 }')} ${fragments.join(' ')}`)).toBeGreaterThan(2 ** 58);
  });

  it('a cost that is no number any more is refused all the same', () => {
    const deep = (levels: number): string =>
      levels === 0 ? 'id' : `conversation { messages(first: 2147483647) { nodes { ${deep(levels - 1)} } } }`;
    expect(costOf(inMailbox(`messages(first: 0) { nodes { ${deep(60)} } }`))).toBe(Infinity);
  });
});

describe('cost', () => {
  it('never falls when more rows are asked for', () => {
    const documents = [
      'query ($n: Int) { mailbox(address: "a@b.example") { messages(first: $n) { nodes { id from { name } body { html } } } } }',
      'query ($n: Int) { mailboxes(first: $n) { edges { node { inbox { messages(last: $n) { nodes { mime { base64 } } } } } } } }',
      'query ($n: Int) { resolveNames(query: "a", limit: $n) { ... on Person { mailbox { displayName } } } }',
      'query ($n: Int) { node(id: "x") { ... on FileAttachment { base64(maxBytes: $n) } } }',
    ];
    const size = fc.integer({ min: 1, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.constantFrom(...documents), size, size, (document, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(costOf(document, { n: less })).toBeLessThanOrEqual(costOf(document, { n: more }));
      }),
      { numRuns: 300 },
    );
  });

  it('is that of the operation that is executed, not of others in the document', () => {
    const document =
      'query Cheap { viewer { subject } } query Dear { mailboxes(first: 1000) { nodes { messages { totalCount } } } }';
    expect(costOf(document, {}, 'Cheap')).toBeLessThan(10);
    expect(costOf(document, {}, 'Dear')).toBeGreaterThan(defaultLimit);
  });

  it('leaves out what @skip and @include leave out, and counts what they let in', () => {
    const document = `query ($with: Boolean!) { mailbox(address: "a@b.example") { id inbox @include(if: $with) { name } ... @skip(if: $with) { folders { id } } ...More @include(if: $with) } }
      fragment More on Mailbox { calendars { name } }`;
    const parts = {
      none: inMailbox('id'),
      inbox: inMailbox('inbox { name }'),
      folders: inMailbox('folders { id }'),
      calendars: inMailbox('calendars { name }'),
    };
    const extra = (part: keyof typeof parts): number => costOf(parts[part]) - costOf(parts.none);
    expect(costOf(document, { with: true })).toBe(costOf(parts.none) + extra('inbox') + extra('calendars'));
    expect(costOf(document, { with: false })).toBe(costOf(parts.none) + extra('folders'));
  });

  it('does not count __typename, and counts a field under another name again', () => {
    expect(costOf('{ __typename mailbox(address: "a@b.example") { __typename inbox { __typename name } } }')).toBe(
      costOf('{ mailbox(address: "a@b.example") { inbox { name } } }'),
    );
    expect(costOf(inMailbox('x: inbox { name } y: inbox { name }'))).toBeGreaterThan(
      costOf(inMailbox('inbox { name }')),
    );
  });

  it('of calls that rows share is paid once for a mailbox, of a call of its own by every row', () => {
    const shared = inMailbox('messages(first: 10) { nodes { conversation { messageCount } } }');
    const own = inMailbox('messages(first: 10) { nodes { from { entry { name } } } }');
    const plain = costOf(inMailbox('messages(first: 10) { nodes { id } }'));
    expect(costOf(shared) - plain).toBeLessThan(2 * callCost);
    expect(costOf(own) - plain).toBeGreaterThanOrEqual(10 * callCost);
    const inMailboxes = (first: number): number =>
      costOf(`{ mailboxes(first: ${first}) { nodes { messages(first: 1) { totalCount } } } }`);
    expect(inMailboxes(20) - inMailboxes(10)).toBeGreaterThanOrEqual(10 * callCost);
  });

  it('of nodes is that of the mailboxes that their ids lie in, and of two calls for each attachment', () => {
    const id = (type: GlobalIdType, mailbox: string, number: number): string =>
      encodeGlobalId(sealer, { type, mailbox: address(mailbox), id: `AAMk${number}` });
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const nodes = (ids: readonly string[]): number =>
      costOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Message { mailbox { inbox { name } } } } }', { ids });
    const ofOneMailbox = nodes(numbers.map((number) => id('Item', 'a@b.example', number)));
    const ofAsManyMailboxes = nodes(numbers.map((number) => id('Item', `a${number}@b.example`, number)));
    const attachments = nodes(numbers.map((number) => id('MessageAttachment', 'a@b.example', number)));
    expect(ofOneMailbox).toBeGreaterThan(numbers.length);
    expect(ofOneMailbox).toBeLessThan(10 * callCost);
    expect(ofAsManyMailboxes).toBeGreaterThan(400 * callCost);
    expect(attachments).toBeGreaterThan(400 * callCost);
    expect(nodes(numbers.map((number) => `forged ${number}`))).toBeLessThan(10 * callCost);
  });

  it('of a condition on recipients counts every address that the directory is asked for', () => {
    const inbox =
      'query ($filter: MessageFilter) { mailbox(address: "a@b.test") { inbox { messages(filter: $filter) { totalCount } } } }';
    const priceOf = (filter: object): number => costOf(inbox, { filter });
    const one = priceOf({ to: { equals: 'Bob' } });
    expect(priceOf({ to: { equals: 'bob@x.test' } })).toBe(one + callCost);
    expect(
      priceOf({ and: [{ cc: { in: ['Bob', 'a@x.test', 'b@x.test'] } }, { participants: { startsWith: 'c@' } }] }),
    ).toBe(one + 3 * callCost);
    const many = Array.from({ length: 150 }, (_, index) => `${index}@x.test`);
    expect(priceOf({ to: { in: many } })).toBeGreaterThan(defaultLimit);
  });

  it('of a window is that of its calendar views', () => {
    const agenda = (end: string): number =>
      costOf(inMailbox(`agenda(window: { start: "2026-01-01T00:00:00Z", end: "${end}" }) { totalCount }`));
    expect(agenda('2032-01-01T00:00:00Z') - agenda('2026-02-01T00:00:00Z')).toBe(3 * callCost);
    expect(agenda('9999-01-01T00:00:00Z')).toBeLessThan(defaultLimit);
    expect(agenda('2025-01-01T00:00:00Z')).toBe(agenda('2026-02-01T00:00:00Z'));
  });

  it('of free and busy times follows from their number of slots, as often as they are told', () => {
    const times = (
      slot: string | undefined,
      end: string,
      { addresses = crowd, told = 'busy { start } merged', detail = 'FREE_BUSY' } = {},
    ): number =>
      costOf(`query ($input: AvailabilityInput!) { availability(input: $input) { freeBusy { ${told} } } }`, {
        input: { addresses, window: { start: '2026-03-01T00:00:00Z', end }, asMailbox: 'a@b.example', slot, detail },
      });
    const weeks = '2026-04-12T00:00:00Z';
    const one = ['a@b.example'];
    // A hundred people for six weeks is what the mail server takes.
    expect(times(undefined, weeks)).toBeLessThan(0.7 * defaultLimit);
    expect(times(undefined, weeks, { detail: 'DETAILED' })).toBeLessThan(defaultLimit);
    expect(times('PT5M', weeks)).toBeGreaterThan(defaultLimit);
    expect(times('PT5M', weeks, { addresses: one })).toBeLessThan(0.1 * defaultLimit);
    // What is told twice is paid twice, and so is who is named twice.
    const often = Array.from({ length: 90 }, (_, index) => `m${index}: merged`).join(' ');
    expect(times(undefined, weeks, { told: often })).toBeGreaterThan(10 * defaultLimit);
    expect(times('PT5M', weeks, { addresses: Array.from({ length: 20_000 }, () => 'a@b.example') })).toBeGreaterThan(
      100 * defaultLimit,
    );
    // Slots that are too short and windows that are too long are refused by the field, and must not overflow here.
    expect(times('PT0S', weeks)).toBe(times('PT5M', weeks));
    expect(times('PT5M', '9999-01-01T00:00:00Z')).toBe(times('PT5M', weeks));
    const ofRoom = (end: string, told = 'address'): number =>
      costOf(`{ rooms { availability(window: { start: "2026-03-01T00:00:00Z", end: "${end}" }) { ${told} } } }`);
    expect(ofRoom(weeks) - ofRoom('2026-03-01T01:00:00Z')).toBe(20 * 20);
    expect(ofRoom(weeks, 'freeBusy { merged }') - ofRoom(weeks)).toBeGreaterThanOrEqual(20 * 20);
  });

  it('cannot be told where variables do not fit, so that nothing is executed', () => {
    const document = parse('query ($first: Int!) { mailboxes(first: $first) { nodes { id } } }');
    for (const variables of [{}, { first: 'many' }, { first: 3_000_000_000 }, { first: null }])
      expect(operationCost({ schema, document, variables }, sealer)).toBeUndefined();
  });

  it('is known of every field: whatever has fields of its own names no price below nothing', () => {
    const reading = { open: () => undefined };
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        const complexity = field.extensions['complexity'] as (...parts: readonly unknown[]) => {
          field: number;
          multiplier: number;
        };
        for (const sum of ['rows', 'sharedCalls']) {
          const { field: own, multiplier } = complexity({ window: {} }, { ...reading, sum }, field);
          expect(own, `${type.name}.${field.name}`).toBeGreaterThanOrEqual(0);
          expect(multiplier, `${type.name}.${field.name}`).toBeGreaterThanOrEqual(1);
        }
      }
    }
  });
});

describe('a mutation that copies files', () => {
  const adding = (source: string): number =>
    costOf(
      `mutation { addAttachment(input: { id: "x", attachments: [{ name: "a", source: ${source} }] }) { userErrors { code } } }`,
    );

  it('pays for the two calls that copying takes', () => {
    expect(adding('{ copyOf: "x" }') - adding('{ base64: "" }')).toBe(2 * callCost);
  });
});
