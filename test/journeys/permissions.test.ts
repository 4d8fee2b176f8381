import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { permissions, type Permission } from '../../src/access/caller.ts';
import { operationsAt, problemsOf } from './journey-of-test.ts';
import { alice, deliverSamples, startPermitted } from './permission-samples.ts';

const journey = await startPermitted();
afterAll(() => journey.close());
const samples = await deliverSamples(journey);
beforeEach(() => void (journey.emulator.requests.length = 0));

const onMailboxes = permissions.filter((permission) => permission !== 'ADMIN');
const seesMail: readonly Permission[] = ['READ_METADATA', 'READ_MESSAGES'];
const seesCalendar: readonly Permission[] = ['READ_METADATA', 'READ_CALENDAR'];
const seesAccess: readonly Permission[] = ['READ_METADATA', 'MANAGE_SETTINGS'];
const seesSettings: readonly Permission[] = ['READ_MESSAGES', 'MANAGE_SETTINGS'];
const seesItems: readonly Permission[] = ['READ_METADATA', 'READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS'];
const window = 'window: { start: "2026-03-18T00:00:00Z", end: "2026-03-19T00:00:00Z" }';

/** Rows of the wire that are content, by the words that a request for them holds. */
const contentRows = [
  'item:Body',
  'item:UniqueBody',
  'item:Attachments',
  'item:MimeContent',
  'item:InternetMessageHeaders',
  'calendar:Location',
  'PropertyName="workmail-graphql',
  'm:QueryString',
];

interface Probe {
  readonly of: string;
  /** Lists of which each must be met by one permission; the first that is not is what the client is told. */
  readonly needs: readonly (readonly Permission[])[];
  /** How many of the lists must be met before the mail server is asked anything. */
  readonly askedAfter: number;
  readonly document: string;
  readonly id?: string;
}

const inMailbox = (selection: string, needs: Probe['needs'], askedAfter = needs.length, of = selection): Probe => ({
  of,
  needs,
  askedAfter,
  document: `{ mailbox(address: "${alice}") { address ${selection} } }`,
});

const ofMessages = (selection: string): Probe =>
  inMailbox(
    `messages(first: 3, in: [{ role: INBOX }]) { nodes { subject ${selection} } }`,
    [seesMail, ['READ_MESSAGES']],
    1,
    `message { ${selection} }`,
  );
const ofEvents = (selection: string): Probe =>
  inMailbox(
    `agenda(${window}, first: 4) { nodes { subject ${selection} } }`,
    [seesCalendar, ['READ_CALENDAR']],
    1,
    `event { ${selection} }`,
  );
const ofNode = (kind: keyof typeof samples, selection: string, needs: Probe['needs'], askedAfter: number): Probe => ({
  of: `node of ${kind} ${selection}`,
  needs,
  askedAfter,
  document: `query ($id: ID!) { node(id: $id) { __typename ${selection} } }`,
  id: samples[kind],
});

const asAlice = (field: string, more: string, selection: string, needs: Probe['needs']): Probe => ({
  of: `${field} ${more}`,
  needs,
  askedAfter: needs.length,
  document: `{ ${field}(input: { asMailbox: "${alice}", ${window}, ${more} }) { ${selection} } }`,
});

