import { afterAll, describe, expect, it } from 'vitest';
import { mailScreen, type MailScreen } from './operations.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const address = 'alice@example.test';

describe('the mail screen', () => {
  it('is four round trips the first time, two deep, and three afterwards, however many rows there are', async () => {
    const cold = await journey.query<MailScreen>(mailScreen, { address });
    expect(cold.errors).toBeUndefined();
    expect(operationsOf(cold).toSorted()).toEqual(['FindFolder', 'FindItem', 'GetFolder', 'GetItem']);
    expect(operationsOf(cold).at(-1)).toBe('GetItem');
    const warm = await journey.query<MailScreen>(mailScreen, { address });
    expect(operationsOf(warm).toSorted()).toEqual(['FindFolder', 'FindItem', 'GetItem']);
    expect(warm.data).toEqual(cold.data);
  });

  it('shows the whole folder tree, parents first, with what each folder is for and fresh counts', async () => {
    const { data } = await journey.query<MailScreen>(mailScreen, { address });
    const { folders, displayName } = data.mailbox;
    expect(displayName).toBe('Alice Smith');
    const ids = folders.map(({ id }) => id);
    for (const [index, { parent }] of folders.entries())
      if (parent !== null) expect(ids.indexOf(parent.id)).toBeLessThan(index);
    expect(folders.find(({ role }) => role === 'INBOX')).toMatchObject({
      name: 'Inbox',
      totalCount: 1200,
      unreadCount: data.mailbox.inbox.messages.totalCount,
      parent: null,
    });
    expect(new Set(folders.map(({ role }) => role))).toEqual(
      new Set([null, 'DELETED_ITEMS', 'DRAFTS', 'INBOX', 'JUNK_EMAIL', 'OUTBOX', 'SENT_ITEMS']),
    );
    const depthOf = (id: string): number => {
      const parent = folders.find((folder) => folder.id === id)?.parent;
      return parent === null || parent === undefined ? 1 : 1 + depthOf(parent.id);
    };
    expect(Math.max(...ids.map(depthOf))).toBeGreaterThanOrEqual(4);
  });

  it('shows the newest unread rows, each with all that a row shows', async () => {
    const { data } = await journey.query<MailScreen>(mailScreen, { address });
    const { edges, pageInfo, totalCount } = data.mailbox.inbox.messages;
    expect(edges).toHaveLength(50);
    expect(pageInfo).toEqual({ hasNextPage: true, endCursor: edges.at(-1)?.cursor });
    expect(totalCount).toBeGreaterThan(50);
    const times = edges.map(({ node }) => node.receivedAt ?? '');
    expect(times).toEqual(times.toSorted().toReversed());
    for (const { node } of edges) {
      expect(node).toMatchObject({ isRead: false, changeKey: expect.stringMatching(/./) as string });
      expect(Array.from(node.preview ?? '').length).toBeLessThanOrEqual(120);
    }
    expect(edges[0]?.node).toMatchObject({
      subject: 'Re: Kestrel 4.2: go or no go?',
      from: { name: 'Bob Okafor', address: 'bob@example.test' },
      receivedAt: '2026-03-17T07:42:00Z',
      hasAttachments: false,
      flag: { status: 'NOT_FLAGGED' },
      preview: expect.stringMatching(/^Carol is right\. The fix is three lines, tests are running\./) as string,
    });
  });

  it('asks FindItem for the rows of the selection and GetItem for what FindItem cannot return', async () => {
    journey.emulator.requests.length = 0;
    await journey.query(mailScreen, { address });
    const bodyOf = (operation: string): string =>
      journey.emulator.requests.find((request) => request.operation === operation)?.body ?? '';
    const paths = (xml: string): readonly string[] =>
      [...xml.matchAll(/FieldURI="([^"]+)"|PropertyTag="([^"]+)"/g)]
        .map((match) => match[1] ?? match[2] ?? '')
        .toSorted();
    const [shape = ''] = /<m:ItemShape>.*<\/m:ItemShape>/.exec(bodyOf('FindItem')) ?? [];
    expect(paths(shape)).toEqual([
      '0x1090',
      'item:DateTimeReceived',
      'item:HasAttachments',
      'item:Subject',
      'message:From',
      'message:IsRead',
    ]);
    expect(paths(bodyOf('GetItem'))).toEqual(['item:Body']);
    expect(bodyOf('GetItem')).toContain('<t:BodyType>Text</t:BodyType>');
  });

  it('reads nothing under the role that may write', () => {
    expect(new Set(journey.emulator.requests.map(({ access }) => access))).toEqual(new Set(['READ_ONLY']));
    expect(new Set(journey.emulator.requests.map(({ mailbox }) => mailbox))).toEqual(new Set([address]));
  });

  it('is one round trip when nothing is asked for that FindItem cannot return', async () => {
    const document =
      'query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 1000) { nodes { subject isRead } } } } }';
    const answer = await journey.query<{
      readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly unknown[] } } };
    }>(document, { address });
    expect(operationsOf(answer)).toEqual(['FindItem']);
    expect(answer.data.mailbox.inbox.messages.nodes).toHaveLength(1000);
  });

  it('shows two mailboxes in one request, each through its own calls', async () => {
    const document =
      'query { a: mailbox(address: "alice@example.test") { ...One } b: mailbox(address: "bob@example.test") { ...One } } fragment One on Mailbox { address inbox { messages(first: 1) { nodes { subject } } } }';
    const answer = await journey.query(document);
    expect(answer.errors).toBeUndefined();
    expect(answer.extensions?.upstream?.calls.map(({ operation, mailbox }) => [operation, mailbox]).toSorted()).toEqual(
      [
        ['FindItem', 'alice@example.test'],
        ['FindItem', 'bob@example.test'],
      ],
    );
  });

  it('opens a mailbox by an alias as the mailbox that it is', async () => {
    const document =
      'query ($address: EmailAddress!) { mailbox(address: $address) { id address aliases kind inbox { unreadCount } } }';
    const [primary, alias] = await Promise.all(
      [address, 'ALICE.SMITH@example.test'].map((one) =>
        journey.query<{ readonly mailbox: { readonly aliases: readonly string[] } }>(document, { address: one }),
      ),
    );
    expect(primary?.errors).toBeUndefined();
    expect(primary?.data.mailbox).toMatchObject({
      address,
      kind: 'USER',
      aliases: ['alice.smith@example.test', 'projects@example.test'],
    });
    expect(alias).toMatchObject({ data: primary?.data });
  });
});
