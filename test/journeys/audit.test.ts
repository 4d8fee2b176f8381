import { describe, expect, test, vi } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { mostRetries } from '../../src/ews/traffic/retry-budget.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { journeyOfTest, sealedId } from './journey-of-test.ts';
import { mailScreen, openMessage, searchMailbox, type MailScreen } from './operations.ts';
import type { Journey } from './start.ts';
import { subscribe } from './subscriptions/subscribing.ts';

const alice = 'alice@example.test';

const accesses = (journey: Journey) => journey.audit().filter(({ audit }) => audit === 'access');
const refusals = (journey: Journey) => journey.audit().filter(({ audit }) => audit === 'refusal');

/** One text per envelope that reached EWS with a token that it took; what was refused with 401 is sent again and recorded once. */
const envelopes = ({ emulator }: Journey): readonly string[] =>
  emulator.requests
    .filter(({ access }) => access !== undefined)
    .map(({ clientRequestId, operation, mailbox }) => `${operation} as ${mailbox} for ${clientRequestId}`)
    .toSorted();

/** One text per envelope that the audit tells of: a line says how often what it tells of was sent. */
const lines = (journey: Journey): readonly string[] =>
  accesses(journey)
    .flatMap(({ requestId, operation, mailbox, attempts = 1 }) =>
      Array.from(
        { length: Number(attempts) },
        () => `${String(operation)} as ${String(mailbox)} for ${String(requestId)}`,
      ),
    )
    .toSorted();

interface Files {
  readonly mailbox: {
    readonly messages: {
      readonly nodes: readonly {
        readonly id: string;
        readonly attachments: readonly {
          readonly id: string;
          readonly sizeBytes: number;
          readonly downloadUrl?: string;
        }[];
      }[];
    };
  };
}

interface FoundInbox {
  readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly { readonly id: string }[] } } };
}

const inbox = `query Inbox { mailbox(address: "${alice}") { inbox { messages(first: 7) { nodes { id } } } } }`;

const files = `query Files { mailbox(address: "${alice}") { messages(filter: { hasAttachments: true }, first: 20) {
  nodes { id attachments { id sizeBytes ... on FileAttachment { downloadUrl } } }
} } }`;

const broad = `query Broad {
  viewer { subject mailbox { address aliases } }
  mailboxes { nodes { address } }
  gateway { capabilities { operation state } }
  resolveNames(query: "bob") { name address }
  mailbox(address: "${alice}") {
    folders(kinds: null) { name role totalCount }
    messages(first: 10) { unreadCount nodes { subject preview folder { path } conversation { messageCount } meeting { event { subject } } } }
    search: messages(first: 5, search: "subject:report") { totalCount }
    agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }) { nodes { subject attendees { response } recurrence { rrule } } }
  }
  bob: mailbox(address: "bob@example.test") { inbox { messages(first: 3) { nodes { subject body(format: TEXT) { content } } } } }
}`;

