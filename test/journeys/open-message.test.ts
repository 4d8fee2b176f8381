import { afterAll, describe, expect, it } from 'vitest';
import { findMessages, openMessage, type FoundMessages, type InboxRow } from './operations.ts';
import { operationsOf, startJourney, type Journey } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const address = 'alice@example.test';

interface OpenedMessage {
  readonly node: InboxRow & {
    readonly to: readonly { readonly name: string; readonly address: string }[];
    readonly body: { readonly html: string; readonly truncated: boolean; readonly remoteImagesBlocked: number };
    readonly attachments: readonly {
      readonly __typename: string;
      readonly name: string;
      readonly sizeBytes: number;
      readonly downloadUrl?: string;
    }[];
    readonly meeting: {
      readonly responseType: string;
      readonly event: {
        readonly id: string;
        readonly myResponse: string;
        readonly start: { readonly local: string; readonly timeZone: string };
      } | null;
    } | null;
    readonly conversation: {
      readonly messageCount: number;
      readonly messages: {
        readonly nodes: readonly { readonly id: string; readonly subject: string; readonly receivedAt: string }[];
      };
    };
  };
}

const find = async (filter: Readonly<Record<string, unknown>>, from: Journey = journey): Promise<string> => {
  const { data } = await from.query<FoundMessages>(findMessages, {
    address,
    filter,
    in: [{ role: 'INBOX' }],
    first: 1,
  });
  return data.mailbox.messages.nodes[0]?.id ?? '';
};

describe('opening a message', () => {
  it('is three round trips in a mailbox that was never seen, and two afterwards', async () => {
    const cold = await startJourney();
    try {
      const id = await find({ subject: { startsWith: 'Re: Kestrel 4.2' } }, cold);
      expect(operationsOf(await cold.query(openMessage, { id })).toSorted()).toEqual([
        'FindFolder',
        'FindItem',
        'GetItem',
      ]);
      expect(operationsOf(await cold.query(openMessage, { id }))).toEqual(['GetItem', 'FindItem']);
    } finally {
      await cold.close();
    }
  });

  it('takes the preview from the HTML that is read anyway', async () => {
    const id = await find({ subject: { startsWith: 'Re: Kestrel 4.2' } });
    journey.emulator.requests.length = 0;
    await journey.query(openMessage, { id });
    const [first] = journey.emulator.requests;
    expect(first?.operation).toBe('GetItem');
    expect(first?.body).toContain('<t:BodyType>HTML</t:BodyType>');
    expect(first?.body).toContain('item:UniqueBody');
    expect(journey.emulator.requests.filter(({ operation }) => operation === 'GetItem')).toHaveLength(1);
  });

  it('shows what this message added, and the conversation from every folder, oldest first', async () => {
    const answer = await journey.query<OpenedMessage>(openMessage, {
      id: await find({ subject: { startsWith: 'Re: Kestrel 4.2' } }),
    });
    expect(answer.errors).toBeUndefined();
    const { node } = answer.data;
    expect(node).toMatchObject({
      subject: 'Re: Kestrel 4.2: go or no go?',
      to: [{ name: 'Alice Smith', address }],
      body: { truncated: false, remoteImagesBlocked: 0 },
      attachments: [],
      meeting: null,
    });
    expect(node.body.html).toContain('The fix is three lines');
    expect(node.body.html).not.toContain('The printed report goes to auditors');
    expect(node.preview).toMatch(/^Carol is right\. The fix is three lines/);
    expect(node.conversation.messageCount).toBe(6);
    const { nodes } = node.conversation.messages;
    expect(nodes).toHaveLength(6);
    expect(nodes[0]?.subject).toBe('Kestrel 4.2: go or no go?');
    expect(nodes.map(({ receivedAt }) => receivedAt)).toEqual(nodes.map(({ receivedAt }) => receivedAt).toSorted());
    expect(nodes.map(({ id }) => id)).toContain(node.id);
  });

  it('costs one more GetItem for the event of an invitation', async () => {
    const id = await find({ kind: ['MEETING_REQUEST'] });
    const answer = await journey.query<OpenedMessage>(openMessage, { id });
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer).toSorted()).toEqual(['FindItem', 'GetItem', 'GetItem']);
    expect(answer.data.node.meeting?.event?.start.local).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/);
  });

  it('lists attachments with links that work', async () => {
    const answer = await journey.query<OpenedMessage>(openMessage, {
      id: await find({ hasAttachments: true, sizeBytes: { lessThan: 1_000_000 } }),
    });
    const file = answer.data.node.attachments.find(({ __typename }) => __typename === 'FileAttachment');
    expect(file?.sizeBytes).toBeGreaterThan(0);
    const download = await fetch(file?.downloadUrl ?? '');
    expect(download.status).toBe(200);
    expect((await download.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });
});

