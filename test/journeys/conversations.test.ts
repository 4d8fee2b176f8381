import { afterAll, describe, expect, it } from 'vitest';
import { bulk } from './bulk-mail.ts';
import { receive } from './received-mail.ts';
import { alice, bob } from '../../src/emulator/seed/people.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { ewsIdIn, journeyOfTest, operationsAt, problemsOf } from './journey-of-test.ts';
import {
  conversationsIn,
  listConversations,
  walkConversations,
  type ConversationVariables,
  type ListedConversation,
} from './conversation-walk.ts';
import { operationsOf, startJourney, type Journey } from './start.ts';

const address = 'alice@example.test';

/** Servers that have FindConversation and servers that have not, which nobody should be able to tell apart. */
const servers = [
  { server: 'a server that knows conversations', without: [] },
  { server: 'a server that does not', without: ['FindConversation'] },
] as const;

const withoutOperations = (journey: Journey, without: readonly string[]): Journey => {
  journey.emulator.serverOptions.withoutOperations.push(...without);
  return journey;
};

interface Row {
  readonly id: string;
  readonly subject: string | null;
  readonly receivedAt: string;
  readonly isRead: boolean;
  readonly hasAttachments: boolean;
  readonly from: { readonly name: string | null; readonly address: string | null } | null;
  readonly conversation: { readonly id: string; readonly topic: string | null } | null;
}

interface MessagesAnswer {
  readonly mailbox: {
    readonly messages: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly Row[];
    };
  };
}

/** Messages as lists of messages tell them, which know nothing of this. */
const messagesOf = async (
  journey: Journey,
  folder: string,
  filter?: Readonly<Record<string, unknown>>,
  after: string | null = null,
): Promise<readonly Row[]> => {
  const { data, errors } = await journey.query<MessagesAnswer>(
    `query ($address: EmailAddress!, $id: ID!, $filter: MessageFilter, $after: String) { mailbox(address: $address) {
      messages(in: [{ id: $id }], filter: $filter, first: 1000, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { id subject receivedAt isRead hasAttachments from { name address } conversation { id topic } } } } }`,
    { address, id: folder, filter, after },
  );
  if (errors !== undefined) throw new Error(errors[0]?.message);
  const { nodes, pageInfo } = data.mailbox.messages;
  return pageInfo.hasNextPage ? [...nodes, ...(await messagesOf(journey, folder, filter, pageInfo.endCursor))] : nodes;
};

const mailFolders = async (journey: Journey) =>
  (
    await journey.query<{
      readonly mailbox: { readonly folders: readonly { readonly id: string; readonly role: string | null }[] };
    }>('query ($address: EmailAddress!) { mailbox(address: $address) { folders { id role } } }', { address })
  ).data.mailbox.folders;

/** The conversations of a folder in their order, made by hand of what all folders hold. */
const expectedIn = async (
  journey: Journey,
  role: string,
  filter?: Readonly<Record<string, unknown>>,
): Promise<readonly Omit<ListedConversation, 'latestMessage'>[]> => {
  const folders = await mailFolders(journey);
  const all: Row[] = [];
  for (const { id } of folders) all.push(...(await messagesOf(journey, id)));
  const folder = folders.find((one) => one.role === role)?.id ?? '';
  const ids = new Set(
    (await messagesOf(journey, folder, filter)).flatMap(({ conversation }) => conversation?.id ?? []),
  );
  return [...ids].map((id) => {
    const messages = all
      .filter(({ conversation }) => conversation?.id === id)
      .toSorted((one, other) => Date.parse(one.receivedAt) - Date.parse(other.receivedAt));
    const people = messages.flatMap(({ from }) => from ?? []);
    return {
      id,
      topic: messages[0]?.conversation?.topic ?? null,
      participants: people.filter(
        (person, index) => people.findIndex((one) => one.address === person.address) === index,
      ),
      messageCount: messages.length,
      unreadCount: messages.filter(({ isRead }) => !isRead).length,
      hasAttachments: messages.some(({ hasAttachments }) => hasAttachments),
      lastDeliveredAt: messages.at(-1)?.receivedAt ?? null,
    };
  });
};