describe('each request to EWS', () => {
  test('that writes tells whether mail is sent, under which address, and nothing that it says', async () => {
    const journey = await journeyOfTest();
    const send = async (message: object, options: object = {}): Promise<void> => {
      await journey.query(
        'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { submission { status } } }',
        { input: { mailbox: alice, message, options } },
      );
    };
    const message = {
      to: [{ address: 'mia@customer.example' }],
      subject: 'Secret plan',
      body: { text: 'Secret text' },
    };
    await send(message, { sendAs: 'projects@example.test' });
    await send(message, { skipSaveCopy: true });
    const file = { name: 'secret.txt', source: { base64: 'YQ==' } };
    await journey.query('mutation ($input: CreateDraftInput!) { createDraft(input: $input) { userErrors { code } } }', {
      input: { mailbox: alice, message: { ...message, attachments: [file] }, idempotencyKey: 'secret-key' },
    });
    const writes = accesses(journey).filter(({ role }) => role === 'FULL_ACCESS');
    expect(writes.map(({ operation, disposition, from }) => [operation, disposition, from])).toEqual([
      ['CreateItem', 'SendAndSaveCopy', 'projects@example.test'],
      ['CreateItem', 'SendOnly', undefined],
      ['CreateItem', 'SaveOnly', undefined],
    ]);
    expect(JSON.stringify(journey.audit())).not.toMatch(/secret|mia@/i);
  });

  test('that writes to a calendar tells whether the mail server tells others of it', async () => {
    const journey = await journeyOfTest();
    const lesson = { start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z', timeZone: 'Europe/Paris' };
    const event = {
      subject: 'Secret plan',
      timing: { timed: lesson },
      attendees: [{ address: 'mia@customer.example' }],
    };
    const made = await journey.query<{ createEvent: { event: { id: string } } }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }',
      { input: { mailbox: alice, event, notify: 'ALL' } },
    );
    const { id } = made.data.createEvent.event;
    const change = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }';
    const patch = { location: 'Secret room' };
    for (const notify of ['NONE', 'CHANGED_ONLY'])
      await journey.query(change, { input: { id, notify, patch: { ...patch, subject: notify } } });
    await journey.query('mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }', {
      input: { id, notify: 'ALL' },
    });
    const writes = accesses(journey).filter(({ role }) => role === 'FULL_ACCESS');
    expect(writes.map(({ operation, notices }) => [operation, notices])).toEqual([
      ['CreateItem', 'SendToAllAndSaveCopy'],
      ['UpdateItem', 'SendToNone'],
      ['UpdateItem', 'SendToChangedAndSaveCopy'],
      ['DeleteItem', 'SendToAllAndSaveCopy'],
    ]);
    expect(JSON.stringify(journey.audit())).not.toMatch(/secret|mia@/i);
  });

  test('that writes a rule tells whether mail will be sent on by it, and not to whom', async () => {
    const journey = await journeyOfTest();
    const save = (name: string, actions: object) =>
      journey.query('mutation ($input: SaveInboxRuleInput!) { saveInboxRule(input: $input) { userErrors { code } } }', {
        input: { mailbox: alice, name, conditions: {}, actions },
      });
    await save('Plain', { markRead: true });
    await save('Secret', { forwardTo: [{ address: 'mia@customer.example' }] });
    const writes = accesses(journey).filter(({ role }) => role === 'FULL_ACCESS');
    expect(writes.map(({ operation, forwards }) => [operation, forwards])).toEqual([
      ['UpdateInboxRules', undefined],
      ['UpdateInboxRules', true],
    ]);
    expect(JSON.stringify(journey.audit())).not.toMatch(/secret|mia@/i);
  });

  test('for the time of others tells whose it was', async () => {
    const journey = await journeyOfTest();
    const others = ['bob@example.test', 'room-1@example.test'];
    await journey.query(
      `query ($others: [EmailAddress!]!) { availability(input: { asMailbox: "${alice}", addresses: $others,
         window: { start: "2026-03-16T00:00:00Z", end: "2026-03-17T00:00:00Z" } }) { address } }`,
      { others },
    );
    expect(accesses(journey).filter(({ operation }) => operation === 'GetUserAvailability')).toEqual([
      expect.objectContaining({ mailbox: alice, ids: [], timesOf: others }),
    ]);
  });

  test('has exactly one line, whatever asked for it', async () => {
    const journey = await journeyOfTest();
    const first = await journey.query<MailScreen>(mailScreen, { address: alice });
    const { endCursor } = first.data.mailbox.inbox.messages.pageInfo;
    await journey.query(mailScreen, { address: alice, after: endCursor });
    const rows = first.data.mailbox.inbox.messages.edges.map(({ node }) => node.id);
    await journey.query(openMessage, { id: rows[0] });
    await journey.query(searchMailbox, { address: alice });
    await journey.query(broad);
    await journey.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Message { subject } } }`, { ids: rows });
    const { data } = await journey.query<Files>(files);
    const [message] = data.mailbox.messages.nodes;
    for (const { downloadUrl } of message!.attachments)
      if (downloadUrl !== undefined) await (await fetch(downloadUrl)).bytes();
    await (await fetch(`${journey.origin}/mime/${message!.id}`)).bytes();

    expect(accesses(journey).length).toBeGreaterThan(25);
    expect(lines(journey)).toEqual(envelopes(journey));
    expect(new Set(accesses(journey).map(({ role }) => role))).toEqual(new Set(['READ_ONLY']));
    expect(new Set(accesses(journey).map(({ route }) => route))).toEqual(new Set(['graphql', 'attachments', 'mime']));
  });

  test('has exactly one line when it fails, and when it was sent twice for a new token', async () => {
    const journey = await journeyOfTest({ deadlineMs: 2_000 });
    const { faults } = journey.emulator;
    const page = `query Page { mailbox(address: "${alice}") { inbox { messages(first: 5) { nodes { subject to { address } body(format: TEXT) { content } } } } } }`;
    await journey.query(page);
    const scripts = [
      { kind: 'fault', responseCode: 'ErrorServerBusy', operation: 'FindItem' },
      { kind: 'itemError', index: 1, responseCode: 'ErrorItemNotFound', operation: 'GetItem' },
      { kind: 'status', status: 503, operation: 'FindItem' },
      { kind: 'hang', operation: 'GetItem' },
      { kind: 'reset', operation: 'FindItem' },
      { kind: 'body', body: 'not xml', operation: 'FindItem' },
      { kind: 'expireToken', operation: 'GetItem' },
    ] as const;
    for (const script of scripts) {
      faults.add(script);
      await journey.query(page);
    }
    const refused = journey.emulator.requests.filter(({ operation }) => operation === 'GetItem').length;
    // The exchange in which the token ended was refused with 401 and sent again under the same id.
    const sent = envelopes(journey);
    const twice = sent.filter((text, index) => sent.indexOf(text) !== index);
    expect(twice).toHaveLength(1);
    expect(refused).toBeGreaterThan(0);
    expect(lines(journey)).toEqual([...new Set(sent)]);
    expect(accesses(journey).map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['ok', 'partial', 'ErrorServerBusy', 'http', 'timeout', 'unreachable', 'decode']),
    );
  });

  test('that was sent more than once has one line, which says how often', async () => {
    const journey = await journeyOfTest({ retries: mostRetries });
    journey.emulator.faults.add({ kind: 'lose', operation: 'FindItem', times: 2 });
    await journey.query(inbox);
    const found = accesses(journey).filter(({ operation }) => operation === 'FindItem');
    expect(found).toMatchObject([{ outcome: 'ok', attempts: 3, answered: expect.any(Number) }]);
    expect(lines(journey)).toEqual(envelopes(journey));
    expect(accesses(journey).filter(({ attempts }) => attempts !== undefined)).toEqual(found);
  });

  test('is recorded under the ids that clients hold, with what was asked for and how much was told', async () => {
    const journey = await journeyOfTest();
    const { data } = await journey.query<FoundInbox>(inbox);
    const ids = data.mailbox.inbox.messages.nodes.map(({ id }) => id);
    const before = journey.audit().length;
    await journey.query(`query Rows($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { subject } } }`, { ids });
    expect(journey.audit().slice(before)).toEqual([
      {
        audit: 'access',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        mailbox: alice,
        role: 'READ_ONLY',
        operation: 'GetItem',
        asked: 7,
        answered: 7,
        ids: expect.arrayContaining(ids),
        outcome: 'ok',
        caller: { kind: 'demo', subject: 'demo' },
        graphqlOperation: 'Rows',
        route: 'graphql',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    expect(accesses(journey).find(({ operation }) => operation === 'FindItem')).toMatchObject({
      asked: 1,
      answered: 7,
    });
  });

  test('of a download is recorded under the id in its address', async () => {
    const journey = await journeyOfTest();
    const { data } = await journey.query<Files>(files);
    const file = data.mailbox.messages.nodes
      .flatMap(({ attachments }) => attachments)
      .find(({ downloadUrl }) => downloadUrl);
    const before = journey.audit().length;
    await (await fetch(file!.downloadUrl!)).bytes();
    await vi.waitFor(() => expect(journey.audit().length).toBe(before + 1), { timeout: 10_000 });
    expect(journey.audit()[before]).toMatchObject({
      operation: 'GetAttachment',
      route: 'attachments',
      ids: expect.arrayContaining([file!.id]),
      outcome: 'ok',
    });
  });

  test('is recorded without what was searched for, found or named', async () => {
    const journey = await journeyOfTest();
    const searched = 'canaryOfTheSearch';
    await journey.query(
      `query Search($text: String!, $filter: MessageFilter) { mailbox(address: "${alice}") {
         search: messages(search: $text) { totalCount }
         messages(filter: $filter) { totalCount }
         folder(where: { path: "/Inbox" }) { name }
         files: messages(filter: { hasAttachments: true }, first: 5) { nodes { subject preview attachments { name } } }
       } resolveNames(query: $text) { name } }`,
      { text: searched, filter: { subject: { contains: searched } } },
    );
    expect(accesses(journey).length).toBeGreaterThan(3);
    expect(JSON.stringify(journey.audit())).not.toContain(searched);
  });
});

describe('the id of a request', () => {
  test('is in the answer, the request log, the audit, and in what EWS is told', async () => {
    const journey = await journeyOfTest();
    const response = await fetch(`${journey.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'forged' },
      body: JSON.stringify({ query: mailScreen, variables: { address: alice } }),
    });
    await response.bytes();
    const id = response.headers.get('x-request-id')!;
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(new Set(journey.audit().map(({ requestId }) => requestId))).toEqual(new Set([id]));
    expect(JSON.parse(journey.log())).toMatchObject({ msg: 'request', requestId: id, operation: 'MailScreen' });
    for (const { clientRequestId, userAgent } of journey.emulator.requests) {
      expect(clientRequestId).toBe(id);
      expect(userAgent).toMatch(/^workmail-graphql\/\d+\.\d+\.\d+ \(request [0-9a-f-]{36}\)$/);
      expect(userAgent).toContain(id);
    }
  });

  test('is in every answer, and in none twice', async () => {
    const journey = await journeyOfTest({
      access: { authenticate: async () => ({ failure: 'badCredentials' }), rules: rulesOf(permissions) },
    });
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    };
    const answers = await Promise.all([
      fetch(`${journey.origin}/graphql`, post),
      fetch(`${journey.origin}/graphql`, { ...post, body: 'no json' }),
      fetch(`${journey.origin}/graphql`, { ...post, headers: { 'content-type': 'text/plain' } }),
      fetch(`${journey.origin}/graphql`, { ...post, body: 'x'.repeat(1_100_000) }),
      ...['/ready', '/health', '/attachments/x', '/attachments/x?link=y', '/mime/x', '/nothing'].map((path) =>
        fetch(journey.origin + path),
      ),
    ]);
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(ids).size).toBe(answers.length);
  });
});