describe('a conversation', () => {
  it('of many messages is one FindItem for all of them', async () => {
    const document = `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 30) { nodes { conversation {
      id topic messageCount unreadCount hasAttachments lastDeliveredAt participants { address } latestMessage { subject preview } } } } } } }`;
    interface Row {
      readonly conversation: {
        readonly messageCount: number;
        readonly unreadCount: number;
        readonly participants: readonly { readonly address: string }[];
        readonly latestMessage: { readonly preview: string };
      };
    }
    const answer = await journey.query<{
      readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly Row[] } } };
    }>(document, { address });
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer)).toEqual(['FindItem', 'FindItem', 'GetItem']);
    for (const { conversation } of answer.data.mailbox.inbox.messages.nodes) {
      expect(conversation.messageCount).toBeGreaterThan(0);
      expect(conversation.unreadCount).toBeLessThanOrEqual(conversation.messageCount);
      const people = conversation.participants.map((person) => person.address);
      expect(new Set(people).size).toBe(people.length);
    }
  });

  it('can be opened by its id, filtered by, and paged', async () => {
    const id = await find({ subject: { startsWith: 'Re: Kestrel 4.2' } });
    const { data } = await journey.query<{
      readonly node: { readonly conversation: { readonly id: string; readonly topic: string } };
    }>('query ($id: ID!) { node(id: $id) { ... on Message { conversation { id topic } } } }', { id });
    const { id: conversationId, topic } = data.node.conversation;
    expect(topic).toBe('Kestrel 4.2: go or no go?');

    const page = `query ($id: ID!, $after: String) { node(id: $id) { ... on Conversation { topic messages(first: 4, after: $after) { totalCount unreadCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { id } } } } }`;
    interface Page {
      readonly node: {
        readonly topic: string;
        readonly messages: {
          readonly totalCount: number;
          readonly unreadCount: number;
          readonly pageInfo: {
            readonly hasNextPage: boolean;
            readonly hasPreviousPage: boolean;
            readonly endCursor: string;
          };
          readonly nodes: readonly { readonly id: string }[];
        };
      };
    }
    const first = (await journey.query<Page>(page, { id: conversationId })).data.node;
    expect(first).toMatchObject({
      topic,
      messages: { totalCount: 6, pageInfo: { hasNextPage: true, hasPreviousPage: false } },
    });
    const second = (await journey.query<Page>(page, { id: conversationId, after: first.messages.pageInfo.endCursor }))
      .data.node;
    expect(second.messages.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(new Set([...first.messages.nodes, ...second.messages.nodes].map((node) => node.id)).size).toBe(6);

    const filtered = await journey.query<FoundMessages>(findMessages, { address, filter: { conversationId } });
    expect(filtered.errors).toBeUndefined();
    expect(filtered.data.mailbox.messages.totalCount).toBe(6);
  });
});