const probes: readonly Probe[] = [
  inMailbox('automaticReplies { status internalReply externalReply }', [seesSettings]),
  inMailbox('inboxRules { name conditions { from } actions { forwardTo { address } } }', [seesSettings]),
  inMailbox(
    'conversations(first: 3) { nodes { topic messageCount participants { name } latestMessage { subject } } }',
    [seesMail],
  ),
  inMailbox(
    'conversations(first: 3) { nodes { latestMessage { subject preview } } }',
    [seesMail, ['READ_MESSAGES']],
    1,
  ),
  inMailbox('conversations(filter: { body: { contains: "merger" } }) { totalCount }', [seesMail, ['READ_MESSAGES']]),
  inMailbox('contacts(filter: { text: "Zoltan" }) { totalCount nodes { displayName notes } }', [['READ_CONTACTS']]),
  inMailbox('tasks { totalCount nodes { subject progress } }', [seesCalendar]),
  inMailbox('tasks { nodes { subject body { content } } }', [seesCalendar, ['READ_CALENDAR']], 1),
  asAlice('availability', `addresses: ["${alice}"]`, 'freeBusy { busy { start } }', [seesCalendar]),
  asAlice('availability', `detail: DETAILED, addresses: ["${alice}"]`, 'freeBusy { busy { subject } }', [
    ['READ_CALENDAR'],
  ]),
  asAlice('meetingSuggestions', `duration: "PT1H", attendees: ["${alice}"]`, 'start', [seesCalendar]),
  inMailbox('id displayName kind aliases', []),
  inMailbox('timeZone workingHours { timeZone periods { days } } categories quota { limitBytes }', []),
  inMailbox('delegates { user { name } calendar inbox }', [seesAccess]),
  inMailbox('inbox { permissions { audience level } }', [seesMail, seesAccess]),
  inMailbox('folders(kinds: null) { id name path kind totalCount unreadCount }', [seesMail]),
  inMailbox('folder(where: { role: CALENDAR }) { name totalCount parent { name } children { name } }', [seesMail]),
  inMailbox('inbox { name unreadCount }', [seesMail]),
  inMailbox('inbox { messages(first: 2) { totalCount edges { cursor node { id } } } }', [seesMail]),
  inMailbox(
    `messages(first: 50) { totalCount unreadCount pageInfo { hasNextPage } nodes {
      id changeKey kind subject from { name address } to { name } cc { name } bcc { name } replyTo { name } receivedAt sentAt sizeBytes isRead
      importance sensitivity flag { status } categories hasAttachments inReplyTo references folder { name } meeting { responseType }
      conversation { topic messageCount participants { name } messages(first: 2) { nodes { subject } } } } }`,
    [seesMail],
    1,
    'everything of messages that is no content',
  ),
  inMailbox('messages(filter: { subject: { contains: "e" }, isRead: false }) { totalCount }', [seesMail]),
  inMailbox('messageByInternetMessageId(internetMessageId: "<none>") { subject }', [seesMail]),
  inMailbox(`message(id: "${samples.message}") { subject }`, [seesMail], 1, 'message(id:)'),
  ofMessages('body { content }'),
  ofMessages('body(part: UNIQUE, format: TEXT) { content }'),
  ofMessages('preview'),
  ofMessages('attachments(includeInline: true) { name sizeBytes }'),
  ofMessages('headers { name value }'),
  ofMessages('metadata(namespace: "crm") { key value }'),
  ofMessages('mime { sizeBytes downloadUrl base64 }'),
  inMailbox('messages(search: "merger") { totalCount }', [seesMail, ['READ_MESSAGES']]),
  inMailbox('inbox { messages(search: "merger") { totalCount } }', [seesMail, ['READ_MESSAGES']]),
  inMailbox('messages(filter: { body: { contains: "merger" } }) { totalCount }', [seesMail, ['READ_MESSAGES']]),
  inMailbox(
    'messages(filter: { and: [{ isRead: true }, { not: { or: [{ body: { exists: true } }] } }] }) { totalCount }',
    [seesMail, ['READ_MESSAGES']],
  ),
  inMailbox('calendars { id name isDefault }', [seesCalendar]),
  inMailbox('calendar { name canEdit }', [seesCalendar]),
  inMailbox(
    `agenda(${window}) { totalCount nodes { id subject type status start { local } end { local } duration isAllDay organizer { name }
      attendees { recipient { name } response } showAs importance categories reminder { isOn } recurrence { summary } seriesMaster { subject }
      conflicts { subject } } }`,
    [seesCalendar],
    1,
    'everything of events that is no content',
  ),
  inMailbox(`calendar { events(${window}, filter: { isCancelled: false }) { totalCount } }`, [seesCalendar]),
  inMailbox(`calendar { events(${window}, filter: { text: "vault" }) { totalCount } }`, [
    seesCalendar,
    ['READ_CALENDAR'],
  ]),
  ofEvents('location'),
  ofEvents('body { content }'),
  ofEvents('attachments { name }'),
  ofEvents('ics { sizeBytes downloadUrl base64 }'),
  ofNode('message', '... on Message { subject }', [seesItems, seesMail], 1),
  ofNode('message', '... on Message { body { content } }', [seesItems, seesMail, ['READ_MESSAGES']], 1),
  ofNode('event', '... on CalendarEvent { subject }', [seesItems, seesCalendar], 1),
  ofNode('event', '... on CalendarEvent { location }', [seesItems, seesCalendar, ['READ_CALENDAR']], 1),
  ofNode('contact', '... on Contact { displayName emails { address } notes }', [seesItems, ['READ_CONTACTS']], 1),
  ofNode('task', '... on TaskItem { subject }', [seesItems, seesCalendar], 1),
  ofNode('task', '... on TaskItem { body { content } }', [seesItems, seesCalendar, ['READ_CALENDAR']], 1),
  ofNode('fileOnMessage', '... on FileAttachment { name downloadUrl base64 }', [['READ_MESSAGES']], 1),
  ofNode('fileOnEvent', '... on FileAttachment { name downloadUrl base64 }', [['READ_CALENDAR']], 1),
  ofNode('messageOnEvent', '... on ItemAttachment { name }', [['READ_CALENDAR']], 1),
  // Two permissions are needed, so one alone never does.
  ofNode('eventInMessage', '... on CalendarEvent { subject }', [['READ_MESSAGES'], seesCalendar], 1),
  ofNode('fileOnEventInMessage', '... on FileAttachment { name }', [['READ_MESSAGES'], ['READ_CALENDAR']], 2),
  ofNode('messageInEvent', '... on Message { subject }', [['READ_CALENDAR'], seesMail], 1),
];