const bare = (nodes: readonly ListedConversation[]) => nodes.map((node) => ({ ...node, latestMessage: undefined }));

const shared = await Promise.all(
  servers.map(async ({ server, without }) => ({ server, journey: withoutOperations(await startJourney(), without) })),
);
afterAll(() => Promise.all(shared.map(({ journey }) => journey.close())));

describe.each(shared)('conversations of $server', ({ journey }) => {
  it('are those of its folder, each once, with what all folders hold of them', async () => {
    const expected = await expectedIn(journey, 'SENT_ITEMS');
    expect(expected.length).toBeGreaterThan(40);
    const walked = await walkConversations(journey, { in: { role: 'SENT_ITEMS' }, first: 30 });
    expect(bare(walked.nodes)).toEqual(expected);
    expect(walked.totalCount).toBe(expected.length);
  });

  it.each([
    ['the mail server can answer', { from: { contains: 'bob' } }],
    ['the gateway checks itself', { to: { equals: 'bob@example.test' } }],
    ['nothing meets', { subject: { equals: 'No such subject anywhere' } }],
  ])('are narrowed by a filter that %s', async (_, filter) => {
    const expected = await expectedIn(journey, 'SENT_ITEMS', filter);
    const walked = await walkConversations(journey, { in: { role: 'SENT_ITEMS' }, filter, first: 10 });
    expect(bare(walked.nodes)).toEqual(expected);
  });

  it('go by the inbox when no folder is named, and by 25 when no number is', async () => {
    const { nodes, pageInfo, totalCount } = conversationsIn(await listConversations(journey));
    const inbox = conversationsIn(await listConversations(journey, { in: { role: 'INBOX' }, first: 25 }));
    expect(nodes).toEqual(inbox.nodes);
    expect(nodes).toHaveLength(25);
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(totalCount).toBeNull();
  });

  it('are the ones that messages name, and open by their ids', async () => {
    const [first] = conversationsIn(await listConversations(journey, { first: 1 })).nodes;
    const { data, errors } = await journey.query<{
      readonly node: {
        readonly topic: string;
        readonly messageCount: number;
        readonly messages: {
          readonly nodes: readonly {
            readonly receivedAt: string;
            readonly folder: { readonly role: string };
            readonly conversation: { readonly id: string };
          }[];
        };
      };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on Conversation {
        topic messageCount messages { nodes { receivedAt folder { role } conversation { id } } } } } }`,
      { id: first?.id },
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.node.messages;
    expect(data.node).toMatchObject({ topic: first?.topic, messageCount: first?.messageCount });
    expect(nodes).toHaveLength(first?.messageCount ?? 0);
    expect(new Set(nodes.map(({ conversation }) => conversation.id))).toEqual(new Set([first?.id]));
    expect(new Set(nodes.map(({ folder }) => folder.role))).toEqual(new Set(['INBOX', 'SENT_ITEMS']));
    expect(nodes.map(({ receivedAt }) => receivedAt)).toEqual(nodes.map(({ receivedAt }) => receivedAt).toSorted());
  });

  it.each<[string, ConversationVariables]>([
    ['none', { first: 0 }],
    ['more than a hundred', { first: 101 }],
    ['what follows in another list', { after: 'elsewhere' }],
  ])('are refused when asked for %s', async (_, variables) => {
    let { after } = variables;
    if (after !== undefined) {
      const sent = { in: { role: 'SENT_ITEMS' }, first: 1 };
      after = conversationsIn(await listConversations(journey, sent)).pageInfo.endCursor;
    }
    const before = operationsAt(journey).length;
    const answer = await listConversations(journey, { ...variables, ...(after === undefined ? {} : { after }) });
    expect(problemsOf(answer)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(operationsAt(journey)).toHaveLength(before);
  });
});

it('nobody can tell the two servers apart', async () => {
  const [one, other] = await Promise.all(
    shared.map(async ({ journey }) => {
      const { nodes, totalCount } = await walkConversations(journey, { in: { role: 'INBOX' }, first: 100 });
      // What lists tell of a text ends at 255 characters on every server, what is read by its id does not.
      const cut = nodes.map(({ latestMessage, ...rest }) => ({
        ...rest,
        latestMessage: { ...latestMessage, subject: latestMessage.subject?.slice(0, 255) },
      }));
      return { nodes: cut, totalCount };
    }),
  );
  expect(one?.totalCount).toBeGreaterThan(700);
  expect(other).toEqual(one);
});

/** Mail of one conversation; the name of the mail is its subject, too, after `Re:`. */
const arrive = (journey: Journey, topic: string, minute: number, from = bob, folder?: 'sentitems') =>
  receive(
    journey,
    {
      name: `${topic} ${minute}`,
      from,
      subject: `Re: ${topic}`,
      isRead: from === alice,
      receivedAt: new Date(Date.UTC(2026, 2, 17, 8, minute)).toISOString(),
      conversation: { name: topic, topic, startedAt: '2026-03-17T07:00:00Z', earlier: [] },
    },
    folder,
  );

const topicsOf = (nodes: readonly ListedConversation[]): readonly (string | null)[] => nodes.map(({ topic }) => topic);

describe.each(servers)('a walk through the conversations of $server', ({ without }) => {
  const start = async () => withoutOperations(await journeyOfTest({ seed: 'empty' }), without);

  it.each([6, 90])('repeats none and drops none when %i conversations begin after each page', async (count) => {
    const journey = await start();
    const topics = Array.from({ length: 9 }, (_, index) => `Topic ${index}`);
    for (const [minute, topic] of [...topics, ...topics].entries()) arrive(journey, topic, minute);
    let minute = 40;
    const between = (): void => {
      for (let more = 0; more < count; more += 1) arrive(journey, `Later ${minute}`, (minute += 1));
    };
    const { nodes } = await walkConversations(journey, { first: 2 }, { selection: 'topic', between });
    expect(topicsOf(nodes)).toEqual(topics.toReversed());
  });

  it('repeats none that gets mail after it was shown', async () => {
    const journey = await start();
    const topics = Array.from({ length: 6 }, (_, index) => `Topic ${index}`);
    for (const [minute, topic] of topics.entries()) arrive(journey, topic, minute);
    let minute = 40;
    const between = (): void => void arrive(journey, 'Topic 5', (minute += 1));
    const { nodes } = await walkConversations(journey, { first: 2 }, { selection: 'topic', between });
    expect(topicsOf(nodes)).toEqual(topics.toReversed());
  });

  it.each([
    [50, 30, 30, 28],
    [200, 10, 170, 165],
  ])('goes on where it was when of %i, by %i, %i are shown and %i deleted', async (all, first, shown, deleted) => {
    const journey = await start();
    const topics = Array.from({ length: all }, (_, index) => `Topic ${index}`);
    const ids = topics.map((topic, minute) => arrive(journey, topic, minute));
    let pages = 0;
    const between = (): void => {
      pages += 1;
      if (pages * first === shown) for (const id of ids.slice(-deleted)) journey.emulator.remove(address, ewsIdIn(id));
    };
    const { nodes } = await walkConversations(journey, { first }, { selection: 'topic', between });
    expect(topicsOf(nodes)).toEqual(topics.toReversed());
    expect(pages * first).toBeGreaterThanOrEqual(shown);
  });

  it('tells mail of one second apart', async () => {
    const journey = await start();
    const topics = Array.from({ length: 7 }, (_, index) => `Topic ${index}`);
    for (const [index, topic] of [...topics, ...topics, ...topics].entries()) {
      receive(journey, {
        name: `${topic} ${index}`,
        subject: topic,
        conversation: { name: topic, topic, startedAt: '2026-03-17T07:00:00Z', earlier: [] },
      });
    }
    const { nodes } = await walkConversations(journey, { first: 2 }, { selection: 'topic' });
    expect(topicsOf(nodes).toSorted()).toEqual(topics);
  });

  it('ends in a mailbox without any', async () => {
    const { nodes, pageInfo, totalCount } = conversationsIn(await listConversations(await start()));
    expect({ nodes, totalCount, pageInfo }).toEqual({
      nodes: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null },
    });
  });

  it('counts what was sent and what was deleted, and names each author once', async () => {
    const journey = await start();
    arrive(journey, 'Plan', 1);
    arrive(journey, 'Plan', 2, alice, 'sentitems');
    const deleted = arrive(journey, 'Plan', 3);
    await bulk(journey, ['deleteMessages', 'DeleteMessagesInput'], { ids: [deleted] });
    const { nodes } = conversationsIn(await listConversations(journey, { in: { role: 'SENT_ITEMS' } }));
    expect(nodes).toMatchObject([
      {
        topic: 'Plan',
        participants: [{ address: bob.address }, { address: alice.address }],
        messageCount: 3,
        unreadCount: 2,
        hasAttachments: false,
        lastDeliveredAt: '2026-03-17T08:03:00Z',
        latestMessage: { subject: 'Re: Plan', preview: 'The text of Plan 3' },
      },
    ]);
  });
});

describe('a list of conversations costs', () => {
  const facts = 'topic messageCount unreadCount hasAttachments lastDeliveredAt';

  it.each([1, 100])('one call for what the mail server tells by itself, of %i as of one', async (first) => {
    const journey = await journeyOfTest();
    expect(operationsOf(await listConversations(journey, { first }, facts))).toEqual(['FindConversation']);
  });

  it('one call for the next page, too', async () => {
    const journey = await journeyOfTest();
    const { endCursor } = conversationsIn(await listConversations(journey, { first: 40 }, 'topic')).pageInfo;
    const next = await listConversations(journey, { first: 40, after: endCursor }, facts);
    expect(operationsOf(next)).toEqual(['FindConversation']);
    expect(conversationsIn(next).pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it.each([1, 100])('one more for ids and latest messages, and one for people, of %i as of one', async (first) => {
    const journey = await journeyOfTest();
    const own = await listConversations(journey, { first }, `id ${facts} latestMessage { subject preview }`);
    expect(operationsOf(own)).toEqual(['FindConversation', 'GetItem']);
    const cold = operationsOf(await listConversations(journey, { first }));
    expect(cold.toSorted()).toEqual(['FindConversation', 'FindFolder', 'FindItem', 'GetItem']);
    const warm = operationsOf(await listConversations(journey, { first }));
    expect(warm).toEqual(['FindConversation', 'GetItem', 'FindItem']);
  });

  it.each([1, 40])('three where the server knows none, after one that it refuses, of %i as of one', async (first) => {
    const journey = withoutOperations(await journeyOfTest(), ['FindConversation']);
    const refused = await listConversations(journey, { first }, 'topic');
    expect(refused.errors).toBeUndefined();
    expect(operationsOf(refused)).toEqual(['FindConversation', 'FindItem']);
    expect(operationsOf(await listConversations(journey, { first }, 'id topic'))).toEqual(['FindItem']);
    const cold = operationsOf(await listConversations(journey, { first }));
    expect(cold.toSorted()).toEqual(['FindFolder', 'FindItem', 'FindItem', 'GetItem']);
    expect(operationsOf(await listConversations(journey, { first }))).toEqual(['FindItem', 'FindItem', 'GetItem']);
    journey.clock.advance(3_600_000);
    expect(operationsOf(await listConversations(journey, { first }, 'topic'))).toEqual([
      'FindConversation',
      'FindItem',
    ]);
  });
});

describe('a list of conversations', () => {
  it('goes on when the server stops knowing them, and when it begins to', async () => {
    const journey = await journeyOfTest();
    const expected = conversationsIn(await listConversations(journey, { first: 60 }, 'topic')).nodes;
    const { withoutOperations: lacking } = journey.emulator.serverOptions;
    const changes = [
      () => void lacking.push('FindConversation'),
      () => {
        lacking.pop();
        journey.clock.advance(3_600_000);
      },
    ];
    const nodes: ListedConversation[] = [];
    let after: string | null = null;
    for (const change of [...changes, () => {}]) {
      const page = conversationsIn(await listConversations(journey, { first: 20, after }, 'topic'));
      nodes.push(...page.nodes);
      after = page.pageInfo.endCursor;
      change();
    }
    expect(nodes).toEqual(expected);
    expect(operationsAt(journey).slice(-4)).toEqual([
      'FindConversation',
      'FindConversation',
      'FindItem',
      'FindConversation',
    ]);
  });

  it('is made of its messages where the server has none for the folder, which is soon forgotten', async () => {
    const journey = await journeyOfTest();
    // As Exchange answers for a saved search.
    const responseCode = 'ErrorInvalidFolderTypeForOperation';
    journey.emulator.faults.add({ kind: 'fault', operation: 'FindConversation', responseCode });
    const answer = await listConversations(journey, { first: 3 }, 'topic');
    expect(operationsOf(answer)).toEqual(['FindConversation', 'FindItem']);
    const next = await listConversations(journey, { first: 3 }, 'topic');
    expect(operationsOf(next)).toEqual(['FindConversation']);
    expect(conversationsIn(answer).nodes).toEqual(conversationsIn(next).nodes);
  });

  it('says that the server is busy instead of making do', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({
      kind: 'fault',
      operation: 'FindConversation',
      responseCode: 'ErrorServerBusy',
      times: Infinity,
    });
    const answer = await listConversations(journey, { first: 3 }, 'topic');
    expect(problemsOf(answer)).toMatchObject([{ code: 'THROTTLED' }]);
    expect(new Set(operationsAt(journey))).toEqual(new Set(['FindConversation']));
  });

  it('tells the latest message that is there when the one that was named is gone', async () => {
    const journey = await journeyOfTest();
    const selection = 'topic latestMessage { subject receivedAt }';
    const whole = await listConversations(journey, { first: 3 }, selection);
    const gone = { kind: 'itemError', index: 0, operation: 'GetItem', responseCode: 'ErrorItemNotFound' } as const;
    journey.emulator.faults.add(gone);
    journey.emulator.faults.add(gone);
    const answer = await listConversations(journey, { first: 3 }, selection);
    expect(conversationsIn(answer)).toEqual(conversationsIn(whole));
    expect(operationsOf(answer)).toContain('FindItem');
  });

  it('shows no content to those who see only who wrote when about what', async () => {
    const access = accessOf(callerNamed('desk'), rulesOf(['READ_METADATA']));
    const journey = await journeyOfTest({ access });
    const allowed = 'topic participants { address } messageCount latestMessage { subject }';
    expect((await listConversations(journey, { first: 2 }, allowed)).errors).toBeUndefined();
    const answer = await listConversations(journey, { first: 2 }, 'latestMessage { preview }');
    expect(problemsOf(answer)).toMatchObject([{ code: 'FORBIDDEN' }, { code: 'FORBIDDEN' }]);
    const sought = await listConversations(journey, { filter: { body: { contains: 'secret' } } }, 'topic');
    expect(problemsOf(sought)).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('does not look for a filter among what those who read mail alone may not read', async () => {
    const access = accessOf(callerNamed('desk'), rulesOf(['READ_MESSAGES']));
    const journey = await journeyOfTest({ access });
    const answer = await listConversations(journey, { filter: { subject: { contains: 'e' } } }, 'topic');
    expect(answer.errors).toBeUndefined();
    const asked = journey.emulator.requests.filter(({ operation }) => operation === 'FindItem').map(({ body }) => body);
    expect(asked.length).toBeGreaterThan(0);
    for (const body of asked)
      for (const hidden of ['IPM.Contact', 'IPM.DistList', 'IPM.Task', 'IPM.Appointment'])
        expect(body).toContain(`Value="${hidden}"`);
  });
});