describe('each refusal has one line', () => {
  test('for a mailbox that is missing and for one that is not theirs, alike', async () => {
    const journey = await journeyOfTest({
      access: accessOf(
        callerNamed('ann'),
        rulesOf(permissions, (mailbox) => mailbox === alice),
      ),
    });
    const open = `query Open($address: EmailAddress!) { mailbox(address: $address) { id } again: mailbox(address: $address) { id } }`;
    for (const address of ['bob@example.test', 'nobody@example.test']) await journey.query(open, { address });
    const told = (mailbox: string) => ({
      audit: 'refusal',
      at: expect.any(String),
      reason: 'NOT_FOUND',
      mailbox,
      caller: { kind: 'token', subject: 'ann' },
      graphqlOperation: 'Open',
      route: 'graphql',
      requestId: expect.any(String),
    });
    expect(journey.audit()).toEqual([told('bob@example.test'), told('nobody@example.test')]);
    expect(journey.emulator.requests).toEqual([]);
  });

  test('for a permission that is lacking, once however many rows would have shown it', async () => {
    const journey = await journeyOfTest({ access: accessOf(callerNamed('ann'), rulesOf(['READ_METADATA'])) });
    await journey.query(
      `query Rows { mailbox(address: "${alice}") { messages(first: 5) { nodes { subject preview body(format: TEXT) { content } } } } }`,
    );
    expect(
      refusals(journey).map(({ reason, mailbox, permissions: lacking, field }) => ({
        reason,
        mailbox,
        lacking,
        field,
      })),
    ).toEqual(
      expect.arrayContaining([
        { reason: 'FORBIDDEN', mailbox: alice, lacking: ['READ_MESSAGES'], field: 'Message.body' },
        { reason: 'FORBIDDEN', mailbox: alice, lacking: ['READ_MESSAGES'], field: 'Message.preview' },
      ]),
    );
    expect(refusals(journey)).toHaveLength(2);
  });

  test.each(['noCredentials', 'badCredentials', 'unavailable'] as const)(
    'for callers who are not known: %s',
    async (failure) => {
      const journey = await journeyOfTest({
        access: { authenticate: async () => ({ failure }), rules: rulesOf(permissions) },
      });
      await journey.query('{ __typename }');
      await fetch(`${journey.origin}/attachments/x`);
      const told = (route: string) => ({
        audit: 'refusal',
        at: expect.any(String),
        reason: 'UNAUTHENTICATED',
        failure,
        caller: null,
        route,
        requestId: expect.any(String),
      });
      expect(journey.audit()).toEqual([told('graphql'), told('attachments')]);
    },
  );

  test('for ids in a query: forged, or of another mailbox', async () => {
    const journey = await journeyOfTest();
    const foreign = sealedId('Item', 'bob@example.test', 'AAAA');
    const { errors } = await journey.query(
      `{ forged: node(id: "x") { id } mailbox(address: "${alice}") { message(id: "${foreign}") { id } } }`,
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(journey.audit()).toMatchObject([
      { audit: 'refusal', reason: 'BAD_ID', route: 'graphql' },
      { audit: 'refusal', reason: 'FOREIGN_ID', mailbox: 'bob@example.test', route: 'graphql' },
    ]);
  });

  test('for positions in the changes of a mailbox: forged, or of another mailbox, in queries and subscriptions', async () => {
    const journey = await journeyOfTest();
    const { data } = await journey.query<{ mailbox: { changes: { token: string } } }>(
      '{ mailbox(address: "bob@example.test") { changes { token } } }',
    );
    for (const since of ['forged', data.mailbox.changes.token]) {
      const { errors } = await journey.query(
        'query ($since: SyncToken, $of: EmailAddress!) { mailbox(address: $of) { changes(since: $since) { token } } }',
        { since, of: alice },
      );
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      const stream = subscribe(
        journey,
        'subscription ($after: SyncToken, $of: EmailAddress!) { newMessage(mailbox: $of, after: $after) { token } }',
        { after: since, of: alice },
      );
      await stream.over;
    }
    expect(journey.audit().filter(({ audit }) => audit === 'refusal')).toMatchObject([
      { reason: 'BAD_ID' },
      { reason: 'BAD_ID' },
      { reason: 'FOREIGN_ID', mailbox: 'bob@example.test' },
      { reason: 'FOREIGN_ID', mailbox: 'bob@example.test' },
    ]);
  });

  test('for downloads: a bad link, a forged id, a mailbox that is not theirs', async () => {
    const journey = await journeyOfTest({
      access: accessOf(
        callerNamed('ann'),
        rulesOf(permissions, (mailbox) => mailbox === alice),
      ),
    });
    const foreign = sealedId('Item', 'bob@example.test', 'AAAA');
    for (const path of ['/attachments/x?link=y', '/mime/forged', `/mime/${foreign}`])
      await fetch(journey.origin + path);
    expect(journey.audit()).toMatchObject([
      { audit: 'refusal', reason: 'BAD_LINK', route: 'attachments', caller: null },
      { audit: 'refusal', reason: 'BAD_ID', route: 'mime', caller: { subject: 'ann' } },
      { audit: 'refusal', reason: 'NOT_FOUND', route: 'mime', mailbox: 'bob@example.test', caller: { subject: 'ann' } },
    ]);
  });
});