/** Folder lists and the like are asked for only where something is permitted. */
const bodiesAsked = (): readonly string[] => journey.emulator.requests.map(({ body }) => body);

describe.each(onMailboxes)('%s alone', (permission) => {
  it.each(probes)('decides about $of', async ({ needs, askedAfter, document, id }) => {
    journey.permit(permission);
    const met = needs.findIndex((list) => !list.includes(permission));
    const answer = await journey.query(document, id === undefined ? {} : { id });
    const codes = new Set((answer.errors ?? []).map(({ extensions }) => extensions.code));

    if (met === -1) {
      // What does not exist may be missing, but nothing is refused.
      expect([...codes].filter((code) => code !== 'NOT_FOUND')).toEqual([]);
      return;
    }
    const message = `This needs ${needs[met]?.join(' or ')} on this mailbox.`;
    expect(codes).toEqual(new Set(['FORBIDDEN']));
    expect(new Set(answer.errors?.map((error) => error.message))).toEqual(new Set([message]));
    if (met < askedAfter) expect(operationsAt(journey)).toEqual([]);
    // What is refused has not been fetched, filtered by or searched for.
    for (const body of bodiesAsked()) for (const row of contentRows) expect(body).not.toContain(row);
  });
});

describe('a caller who may only see metadata', () => {
  it('gets a whole page of messages with empty lists, nulls and errors where there is content', async () => {
    journey.permit('READ_METADATA');
    const answer = await journey.query<{
      mailbox: {
        messages: { nodes: readonly { subject: string; attachments: unknown; headers: unknown; preview: unknown }[] };
      };
    }>(
      `{ mailbox(address: "${alice}") { messages(first: 50) { nodes { subject attachments { id } headers { name } preview } } } }`,
    );

    const { nodes } = answer.data.mailbox.messages;
    expect(nodes).toHaveLength(50);
    for (const node of nodes)
      expect(node).toEqual({ subject: expect.any(String), attachments: [], headers: [], preview: null });
    expect(answer.errors).toHaveLength(150);
    expect(operationsAt(journey)).not.toContain('GetItem');
    expect(problemsOf(answer)[0]).toEqual({
      message: 'This needs READ_MESSAGES on this mailbox.',
      path: ['mailbox', 'messages', 'nodes', 0, 'attachments'],
      code: 'FORBIDDEN',
      retryable: false,
    });
  });

  it('leaves one record for each thing that was refused, however often it was asked for', async () => {
    journey.permit('READ_METADATA');
    const before = journey.audit().length;
    await journey.query(
      `{ mailbox(address: "${alice}") { messages(first: 20) { nodes { attachments { id } preview body { content } } } } }`,
    );

    const refusals = journey
      .audit()
      .slice(before)
      .filter(({ audit }) => audit === 'refusal');
    expect(refusals.map(({ field }) => field).toSorted()).toEqual([
      'Message.attachments',
      'Message.body',
      'Message.preview',
    ]);
    for (const line of refusals)
      expect(line).toMatchObject({ reason: 'FORBIDDEN', mailbox: alice, permissions: ['READ_MESSAGES'] });
  });

  it('does not pay for content of others in the same selection: what may be read is read', async () => {
    journey.permit('READ_METADATA', 'READ_CALENDAR');
    const { data, errors } = await journey.query(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { subject preview } ... on CalendarEvent { subject location } } }`,
      { ids: [samples.message, samples.event] },
    );

    expect(data).toEqual({
      nodes: [
        { subject: 'Everything', preview: null },
        { subject: 'Board', location: 'Vault room' },
      ],
    });
    expect(errors).toMatchObject([{ path: ['nodes', 0, 'preview'], extensions: { code: 'FORBIDDEN' } }]);
    for (const body of bodiesAsked()) expect(body).not.toContain('item:Body');
  });
});

describe('what hangs on an item of another kind', () => {
  it.each([
    [['READ_MESSAGES', 'READ_METADATA'], 'eventInMessage', { subject: 'Attached event', location: null }],
    [['READ_MESSAGES', 'READ_CALENDAR'], 'eventInMessage', { subject: 'Attached event', location: 'Vault room' }],
    [['READ_MESSAGES', 'READ_CALENDAR'], 'fileOnEventInMessage', { name: 'plan.txt' }],
    [['READ_MESSAGES', 'READ_METADATA'], 'fileOnEventInMessage', undefined],
    [['READ_CALENDAR', 'READ_METADATA'], 'fileOnEventInMessage', undefined],
    [['READ_CALENDAR', 'READ_MESSAGES'], 'messageInEvent', { subject: 'Attached note', preview: 'Inside.' }],
    [['READ_CALENDAR', 'READ_METADATA'], 'messageInEvent', { subject: 'Attached note', preview: null }],
  ] as const)('with %j: %s', async (held, kind, expected) => {
    journey.permit(...held);
    const { data } = await journey.query<{ node: unknown }>(
      `query ($id: ID!) { node(id: $id) { ... on Message { subject preview } ... on CalendarEvent { subject location } ... on Attachment { name } } }`,
      { id: samples[kind] },
    );
    expect(data.node).toEqual(expected ?? null);
  });
});

describe('downloads', () => {
  const get = async (route: string, id: string): Promise<{ status: number; title?: string }> => {
    const response = await fetch(`${journey.origin}/${route}/${id}`);
    const body = await response.text();
    return response.ok
      ? { status: response.status }
      : { status: response.status, title: (JSON.parse(body) as { readonly title: string }).title };
  };

  it.each([
    ['attachments', 'fileOnMessage', ['READ_MESSAGES']],
    ['attachments', 'fileOnEvent', ['READ_CALENDAR']],
    ['attachments', 'fileOnEventInMessage', ['READ_MESSAGES', 'READ_CALENDAR']],
    ['mime', 'message', ['READ_MESSAGES']],
    ['mime', 'event', ['READ_CALENDAR']],
    ['mime', 'contact', ['READ_CONTACTS']],
    ['mime', 'task', ['READ_CALENDAR']],
    ['mime', 'eventInMessage', ['READ_MESSAGES', 'READ_CALENDAR']],
    ['mime', 'messageInEvent', ['READ_MESSAGES', 'READ_CALENDAR']],
  ] as const)('/%s/ of %s takes %j and nothing less', async (route, kind, needed) => {
    journey.permit(...needed);
    expect(await get(route, samples[kind])).toEqual({ status: 200 });
    for (const lacking of needed) {
      journey.permit(...onMailboxes.filter((permission) => permission !== lacking));
      journey.emulator.requests.length = 0;
      expect(await get(route, samples[kind])).toEqual({
        status: 403,
        title: `This needs ${lacking} on this mailbox`,
      });
      // Of an item that lies in a folder only its own answer tells the kind; everything else is known from the id.
      expect(operationsAt(journey).length).toBeLessThanOrEqual(route === 'mime' ? 1 : 0);
      for (const body of bodiesAsked()) for (const row of contentRows) expect(body).not.toContain(row);
    }
  });

  it('are refused without a call to whoever may read no content at all', async () => {
    journey.permit('READ_METADATA', 'SEND', 'WRITE_MESSAGES');
    for (const kind of ['message', 'event', 'contact', 'task'] as const) {
      expect(await get('mime', samples[kind])).toEqual({
        status: 403,
        title: 'This needs READ_MESSAGES or READ_CALENDAR or READ_CONTACTS on this mailbox',
      });
    }
    expect(operationsAt(journey)).toEqual([]);
  });

  it('by link meet the policy of now, not that of the moment when the link was made', async () => {
    journey.permit('READ_MESSAGES');
    const { data } = await journey.query<{ node: { downloadUrl: string; mime: { downloadUrl: string } } }>(
      `query ($id: ID!) { node(id: $id) { ... on FileAttachment { downloadUrl } } }`,
      { id: samples.fileOnMessage },
    );
    const { downloadUrl } = data.node;
    expect((await fetch(downloadUrl)).status).toBe(200);

    journey.permit('READ_CALENDAR');
    const before = journey.audit().length;
    expect((await fetch(downloadUrl)).status).toBe(403);
    expect(journey.audit().slice(before)).toMatchObject([
      { audit: 'refusal', reason: 'FORBIDDEN', mailbox: alice, permissions: ['READ_MESSAGES'], field: '/attachments/' },
    ]);

    journey.permit();
    expect((await fetch(downloadUrl)).status).toBe(404);
  });
});

describe('people', () => {
  const resolve = `{ resolveNames(query: "Zoltan", in: "${alice}") { address } own: resolveNames(query: "Zoltan") { address } }`;
  const entries = `{ mailbox(address: "${alice}") { messages(first: 5) { nodes { from { entry { address } } } } } }`;

  it('of the contacts are found by those who may read contacts', async () => {
    journey.permit('READ_CONTACTS');
    const { data } = await journey.query(resolve);
    expect(data).toEqual({
      resolveNames: [{ address: 'zoltan@private.example' }],
      own: [{ address: 'zoltan@private.example' }],
    });
  });

  it('of the contacts are not even looked for by all others', async () => {
    journey.permit(...onMailboxes.filter((permission) => permission !== 'READ_CONTACTS'));
    const { data } = await journey.query(resolve);
    expect(data).toEqual({ resolveNames: [], own: [] });
    await journey.query(entries);
    const lookUps = journey.emulator.requests.filter(({ operation }) => operation === 'ResolveNames');
    expect(lookUps.length).toBeGreaterThan(2);
    for (const { body } of lookUps) expect(body).toContain('SearchScope="ActiveDirectory"');
  });
});

describe('counting', () => {
  const count = async (role: string, condition: string): Promise<number> => {
    const { data } = await journey.query<{ mailbox: { folder: { messages: { totalCount: number } } } }>(
      `{ mailbox(address: "${alice}") { folder(where: { role: ${role} }) { messages(first: 1, ${condition}) { totalCount } } } }`,
    );
    return data.mailbox.folder.messages.totalCount;
  };

  it.each([
    ['CALENDAR', 'filter: { body: { contains: "merger" } }', 'READ_CALENDAR'],
    ['CALENDAR', 'filter: { subject: { contains: "Board" } }', 'READ_CALENDAR'],
    ['CONTACTS', 'filter: { body: { contains: "money" } }', 'READ_CONTACTS'],
    ['TASKS', 'filter: { subject: { contains: "lawyer" } }', 'READ_CALENDAR'],
    ['CONTACTS', 'search: "money"', 'READ_CONTACTS'],
  ] as const)('what a filter finds in %s by %s tells nothing to those without %s', async (role, condition, needed) => {
    journey.permit(...permissions);
    expect(await count(role, condition)).toBeGreaterThan(0);
    journey.permit(...onMailboxes.filter((permission) => permission !== needed));
    expect(await count(role, condition)).toBe(0);
  });
});

describe('nobody', () => {
  it('sees a mailbox without any permission on it: it is missing', async () => {
    journey.permit();
    const answer = await journey.query(`{ mailbox(address: "${alice}") { address } viewer { mailbox { address } } }`);
    expect(answer.data).toEqual({ mailbox: null, viewer: { mailbox: null } });
    expect(problemsOf(answer)).toMatchObject([{ path: ['mailbox'], code: 'NOT_FOUND' }]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('but ADMIN sees the organisations; the rest of the gateway everybody sees', async () => {
    journey.permit('READ_MESSAGES');
    const document = `{ viewer { subject permissions } gateway { version organizations { region } } }`;
    const refused = await journey.query<{ viewer: unknown; gateway: { organizations: readonly unknown[] } }>(document);
    expect(refused.data.viewer).toEqual({ subject: 'ann', permissions: ['READ_MESSAGES'] });
    expect(refused.data.gateway.organizations).toEqual([]);
    expect(problemsOf(refused)).toMatchObject([
      { path: ['gateway', 'organizations'], code: 'FORBIDDEN', message: 'This needs ADMIN.' },
    ]);

    journey.permit('ADMIN');
    const shown = await journey.query<{ gateway: { organizations: readonly unknown[] } }>(document);
    expect(shown.errors).toBeUndefined();
    expect(shown.data.gateway.organizations).toHaveLength(1);
  });
});