describe('node and nodes', () => {
  it('answer in order, each with its own error, items of one mailbox in one call', async () => {
    const { data } = await journey.query<FoundMessages>(findMessages, { address, in: [{ role: 'INBOX' }], first: 3 });
    const [first = '', second = '', third = ''] = data.mailbox.messages.nodes.map(({ id }) => id);
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'GetItem',
      index: 1,
      responseCode: 'ErrorItemNotFound',
    });
    const answer = await journey.query<{ readonly nodes: readonly ({ readonly id: string } | null)[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Message { subject } } }',
      {
        ids: [first, second, third, 'forged', `${first.slice(0, -1)}${first.endsWith('A') ? 'B' : 'A'}`],
      },
    );
    expect(answer.data.nodes.map((node) => node?.id ?? null)).toEqual([first, null, third, null, null]);
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      expect.arrayContaining([
        [['nodes', 1], 'NOT_FOUND'],
        [['nodes', 3], 'BAD_USER_INPUT'],
        [['nodes', 4], 'BAD_USER_INPUT'],
      ]),
    );
    expect(answer.errors).toHaveLength(3);
    expect(operationsOf(answer)).toEqual(['GetItem']);
  });

  it('give back mailboxes, folders and calendars by the ids that they gave', async () => {
    const { data } = await journey.query<{
      readonly mailbox: {
        readonly id: string;
        readonly inbox: { readonly id: string };
        readonly calendar: { readonly id: string; readonly folder: { readonly id: string } };
      };
    }>(
      'query ($address: EmailAddress!) { mailbox(address: $address) { id inbox { id } calendar { id folder { id } } } }',
      { address },
    );
    const { id, inbox, calendar } = data.mailbox;
    const ids = [id, inbox.id, calendar.id, calendar.folder.id];
    expect(new Set(ids).size).toBe(4);
    const answer = await journey.query<{
      readonly nodes: readonly { readonly __typename: string; readonly id: string }[];
    }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Folder { name role kind } ... on Mailbox { address } ... on Calendar { isDefault } } }',
      { ids },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.nodes).toEqual([
      { __typename: 'Mailbox', id, address },
      { __typename: 'Folder', id: inbox.id, name: 'Inbox', role: 'INBOX', kind: 'MAIL' },
      { __typename: 'Calendar', id: calendar.id, isDefault: true },
      expect.objectContaining({ __typename: 'Folder', id: calendar.folder.id, kind: 'CALENDAR' }),
    ]);
  });

  it('refuse an id of the wrong kind where a kind is asked for', async () => {
    const { data } = await journey.query<{ readonly mailbox: { readonly id: string } }>(
      'query ($address: EmailAddress!) { mailbox(address: $address) { id } }',
      { address },
    );
    const answer = await journey.query(
      'query ($address: EmailAddress!, $id: ID!) { mailbox(address: $address) { message(id: $id) { id } folder(where: { id: $id }) { id } } }',
      { address, id: data.mailbox.id },
    );
    expect(answer.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      expect.arrayContaining([
        [['mailbox', 'message'], 'BAD_USER_INPUT'],
        [['mailbox', 'folder'], 'BAD_USER_INPUT'],
      ]),
    );
  });

  it('find a message by its Message-ID wherever it lies', async () => {
    const id = await find({ subject: { startsWith: 'Re: Kestrel 4.2' } });
    const { data } = await journey.query<{ readonly node: { readonly internetMessageId: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Message { internetMessageId } } }',
      { id },
    );
    const document =
      'query ($address: EmailAddress!, $messageId: String!) { mailbox(address: $address) { messageByInternetMessageId(internetMessageId: $messageId) { id folder { path } } } }';
    const found = await journey.query(document, { address, messageId: data.node.internetMessageId });
    expect(found).toMatchObject({
      data: { mailbox: { messageByInternetMessageId: { id, folder: { path: '/Inbox' } } } },
    });
    const missing = await journey.query(document, { address, messageId: '<nobody@nowhere.test>' });
    expect(missing).toMatchObject({
      data: { mailbox: { messageByInternetMessageId: null } },
      errors: [{ extensions: { code: 'NOT_FOUND' } }],
    });
  });
});
